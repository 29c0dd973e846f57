import { type ContactDocument, contactDocumentSchema } from '../../domain/contact/document.ts';
import { ownerFieldWords } from '../crm/owners.ts';
import { lifecycleSetting } from '../crm/settings.ts';
import { stageName } from '../../domain/crm/lifecycle/change-stage.ts';
import type { RecordDefinition } from '../records/definition.ts';
import { settingOf } from '../settings/store.ts';
import { shownValue } from './shown-value.ts';
import { contactInUse, documentOf, insertContact, removeContact, replaceContact } from './stored-contact.ts';

/** A contact of the book. Its fold is the table `contact`, which lists and searches read; each contact is its own subject. */
export const contactDefinition: RecordDefinition<ContactDocument> = {
  kind: 'contact',
  name: 'contact',
  schema: contactDocumentSchema,
  nested: ['flags', 'name', 'custom'],
  guarded: ['stage', 'flags.assuranceClient', 'flags.doNotContact', 'flags.deceased'],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: {
    displayName: 'name',
    'name.given': 'given name',
    'name.family': 'family name',
    organisationName: 'organisation',
    emails: 'e-mail',
    phones: 'telephone',
    abn: 'ABN',
    acn: 'ACN',
    notes: 'note',
    dateOfBirth: 'date of birth',
    'flags.assuranceClient': 'audit or assurance client',
    'flags.doNotContact': 'do not contact',
    'flags.deceased': 'deceased',
    contactPersons: 'contact persons',
    externalIds: 'codes in other systems',
    details: 'further facts',
    unread: 'cells that could not be read',
    partner: 'practice of the network',
    addresses: 'address',
  },
  unquoted: ['notes'],
  fieldWords: (desk, field, value) =>
    field === 'stage' && typeof value === 'string'
      ? stageName(settingOf(desk, lifecycleSetting), value)
      : (ownerFieldWords(desk, field, value) ?? shownValue(field, value, ', ')),
  subjectOf: (id) => id,
  labelOf: (document) => document.displayName,
  storage: {
    read: (db, id) => {
      const held = contactInUse(db, id);
      if (held === undefined) return undefined;
      return {
        kind: 'contact',
        id,
        subject: id,
        revision: held.revision,
        document: documentOf(held),
        createdAt: held.createdAt,
        createdBy: held.createdBy,
        updatedAt: held.updatedAt,
        removedAt: null,
      };
    },
    insert: insertContact,
    replace: replaceContact,
    remove: removeContact,
  },
};
