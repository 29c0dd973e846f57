import { queryOptions } from '@tanstack/react-query';
import { erasurePlan, requestList } from '../../../core/contract/rights.ts';
import { request } from '../../client.ts';

/** Every request of a person, open ones first, the most urgent at the top. */
export const requestsQuery = queryOptions({
  queryKey: ['rights', 'requests'],
  queryFn: ({ signal }) => request('GET', '/api/rights/requests', requestList, { signal }),
});

/** What an erasure would take away and leave; changes nothing. */
export const erasurePlanQuery = (contact: string) =>
  queryOptions({
    queryKey: ['rights', 'erasure', contact],
    queryFn: ({ signal }) => request('GET', `/api/people/${encodeURIComponent(contact)}/erasure`, erasurePlan, { signal }),
  });
