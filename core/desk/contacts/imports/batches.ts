import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { importBatch, importResult } from '../../../contract/imports.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { contactSql, type ContactTables } from '../tables.ts';
import { batchUnknown } from './import-refusals.ts';

export type ImportBatch = z.infer<typeof importBatch>;
export type ImportResult = z.infer<typeof importResult>;

const COLUMNS = ['id', 'name', 'file_name', 'at', 'by_name', 'row_count', 'imported', 'updated', 'refused', 'skipped', 'state'] as const;
type BatchRow = Pick<Selectable<ContactTables['import_batch']>, (typeof COLUMNS)[number]>;

const viewOf = (row: BatchRow): ImportBatch => ({
  import: row.id,
  name: row.name,
  fileName: row.file_name,
  at: row.at,
  by: row.by_name,
  counts: { rows: row.row_count, imported: row.imported - row.updated, updated: row.updated, refused: row.refused, skipped: row.skipped },
  state: row.state,
});

/** Every import of this desk, newest first. */
export const listBatches = (desk: DeskContext): readonly ImportBatch[] =>
  desk.db.all(contactSql.selectFrom('import_batch').select(COLUMNS).orderBy('at', 'desc').orderBy('id', 'desc')).map(viewOf);

/** One import; undefined for one that was never committed. */
export const findBatch = (desk: DeskContext, id: string): ImportBatch | undefined => {
  const row = desk.db.get(contactSql.selectFrom('import_batch').select(COLUMNS).where('id', '=', id));
  return row === undefined ? undefined : viewOf(row);
};

/** What became of each row of an import, in the order of the file. Errors: `import-unknown`. */
export const batchResult = (desk: DeskContext, id: string): Result<ImportResult, Refusal> => {
  const batch = findBatch(desk, id);
  if (batch === undefined) return err(batchUnknown);
  const rows = desk.db.all(
    contactSql
      .selectFrom('import_row')
      .leftJoin('contact', 'contact.id', 'import_row.contact')
      .select(['import_row.row', 'result', 'updated', 'import_row.contact', 'contact.name', 'why', 'reverted'])
      .where('import', '=', id)
      .orderBy('import_row.row'),
  );
  return ok({ ...batch, rows: rows.map(({ updated, result, ...row }) => ({ ...row, result: updated === 1 ? 'updated' : result })) });
};
