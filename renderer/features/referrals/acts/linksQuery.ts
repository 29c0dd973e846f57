import { queryOptions } from '@tanstack/react-query';
import { clientLinks } from '../../../../core/contract/client-links.ts';
import { request } from '../../../client.ts';

/** Links of a referral, newest first, and whether this desk is connected to a server that serves the page. */
export const linksQuery = (referral: string) =>
  queryOptions({
    queryKey: ['client-links', referral],
    queryFn: ({ signal }) => request('GET', `/api/client-links?referral=${encodeURIComponent(referral)}`, clientLinks, { signal }),
  });
