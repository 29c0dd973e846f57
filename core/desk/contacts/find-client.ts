import type { FindClient } from '../referrals/client-details.ts';
import { contactById, shownPhone } from './stored-contact.ts';

/** What a referral needs to know of a contact; undefined when it is not in the book. */
export const findClient: FindClient = (desk, contact) => {
  const found = contactById(desk.db, contact);
  if (found === undefined) return undefined;
  const { fields } = found;
  return {
    contact: found.id,
    name: fields.displayName,
    givenName: fields.name?.given ?? fields.contactPersons[0]?.name ?? fields.displayName,
    emails: fields.emails.map((email) => email.address),
    phones: fields.phones.map(shownPhone),
    assuranceClient: fields.flags.assuranceClient,
    doNotContact: fields.flags.doNotContact,
  };
};
