import type { Database } from '../../../core/adapters/sqlite/database.ts';
import { eventRows } from '../../../core/adapters/sqlite/event-rows.ts';
import { ed25519Signer } from '../../../core/adapters/crypto/node-signer.ts';
import { concatBytes } from '../../../core/protocol/bytes.ts';
import { leafHash } from '../../../core/protocol/merkle.ts';
import { appendLeaf, EMPTY_FRONTIER } from '../../../core/protocol/merkle-log.ts';
import { canonicalBytes, parseCanonical } from '../../../core/protocol/jcs.ts';
import { pae, EVENT_PAYLOAD_TYPE } from '../../../core/protocol/pae.ts';
import { encodeRecord, keyIdOfSpki, PAYLOAD_LIMITS, parseKeyId, parseRecord } from '../../../core/protocol/record.ts';
import { primitives } from '../desks.ts';
import type { HouseName } from '../world.ts';

/** What finds an edit: the walk names a failure, or the desk does not even open as if nothing were wrong. */
export type Found =
  | { readonly by: 'walk'; readonly code: string; readonly at?: (db: EditFacts) => number | null }
  | {
      readonly by: 'opening';
      readonly phase: 'recovery' | 'damaged';
      readonly words: RegExp;
      readonly walk?: string;
    };

export type EditFacts = { readonly settlement: number; readonly size: number; readonly middle: number };

/** One edit of the opened ledger by SQL with its key, its triggers dropped, and how it is found. */
export type Edit = {
  readonly name: string;
  readonly house: HouseName;
  readonly edit: (db: Database, facts: EditFacts) => void;
  readonly found: Found;
};

/** Drops every trigger and stops enforcing references: what anyone with the key can do. */
export const disarm = (db: Database): void => {
  db.pragma('foreign_keys=OFF');
  for (const { name } of db.statement<[], { readonly name: string }>(`select name from sqlite_master where type = 'trigger'`).all())
    db.exec(`drop trigger "${name}"`);
};

export const factsOf = (db: Database): EditFacts => {
  const first = (sql: string): number => db.statement<[], { readonly n: number }>(sql).get()?.n ?? 0;
  return {
    settlement: first(`select idx as n from event where type = 'referral.settlement'`),
    size: first('select count(*) as n from event'),
    middle: first('select count(*) / 2 as n from event'),
  };
};

const recordAt = (db: Database, idx: number): Uint8Array =>
  Uint8Array.from(
    db.statement<[number], { readonly record: Uint8Array }>('select record from event where idx = ?').get(idx)?.record ?? new Uint8Array(),
  );

const writeRecord = (db: Database, idx: number, record: Uint8Array): void =>
  void db.statement<[Uint8Array, number], never>('update event set record = ? where idx = ?').run(record, idx);

/** Makes hash columns and log nodes agree with the stored records again, as somebody would who wants the edit to pass. */
const refile = (db: Database): void => {
  db.exec('delete from log_node');
  const rows = eventRows(db);
  let frontier = EMPTY_FRONTIER;
  for (const row of rows.from(0, 100_000)) {
    const hash = primitives.sha256(row.record);
    db.statement<[Uint8Array, number], never>('update event set hash = ? where idx = ?').run(hash, row.idx);
    const appended = appendLeaf(primitives, frontier, leafHash(primitives, hash));
    rows.insertNodes(appended.nodes);
    frontier = appended.frontier;
  }
};

/** Takes the last events away with everything that was made from them. */
const forget = (db: Database, facts: EditFacts, count: number): void => {
  const from = facts.size - count;
  for (const table of ['about', 'ticket', 'outbox', 'event']) db.exec(`delete from ${table} where idx >= ${String(from)}`);
  db.exec('delete from checkpoint');
  refile(db);
};

const other = ed25519Signer(new Uint8Array(32).fill(99));

/** The same event signed by somebody else; with `claim` its stream says so too. */
const resign = (db: Database, idx: number, claim: boolean): void => {
  const read = parseRecord(recordAt(db, idx), primitives, EVENT_PAYLOAD_TYPE);
  if (!read.ok) throw new Error(read.error.code);
  const payload = parseCanonical(read.value.payloadBytes, PAYLOAD_LIMITS);
  if (!payload.ok) throw new Error(payload.error.code);
  const own = keyIdOfSpki(primitives, other.spki);
  const payloadBytes = claim ? canonicalBytes({ ...(payload.value as object), stream: own }) : read.value.payloadBytes;
  const keyid = claim ? parseKeyId(own) : parseKeyId(read.value.signature.keyid);
  if (!keyid.ok) throw new Error('not a key id');
  const record = encodeRecord({
    payloadType: EVENT_PAYLOAD_TYPE,
    payloadBytes,
    signature: { alg: 'ed25519', keyid: keyid.value, sig: other.sign(pae(EVENT_PAYLOAD_TYPE, payloadBytes)) },
  });
  writeRecord(db, idx, record);
  if (claim) db.statement<[string, number], never>('update event set stream = ? where idx = ?').run(own, idx);
};

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
const walk = (code: string, at?: (facts: EditFacts) => number | null): Found => ({
  by: 'walk',
  code,
  ...(at === undefined ? {} : { at }),
});
const atSettlement = (facts: EditFacts): number => facts.settlement;
const sql =
  (text: (facts: EditFacts) => string): Edit['edit'] =>
  (db, facts) =>
    db.exec(text(facts));
