import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { hashesOfEntitlement, type ReferralState } from '../../domain/referral/state.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/commitment.ts';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import { REGISTER_TYPES } from '../../protocol/register/fold.ts';
import type { PackLine } from '../../protocol/pack/pack-json.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { findOpening } from '../openings/openings.ts';
import { packLines } from './pack-lines.ts';
import { packSql } from './tables.ts';

/** Openings that may travel in a pack. Bank accounts, evidence of the income, invitations and other payees' lines never do. */
const PURPOSES_IN_PACK: ReadonlySet<string> = new Set([
  'client',
  'benefit',
  'shown',
  'notice',
  'attachment',
  'calculation',
  'batch-line',
  'document',
  'agreement',
]);
/** Left out as well when the client is withheld from the readers of the pack. */
const ABOUT_THE_CLIENT: ReadonlySet<string> = new Set(['client', 'shown']);

export type Collected = {
  readonly events: readonly Logged<KnownEvent>[];
  readonly openings: readonly Opening[];
  readonly lines: readonly PackLine[];
};

/**
 * Everything of this desk's ledger that bears on one referral: its events, the register as far as the practices and the rule are concerned,
 * agreements, the payee's account record, and the batch and document that paid it. Closed under `about`.
 */
export const collectForPack = (desk: DeskContext, state: ReferralState, options: { readonly withholdClient: boolean }): Collected => {
  const register = registerOf(desk);
  const practices = new Set([state.terms.referrer, state.terms.receiver, register.office, desk.profile.practice]);
  const chosen = new Map<string, Logged<KnownEvent>>();
  const add = (hash: string): void => {
    const event = desk.ledger.known(hash);
    if (event === undefined || chosen.has(hash)) return;
    chosen.set(hash, event);
    for (const named of [...event.about, ...(event.prevStep === undefined ? [] : [event.prevStep])]) add(named);
  };
  for (const event of desk.ledger.referralEvents(state.intent)) add(event.hash);
  for (const row of desk.db.all(
    ledgerSql
      .selectFrom('event')
      .select(['hash', 'type'])
      .where('type', 'in', [...REGISTER_TYPES, 'agreement.signed', 'agreement.ended', 'payee.account', 'payee.confirmed']),
  )) {
    const event = desk.ledger.known(bytesToHex(row.hash));
    if (event !== undefined && concerns(desk, event, practices, state)) add(event.hash);
  }
  const lines = packLines(desk, state);
  for (const line of lines) {
    add(line.batch);
    for (const hash of naming(desk, line.batch)) {
      add(hash);
      for (const later of naming(desk, hash)) if (tellsOf(desk, later, line.line)) add(later);
    }
  }
  for (const computed of hashesOfEntitlement(state)) for (const hash of naming(desk, computed)) add(hash);
  const events = [...chosen.values()].toSorted((a, b) => a.index - b.index);
  return { events, openings: openingsFor(desk, events, lines, options), lines };
};

const concerns = (desk: DeskContext, event: Logged<KnownEvent>, practices: ReadonlySet<string>, state: ReferralState): boolean => {
  switch (event.type) {
    case 'registrar.appointed':
    case 'registrar.replaced':
      return true;
    case 'rule.proposed':
    case 'rule.approved':
    case 'rule.published':
      return event.body.content === state.terms.rule.hash;
    case 'agreement.signed': {
      const parties = new Set([state.terms.referrer, state.terms.receiver]);
      const author = desk.ledger.author(event.hash);
      return parties.has(event.body.with) && author?.kind === 'person' && parties.has(author.practice);
    }
    case 'payee.account': {
      const author = desk.ledger.author(event.hash);
      return author?.kind === 'person' && (author.practice === state.terms.referrer || author.practice === registerOf(desk).office);
    }
    case 'agreement.ended':
    case 'payee.confirmed':
      return false;
    default:
      return 'practice' in event.body && typeof event.body.practice === 'string' && practices.has(event.body.practice);
  }
};

/** True for what became of one line of a released batch, and for the bank line that settled the batch. */
const tellsOf = (desk: DeskContext, hash: string, line: number): boolean => {
  const event = desk.ledger.known(hash);
  return (
    event?.type === 'bankline.matched' || ((event?.type === 'line.settled' || event?.type === 'line.failed') && event.body.line === line)
  );
};

/** Events held here that name a hash in `about`, by anybody. */
const naming = (desk: DeskContext, hash: string): readonly string[] =>
  desk.ledger.rows.naming(hash).flatMap((index) => {
    const row = desk.ledger.rows.byIndex(index);
    return row === undefined ? [] : [bytesToHex(row.hash)];
  });

const openingsFor = (
  desk: DeskContext,
  events: readonly Logged<KnownEvent>[],
  lines: readonly PackLine[],
  options: { readonly withholdClient: boolean },
): readonly Opening[] => {
  const held = new Set([...events.flatMap((event) => hashesIn(event.body)), ...lines.map((line) => line.commitment)]);
  return [...held]
    .toSorted()
    .map((commitment) => findOpening(desk, commitment))
    .filter((opening) => opening !== undefined)
    .filter((opening) => PURPOSES_IN_PACK.has(opening.for) && !(options.withholdClient && ABOUT_THE_CLIENT.has(opening.for)));
};

/** Every hash that a body holds, at any depth. */
const hashesIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/u.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(hashesIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(hashesIn) : [];
};

/** PDF documents of this referral that travel in the pack, by name without folder and ending. */
export const documentsForPack = (desk: DeskContext, events: readonly Logged<KnownEvent>[]): ReadonlyMap<string, Uint8Array> => {
  const found = new Map<string, Uint8Array>();
  const hashes = events.map((event) => event.hash);
  const rows = desk.db.all(
    packSql
      .selectFrom('document')
      .select(['name', 'kind', 'bytes', 'event'])
      .where('media_type', '=', 'application/pdf')
      .where('event', 'in', hashes)
      .orderBy('name'),
  );
  for (const row of rows)
    if (row.kind === 'rcti' || row.kind === 'statement' || row.kind === 'consent-receipt')
      found.set(row.name.replace(/\.pdf$/u, '').replaceAll(/[^A-Za-z0-9._-]/gu, '-'), row.bytes);
  return found;
};
