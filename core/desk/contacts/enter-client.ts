import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';
import { notPermitted } from '../permitted.ts';
import { type ClientData, clientData } from '../referrals/client-details.ts';
import { referralSql } from '../referrals/tables.ts';
import type { Refusal } from '../refusal.ts';
import { createContact } from './book.ts';
import type { ContactForm } from './form.ts';
import { contactUnknown } from './refusals.ts';
import { contactById } from './stored-contact.ts';

const referralUnknown: Refusal = {
  status: 404,
  code: 'referral-unknown',
  title: 'This referral is not held here',
  detail: 'No such intent is in this ledger.',
  kept: 'Nothing was entered.',
  next: 'Import the exchange file that brings it, or go back to the list.',
};
const detailsNotHere: Refusal = {
  status: 409,
  code: 'details-not-here',
  title: 'The client’s details have not arrived',
  detail: 'They come with the consent, once the other practice passes them on; or they were erased here.',
  kept: 'Nothing was entered.',
  next: 'Wait for the exchange file that brings them.',
};
const enteredBefore: Refusal = {
  status: 409,
  code: 'entered-before',
  title: 'The client of this referral is in the book',
  detail: 'A referral has one client, and it leads to one contact.',
  kept: 'Nothing was changed.',
  next: 'Open the contact from the page of the referral.',
};

const formOf = ({ name, givenName, emails, phones }: ClientData): ContactForm => ({
  kind: 'person',
  givenName,
  familyName: name.startsWith(`${givenName} `) ? name.slice(givenName.length + 1) : givenName === '' ? name : '',
  organisation: '',
  emails: [...emails],
  phones: [...phones],
  abn: null,
  suburb: '',
  state: '',
  postcode: '',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});

/**
 * Enters the client of a received referral in the book, or says which contact of the book it is. From then on an access pack and an erasure of that
 * contact reach what was received with the referral. In one transaction. Errors: `not-permitted`, `referral-unknown`, `details-not-here`,
 * `entered-before`, `contact-unknown`, those of `createContact`.
 */
export const enterClient = (
  desk: DeskContext,
  person: SignedInPerson,
  intent: string,
  chosen: string | null,
): Result<{ readonly contact: string }, Refusal> => {
  const refused = notPermitted(desk, person.person, 'edit-contacts');
  if (refused !== null) return err(refused);
  const state = desk.ledger.referral(intent);
  if (state === undefined) return err(referralUnknown);
  const data = clientData(desk, state);
  if (data === undefined) return err(detailsNotHere);
  const linked = desk.db.get(referralSql.selectFrom('client_link').select('contact').where('intent', '=', intent));
  if (linked !== undefined) return err(enteredBefore);
  return desk.db.transaction(() => {
    const made = chosen === null ? createContact(desk, person, formOf(data)) : known(desk, chosen);
    if (!made.ok) return made;
    const contact = made.value.id;
    desk.db.run(referralSql.insertInto('client_link').values({ intent, contact, at: desk.clock.now() }));
    desk.db.statement<[string, string], never>('update opening set subject = ? where commitment = ?').run(contact, state.terms.client);
    return ok({ contact });
  });
};

const known = (desk: DeskContext, chosen: string): Result<{ readonly id: string }, Refusal> => {
  const id = currentContact(desk.db, chosen);
  return contactById(desk.db, id) === undefined ? err(contactUnknown) : ok({ id });
};
