import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ledgerConflicts, ledgerEvent, ledgerPage, walkResult } from '../../../core/contract/desk.ts';
import { instant } from '../../../core/contract/scalars.ts';
import { request } from '../../client.ts';

/** The most that the desk gives at once. */
const PAGE = 200;

/** Signed entries, newest first, page after page. */
export const ledgerQuery = infiniteQueryOptions({
  queryKey: ['ledger'],
  queryFn: ({ signal, pageParam }) =>
    request('GET', `/api/ledger?limit=${PAGE}${pageParam === null ? '' : `&before=${pageParam}`}`, ledgerPage, { signal }),
  initialPageParam: null as number | null, // the newest page has no end of its own
  getNextPageParam: (last) => last.next,
});

/** One entry with its bytes, checked now, and its inclusion proof. */
export const eventQuery = (hash: string) =>
  queryOptions({
    queryKey: ['ledger', hash],
    queryFn: ({ signal }) => request('GET', `/api/ledger/${encodeURIComponent(hash)}`, ledgerEvent, { signal }),
  });

/** Records that no honest signer makes, both sides of each. */
export const conflictsQuery = queryOptions({
  queryKey: ['ledger', 'conflicts'],
  queryFn: ({ signal }) => request('GET', '/api/ledger/conflicts', ledgerConflicts, { signal }),
});

/** The last walk over the whole chain; null before the first. */
export const lastWalkQuery = queryOptions({
  queryKey: ['ledger', 'walk', 'last'],
  queryFn: ({ signal }) =>
    request('GET', '/api/ledger/walk/last', z.object({ at: instant, result: walkResult }).nullable(), {
      signal,
    }),
});
