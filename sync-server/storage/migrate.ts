import { type Kysely, sql } from 'kysely';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { ServerMigration } from './migrations/all.ts';
import type { Tables } from './schema.ts';

export type MigrateFailure = { readonly code: 'from-the-future'; readonly found: number; readonly known: number };

const TYPES = {
  sqlite: { $int: 'integer', $bytes: 'blob', $strict: 'strict', $ordered: 'strict, without rowid', $unhex: 'unhex' },
  postgres: { $int: 'bigint', $bytes: 'bytea', $strict: '', $ordered: '', $unhex: 'pg_temp.unhex' },
} as const;

const appendOnly = {
  sqlite: (table: string): readonly string[] => [
    `create trigger ${table}_no_update before update on ${table} begin select raise(abort, '${table} is append-only'); end`,
    `create trigger ${table}_no_delete before delete on ${table} begin select raise(abort, '${table} is append-only'); end`,
  ],
  postgres: (table: string): readonly string[] => [
    `create or replace function ${table}_append_only() returns trigger language plpgsql as $body$ begin raise exception '${table} is append-only'; end $body$`,
    `create trigger ${table}_no_change before update or delete or truncate on ${table} for each statement execute function ${table}_append_only()`,
  ],
} as const;

/** The statements of one step for one database. */
export const statementsOf = (migration: ServerMigration, kind: 'sqlite' | 'postgres'): readonly string[] => [
  ...migration.tables
    .replaceAll(/\$(?:int|bytes|strict|ordered|unhex)/gu, (word) => TYPES[kind][word as keyof (typeof TYPES)['sqlite']])
    .split(/;\n/u)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== ''),
  ...migration.appendOnly.flatMap(appendOnly[kind]),
];

/**
 * Brings the schema to the newest version, all missing steps in one transaction. Errors: `from-the-future` (a newer server wrote it; nothing is touched).
 */
export const migrate = async (
  db: Kysely<Tables>,
  kind: 'sqlite' | 'postgres',
  migrations: readonly ServerMigration[],
): Promise<Result<{ readonly from: number; readonly to: number }, MigrateFailure>> =>
  db.transaction().execute(async (tx) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(360)`.execute(tx);
    await sql`create table if not exists schema_version (id integer primary key check (id = 1), version integer not null)`.execute(tx);
    const found = await sql<{ version: number }>`select version from schema_version where id = 1`.execute(tx);
    const from = found.rows[0]?.version ?? 0;
    const known = migrations.at(-1)?.version ?? 0;
    if (from > known) return err({ code: 'from-the-future', found: from, known });
    if (kind === 'postgres')
      await sql`create or replace function pg_temp.unhex(text) returns bytea language sql as $body$ select decode($1, 'hex') $body$`.execute(
        tx,
      );
    for (const migration of migrations.filter(({ version }) => version > from)) {
      for (const statement of statementsOf(migration, kind)) await sql.raw(statement).execute(tx);
    }
    if (from < known) {
      await sql`delete from schema_version`.execute(tx);
      await sql`insert into schema_version (id, version) values (1, ${known})`.execute(tx);
    }
    return ok({ from, to: known });
  });
