import type { ContactRow } from '../../../core/contract/contact-list.ts';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

type Sharing = ContactRow['sharing']['state'];

const looks: Readonly<Record<Sharing, StatusKind>> = {
  'not-asked': 'not-yet',
  asked: 'waiting',
  given: 'done',
  expiring: 'late',
  expired: 'not-yet',
  withdrawn: 'withdrawn',
  refused: 'withdrawn',
};

/** Icon and tone of where sharing a contact stands. An invitation that is out waits. */
export const sharingLook = ({ state }: Pick<ContactRow['sharing'], 'state'>): StatusKind => looks[state];
