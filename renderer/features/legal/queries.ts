import { queryOptions } from '@tanstack/react-query';
import { instruments } from '../../../core/contract/membership.ts';
import { request } from '../../client.ts';

/** The instruments of the network in the wording that counts today. */
export const instrumentsQuery = queryOptions({
  queryKey: ['legal'],
  queryFn: ({ signal }) => request('GET', '/api/legal', instruments, { signal }),
});
