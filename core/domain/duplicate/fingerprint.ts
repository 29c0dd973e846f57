import type { ContactAddress, ContactFields, PartialDate } from '../contact/contact.ts';
import { splitGivenFirst, splitSurnameFirst } from '../contact/name.ts';
import { abnOfCompany } from '../identity/abn.ts';
import type { GivenNames } from './given-names.ts';
import { type OrganisationName, organisationNameOf } from './organisation-name.ts';
import { foldedWords } from './spelling.ts';

/** What of a contact is compared, folded once so that each pair costs little. Absent is empty or null. */
export type Fingerprint = {
  readonly id: string;
  /** A couple in one record is neither of the two people. */
  readonly kind: 'person' | 'couple' | 'organisation';
  readonly name: string;
  /** The given name and the nickname, as written; of a couple both given names. */
  readonly given: readonly string[];
  /** What the given names may be short for. */
  readonly roots: readonly string[];
  readonly middle: readonly string[];
  readonly family: string;
  /** The parts of a double name. */
  readonly familyParts: readonly string[];
  readonly suffix: string;
  readonly born: PartialDate | null;
  readonly emails: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
  readonly abn: string | null;
  readonly acn: string | null;
  /** ABNs that this can be by its own ABN or by its ACN. */
  readonly abns: readonly string[];
  readonly suburbs: readonly string[];
  /** Number, first word of the street and postcode or suburb: "12 wattle 2150". */
  readonly streets: readonly string[];
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  readonly organisation: OrganisationName | null;
  /** Where a person works. */
  readonly employer: string;
};

const GENERATION = /^(?:jnr|jr|snr|sr|junior|senior|ii|iii|iv)$/u;

const foldedEmail = (address: string): string => {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const plain = local.replace(/\+.*$/u, '');
  // These two read the local part without its dots.
  return `${/^(?:gmail|googlemail)\.com$/u.test(domain) ? plain.replaceAll('.', '') : plain}@${domain}`;
};

const streetOf = (address: ContactAddress): string | null => {
  const text = foldedWords([...address.lines, address.lines.length === 0 ? (address.formatted ?? '') : ''].join(' '));
  const number = text.findIndex((word) => /^\d+[a-z]?$/u.test(word));
  const numbers = text.slice(number).findIndex((word) => !/^\d+[a-z]?$/u.test(word));
  if (number === -1 || numbers === -1) return null;
  const place = address.postcode ?? foldedWords(address.locality ?? '').join(' ');
  if (place === '') return null;
  return [...text.slice(number, number + numbers), text[number + numbers] ?? '', place].join(' ');
};

const unique = (values: readonly string[]): readonly string[] => (values.length < 2 ? values : [...new Set(values)]);

type PersonParts = Pick<Fingerprint, 'given' | 'middle' | 'family' | 'familyParts' | 'suffix'>;

const coupleGiven = (name: string): readonly string[] =>
  name.split(/\s+(?:&|and)\s+/iu).flatMap((person) => foldedWords(person).slice(0, 1));

const personParts = (fields: ContactFields): PersonParts => {
  const { name } = fields;
  const split = name === null || (name.given === null && name.family === null) ? null : name;
  const read = split ?? splitSurnameFirst(fields.displayName) ?? splitGivenFirst(fields.displayName);
  const given = foldedWords(read.given ?? '');
  const familyParts = foldedWords(read.family ?? '').filter((word) => !GENERATION.test(word));
  const suffix = foldedWords(read.suffix ?? '').find((word) => GENERATION.test(word));
  const alias = foldedWords(name?.nickname ?? '').slice(0, 1);
  return {
    given: unique([...given.slice(0, 1), ...alias]),
    middle: unique([...given.slice(1), ...foldedWords(name?.middle ?? '')]),
    family: familyParts.join(''),
    familyParts,
    suffix: suffix === undefined ? '' : suffix.startsWith('s') ? 'senior' : suffix.startsWith('j') ? 'junior' : suffix,
  };
};

const NOBODY: PersonParts = { given: [], middle: [], family: '', familyParts: [], suffix: '' };

/** Reads what is compared out of a contact. */
export const fingerprintOf = (id: string, fields: ContactFields, names: GivenNames): Fingerprint => {
  const kind = fields.kind === 'organisation' ? 'organisation' : fields.entity === 'couple' ? 'couple' : 'person';
  const parts = kind === 'organisation' ? NOBODY : personParts(fields);
  const given = kind === 'couple' ? unique(coupleGiven(fields.displayName)) : parts.given;
  const employer = kind === 'organisation' ? null : fields.organisationName;
  const organisation = kind === 'organisation' ? organisationNameOf(fields.organisationName ?? fields.displayName, fields.entity) : null;
  const { addresses } = fields;
  return {
    id,
    kind,
    name: fields.displayName,
    ...parts,
    given,
    roots: unique(given.flatMap((form) => names.rootsOf(form))),
    born: fields.dateOfBirth,
    emails: unique(fields.emails.map(({ address }) => foldedEmail(address))),
    phones: unique(
      fields.phones.flatMap(({ e164, extension }) => (e164 === null ? [] : [extension === null ? e164 : `${e164}x${extension}`])),
    ),
    abn: fields.abn,
    acn: fields.acn,
    // On the record of a trust or fund the ACN is its trustee's.
    abns: unique([
      ...(fields.abn === null ? [] : [fields.abn]),
      ...(fields.acn === null || organisation?.body === 'trust' || organisation?.body === 'super' ? [] : [abnOfCompany(fields.acn)]),
    ]),
    suburbs: unique(addresses.flatMap(({ locality }) => (locality === null ? [] : [foldedWords(locality).join(' ')]))),
    streets: unique(addresses.flatMap((address) => streetOf(address) ?? [])),
    codes: unique(fields.externalIds.map(({ system, id: code }) => `${system.toLowerCase()} ${code.toLowerCase()}`)),
    sites: unique(
      fields.websites.map((site) =>
        site
          .toLowerCase()
          .replace(/^https?:\/\//u, '')
          .replace(/^www\./u, '')
          .replace(/\/.*$/u, ''),
      ),
    ),
    organisation,
    employer: employer === null ? '' : organisationNameOf(employer, 'unknown').words.join(' '),
  };
};
