import type { Database } from '../../adapters/sqlite/database.ts';
import { queryBuilder } from '../../adapters/sqlite/schema.ts';

export type RedirectTables = {
  contact_redirect: { merged: string; survivor: string; merge: string };
};

/** Builds queries over the redirects of merged contacts. */
export const redirectSql = queryBuilder<RedirectTables>();

/** The contact that an id stands for now: the survivor where it was merged, however often; itself else. */
export const currentContact = (db: Database, id: string): string => {
  const next = db.statement<[string], { readonly survivor: string }>('select survivor from contact_redirect where merged = ?');
  const seen = new Set<string>();
  let current = id;
  for (;;) {
    const survivor = next.get(current)?.survivor;
    if (survivor === undefined || seen.has(survivor)) return current;
    seen.add(current);
    current = survivor;
  }
};

/** Every id that stands for a contact: its own, then those that were merged into it, directly or by way of others. */
export const idsOf = (db: Database, contact: string): readonly string[] =>
  db
    .statement<[string], { readonly id: string }>(
      `with recursive part (id) as (select ? union select contact_redirect.merged from contact_redirect join part on contact_redirect.survivor = part.id)
       select id from part`,
    )
    .all(contact)
    .map(({ id }) => id);
