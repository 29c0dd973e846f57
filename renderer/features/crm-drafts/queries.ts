import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { crmDraftAnswers, crmDrafts, crmDraftUsed, crmKeyMade, crmKeys } from '../../../core/contract/crm-drafts.ts';
import { request } from '../../client.ts';

/** Keys of the practice's own programs. */
export const crmKeysQuery = queryOptions({
  queryKey: ['crm-keys'],
  queryFn: ({ signal }) => request('GET', '/api/crm-keys', crmKeys, { signal }),
});

/** Drafts that came from them and that nobody has dealt with. */
export const crmDraftsQuery = queryOptions({
  queryKey: ['crm-drafts'],
  queryFn: ({ signal }) => request('GET', '/api/crm-drafts', crmDrafts, { signal }),
});

/** What the wizard begins with for a draft that was used. */
export const draftAnswersQuery = (draft: string) =>
  queryOptions({
    queryKey: ['crm-drafts', draft],
    queryFn: ({ signal }) => request('GET', `/api/crm-drafts/${encodeURIComponent(draft)}/answers`, crmDraftAnswers, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Makes a key; it is in the answer and nowhere else. */
export const makeCrmKey = (input: { readonly name: string; readonly webhook: string }) =>
  request('POST', '/api/crm-keys', crmKeyMade, { body: input });

export const revokeCrmKey = (id: string) => request('POST', `/api/crm-keys/${id}/revoke`, crmKeys);

/** Makes a contact of a draft. */
export const startDraft = (id: string) => request('POST', `/api/crm-drafts/${id}/use`, crmDraftUsed);

export const dismissDraft = (id: string) => request('POST', `/api/crm-drafts/${id}/dismiss`, z.object({ id: z.string() }));
