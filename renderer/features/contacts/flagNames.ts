import type { ContactRow } from '../../../core/contract/contact-list.ts';

const names: Readonly<Record<ContactRow['flags'][number], string>> = {
  'assurance-client': 'Audit client',
  'do-not-contact': 'Do not contact',
  deceased: 'Deceased',
};

/** A mark on a contact, in words. */
export const flagName = (flag: ContactRow['flags'][number]): string => names[flag];
