import type { Role } from '../../protocol/event/catalogue.ts';

/** What a person may do at the desk. Checked in the service, never only in the window. */
export type Permission =
  | 'see-clients'
  | 'edit-contacts'
  | 'import-contacts'
  | 'export-contacts'
  | 'erase-contacts'
  | 'merge-contacts'
  | 'assign-contacts'
  | 'ask-consent'
  | 'record-consent'
  | 'work-deals'
  | 'send-campaigns'
  | 'approve-assets'
  | 'answer-person'
  | 'manage-privacy'
  | 'sign-handshakes'
  | 'exchange-files'
  | 'see-money'
  | 'prepare-payouts'
  | 'approve-payouts'
  | 'export-packs'
  | 'manage-people'
  | 'manage-settings'
  | 'back-up'
  | 'restore'
  | 'run-office';

const EVERYDAY: readonly Permission[] = ['see-clients', 'exchange-files', 'see-money', 'back-up'];

const BY_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  principal: [
    ...EVERYDAY,
    'edit-contacts',
    'import-contacts',
    'export-contacts',
    'erase-contacts',
    'merge-contacts',
    'assign-contacts',
    'ask-consent',
    'record-consent',
    'work-deals',
    'send-campaigns',
    'approve-assets',
    'answer-person',
    'manage-privacy',
    'sign-handshakes',
    'prepare-payouts',
    'approve-payouts',
    'export-packs',
    'manage-people',
    'manage-settings',
    'restore',
    'run-office',
  ],
  adviser: [
    ...EVERYDAY,
    'edit-contacts',
    'import-contacts',
    'merge-contacts',
    'assign-contacts',
    'ask-consent',
    'record-consent',
    'work-deals',
    'answer-person',
    'sign-handshakes',
    'export-packs',
  ],
  operations: [
    ...EVERYDAY,
    'edit-contacts',
    'import-contacts',
    'merge-contacts',
    'assign-contacts',
    'ask-consent',
    'work-deals',
    'send-campaigns',
    'prepare-payouts',
    'export-packs',
    'manage-settings',
  ],
  approver: [...EVERYDAY, 'prepare-payouts', 'approve-payouts', 'export-packs', 'run-office'],
  auditor: ['see-money', 'export-packs'],
  registrar: ['run-office', 'exchange-files', 'back-up'],
};

/** True when one of the roles grants the permission. */
export const permits = (roles: readonly Role[], permission: Permission): boolean =>
  roles.some((role) => BY_ROLE[role].includes(permission));
