import { z } from 'zod';
import type { Database } from '../../adapters/sqlite/database.ts';
import type { OperationBody, OperationHeader } from '../../domain/record/operation.ts';
import { type Bytes, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { canonicalBytes, canonicalText } from '../../protocol/jcs.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { recordSql } from './tables.ts';

const SALT = 16;
const ZEROS = new Uint8Array(32);

const json = z.json();
const documentSchema = z.record(z.string(), json);
const bodySchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('create'), document: documentSchema }),
  z.strictObject({
    act: z.literal('change'),
    changes: z.array(z.strictObject({ field: z.string(), before: json, after: json })),
  }),
  z.strictObject({ act: z.literal('remove') }),
  z.strictObject({ act: z.literal('return') }),
  z.strictObject({ act: z.literal('erase') }),
]);

/** Reads the stored body of an operation; null once it was erased. Throws for one that does not fit: a bug or a damaged file. */
export const readBody = (body: string | null): OperationBody | null => (body === null ? null : bodySchema.parse(JSON.parse(body)));

/** An operation before it has its place in the chain. */
export type NewOperation = Pick<OperationHeader, 'id' | 'at' | 'by' | 'group' | 'kind' | 'record' | 'subject'> & {
  readonly body: OperationBody;
};

/** SHA-256 of salt and body: without the salt nobody can tell what an erased body said. */
const bodyHash = (primitives: Primitives, salt: Uint8Array, body: string): Bytes => {
  const text = utf8Encode(body);
  const salted = new Uint8Array(salt.length + text.length);
  salted.set(salt);
  salted.set(text, salt.length);
  return primitives.sha256(salted);
};

const headerHash = (primitives: Primitives, header: OperationHeader): Bytes => primitives.sha256(canonicalBytes(header));

/** Appends operations to the chain, each linked to the one before. Runs inside the caller's transaction. */
export const appendOperations = (
  db: Database,
  ports: { readonly primitives: Primitives; readonly salt: (length: number) => Uint8Array },
  operations: readonly NewOperation[],
): void => {
  const head = db.get(recordSql.selectFrom('operation').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1));
  let seq = head?.seq ?? 0;
  let prev: Uint8Array = head?.hash ?? ZEROS;
  const insert = db.statement<
    [number, string, string, string, string, string, string, string | null, string, Uint8Array, Uint8Array, Uint8Array, Uint8Array, string],
    never
  >(
    'insert into operation (seq, id, at, by, "group", kind, record, subject, act, prev, body_hash, hash, salt, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const { body, ...facts } of operations) {
    const text = canonicalText(body);
    const salt = ports.salt(SALT);
    const hashed = bodyHash(ports.primitives, salt, text);
    const hash = headerHash(ports.primitives, {
      v: 1,
      ...facts,
      act: body.act,
      prev: bytesToHex(Uint8Array.from(prev)),
      body: bytesToHex(hashed),
    });
    seq += 1;
    insert.run(
      seq,
      facts.id,
      facts.at,
      facts.by,
      facts.group,
      facts.kind,
      facts.record,
      facts.subject,
      body.act,
      prev,
      hashed,
      hash,
      salt,
      text,
    );
    prev = hash;
  }
};

/** What the chain of operations shows: how many, how many of them erased, and the first that is not what it says. */
export type OperationChain = {
  readonly operations: number;
  readonly erased: number;
  readonly head: string;
  readonly broken: { readonly seq: number; readonly why: string } | null;
};

const CHUNK = 2000;

/** Recomputes every header and every body that is still there; yields after each chunk how many are done. */
export const walkOperations = function* (db: Database, primitives: Primitives): Generator<number, OperationChain> {
  let seq = 0;
  let prev: Uint8Array = ZEROS;
  let erased = 0;
  for (;;) {
    const rows = db.all(recordSql.selectFrom('operation').selectAll().where('seq', '>', seq).orderBy('seq').limit(CHUNK));
    for (const row of rows) {
      const broken = faultOf(primitives, row, seq + 1, prev);
      if (broken !== null)
        return { operations: seq, erased, head: bytesToHex(Uint8Array.from(prev)), broken: { seq: seq + 1, why: broken } };
      seq = row.seq;
      prev = row.hash;
      if (row.body === null) erased += 1;
    }
    if (rows.length < CHUNK) return { operations: seq, erased, head: bytesToHex(Uint8Array.from(prev)), broken: null };
    yield seq;
  }
};

type Row = {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly group: string;
  readonly kind: string;
  readonly record: string;
  readonly subject: string | null;
  readonly act: OperationHeader['act'];
  readonly prev: Uint8Array;
  readonly body_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly body: string | null;
};

const hexOf = (bytes: Uint8Array): string => bytesToHex(Uint8Array.from(bytes));

const faultOf = (primitives: Primitives, row: Row, seq: number, prev: Uint8Array): string | null => {
  if (row.seq !== seq) return `operation ${String(seq)} is missing`;
  if (hexOf(row.prev) !== hexOf(prev)) return 'it is not linked to the operation before';
  const hash = headerHash(primitives, {
    v: 1,
    id: row.id,
    at: row.at,
    by: row.by,
    group: row.group,
    kind: row.kind,
    record: row.record,
    subject: row.subject,
    act: row.act,
    prev: hexOf(prev),
    body: hexOf(row.body_hash),
  });
  if (hexOf(hash) !== hexOf(row.hash)) return 'its header was changed';
  if (row.body !== null && row.salt !== null && hexOf(bodyHash(primitives, row.salt, row.body)) !== hexOf(row.body_hash))
    return 'its content was changed';
  return null;
};

/** Takes salt and body of operations about a subject, or of one record, away for good. The headers stay and the chain holds. */
export const eraseOperations = (db: Database, about: { readonly subject: string } | { readonly record: string }): number =>
  'subject' in about
    ? db
        .statement<[string], never>('update operation set salt = null, body = null where subject = ? and body is not null')
        .run(about.subject)
    : db
        .statement<[string], never>('update operation set salt = null, body = null where record = ? and body is not null')
        .run(about.record);