const smith = (name: string, edit: Edit['edit'], found: Found): Edit => ({
  name,
  house: 'smith',
  edit,
  found,
});
const column = (set: string, code = 'event.columns'): Edit =>
  smith(
    `column ${set}`,
    sql((facts) => `update event set ${set} where idx = ${String(facts.settlement)}`),
    walk(code, atSettlement),
  );
const behind: RegExp = /restored from an older copy/u;
const differs: RegExp = /not those that this desk has acknowledged/u;

/** Every kind of edit, each with the failure that names it. */
export const EDITS: readonly Edit[] = [
  smith(
    'one bit of an event',
    (db, { settlement }) => writeRecord(db, settlement, flip(recordAt(db, settlement), 200)),
    walk('payload.shape', atSettlement),
  ),
  smith(
    'one bit of an event, filed anew',
    (db, { settlement }) => {
      writeRecord(db, settlement, flip(recordAt(db, settlement), 200));
      refile(db);
    },
    { by: 'opening', phase: 'recovery', words: differs },
  ),
  smith(
    'an event cut short',
    (db, { settlement }) => writeRecord(db, settlement, recordAt(db, settlement).slice(0, -1)),
    walk('record.not-canonical', atSettlement),
  ),
  smith(
    'an event with something after it',
    (db, { settlement }) => writeRecord(db, settlement, concatBytes(recordAt(db, settlement), Uint8Array.of(32))),
    walk('record.not-canonical', atSettlement),
  ),
  smith(
    'an event replaced by another',
    (db, { settlement }) => writeRecord(db, settlement, recordAt(db, 1)),
    walk('event.hash', atSettlement),
  ),
  column(`hash = x'${'ab'.repeat(32)}'`, 'event.hash'),
  column(`type = 'attestation'`),
  column(`id = '01989a00-0000-7000-8000-0000000000ff'`),
  column(`stream = '${'0'.repeat(64)}'`),
  column('n = n + 1000'),
  column(`at = '2020-01-01T00:00:00.000Z'`),
  column('position = 0'),
  column('intent = null'),
  column(`intent = '${'0'.repeat(64)}'`),
  smith(
    'column seen_at of a handshake',
    sql((facts) => `update event set seen_at = '2020-01-01T00:00:00.000Z' where idx = ${String(facts.settlement)}`),
    walk('projection.referral'),
  ),
  smith(
    'two events in each other’s place',
    sql(
      ({ settlement }) =>
        `update event set idx = 100000 where idx = 3; update event set idx = 3 where idx = ${String(settlement)}; update event set idx = ${String(settlement)} where idx = 100000`,
    ),
    walk('event.columns', () => 3),
  ),
  smith(
    'a missing event',
    sql((facts) => `delete from event where idx = ${String(facts.middle)}`),
    walk('log.gap', (facts) => facts.middle),
  ),
  ...[1, 2, 5].map((count) =>
    smith(`the last ${String(count)} events`, (db, facts) => forget(db, facts, count), {
      by: 'opening',
      phase: 'recovery',
      words: behind,
    }),
  ),
  smith('an event signed by another key', (db, { settlement }) => resign(db, settlement, false), walk('event.hash', atSettlement)),
  smith(
    'an event signed by another key, filed anew',
    (db, { settlement }) => {
      resign(db, settlement, false);
      refile(db);
    },
    { by: 'opening', phase: 'recovery', words: differs, walk: 'signature.invalid' },
  ),
  smith(
    'an event of another key, filed anew',
    (db, { settlement }) => {
      resign(db, settlement, true);
      refile(db);
    },
    { by: 'opening', phase: 'recovery', words: differs, walk: 'assertion.invalid' },
  ),
  smith(
    'what an event names, changed',
    sql((facts) => `update about set names = '${'0'.repeat(64)}' where idx = ${String(facts.settlement)}`),
    walk('event.about', atSettlement),
  ),
  smith(
    'what an event names, removed',
    sql((facts) => `delete from about where idx = ${String(facts.settlement)}`),
    walk('event.about', atSettlement),
  ),
  smith(
    'something an event does not name',
    sql((facts) => `insert into about values (${String(facts.settlement)}, '${'0'.repeat(64)}')`),
    walk('event.about', atSettlement),
  ),
  smith(
    'a log node',
    sql(() => `update log_node set hash = x'${'ab'.repeat(32)}' where level = 1 and pos = 2`),
    walk('log.node'),
  ),
  smith(
    'a missing log node',
    sql(() => 'delete from log_node where level = 0 and pos = 3'),
    walk('log.node'),
  ),
  smith(
    'a log node too many',
    sql(() => `insert into log_node values (40, 7, x'${'ab'.repeat(32)}')`),
    walk('log.node'),
  ),
  smith(
    'an amount in a stored referral',
    sql(() => `update referral_state set state = replace(state, '1238250', '9938250')`),
    walk('projection.referral'),
  ),
  smith(
    'the label of a stored referral',
    sql(() => `update referral_state set label = 'SPA-REF-2026-9999'`),
    walk('projection.referral'),
  ),
  smith(
    'the date of a stored referral',
    sql(() => `update referral_state set at = '2020-01-01T00:00:00.000Z'`),
    walk('projection.referral'),
  ),
  smith(
    'the age of a stored referral',
    sql(() => 'update referral_state set last_index = 1'),
    walk('projection.referral'),
  ),
  smith(
    'a missing stored referral',
    sql(() => 'delete from referral_state'),
    walk('projection.referral'),
  ),
  smith(
    'a stored referral too many',
    sql(() => `insert into referral_state select 0, '${'0'.repeat(64)}', label, at, last_index, state from referral_state limit 1`),
    walk('projection.referral'),
  ),
  smith(
    'a name in the stored register',
    sql(() => `update register_state set state = replace(state, 'ABC Finance Broking', 'ABD Finance Broking')`),
    walk('projection.register'),
  ),
  smith(
    'the age of the stored register',
    sql(() => 'update register_state set last_index = 1'),
    walk('projection.register'),
  ),
  smith(
    'a log ticket',
    (db, { settlement }) => {
      const row = db
        .statement<[], { readonly idx: number; readonly record: Uint8Array }>('select idx, record from ticket order by idx limit 1')
        .get();
      if (row === undefined || settlement === row.idx) throw new Error('no ticket to change');
      db.statement<[Uint8Array, number], never>('update ticket set record = ? where idx = ?').run(
        flip(Uint8Array.from(row.record), row.record.length - 40),
        row.idx,
      );
    },
    walk('ticket.invalid'),
  ),
  smith(
    'the log ticket of another event',
    sql(() => 'update ticket set record = (select record from ticket order by idx desc limit 1) where idx = (select min(idx) from ticket)'),
    walk('ticket.invalid'),
  ),
  smith(
    'a missing log ticket',
    sql(() => `delete from ticket where idx = (select max(idx) from event where source = 'own')`),
    walk('ticket.missing'),
  ),
  smith(
    'a checkpoint',
    sql(() => `update checkpoint set note = replace(note, char(10), char(10) || '1')`),
    walk('checkpoint.invalid'),
  ),
  smith(
    'a checkpoint of another size',
    sql(() => 'update checkpoint set size = size - 1'),
    walk('checkpoint.invalid'),
  ),
  smith(
    'what was committed to',
    sql(() => `update opening set data = replace(data, 'Chen', 'Shen') where data like '%Chen%'`),
    walk('opening.commitment'),
  ),
];

