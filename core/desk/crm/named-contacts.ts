import type { z } from 'zod';
import type { namedContact } from '../../contract/crm.ts';
import type { DeskContext } from '../context.ts';
import { crmSql } from './tables.ts';

export type NamedContact = z.infer<typeof namedContact>;

const CHUNK = 500;

/** Contacts by id with the name that lists show. Removed and erased ones are not among them. */
export const namedContacts = (desk: Pick<DeskContext, 'db'>, ids: Iterable<string>): ReadonlyMap<string, NamedContact> => {
  const wanted = [...new Set(ids)];
  const found = new Map<string, NamedContact>();
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const rows = desk.db.all(
      crmSql
        .selectFrom('contact')
        .select(['id', 'name', 'organisation'])
        .where('id', 'in', wanted.slice(from, from + CHUNK)),
    );
    for (const row of rows) found.set(row.id, row);
  }
  return found;
};

/** The contact of a row; one that was removed keeps its work, without a name. */
export const namedOr = (names: ReadonlyMap<string, NamedContact>, id: string): NamedContact =>
  names.get(id) ?? { id, name: 'A contact that was removed', organisation: null };
