import type { z } from 'zod';
import type {
  contactCount,
  contactFields,
  contactGroupQuery,
  contactGroups,
  contactList,
  contactQuery,
  contactSelection,
} from '../../../contract/contact-list.ts';
import type { LeftOut } from '../../../domain/contact/filter/check-filter.ts';
import type { Filter } from '../../../domain/contact/filter/filter.ts';
import { filterText, readFilterText } from '../../../domain/contact/filter/filter-text.ts';
import type { ViewState } from '../../../domain/contact/view/view-state.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { countOf, totalOf } from './counts.ts';
import { deskFields } from './fields.ts';
import { groupsOf } from './groups.ts';
import { optionsOf, type Reader } from './options.ts';
import { numbersOf, selectionOf } from './query.ts';
import { rowsOf } from './rows.ts';

export type ContactQuery = z.infer<typeof contactQuery>;
export type ContactList = z.infer<typeof contactList>;

const badFilter = (at: number): Refusal => ({
  status: 400,
  code: 'filter-not-readable',
  title: 'The filter of this list cannot be read',
  detail: `It does not fit from its character ${String(at + 1)} on.`,
  where: 'f',
  kept: 'Nothing was changed.',
  next: 'Take the filter out of the address, or choose a view.',
});

/** The filter of an address. Errors: `filter-not-readable`. */
export const filterOf = (text: string): Result<Filter, Refusal> => {
  const read = readFilterText(text);
  return read.ok ? read : err(badFilter(read.error.at));
};

/** "-name" as an order. */
export const sortOf = (text: string): ViewState['sort'] => ({ by: text.replace(/^-/u, ''), descending: text.startsWith('-') });

const named = (leftOut: readonly LeftOut[]): string[] => leftOut.map(({ chip }) => filterText({ match: 'all', parts: [chip] }));

/** One stretch of the book: searched, filtered, sorted, with what is said about sharing each contact. Errors: `filter-not-readable`. */
export const listContacts = (desk: DeskContext, reader: Reader, query: ContactQuery): Result<ContactList, Refusal> => {
  const filter = filterOf(query.f);
  if (!filter.ok) return filter;
  const selection = selectionOf(desk, reader, { words: query.q, filter: filter.value });
  const numbers = numbersOf(desk, selection, sortOf(query.sort), query);
  return ok({ rows: [...rowsOf(desk, reader, selection.facts, numbers)], total: totalOf(desk), leftOut: named(selection.leftOut) });
};

/** How many contacts a list holds. Errors: `filter-not-readable`. */
export const countContacts = (
  desk: DeskContext,
  reader: Reader,
  query: z.infer<typeof contactSelection>,
): Result<z.infer<typeof contactCount>, Refusal> => {
  const filter = filterOf(query.f);
  if (!filter.ok) return filter;
  const selection = selectionOf(desk, reader, { words: query.q, filter: filter.value });
  return ok({ matching: countOf(desk, selection), total: totalOf(desk), leftOut: named(selection.leftOut) });
};

/** The groups of a list with their counts. Errors: `filter-not-readable`. */
export const groupContacts = (
  desk: DeskContext,
  reader: Reader,
  query: z.infer<typeof contactGroupQuery>,
): Result<z.infer<typeof contactGroups>, Refusal> => {
  const filter = filterOf(query.f);
  if (!filter.ok) return filter;
  const selection = selectionOf(desk, reader, { words: query.q, filter: filter.value });
  const { groups, more } = groupsOf(desk, selection, query.group);
  return ok({ groups: [...groups], more, leftOut: named(selection.leftOut) });
};

/** What contacts can be filtered by, with the choices this desk knows. */
export const fieldsOfContacts = (desk: DeskContext, reader: Reader): z.infer<typeof contactFields> => ({
  fields: [...deskFields(desk).values()].map(({ name, title, type, group, options }) => ({
    name,
    title,
    type,
    group,
    options: [...(options ?? optionsOf(desk, reader, name))],
  })),
  you: reader.person,
});
