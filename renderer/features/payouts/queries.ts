import { queryOptions } from '@tanstack/react-query';
import { abaPreview, batchView, payeeAccountView, payouts } from '../../../core/contract/money.ts';
import { referralView } from '../../../core/contract/referrals.ts';
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

/** The entitlement of a referral that counts: the newest one that its payer computed; null where none is held. */
export const entitlementQuery = (intent: string) =>
  queryOptions({
    queryKey: ['referrals', intent, 'entitlement'],
    queryFn: async ({ signal }) => {
      const { entries } = await request('GET', `/api/referrals/${encodeURIComponent(intent)}`, referralView, {
        signal,
      });
      return (
        entries.filter((entry) => entry.type === 'entitlement.computed').toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]?.hash ??
        null
      );
    },
  });
