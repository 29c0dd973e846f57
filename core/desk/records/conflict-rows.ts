import type { Database } from '../../adapters/sqlite/database.ts';
import type { FieldChange } from '../../domain/record/operation.ts';
import type { FoldedOperation } from './fold.ts';
import { recordSql } from './tables.ts';

/** Keeps what an operation wanted and what stood against it, for a person to choose. Written by the fold. */
export const keepConflict = (db: Database, operation: FoldedOperation, subject: string | null, withheld: readonly FieldChange[]): void => {
  if (operation.id === null) return;
  const { id, at, byName, kind, record } = operation;
  const fields = JSON.stringify(withheld);
  db.run(
    recordSql
      .insertInto('record_conflict')
      .values({ operation: id, at, by_name: byName, kind, record, subject, fields })
      .onConflict((conflict) => conflict.column('operation').doUpdateSet({ fields, subject })),
  );
};

/** Takes the conflicts of a record away: it is folded anew, or erased. */
export const clearConflicts = (db: Database, record: string): void => {
  db.run(recordSql.deleteFrom('record_conflict').where('record', '=', record));
};
