import type { DataClass } from '../privacy/data-class.ts';
import type { ContactDocument } from './document.ts';

/** The data class of each field of a contact. A field that is added to the document has no place until it is classed here: the type says so. */
export const CONTACT_CLASSES: Readonly<Record<keyof ContactDocument, DataClass>> = {
  kind: 'member-internal',
  entity: 'member-internal',
  displayName: 'sensitive',
  name: 'sensitive',
  organisationName: 'sensitive',
  legalName: 'sensitive',
  jobTitle: 'sensitive',
  department: 'sensitive',
  emails: 'sensitive',
  phones: 'sensitive',
  addresses: 'sensitive',
  websites: 'sensitive',
  // A sole trader's ABN is personal information.
  abn: 'sensitive',
  acn: 'sensitive',
  dateOfBirth: 'sensitive',
  notes: 'sensitive',
  tags: 'sensitive',
  flags: 'sensitive',
  contactPersons: 'sensitive',
  externalIds: 'member-internal',
  details: 'sensitive',
  // A cell that could not be read may be anything, account numbers included.
  unread: 'restricted',
  source: 'member-internal',
  owner: 'member-internal',
  stage: 'member-internal',
  partner: 'member-internal',
  custom: 'sensitive',
};
