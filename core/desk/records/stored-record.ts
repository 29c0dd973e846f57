import type { Database } from '../../adapters/sqlite/database.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import type { RecordDefinition, StoredRecord } from './definition.ts';
import { clearSearch, writeSearch } from './search-index.ts';
import { clearConflicts } from './conflict-rows.ts';
import { recordSql, type RecordTable } from './tables.ts';

type Row = Omit<RecordTable, 'no'>;

/** Reads the stored JSON of a record. Throws for one that does not fit its schema: a bug or a damaged file. */
const storedOf = <T extends RecordDocument>(definition: RecordDefinition<T>, row: Row): StoredRecord<T> => ({
  kind: row.kind,
  id: row.id,
  subject: row.subject,
  revision: row.revision,
  document: definition.schema.parse(JSON.parse(row.document)),
  createdAt: row.created_at,
  createdBy: row.created_by,
  updatedAt: row.updated_at,
  removedAt: row.removed_at,
});

/** A record by its id, removed ones too. Undefined where there is none of this kind. */
export const readRecord = <T extends RecordDocument>(
  db: Database,
  definition: RecordDefinition<T>,
  id: string,
): StoredRecord<T> | undefined => {
  const held = definition.storage?.read(db, id);
  if (held !== undefined) return held;
  const row = db.get(recordSql.selectFrom('record').selectAll().where('id', '=', id).where('kind', '=', definition.kind));
  return row === undefined ? undefined : storedOf(definition, row);
};

/** Records of a kind that are in use, newest first. */
export const recordsOf = <T extends RecordDocument>(
  db: Database,
  definition: RecordDefinition<T>,
  about: { readonly subject?: string; readonly limit?: number } = {},
): readonly StoredRecord<T>[] => {
  let rows = recordSql.selectFrom('record').selectAll().where('kind', '=', definition.kind).where('removed_at', 'is', null);
  if (about.subject !== undefined) rows = rows.where('subject', '=', about.subject);
  return db.all(rows.orderBy('no', 'desc').limit(about.limit ?? 1_000_000)).map((row) => storedOf(definition, row));
};

const rowOf = (stored: StoredRecord<RecordDocument>): Row => ({
  kind: stored.kind,
  id: stored.id,
  subject: stored.subject,
  revision: stored.revision,
  document: JSON.stringify(stored.document),
  created_at: stored.createdAt,
  created_by: stored.createdBy,
  updated_at: stored.updatedAt,
  removed_at: stored.removedAt,
});

const clearTimeline = (db: Database, no: number): void => {
  db.statement<[number], never>('delete from timeline where no = ?').run(no);
};

const writeTimeline = (db: Database, definition: RecordDefinition, stored: StoredRecord<RecordDocument>, no: number): void => {
  const place = definition.timelineOf?.(stored.document) ?? null;
  if (place === null || stored.subject === null || stored.removedAt !== null) return;
  db.statement<[string, string, number, string, number], never>(
    'insert into timeline (subject, at, no, kind, pinned) values (?, ?, ?, ?, ?)',
  ).run(stored.subject, place.at, no, stored.kind, place.pinned ? 1 : 0);
};

const putRow = (db: Database, stored: StoredRecord<RecordDocument>): number => {
  const row = rowOf(stored);
  const no = db
    .statement<(string | number | null)[], { readonly no: number }>(
      `insert into record (kind, id, subject, revision, document, created_at, created_by, updated_at, removed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set subject = excluded.subject, revision = excluded.revision, document = excluded.document, updated_at = excluded.updated_at, removed_at = excluded.removed_at
     returning no`,
    )
    .get(row.kind, row.id, row.subject, row.revision, row.document, row.created_at, row.created_by, row.updated_at, row.removed_at)?.no;
  if (no === undefined) throw new Error('a record was not written');
  return no;
};

/** Writes what a record is now over what it was, with its indexes. Runs inside the caller's transaction; only the fold calls it. */
export const writeRecord = (
  db: Database,
  definition: RecordDefinition,
  before: StoredRecord<RecordDocument> | undefined,
  next: StoredRecord<RecordDocument>,
  byName: string,
): void => {
  const { storage } = definition;
  if (before !== undefined && before.removedAt === null) definition.index?.clear(db, before);
  if (storage === undefined) {
    const no = putRow(db, next);
    if (definition.timelineOf !== undefined) {
      clearTimeline(db, no);
      writeTimeline(db, definition, next, no);
    }
    if (definition.searchOf !== undefined) {
      if (before !== undefined) clearSearch(db, no);
      if (next.removedAt === null) writeSearch(db, definition, next.document, no);
    }
  } else if (next.removedAt !== null) {
    storage.remove(db, next.id);
    putRow(db, next);
  } else if (before === undefined) storage.insert(db, next, byName);
  else if (before.removedAt === null) storage.replace(db, next);
  else {
    db.run(recordSql.deleteFrom('record').where('id', '=', next.id));
    storage.insert(db, next, byName);
  }
  if (next.removedAt === null) definition.index?.write(db, next);
};

/** Takes a record out for good with everything it is found by. Runs inside the caller's transaction; only the fold calls it. */
export const eraseRecord = (db: Database, definition: RecordDefinition, stored: StoredRecord<RecordDocument>): void => {
  if (stored.removedAt === null) {
    definition.index?.clear(db, stored);
    definition.storage?.remove(db, stored.id);
  }
  clearConflicts(db, stored.id);
  const row = db.get(recordSql.selectFrom('record').select('no').where('id', '=', stored.id));
  if (row === undefined) return;
  clearTimeline(db, row.no);
  clearSearch(db, row.no);
  db.run(recordSql.deleteFrom('record').where('no', '=', row.no));
};
