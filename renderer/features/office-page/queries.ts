import { queryOptions } from '@tanstack/react-query';
import {
  officePageInvitation,
  type OfficePageInvitation,
  officePageView,
  type OfficePageView,
} from '../../../core/contract/office-page.ts';
import { request } from '../../client.ts';

/** Who of the office may use the server's page. */
export const officePageQuery = queryOptions({
  queryKey: ['office-page'],
  queryFn: ({ signal }) => request('GET', '/api/office/page', officePageView, { signal }),
  // Whoever has a link in hand comes in any moment.
  refetchInterval: ({ state }) => (state.data?.people.some(({ invitedUntil }) => invitedUntil !== null) === true ? 3_000 : 30_000),
});

/** Makes the link by which a person enrols a passkey. */
export const inviteToPage = (person: string): Promise<OfficePageInvitation> =>
  request('POST', '/api/office/page/invitations', officePageInvitation, { body: { person } });

/** Removes a passkey; its sessions end at once. */
export const removePasskey = (id: string): Promise<OfficePageView> => request('DELETE', `/api/office/page/passkeys/${id}`, officePageView);
