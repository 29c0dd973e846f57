import { type Bytes, bytesToHex, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import type { KnownEvent } from '../../protocol/event/event.ts';
import { type Counting, countingOf } from '../../protocol/exchange/attachment.ts';
import { type LineProof, readAttachment } from '../../protocol/exchange/body.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { keepOpening } from '../openings/openings.ts';
import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import { exchangeSql } from './tables.ts';

const proofSql = queryBuilder<{
  batch_line_proof: { commitment: string; prepared: string; line: number; size: number; proof: string };
}>();

export type IncomingAttachment = {
  readonly id: string;
  readonly event: string;
  readonly sender: string;
  readonly source: string;
  readonly plaintext: Bytes;
};

/** What became of an attachment: `kept` lists the documents stored; `refused` says in words what was left out. */
export type AttachmentOutcome =
  | {
      readonly outcome: 'stored';
      readonly openings: number;
      readonly documents: readonly string[];
      readonly refused: readonly string[];
    }
  | { readonly outcome: 'waiting' }
  | { readonly outcome: 'refused'; readonly why: string };

/**
 * Takes an attachment in: each opening has to recompute and its commitment to be named by the event, by another event of its referral or, for
 * a batch line, by a proof under the batch's root. Runs inside the import's transaction. Waits when its event is not held yet.
 */
export const takeAttachment = (desk: DeskContext, incoming: IncomingAttachment): AttachmentOutcome => {
  const read = readAttachment(incoming.plaintext);
  if (!read.ok) return { outcome: 'refused', why: `an attachment is not in form (${read.error.where})` };
  const event = desk.ledger.known(incoming.event);
  if (event === undefined) {
    keepWaiting(desk, incoming);
    return { outcome: 'waiting' };
  }
  const prepared = batchOf(desk, event);
  const counting = countingOf(desk.primitives, read.value, {
    net: registerOf(desk).net,
    named: namedBy(desk, event),
    batch: prepared === undefined ? null : { root: prepared.body.root, lines: prepared.body.lines },
  });
  for (const opening of counting.openings) keepOpening(desk, opening);
  if (prepared !== undefined) for (const line of counting.lines) keepLineProof(desk, prepared.hash, line);
  for (const { document, bytes } of counting.documents)
    storeDocument(desk, {
      kind: document.kind,
      name: document.name,
      mediaType: document.mediaType,
      bytes,
      event: event.hash,
      intent: event.referral === undefined ? null : (intentOf(event, desk.ledger.known)?.hash ?? null),
      batch: null,
      source: incoming.source,
    });
  return {
    outcome: 'stored',
    openings: counting.openings.length,
    documents: counting.documents.map(({ document }) => document.name),
    refused: counting.leftOut.map(leftOutWords),
  };
};

const leftOutWords = (left: Counting['leftOut'][number]): string => {
  switch (left.what) {
    case 'mismatch':
      return `an opening (${left.opening.for}) does not give its commitment ${short(left.opening.commitment)}`;
    case 'unnamed':
      return `an opening (${left.opening.for}) belongs to no event held here: ${short(left.opening.commitment)}`;
    case 'document':
      return `the document "${left.document.name}" is not the one that its event commits to`;
  }
};

const short = (hash: string): string => `${hash.slice(0, 16)}…`;

const HEX = /^[0-9a-f]{64}$/u;

const hashesIn = (value: unknown, into: Set<string>): void => {
  if (typeof value === 'string') {
    if (HEX.test(value)) into.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) hashesIn(member, into);
  }
};

/** Every hash that the event, what it is about, and the events of its referral name in their bodies. */
const namedBy = (desk: DeskContext, event: KnownEvent): ReadonlySet<string> => {
  const named = new Set<string>();
  hashesIn(event.body, named);
  for (const hash of event.about) hashesIn(desk.ledger.event(hash)?.body, named);
  const intent = event.referral === undefined ? undefined : intentOf(event, desk.ledger.known);
  if (intent !== undefined) for (const other of desk.ledger.referralEvents(intent.hash)) hashesIn(other.body, named);
  return named;
};

/** The `batch.prepared` that the event is or is about. */
const batchOf = (desk: DeskContext, event: KnownEvent): Extract<KnownEvent, { type: 'batch.prepared' }> | undefined =>
  event.type === 'batch.prepared' ? event : batchAbout(desk, event, 0);

const batchAbout = (desk: DeskContext, event: KnownEvent, depth: number): Extract<KnownEvent, { type: 'batch.prepared' }> | undefined => {
  const next = event.about[0] === undefined || depth > 4 ? undefined : desk.ledger.known(event.about[0]);
  if (next === undefined) return undefined;
  return next.type === 'batch.prepared' ? next : batchAbout(desk, next, depth + 1);
};

const keepLineProof = (desk: DeskContext, prepared: string, line: LineProof): void => {
  desk.db.run(
    proofSql
      .insertInto('batch_line_proof')
      .values({
        commitment: line.commitment,
        prepared,
        line: line.index,
        size: line.size,
        proof: JSON.stringify(line.proof),
      })
      .onConflict((conflict) => conflict.column('commitment').doNothing()),
  );
};

export type NewDocument = {
  readonly kind: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Bytes;
  readonly event: string | null;
  readonly intent: string | null;
  readonly batch: string | null;
  /** `own`, or the id of the exchange file it came with. */
  readonly source: string;
};

/** Stores a document; the same bytes of the same kind for the same event again change nothing. Answers its id. */
export const storeDocument = (desk: DeskContext, document: NewDocument): string => {
  const sha256 = bytesToHex(desk.primitives.sha256(document.bytes));
  const { kind, event } = document;
  const held = desk.db.get(
    exchangeSql
      .selectFrom('document')
      .select('id')
      .where('sha256', '=', sha256)
      .where('kind', '=', kind)
      .where('event', event === null ? 'is' : '=', event),
  );
  if (held !== undefined) return held.id;
  const at = desk.clock.now();
  const id = uuidV7(desk.entropy, at);
  const { name, mediaType: media_type, bytes, intent, batch, source } = document;
  desk.db.run(
    exchangeSql.insertInto('document').values({ id, kind, name, media_type, sha256, bytes, made_at: at, event, intent, batch, source }),
  );
  return id;
};

/** Keeps an attachment until its event counts here. */
export const keepWaiting = (desk: DeskContext, incoming: IncomingAttachment): void => {
  const text = utf8Decode(incoming.plaintext);
  if (!text.ok) return;
  const { id, event, sender, source } = incoming;
  desk.db.run(
    exchangeSql
      .insertInto('held_attachment')
      .values({ id, event, sender, source, plaintext: text.value, seen_at: desk.clock.now() })
      .onConflict((conflict) => conflict.column('id').doNothing()),
  );
};

/** Takes in what waited for an event that is held now. Answers what was left out, in words. */
export const takeWaitingAttachments = (desk: DeskContext): readonly string[] => {
  const refused: string[] = [];
  for (const row of desk.db.all(exchangeSql.selectFrom('held_attachment').selectAll().orderBy('id'))) {
    if (desk.ledger.known(row.event) === undefined) continue;
    const outcome = takeAttachment(desk, { ...row, plaintext: utf8Encode(row.plaintext) });
    if (outcome.outcome === 'stored') refused.push(...outcome.refused);
    if (outcome.outcome === 'refused') refused.push(outcome.why);
    desk.db.run(exchangeSql.deleteFrom('held_attachment').where('id', '=', row.id));
  }
  return refused;
};
