import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * What is set once: the name of the log and its public key; the network, its office and registrar with the hash of the claim; the digest of the
 * set-up code while one waits; the hash with which this log follows on the one before it.
 */
export type Meta = Partial<Record<'origin' | 'vkey' | 'net' | 'office' | 'registrar' | 'claim' | 'setup' | 'succeeds', string>>;

/** Everything of `meta` in one read. */
export const readMeta = async (db: Kysely<Tables>): Promise<Meta> => {
  const rows = await db.selectFrom('meta').selectAll().execute();
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
};

/** Sets names to values, over what was there. */
export const writeMeta = async (db: Kysely<Tables>, values: Meta): Promise<void> => {
  const rows = Object.entries(values).map(([name, value]) => ({ name, value }));
  await db
    .insertInto('meta')
    .values(rows)
    .onConflict((conflict) => conflict.column('name').doUpdateSet((set) => ({ value: set.ref('excluded.value') })))
    .execute();
};
