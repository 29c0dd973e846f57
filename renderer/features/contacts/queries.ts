import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { type ContactPage, contactPage } from '../../../core/contract/contact-page.ts';
import { importBatch, importPreview, importResult, unaskedFile } from '../../../core/contract/imports.ts';
import { request } from '../../client.ts';

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

/** Files that came unasked: held out of the book, or decided. */
export const unaskedQuery = queryOptions({
  queryKey: ['imports', 'unasked'],
  queryFn: ({ signal }) => request('GET', '/api/unasked-files', z.array(unaskedFile), { signal }),
});

export type RowsShown = 'all' | 'new' | 'changed' | 'same' | 'duplicate' | 'bad' | 'problems';

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
