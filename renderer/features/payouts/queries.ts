import { queryOptions } from '@tanstack/react-query';
import { abaPreview, batchView, payeeAccountView, payouts } from '../../../core/contract/money.ts';
import { request } from '../../client.ts';

/** What can be paid, what waits and why, the batches, and what this practice has earned elsewhere. */
export const payoutsQuery = queryOptions({
  queryKey: ['payouts'],
  queryFn: ({ signal }) => request('GET', '/api/payouts', payouts, { signal }),
});

/** One batch as its newest version says. */
export const batchQuery = (batch: string) =>
  queryOptions({
    queryKey: ['payouts', batch],
    queryFn: ({ signal }) => request('GET', `/api/payouts/${encodeURIComponent(batch)}`, batchView, { signal }),
  });

/** The bank's file of a batch, line by line. Looking at it exports nothing. */
export const abaQuery = (batch: string) =>
  queryOptions({
    queryKey: ['payouts', batch, 'aba'],
    queryFn: ({ signal }) => request('GET', `/api/payouts/${encodeURIComponent(batch)}/aba`, abaPreview, { signal }),
  });

/** The account at which this practice wants its own commissions; null before it is recorded. */
export const payeeAccountQuery = queryOptions({
  queryKey: ['payee-account'],
  queryFn: ({ signal }) => request('GET', '/api/payee-account', payeeAccountView.nullable(), { signal }),
});
