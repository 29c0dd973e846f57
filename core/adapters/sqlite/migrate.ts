import { err, ok, type Result } from '../../domain/result.ts';
import type { Database } from './database.ts';

/** One frozen step of the schema. Versions rise in tens; a released step is never edited. */
export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

/** "F360" in ASCII, written into the file header. */
const APPLICATION_ID = 0x46333630;

export type MigrateFailure =
  | { readonly code: 'from-the-future'; readonly found: number; readonly known: number }
  | { readonly code: 'not-a-ledger'; readonly applicationId: number };

const numberOf = (value: unknown): number => {
  const row: unknown = Array.isArray(value) ? value[0] : value;
  const first: unknown = typeof row === 'object' && row !== null ? Object.values(row)[0] : row;
  return typeof first === 'number' ? first : 0;
};

/** The schema version stored in the file; 0 for a new file. */
export const schemaVersion = (db: Database): number => numberOf(db.pragma('user_version'));

/**
 * Brings the schema to the newest version, all missing steps in one transaction. Errors: `from-the-future` (a newer program wrote the file;
 * nothing is touched), `not-a-ledger`.
 */
export const migrate = (
  db: Database,
  migrations: readonly Migration[],
): Result<{ readonly from: number; readonly to: number }, MigrateFailure> => {
  const from = schemaVersion(db);
  const known = migrations.at(-1)?.version ?? 0;
  const applicationId = numberOf(db.pragma('application_id'));
  if (from > 0 && applicationId !== APPLICATION_ID) return err({ code: 'not-a-ledger', applicationId });
  if (from > known) return err({ code: 'from-the-future', found: from, known });
  const missing = migrations.filter((migration) => migration.version > from);
  if (missing.length === 0) return ok({ from, to: from });
  db.transaction(() => {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    for (const migration of missing) db.exec(migration.sql);
    db.pragma(`user_version = ${known}`);
  });
  return ok({ from, to: known });
};
