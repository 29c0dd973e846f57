import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import { queryBuilder } from '../../adapters/sqlite/schema.ts';
import { ok, type Result } from '../../domain/result.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import type { Refusal } from '../refusal.ts';
import type { HighWater } from './high-water.ts';
import { networkSql } from '../network/tables.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { replayOperations } from '../records/replay.ts';
import { TABLE_KINDS } from './tables.ts';

export type RebuildResult = {
  readonly same: boolean;
  readonly events: number;
  /** Tables compared, with their rows and the SHA-256 of their canonical dump in the live and in the rebuilt database. */
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly live: string;
    readonly rebuilt: string;
  }[];
  readonly operations: number;
  /** Tables that are not compared: made from neither, or an index over a table that is. */
  readonly notFromEvents: readonly { readonly table: string; readonly kind: string }[];
};

const FROM_EVENTS = [
  'event',
  'about',
  'log_node',
  'referral_state',
  'register_state',
  'consent_state',
  'consent_recipient',
  'consent_refusal',
  'void_event',
] as const;
const FROM_OPERATIONS = [
  'record',
  'timeline',
  'contact',
  'contact_key',
  'contact_redirect',
  'duplicate_decision',
  'relationship',
  'crm_activity',
  'crm_deal',
  'crm_hand_over',
  'crm_place',
  'crm_stage_entry',
  'crm_task',
  'crm_ticket',
  'record_conflict',
  'conflict_choice',
] as const;
const COMPARED = [...FROM_EVENTS, ...FROM_OPERATIONS] as const;
/** Columns that only say where a row stands in its own file. */
const OWN_NUMBERS: Readonly<Partial<Record<(typeof COMPARED)[number], readonly string[]>>> = {
  record: ['no'],
  timeline: ['no'],
  contact: ['no'],
  contact_key: ['contact'],
};
const CHUNK = 500;

const lateSql = queryBuilder<{ late_event: { idx: number; key: string } }>();

const nowhere: HighWater = { advance: () => undefined, read: () => null };

/**
 * Feeds the exported events of the live ledger into an empty database, judging every one again, and compares a canonical dump of both.
 * The copy is encrypted with a key that is never stored, and removed afterwards.
 */
export const rebuildProjections = async (desk: DeskContext, control: JobControl): Promise<Result<RebuildResult, Refusal>> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-rebuild-'));
  const opened = openDatabase({ path: join(folder, 'rebuild.db'), key: randomBytes(32) });
  if (!opened.ok) throw new Error(`no scratch database: ${opened.error.code}`);
  const db = opened.value;
  try {
    const migrated = migrate(db, migrations);
    if (!migrated.ok) throw new Error(migrated.error.code);
    const events = await replay(desk, db, control);
    // Contacts name the import they came with, which is a fact of its own and not rebuilt.
    db.pragma('foreign_keys = off');
    const operations = await replayOperations(desk, db, control);
    const tables = COMPARED.map((table) => ({
      table,
      rows: countOf(desk.db, table),
      live: dumpHash(desk, desk.db, table),
      rebuilt: dumpHash(desk, db, table),
    }));
    const notFromEvents = Object.entries(TABLE_KINDS)
      .filter(([table]) => !COMPARED.some((name) => name === table))
      .map(([table, kind]) => ({ table, kind }));
    return ok({ same: tables.every((entry) => entry.live === entry.rebuilt), events, operations, tables, notFromEvents });
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const replay = async (desk: DeskContext, db: Database, control: JobControl): Promise<number> => {
  let seenAt = '';
  const ledger = openLedger({
    db,
    primitives: desk.primitives,
    clock: { now: () => seenAt },
    highWater: nowhere,
    self: () => null,
    again: true,
  });
  const size = desk.ledger.size();
  for (let from = 0; from < size; from += CHUNK) {
    const rows = desk.ledger.rows.from(from, CHUNK);
    db.transaction(() => {
      for (const row of rows) {
        seenAt = row.seen_at;
        ledger.accept([row.record], row.source);
      }
    });
    control.progress(Math.min(from + CHUNK, size), size, `Event ${Math.min(from + CHUNK, size)} of ${size}`);
    await control.breathe();
  }
  copyPlaces(desk, db, ledger);
  return size;
};

/** Places in the network log, and in which papers events came, are no fold of events: they are taken over as they are. */
const copyPlaces = (desk: DeskContext, db: Database, ledger: Ledger): void => {
  const places = desk.db.all(networkSql.selectFrom('log_place').selectAll().orderBy('idx'));
  const ended = desk.db.all(networkSql.selectFrom('ended_place').selectAll().orderBy('idx'));
  ledger.placing(() => {
    for (const { idx, key } of desk.db.all(lateSql.selectFrom('late_event').selectAll()))
      db.run(lateSql.insertInto('late_event').values({ idx, key }));
    for (const log of desk.db.all(networkSql.selectFrom('ended_log').selectAll())) db.run(networkSql.insertInto('ended_log').values(log));
    for (const place of ended) db.run(networkSql.insertInto('ended_place').values(place));
    for (const place of places) db.run(networkSql.insertInto('log_place').values(place));
    const proven = places.flatMap(({ idx, size }) => (size === null ? [] : [idx]));
    return [...new Set([...ended.map(({ idx }) => idx), ...proven])];
  });
};

const countOf = (db: Database, table: string): number =>
  db.statement<[], { readonly rows: number }>(`select count(*) as rows from ${table}`).get()?.rows ?? 0;

/** SHA-256 over every row in the order of all its columns, blobs as hex. */
const dumpHash = (desk: DeskContext, db: Database, table: (typeof COMPARED)[number]): string => {
  const columns = db
    .statement<[], { readonly name: string }>(`select name from pragma_table_info('${table}') order by cid`)
    .all()
    .filter(({ name }) => OWN_NUMBERS[table]?.includes(name) !== true);
  const order = columns.map((_, index) => String(index + 1)).join(', ');
  const lines = db
    .statement<[], Readonly<Record<string, unknown>>>(
      `select ${columns.map((column) => column.name).join(', ')} from ${table} order by ${order}`,
    )
    .all()
    .map((row) => JSON.stringify(columns.map(({ name }) => (row[name] instanceof Uint8Array ? bytesToHex(row[name]) : row[name]))));
  return bytesToHex(desk.primitives.sha256(new TextEncoder().encode(lines.join('\n'))));
};
