import { queryOptions } from '@tanstack/react-query';
import { assetList, complianceGates } from '../../../core/contract/assets.ts';
import { campaignList, campaignView, marketingStanding, suppressionList } from '../../../core/contract/campaigns.ts';
import { job } from '../../../core/contract/desk.ts';
import { request } from '../../client.ts';

const WATCHED_MS = 4000;
const PROGRESS_MS = 400;

/** Every campaign. */
export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => request('GET', '/api/campaigns', campaignList, { signal }),
});

/** One campaign with its audience and its messages; asked again while it is being sent. */
export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id],
    queryFn: ({ signal }) => request('GET', `/api/campaigns/${encodeURIComponent(id)}`, campaignView, { signal }),
    refetchInterval: (query) => ((query.state.data?.job ?? null) === null ? false : WATCHED_MS),
  });

/** How far the sending of a campaign is. */
export const sendingQuery = (id: string | null) =>
  queryOptions({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => request('GET', `/api/jobs/${encodeURIComponent(id ?? '')}`, job, { signal }),
    enabled: id !== null,
    refetchInterval: (query) => ((query.state.data?.state ?? 'running') === 'running' ? PROGRESS_MS : false),
  });

/** The register of marketing assets with their gates. */
export const assetsQuery = queryOptions({
  queryKey: ['assets'],
  queryFn: ({ signal }) => request('GET', '/api/assets', assetList, { signal }),
});

/** The gates as they are set now, and who of the office stands behind them. */
export const gatesQuery = queryOptions({
  queryKey: ['compliance-gates'],
  queryFn: ({ signal }) => request('GET', '/api/compliance-gates', complianceGates, { signal }),
});

/** Addresses that are never written to. */
export const suppressionsQuery = queryOptions({
  queryKey: ['suppressions'],
  queryFn: ({ signal }) => request('GET', '/api/suppressions', suppressionList, { signal }),
});

/** What is recorded about marketing to one contact. */
export const marketingQuery = (contact: string) =>
  queryOptions({
    queryKey: ['contacts', contact, 'marketing'],
    queryFn: ({ signal }) =>
      request('GET', `/api/contacts/${encodeURIComponent(contact)}/marketing-consent`, marketingStanding, { signal }),
  });
