import { queryOptions } from '@tanstack/react-query';
import { today } from '../../../core/contract/desk.ts';
import { request } from '../../client.ts';

/** Figures, what needs this practice, what waits on others, what came last. */
export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: ({ signal }) => request('GET', '/api/today', today, { signal }),
});
