import { sql } from 'kysely';
import type { z } from 'zod';
import type { contactList, contactQuery, ContactRow } from '../../contract/contacts.ts';
import type { DeskContext } from '../context.ts';
import { referralsInList, type ReferralsOfContact } from './referral-facts.ts';
import { matchOf } from './search-text.ts';
import { sharingInList } from './sharing.ts';
import { contactSql, type ContactTable } from './tables.ts';

export type ContactQuery = z.infer<typeof contactQuery>;
export type ContactList = z.infer<typeof contactList>;

const ORDER = {
  name: 'sort_key',
  organisation: 'organisation_key',
  suburb: 'suburb_key',
  added: 'created_at',
} as const satisfies Record<ContactQuery['sort'], keyof ContactTable>;

const LISTED = [
  'id',
  'kind',
  'name',
  'organisation',
  'email',
  'phone',
  'suburb',
  'assurance_client',
  'do_not_contact',
  'deceased',
] as const;

/** Contacts that fit what was typed and the batch; null where nothing can fit. */
const matching = (query: Pick<ContactQuery, 'q' | 'batch'>) => {
  const match = matchOf(query.q);
  if (match === 'none') return null;
  let rows = contactSql.selectFrom('contact');
  // The plus keeps SQLite on the index of the order: it stops at the end of the page instead of sorting every hit.
  if (match !== null) rows = rows.where(sql<boolean>`+no in (select rowid from contact_search where contact_search match ${match})`);
  if (query.batch !== undefined) rows = rows.where('batch', '=', query.batch);
  return rows;
};

/** Row numbers of the contacts that a query lists, in its order. */
export const listedNumbers = (query: ContactQuery, bounds: { readonly offset: number; readonly limit: number }) =>
  matching(query)
    ?.select('no')
    .orderBy(ORDER[query.sort], query.direction)
    .orderBy('no', query.direction)
    .offset(bounds.offset)
    .limit(bounds.limit) ?? null;

const flagsOf = (row: Pick<ContactTable, 'assurance_client' | 'do_not_contact' | 'deceased'>): ContactRow['flags'] => [
  ...(row.assurance_client === 1 ? (['assurance-client'] as const) : []),
  ...(row.do_not_contact === 1 ? (['do-not-contact'] as const) : []),
  ...(row.deceased === 1 ? (['deceased'] as const) : []),
];

/** One page of the book: searched, sorted, with what the ledger knows of each contact. `matching` counts all pages. */
export const listContacts = (desk: DeskContext, query: ContactQuery, referralsOf: ReferralsOfContact): ContactList => {
  const { db } = desk;
  const total = db.get(contactSql.selectFrom('contact').select((select) => select.fn.countAll<number>().as('count')))?.count ?? 0;
  const numbers = listedNumbers(query, query);
  const counted = matching(query)?.select((select) => select.fn.countAll<number>().as('count'));
  if (numbers === null || counted === undefined) return { rows: [], total, matching: 0 };
  const rows = db.all(
    contactSql
      .selectFrom('contact')
      .select(LISTED)
      .where('no', 'in', numbers)
      .orderBy(ORDER[query.sort], query.direction)
      .orderBy('no', query.direction),
  );
  const known = referralsOf(
    desk,
    rows.map((row) => row.id),
  );
  const sharing = sharingInList(
    desk,
    rows.map((row) => row.id),
    known,
  );
  return {
    rows: rows.map(({ id, kind, name, organisation, email, phone, suburb, ...flags }): ContactRow => {
      const states = known.get(id) ?? [];
      return {
        id,
        kind,
        name,
        organisation,
        email,
        phone,
        suburb,
        flags: flagsOf(flags),
        sharing: sharing.get(id) ?? { state: 'not-asked', words: 'Not asked' },
        referrals: referralsInList(states),
      };
    }),
    total,
    matching: query.q.trim() === '' && query.batch === undefined ? total : (db.get(counted)?.count ?? 0),
  };
};
