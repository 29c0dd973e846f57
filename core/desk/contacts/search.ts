import { matchOf } from '../../domain/text/search-words.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { searchResults } from '../../contract/desk.ts';
import type { DeskContext } from '../context.ts';
import { contactSql } from './tables.ts';

export type SearchHit = z.infer<typeof searchResults>[number];

/** Contacts for the search of the whole desk, best first: a word of the name counts more than one of the organisation or suburb. Nothing typed finds nothing. */
export const searchContacts = (desk: Pick<DeskContext, 'db'>, q: string, limit: number): readonly SearchHit[] => {
  const match = matchOf(q.slice(0, 200));
  if (match === null || match === 'none') return [];
  const best = sql<number>`(select rowid from contact_search where contact_search match ${match} order by bm25(contact_search, 10, 5, 4, 1, 4), rowid limit ${limit})`;
  const rank = sql<{
    readonly no: number;
    readonly place: number;
  }>`(select rowid as no, row_number() over () as place from ${best})`.as('hit');
  return desk.db
    .all(
      contactSql
        .selectFrom(rank)
        .innerJoin('contact', 'contact.no', 'hit.no')
        .select(['contact.id', 'contact.name', 'contact.organisation', 'contact.suburb', 'contact.email'])
        .orderBy('hit.place'),
    )
    .map((row) => ({
      kind: 'contact',
      title: row.name,
      detail: [row.organisation === row.name ? null : row.organisation, row.suburb ?? row.email]
        .filter((part) => part !== null)
        .join(' · '),
      href: `/contacts/${row.id}`,
      signed: null,
    }));
};
