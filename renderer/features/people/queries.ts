import { queryOptions } from '@tanstack/react-query';
import { peopleView } from '../../../core/contract/desk.ts';
import { request } from '../../client.ts';

/** People, keys and roles of this practice. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => request('GET', '/api/people', peopleView, { signal }),
});
