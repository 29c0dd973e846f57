import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  board,
  consentOptions,
  deletionTask,
  evidence,
  introduction,
  receiptDue,
  withdrawalPreview,
  type BoardQuery,
} from '../../../core/contract/consent.ts';
import { request } from '../../client.ts';

export type Grouping = BoardQuery['group'];

export const boardQuery = (group: Grouping) =>
  queryOptions({
    queryKey: ['consents', 'board', group],
    queryFn: ({ signal }) => request('GET', `/api/consents?group=${group}&limit=500`, board, { signal }),
  });

export const consentOptionsQuery = queryOptions({
  queryKey: ['consents', 'options'],
  queryFn: ({ signal }) => request('GET', '/api/consents/options', consentOptions, { signal }),
});

/** Everything that is recorded of one consent. */
export const evidenceQuery = (consent: string) =>
  queryOptions({
    queryKey: ['consents', 'evidence', consent],
    queryFn: ({ signal }) => request('GET', `/api/consents/${consent}`, evidence, { signal }),
  });

/** What a withdrawal would do. */
export const withdrawalQuery = (consent: string) =>
  queryOptions({
    queryKey: ['consents', 'withdrawal', consent],
    queryFn: ({ signal }) => request('GET', `/api/consents/${consent}/withdrawal`, withdrawalPreview, { signal }),
  });

export const receiptsQuery = queryOptions({
  queryKey: ['consents', 'receipts'],
  queryFn: ({ signal }) => request('GET', '/api/consents/receipts', z.object({ due: z.array(receiptDue) }), { signal }),
});

export const deletionsQuery = queryOptions({
  queryKey: ['consents', 'deletions'],
  queryFn: ({ signal }) => request('GET', '/api/consents/deletions', z.object({ tasks: z.array(deletionTask) }), { signal }),
});

export const introductionsQuery = queryOptions({
  queryKey: ['consents', 'introductions'],
  queryFn: ({ signal }) => request('GET', '/api/consents/introductions', z.object({ introductions: z.array(introduction) }), { signal }),
});
