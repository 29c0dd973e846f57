import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { type DuplicatePair, duplicateList, duplicateSummary } from '../../../core/contract/duplicates.ts';
import { mergePlan, mergesOfContact } from '../../../core/contract/merges.ts';
import type { MergeChoices } from '../../../core/domain/merge/merge-fields.ts';
import { request } from '../../client.ts';

export type QueueState = 'open' | 'later' | 'different';

/** Pairs shown at once; the next follow when these are decided. */
const PAGE = 50;

/** How many pairs wait; the list of contacts shows it. */
export const duplicateSummaryQuery = queryOptions({
  queryKey: ['duplicates', 'summary'],
  queryFn: ({ signal }) => request('GET', '/api/duplicates/summary', duplicateSummary, { signal }),
});

/** Pairs of contacts that may be one client, the surest first; of one contact, or of the book. */
export const duplicatesQuery = (state: QueueState, contact: string | undefined) =>
  queryOptions({
    queryKey: ['duplicates', 'list', state, contact ?? null],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ state, limit: String(PAGE), ...(contact === undefined ? {} : { contact }) });
      return request('GET', `/api/duplicates?${query}`, duplicateList, { signal });
    },
    placeholderData: keepPreviousData,
  });

/** What a merge would do, decided by the desk on the same path as the merge. */
export const mergePlanQuery = (survivor: string, merged: string, choices: MergeChoices) =>
  queryOptions({
    queryKey: ['duplicates', 'plan', survivor, merged, choices],
    queryFn: ({ signal }) => request('POST', '/api/merges/dry-run', mergePlan, { body: { survivor, merged, choices }, signal }),
    placeholderData: (held, before) => (before?.queryKey[2] === survivor && before.queryKey[3] === merged ? held : undefined),
  });

/** Merges that a contact is made of. */
export const mergesQuery = (contact: string) =>
  queryOptions({
    queryKey: ['duplicates', 'merges', contact],
    queryFn: ({ signal }) => request('GET', `/api/contacts/${encodeURIComponent(contact)}/merges`, mergesOfContact, { signal }),
  });

/** What a search of the book ends with. */
export const searchResult = z.object({ pairs: z.int(), contacts: z.int() });

/** Names one pair, whichever side stands left. */
export const pairKey = ({ left, right }: DuplicatePair): string => `${left.id} ${right.id}`;
