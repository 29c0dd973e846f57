import type { ContactFields } from '../../domain/contact/contact.ts';
import { searchable } from '../../domain/text/search-words.ts';

/** Columns of the full-text index of one contact. */
export type SearchText = {
  readonly name: string;
  readonly organisation: string;
  readonly email: string;
  readonly place: string;
  readonly digits: string;
};

const words = (parts: readonly (string | null | undefined)[]): string =>
  searchable(parts.filter((part) => part !== null && part !== undefined && part !== '').join(' '));

/** Digits of a number in every way it is typed: national with 0, international without +. */
const digitForms = (e164: string | null, raw: string): readonly string[] => {
  const typed = raw.replace(/\D/gu, '');
  if (e164 === null) return [typed];
  const international = e164.slice(1);
  return e164.startsWith('+61') ? [`0${international.slice(2)}`, international, international.slice(2)] : [international, typed];
};

/** What a contact is found by. */
export const searchTextOf = (fields: ContactFields): SearchText => ({
  name: words([
    fields.displayName,
    ...(fields.name === null ? [] : [fields.name.given, fields.name.middle, fields.name.family, fields.name.nickname]),
    ...fields.contactPersons.map((person) => person.name),
  ]),
  organisation: words([fields.organisationName, fields.legalName]),
  email: words([...fields.emails.map((email) => email.address), ...fields.contactPersons.map((person) => person.email)]),
  place: words([
    ...fields.addresses.flatMap((address) => [address.locality, address.postcode]),
    ...fields.tags,
    ...fields.externalIds.map((external) => external.id),
  ]),
  digits: [
    ...new Set([
      ...fields.phones.flatMap((phone) => digitForms(phone.e164, phone.raw)),
      ...(fields.abn === null ? [] : [fields.abn, fields.abn.slice(2)]),
      ...(fields.acn === null ? [] : [fields.acn]),
    ]),
  ]
    .filter((digits) => digits !== '')
    .join(' '),
});
