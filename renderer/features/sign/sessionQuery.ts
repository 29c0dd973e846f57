import { queryOptions } from '@tanstack/react-query';
import { clientSession } from '../../../core/contract/client-signing.ts';
import { request } from '../../client.ts';

/** The page of one client, by the session that its address names. */
export const sessionQuery = (session: string) =>
  queryOptions({
    queryKey: ['client-session', session],
    queryFn: ({ signal }) => request('GET', `/api/client-sessions/${encodeURIComponent(session)}`, clientSession, { signal }),
    refetchInterval: 30_000,
  });
