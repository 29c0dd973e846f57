import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { type ContactPage, contactPage } from '../../../core/contract/contact-page.ts';
import { contactList, importBatch, importPreview, importResult } from '../../../core/contract/contacts.ts';
import { request } from '../../client.ts';

/** Rows asked for at once; the next part follows by itself until the whole list is here. */
const PART = 500;

export interface ContactFilter {
  readonly q: string;
  /** Only contacts of one import. */
  readonly batch: string | undefined;
}

/** The address of one part of the book. */
export const contactsPath = ({ q, batch }: ContactFilter, offset: number, limit = PART): string => {
  const query = new URLSearchParams({
    q,
    offset: String(offset),
    limit: String(limit),
    ...(batch === undefined ? {} : { batch }),
  });
  return `/api/contacts?${query}`;
};

/** The book, by name, in parts. */
export const contactsQuery = (filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: ['contacts', 'list', filter],
    queryFn: ({ pageParam, signal }) => request('GET', contactsPath(filter, pageParam), contactList, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, _all, from) => (last.rows.length === PART ? from + PART : undefined),
  });

export type ContactPageView = ContactPage;

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => request('GET', `/api/contacts/${encodeURIComponent(id)}`, contactPage, { signal }),
  });

/** Every import of this desk, newest first. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => request('GET', '/api/imports', z.array(importBatch), { signal }),
});

export type RowsShown = 'all' | 'problems' | 'blocked' | 'repeats';

/** A file that is read and not yet imported. */
export const previewQuery = (id: string, only: RowsShown) =>
  queryOptions({
    queryKey: ['imports', id, 'preview', only],
    queryFn: ({ signal }) => request('GET', `/api/imports/${encodeURIComponent(id)}?only=${only}`, importPreview, { signal }),
  });

/** What became of each row of an import. */
export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id, 'result'],
    queryFn: ({ signal }) => request('GET', `/api/imports/${encodeURIComponent(id)}/result`, importResult, { signal }),
  });
