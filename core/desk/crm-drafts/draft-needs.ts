import type { NeedSource } from '../today/need.ts';
import { waitingDrafts } from './drafts.ts';

/** What a program of the practice prepared and nobody has looked at. */
export const draftNeeds: NeedSource = ({ desk, may }) =>
  may('edit-contacts') && may('see-clients')
    ? waitingDrafts(desk).map(({ name, purpose, problem }) => ({
        title: `Arrived from your CRM: ${name}`,
        detail: problem ?? (purpose === '' ? 'A draft of a referral. Nothing is signed.' : `${purpose}. A draft: nothing is signed.`),
        due: null,
        late: false,
        act: 'Look',
        href: '/crm-drafts',
        kind: 'referral',
      }))
    : [];
