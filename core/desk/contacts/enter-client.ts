import { err, ok, type Result } from '../../domain/result.ts';
import { introductions } from '../consents/introductions.ts';
import { consentByRoot } from '../consents/person.ts';
import { consentSql } from '../consents/tables.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';
import { notPermitted } from '../permitted.ts';
import { clientData } from '../referrals/client-details.ts';
import { referralSql } from '../referrals/tables.ts';
import type { Refusal } from '../refusal.ts';
import { createContact } from './book.ts';
import { blankForm, type ContactForm } from './form.ts';
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
  title: 'This client is in the book',
  detail: 'A referral or an introduction is about one client, and leads to one contact.',
  kept: 'Nothing was changed.',
  next: 'Open the contact from where you are.',
};

type Named = { readonly name: string; readonly givenName: string; readonly emails: readonly string[]; readonly phones: readonly string[] };

const formOf = ({ name, givenName, emails, phones }: Named, organisation = ''): ContactForm => ({
  ...blankForm,
  givenName,
  familyName: name.startsWith(`${givenName} `) ? name.slice(givenName.length + 1) : givenName === '' ? name : '',
  organisation,
  emails: [...emails],
  phones: [...phones],
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
  return entered(desk, person, formOf(data), chosen, (contact) => {
    desk.db.run(referralSql.insertInto('client_link').values({ intent, contact, at: desk.clock.now() }));
    desk.db.statement<[string, string], never>('update opening set subject = ? where commitment = ?').run(contact, state.terms.client);
  });
};

/**
 * The same for a person whose details came with an introduction, without a referral. Errors: `not-permitted`, `details-not-here`, `entered-before`,
 * `contact-unknown`, those of `createContact`.
 */
export const enterIntroduced = (
  desk: DeskContext,
  person: SignedInPerson,
  offer: string,
  chosen: string | null,
): Result<{ readonly contact: string }, Refusal> => {
  const refused = notPermitted(desk, person.person, 'edit-contacts');
  if (refused !== null) return err(refused);
  const introduced = introductions(desk).find((one) => one.offer === offer && one.direction === 'received');
  const label = introduced === undefined ? undefined : consentByRoot(desk, introduced.consent)?.label;
  if (introduced === undefined || label === undefined || introduced.details.length === 0) return err(detailsNotHere);
  if (introduced.contact !== null) return err(enteredBefore);
  const said = (wanted: string): readonly string[] =>
    introduced.details.flatMap((detail) => (detail.label === wanted ? [detail.value] : []));
  const [name = introduced.initials] = said('Name');
  const [givenName = ''] = said('Given name');
  const form = formOf({ name, givenName, emails: said('E-mail'), phones: said('Telephone') }, said('Organisation')[0]);
  return entered(desk, person, form, chosen, (contact) => {
    desk.db.run(consentSql.insertInto('consent_link').values({ label, contact, origin: contact, at: desk.clock.now() }));
  });
};

/** Makes the contact, or takes the chosen one, and links it, in one transaction. */
const entered = (
  desk: DeskContext,
  person: SignedInPerson,
  form: ContactForm,
  chosen: string | null,
  link: (contact: string) => void,
): Result<{ readonly contact: string }, Refusal> =>
  desk.db.transaction(() => {
    const made = chosen === null ? createContact(desk, person, form) : known(desk, chosen);
    if (!made.ok) return made;
    link(made.value.id);
    return ok({ contact: made.value.id });
  });

const known = (desk: DeskContext, chosen: string): Result<{ readonly id: string }, Refusal> => {
  const id = currentContact(desk.db, chosen);
  return contactById(desk.db, id) === undefined ? err(contactUnknown) : ok({ id });
};
