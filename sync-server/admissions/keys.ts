import type { Kysely } from 'kysely';
import type { StatedKey } from '../../core/protocol/event/signature.ts';
import type { Tables } from '../storage/schema.ts';

/** What never changes about an admitted key. One object per key, so that it is decoded once. */
export type AdmittedKey = {
  readonly key: string;
  readonly practice: string;
  readonly desk: string;
  readonly use: string;
  readonly stated: StatedKey;
};

/** Most keys held in memory; a network has hundreds. */
const MOST_KEYS = 20_000;

/** Looks up admitted keys; what never changes is read once, whether a key is revoked each time. */
export type KeyBook = {
  /** Those of `keys` that were ever admitted, revoked or not. */
  readonly find: (db: Kysely<Tables>, keys: readonly string[]) => Promise<ReadonlyMap<string, AdmittedKey>>;
  /** Those of `keys` that are admitted and not revoked now. */
  readonly valid: (db: Kysely<Tables>, keys: readonly string[]) => Promise<ReadonlySet<string>>;
};

/** An empty key book of one process. */
export const createKeyBook = (): KeyBook => {
  const known = new Map<string, AdmittedKey>();
  return {
    find: async (db, keys) => {
      const missing = [...new Set(keys)].filter((key) => !known.has(key));
      if (missing.length > 0) {
        const rows = await db
          .selectFrom('desk_key')
          .select(['key', 'practice', 'desk', 'use', 'spki'])
          .where('key', 'in', missing)
          .execute();
        if (known.size + rows.length > MOST_KEYS) known.clear();
        for (const { spki, ...row } of rows) known.set(row.key, { ...row, stated: { spki, alg: 'ed25519', credential: null } });
      }
      return new Map(
        keys.flatMap((key) => {
          const found = known.get(key);
          return found === undefined ? [] : [[key, found] as const];
        }),
      );
    },
    valid: async (db, keys) => {
      if (keys.length === 0) return new Set();
      const rows = await db
        .selectFrom('desk_key')
        .select('key')
        .where('key', 'in', [...new Set(keys)])
        .where('revoked_at', 'is', null)
        .execute();
      return new Set(rows.map(({ key }) => key));
    },
  };
};
