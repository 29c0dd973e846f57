import { z } from 'zod';
import { contactInput } from '../../contract/contacts.ts';
import type { ContactAddress, ContactEmail, ContactFields, ContactPhone, PersonName } from '../../domain/contact/contact.ts';
import { entityByName } from '../../domain/contact/name.ts';
import { redactTfns } from '../../domain/contact/tax-file-number.ts';
import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { type EmailError, parseEmail } from '../../domain/identity/email.ts';
import { formatPhone, parsePhone } from '../../domain/identity/phone.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type FieldIssue, withFacts } from './form-facts.ts';
import { shownPhone } from './stored-contact.ts';

/** What a form sends. Imported contacts may hold more than a form lets a person type, and must stay editable. */
export const contactForm = contactInput.extend({
  note: z
    .string()
    .max(262_144, 'A note holds up to 262,144 characters. Keep the file itself in your file store and write here what matters in it.'),
  emails: z.array(z.string().max(254)).max(100),
  phones: z.array(z.string().max(200)).max(100),
});
export type ContactForm = z.infer<typeof contactForm>;

const shownStreet = (address: ContactAddress | undefined): string =>
  address === undefined ? '' : address.lines.length > 0 ? address.lines.join(', ') : (address.formatted ?? '').replaceAll('\n', ', ');

/** A contact as the form shows it. What the form does not show stays untouched when it is saved. */
export const formOf = (fields: ContactFields): ContactForm => {
  const [address] = fields.addresses;
  return {
    kind: fields.kind,
    givenName: fields.name?.given ?? '',
    familyName: fields.name?.family ?? '',
    organisation: fields.organisationName ?? (fields.kind === 'organisation' ? fields.displayName : ''),
    emails: fields.emails.map((email) => email.address),
    phones: fields.phones.map(shownPhone),
    abn: fields.abn === null ? null : formatAbn(fields.abn),
    suburb: address?.locality ?? '',
    state: address?.region ?? '',
    postcode: address?.postcode ?? '',
    street: shownStreet(address),
    note: fields.notes ?? '',
    assuranceClient: fields.flags.assuranceClient,
    doNotContact: fields.flags.doNotContact,
  };
};

/** A contact of which nothing is recorded. */
export const noFields: ContactFields = {
  kind: 'person',
  entity: 'unknown',
  displayName: '?',
  name: null,
  organisationName: null,
  legalName: null,
  jobTitle: null,
  department: null,
  emails: [],
  phones: [],
  addresses: [],
  websites: [],
  abn: null,
  acn: null,
  dateOfBirth: null,
  notes: null,
  tags: [],
  flags: { assuranceClient: false, doNotContact: false, deceased: false },
  contactPersons: [],
  externalIds: [],
  details: [],
  unread: [],
};

/** A form in which nothing is entered yet. */
export const blankForm: ContactForm = formOf(noFields);

const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\S\n]+/gu, ' ')
    .trim();
const orNull = (text: string): string | null => (text === '' ? null : text);

type Identified = Pick<ContactFields, 'kind' | 'entity' | 'displayName' | 'name' | 'organisationName'>;

const identityOf = (form: ContactForm, before: ContactFields): Result<Identified, FieldIssue> => {
  const [given, family, organisation] = [clean(form.givenName), clean(form.familyName), clean(form.organisation)];
  if (form.kind === 'organisation') {
    if (organisation === '') return err({ path: 'organisation', message: 'Enter the name of the organisation.' });
    if (given !== '' || family !== '')
      return err({
        path: 'givenName',
        message: 'An organisation has no given or family name: add the person as a contact of their own.',
      });
    const same = before.kind === 'organisation' && formOf(before).organisation === organisation;
    const displayName = same ? before.displayName : organisation;
    return ok({
      kind: 'organisation',
      entity: before.kind === 'organisation' && before !== noFields ? before.entity : entityByName(organisation),
      displayName,
      name: null,
      organisationName: organisation,
    });
  }
  const shown = formOf(before);
  const entity = before.kind === 'person' && before !== noFields ? before.entity : 'individual';
  const unchanged = before.kind === 'person' && before !== noFields && shown.givenName === given && shown.familyName === family;
  if (unchanged)
    return ok({
      kind: 'person',
      entity,
      displayName: before.displayName,
      name: before.name,
      organisationName: orNull(organisation),
    });
  if (given === '' && family === '') return err({ path: 'familyName', message: 'Enter a given name or a family name.' });
  const name: PersonName = {
    ...(before.name ?? { prefix: null, middle: null, suffix: null, nickname: null }),
    given: orNull(given),
    family: orNull(family),
  };
  const displayName = [name.given, name.middle, name.family, name.suffix].filter((part) => part !== null).join(' ');
  return ok({ kind: 'person', entity, displayName, name, organisationName: orNull(organisation) });
};

const emailWords = (error: EmailError): string => {
  switch (error.code) {
    case 'email-empty':
      return 'Enter an e-mail address or take this line away.';
    case 'email-no-at-sign':
      return 'An e-mail address has an “@”.';
    case 'email-local-part':
      return 'The part before the “@” is not that of an e-mail address.';
    case 'email-domain':
      return 'The part after the “@” is not a mail domain.';
    case 'email-too-long':
      return 'An e-mail address has at most 254 characters.';
  }
};

