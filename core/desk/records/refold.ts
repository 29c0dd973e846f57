import type { Database } from '../../adapters/sqlite/database.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { clearConflicts, keepConflict } from './conflict-rows.ts';
import { kindOf, type RecordKinds, type StoredRecord } from './definition.ts';
import { stepOf } from './fold.ts';
import { readBody } from './operation-log.ts';
import { eraseRecord, readRecord, writeRecord } from './stored-record.ts';

/** The order in which operations count: as the practice's book has them, then those of this desk that are not in it yet. */
export const IN_ORDER = 'book_entry.no is null, book_entry.no, operation.seq';

type Row = {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly by_name: string;
  readonly body: string | null;
};

/**
 * Folds one record anew from all its operations in their order and writes what came of it once. Needed where an operation of another desk comes
 * before one that is applied already. Runs inside the caller's transaction.
 */
export const refoldRecord = (db: Database, kinds: RecordKinds, kind: string, record: string): void => {
  const definition = kindOf(kinds, kind);
  const rows = db
    .statement<[string, string], Row>(
      `select operation.id, operation.at, operation.by, operation_group.by_name, operation.body from operation
       join operation_group on operation_group.id = operation."group" left join book_entry on book_entry.id = operation.id
       where operation.record = ? and operation.kind = ? order by ${IN_ORDER}`,
    )
    .all(record, kind);
  const before = readRecord(db, definition, record);
  clearConflicts(db, record);
  let held: StoredRecord<RecordDocument> | undefined;
  let byName = '';
  for (const { id, at, by, by_name, body } of rows) {
    const operation = { id, at, by, byName: by_name, kind, record, body: readBody(body) };
    const { next, withheld } = stepOf(definition, held, operation);
    if (held === undefined) byName = by_name;
    held = next;
    if (next !== undefined && withheld.length > 0) keepConflict(db, operation, next.subject, withheld);
  }
  if (held !== undefined) writeRecord(db, definition, before, held, byName);
  else if (before !== undefined) eraseRecord(db, definition, before);
};
