import { queryOptions, useQuery } from '@tanstack/react-query';
import { verticalList } from '../../../core/contract/status.ts';
import { request } from '../../client.ts';

/** What practices do, with its products: what comes with the program, and what the network’s office has defined. */
export const verticalsQuery = queryOptions({
  queryKey: ['verticals'],
  queryFn: ({ signal }) => request('GET', '/api/verticals', verticalList, { signal }),
});

/** Names of what a practice does, in one line; the code in words where a newer version made it. */
export const useVerticalNames = (): ((codes: readonly string[]) => string) => {
  const { data = [] } = useQuery(verticalsQuery);
  return (codes) => codes.map((code) => data.find((one) => one.code === code)?.name ?? code.replaceAll('-', ' ')).join(', ');
};
