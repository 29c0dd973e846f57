import { queryOptions } from '@tanstack/react-query';
import { reasonList } from '../../../core/contract/desk.ts';
import { referralList, referralOptions, referralView } from '../../../core/contract/referrals.ts';
import { request } from '../../client.ts';

/** Every referral of this desk, newest first. */
export const referralsQuery = queryOptions({
  queryKey: ['referrals'],
  queryFn: ({ signal }) => request('GET', '/api/referrals', referralList, { signal }),
});

/** One referral. The desk verifies its records again with every answer. */
export const referralQuery = (intent: string) =>
  queryOptions({
    queryKey: ['referrals', intent],
    queryFn: ({ signal }) => request('GET', `/api/referrals/${encodeURIComponent(intent)}`, referralView, { signal }),
  });

/** Reasons that a declining, withdrawing, disagreeing or correcting act may state. */
export const reasonsQuery = queryOptions({
  queryKey: ['reasons'],
  queryFn: ({ signal }) => request('GET', '/api/reasons', reasonList, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** To whom, for what and under which rule one contact may be referred. */
export const optionsQuery = (contact: string) =>
  queryOptions({
    queryKey: ['referral-options', contact],
    queryFn: ({ signal }) =>
      request('GET', `/api/referrals/options?contact=${encodeURIComponent(contact)}`, referralOptions, {
        signal,
      }),
  });
