import type { JsonValue } from '../../protocol/jcs.ts';
import { base64ToBytes, type Bytes, bytesToHex, hexToBytes, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import { opens, type Opening } from '../../protocol/commitment.ts';
import type { KnownEvent } from '../../protocol/event/event.ts';
import { type AttachmentPlaintext, type LineProof, readAttachment } from '../../protocol/exchange/body.ts';
import { leafHash, verifyInclusion } from '../../protocol/merkle.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { hashBytes } from '../ledger/compose.ts';
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
  const { net } = registerOf(desk);
  const refused: string[] = [];
  const named = namedBy(desk, event);
  const proofs = new Map((read.value.lines ?? []).map((line) => [line.commitment, line]));
  const good: Opening[] = [];
  for (const parsed of read.value.openings) {
    const opening: Opening = parsed;
    const line = proofs.get(opening.commitment);
    const prepared = line !== undefined && opening.for === 'batch-line' ? batchOfLine(desk, event, line) : undefined;
    if (!opens(desk.primitives, net, opening))
      refused.push(`an opening (${opening.for}) does not give its commitment ${short(opening.commitment)}`);
    else if (!named.has(opening.commitment) && prepared === undefined)
      refused.push(`an opening (${opening.for}) belongs to no event held here: ${short(opening.commitment)}`);
    else {
      good.push(opening);
      if (prepared !== undefined && line !== undefined) keepLineProof(desk, prepared, line);
    }
  }
  for (const opening of good) keepOpening(desk, opening);
  const documents = keepDocuments(desk, incoming, event, read.value, good, refused);
  return { outcome: 'stored', openings: good.length, documents, refused };
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

/** The `batch.prepared`, the event itself or one it is about, under whose root the line stands; undefined when it stands under none. */
const batchOfLine = (desk: DeskContext, event: KnownEvent, line: LineProof): string | undefined => {
  const batch = event.type === 'batch.prepared' ? event : batchAbout(desk, event, 0);
  const root = batch === undefined ? undefined : hexToBytes(batch.body.root);
  const proof = line.proof.map(hexToBytes);
  if (root?.ok !== true || batch?.body.lines !== line.size) return undefined;
  const hashes = proof.flatMap((part) => (part.ok ? [part.value] : []));
  const included = verifyInclusion(desk.primitives, {
    index: line.index,
    size: line.size,
    leafHash: leafHash(desk.primitives, hashBytes(line.commitment)),
    proof: hashes,
    root: root.value,
  });
  return included.ok && hashes.length === proof.length ? batch.hash : undefined;
};

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

/** A document counts when a `document` opening beside it gives its SHA-256. */
const keepDocuments = (
  desk: DeskContext,
  incoming: IncomingAttachment,
  event: KnownEvent,
  plaintext: AttachmentPlaintext,
  openings: readonly Opening[],
  refused: string[],
): readonly string[] => {
  const stated = new Set(openings.filter((opening) => opening.for === 'document').flatMap((opening) => sha256In(opening.data)));
  const kept: string[] = [];
  for (const document of plaintext.documents ?? []) {
    const bytes = base64ToBytes(document.bytes);
    const sha256 = bytes.ok ? bytesToHex(desk.primitives.sha256(bytes.value)) : '';
    if (!bytes.ok || !stated.has(sha256)) {
      refused.push(`the document "${document.name}" is not the one that its event commits to`);
      continue;
    }
    storeDocument(desk, {
      kind: document.kind,
      name: document.name,
      mediaType: document.mediaType,
      bytes: bytes.value,
      event: event.hash,
      intent: event.referral === undefined ? null : (intentOf(event, desk.ledger.known)?.hash ?? null),
      batch: null,
      source: incoming.source,
    });
    kept.push(document.name);
  }
  return kept;
};

const sha256In = (data: JsonValue): readonly string[] => {
  const value: unknown = typeof data === 'object' && data !== null && 'sha256' in data ? data.sha256 : undefined;
  return typeof value === 'string' ? [value] : [];
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

const keepWaiting = (desk: DeskContext, incoming: IncomingAttachment): void => {
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
