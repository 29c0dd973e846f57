import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { contactCount, contactFields, contactGroups, contactList } from '../../../../core/contract/contact-list.ts';
import { savedViews } from '../../../../core/contract/views.ts';
import type { Grouping } from '../../../../core/domain/contact/view/columns.ts';
import { request } from '../../../client.ts';

/** Rows that are asked for at once. */
export const STRETCH = 100;
/** A stretch that has left the view is forgotten after this time: a long scroll keeps no more than a few, and the desk gives one again at once. */
const FORGOTTEN_MS = 250;

/** Which contacts a list holds: words and the line of its filter. */
export interface Selection {
  readonly q: string;
  readonly f: string;
}

const search = (parts: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(Object.entries(parts).map(([name, value]) => [name, String(value)])).toString();

/** One stretch of the list. */
export const stretchQuery = ({ q, f }: Selection, sort: string, offset: number) =>
  queryOptions({
    queryKey: ['contacts', 'rows', q, f, sort, offset],
    queryFn: ({ signal }) => request('GET', `/api/contacts?${search({ q, f, sort, offset, limit: STRETCH })}`, contactList, { signal }),
    gcTime: FORGOTTEN_MS,
  });

/** How many contacts a list holds. */
export const countQuery = ({ q, f }: Selection) =>
  queryOptions({
    queryKey: ['contacts', 'count', q, f],
    queryFn: ({ signal }) => request('GET', `/api/contacts/count?${search({ q, f })}`, contactCount, { signal }),
    placeholderData: keepPreviousData,
  });

/** The groups of a list with their counts. */
export const groupsQuery = ({ q, f }: Selection, group: Grouping | null) =>
  queryOptions({
    queryKey: ['contacts', 'groups', q, f, group],
    queryFn: ({ signal }) => request('GET', `/api/contacts/groups?${search({ q, f, group: group ?? '' })}`, contactGroups, { signal }),
    enabled: group !== null,
    placeholderData: keepPreviousData,
  });

/** What contacts can be filtered by, with the choices of this desk. */
export const fieldsQuery = queryOptions({
  queryKey: ['contacts', 'fields'],
  queryFn: ({ signal }) => request('GET', '/api/contacts/fields', contactFields, { signal }),
});

/** Saved views of the list. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => request('GET', '/api/views', savedViews, { signal }),
});