const readEmail = (text: string, path: string, before: readonly ContactEmail[]): Result<ContactEmail, FieldIssue> => {
  const kept = before.find((email) => email.address === text.trim());
  if (kept !== undefined) return ok(kept);
  const read = parseEmail(text);
  return read.ok ? ok({ address: read.value, label: null }) : err({ path, message: emailWords(read.error) });
};

const readPhone = (text: string, path: string, before: readonly ContactPhone[]): Result<ContactPhone, FieldIssue> => {
  const raw = clean(text);
  const kept = before.find((phone) => shownPhone(phone) === raw);
  if (kept !== undefined) return ok(kept);
  const read = parsePhone(raw);
  if (read.ok) return ok({ raw, e164: read.value.number, extension: read.value.extension ?? null, label: null });
  if (read.error.code === 'phone-lost-zero')
    return err({ path, message: `The leading 0 is missing: ${formatPhone(read.error.suggestion)}?` });
  return err({
    path,
    message: 'This number cannot be dialled. Add the area code, or the country code with +.',
  });
};

const AUSTRALIAN = /^(nsw|vic|qld|sa|wa|tas|nt|act)$/iu;

const readAddresses = (form: ContactForm, before: readonly ContactAddress[]): Result<readonly ContactAddress[], FieldIssue> => {
  const [first, ...others] = before;
  const [street, suburb, postcode] = [clean(form.street), clean(form.suburb), clean(form.postcode)];
  const typed = clean(form.state);
  const state = AUSTRALIAN.test(typed) ? typed.toUpperCase() : typed;
  const same =
    first !== undefined &&
    shownStreet(first) === street &&
    (first.locality ?? '') === suburb &&
    (first.region ?? '') === typed &&
    (first.postcode ?? '') === postcode;
  if (same) return ok(before);
  if (street === '' && suburb === '' && state === '' && postcode === '') return ok(others);
  if (AUSTRALIAN.test(state) && postcode !== '' && postcode !== first?.postcode && !/^\d{4}$/u.test(postcode))
    return err({ path: 'postcode', message: 'An Australian postcode has four digits.' });
  const lines =
    street === '' ? [] : first !== undefined && shownStreet(first) === street && first.lines.length > 0 ? first.lines : [street];
  return ok([
    {
      label: first?.label ?? null,
      attention: first?.attention ?? null,
      country: first?.country ?? null,
      lines,
      locality: orNull(suburb),
      region: orNull(state),
      postcode: orNull(postcode),
      formatted: null,
    },
    ...others,
  ]);
};

const taxFileNumbers = (form: ContactForm): readonly FieldIssue[] =>
  (['givenName', 'familyName', 'organisation', 'street', 'suburb', 'note'] as const)
    .filter((path) => redactTfns(form[path]).removed > 0)
    .map((path) => ({ path, message: 'This holds a tax file number, which may not be kept. Take it out.' }));

/**
 * Reads a form into the fields of a contact; `stored` is the contact it changes, `today` an ISO date after which nobody is born. What the
 * form does not name (labels, facts that it leaves out) stays. Errors: every entry that does not fit, by path.
 */
export const fieldsFromForm = (
  form: ContactForm,
  stored: ContactFields | null,
  today: string,
): Result<ContactFields, readonly FieldIssue[]> => {
  const before = stored ?? noFields;
  const issues: FieldIssue[] = [...taxFileNumbers(form)];
  const take = <T>(read: Result<T, FieldIssue>, otherwise: T): T => {
    if (read.ok) return read.value;
    issues.push(read.error);
    return otherwise;
  };
  const identity = take<Identified>(identityOf(form, before), before);
  const emails = form.emails
    .map((text, at) => take<ContactEmail | null>(readEmail(text, `emails.${at}`, before.emails), null))
    .filter((email) => email !== null);
  const phones = form.phones
    .map((text, at) => take<ContactPhone | null>(readPhone(text, `phones.${at}`, before.phones), null))
    .filter((phone) => phone !== null);
  const addresses = take(readAddresses(form, before.addresses), before.addresses);
  const abn = form.abn === null || form.abn.trim() === '' ? null : parseAbn(form.abn);
  if (abn?.ok === false)
    issues.push({
      path: 'abn',
      message:
        abn.error.code === 'abn-length'
          ? `An ABN has 11 digits; this has ${abn.error.digits}.`
          : 'This is not an ABN: a digit is probably wrong.',
    });
  const read: ContactFields = {
    ...before,
    ...identity,
    emails: [...new Map(emails.map((email) => [email.address.toLowerCase(), email])).values()],
    phones: [...new Map(phones.map((phone) => [`${phone.e164 ?? phone.raw} ${phone.extension ?? ''}`, phone])).values()],
    addresses,
    abn: abn?.ok === true ? abn.value : null,
    notes: orNull(form.note.normalize('NFC').trim()),
    flags: { ...before.flags, assuranceClient: form.assuranceClient, doNotContact: form.doNotContact },
  };
  const facts = withFacts(read, form.facts ?? {}, today);
  issues.push(...facts.issues);
  return issues.length > 0 ? err(issues) : ok(facts.fields);
};