/** Edits of the private rows of a batch: refused where money would move, each with the part that is named. */
export const BATCH_EDITS: readonly { readonly name: string; readonly sql: string; readonly named: RegExp }[] = [
  {
    name: 'an account in the payment file',
    sql: `update payout_file set bytes = cast(replace(cast(bytes as text), '206134471', '999999999') as blob)`,
    named: /^Its payment file/u,
  },
  {
    name: 'the payment file with its own hash',
    sql: `update payout_file set bytes = x'00', sha256 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'`,
    named: /^Its payment file/u,
  },
  { name: 'the total', sql: 'update payout_batch set total = 100', named: /^Its total/u },
  {
    name: 'the amount of a line',
    sql: 'update payout_line set ex_gst = ex_gst + 1, cents = cents + 1 where line = 0',
    named: /^Line 1/u,
  },
  {
    name: 'the payee of a line',
    sql: `update payout_line set beneficiary = (select beneficiary from payout_line where line = 1) where line = 0`,
    named: /^Line 1/u,
  },
  { name: 'a missing line', sql: 'delete from payout_line where line = 1', named: /^Its list of lines/u },
  {
    name: 'the processing date',
    sql: `update payout_batch set processing_date = '2027-01-04'`,
    named: /^Its label, date or version/u,
  },
  {
    name: 'what a line was committed to',
    sql: `update opening set data = replace(data, '"cents"', '"dents"') where purpose = 'batch-line'`,
    named: /^Line 1/u,
  },
];
