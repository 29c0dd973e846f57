import type { ContactFields } from '../../contact/contact.ts';
import { parseAcn, type Acn } from '../../identity/acn.ts';
import type { Draw } from './drawing.ts';
import { FAMILY, FEMALE, MALE, MARKS, STREETS, SUBURBS, TRADES } from './sample-names.ts';

/** A contact of a made-up book. Two with one `client` are the same client; `kind` says how they came to be there. */
export type LabelledContact = { readonly id: string; readonly client: string; readonly kind: string; readonly fields: ContactFields };

/** A contact that says nothing. */
export const BLANK: ContactFields = {
  kind: 'person',
  entity: 'individual',
  displayName: '-',
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

type Place = { readonly street: string; readonly suburb: string; readonly postcode: string };
type Born = { readonly year: number; readonly month: number; readonly day: number };

/** What is true of a person, before anybody wrote it down. */
export type Human = {
  readonly given: string;
  readonly family: string;
  readonly suffix?: string;
  readonly born: Born;
  readonly email: string;
  readonly phone: string;
  readonly place: Place;
};

/** What one clerk wrote down of a person. */
export type Written = Partial<Human> & { readonly employer?: string };

export const contactOf = (written: Written): ContactFields => {
  const { given = null, family = null, suffix = null, born, email, phone, place, employer = null } = written;
  return {
    ...BLANK,
    displayName: [given, family, suffix].filter((part) => part !== null).join(' '),
    name: { prefix: null, given, middle: null, family, suffix, nickname: null },
    organisationName: employer,
    emails: email === undefined ? [] : [{ address: email, label: null }],
    phones: phone === undefined ? [] : [{ raw: phone, e164: phone, extension: null, label: null }],
    addresses: place === undefined ? [] : [addressOf(place)],
    dateOfBirth: born ?? null,
  };
};

export const addressOf = ({ street, suburb, postcode }: Place): ContactFields['addresses'][number] => ({
  label: null,
  attention: null,
  lines: street === '' ? [] : [street],
  locality: suburb,
  region: 'NSW',
  postcode,
  country: null,
  formatted: null,
});

export type Maker = {
  readonly draw: Draw;
  readonly human: (fixed?: Partial<Human>) => Human;
  readonly place: () => Place;
  readonly mobile: () => string;
  readonly landline: () => string;
  readonly born: (from: number, to: number) => Born;
  readonly acn: () => Acn;
  readonly email: (given: string, family: string) => string;
  readonly add: (kind: string, client: string, fields: ContactFields) => void;
  readonly client: () => string;
  /** A mark and a trade that no other business of the book has: a company's name is its own by law. */
  readonly unusedName: () => readonly [string, string];
};

export const makerOf = (draw: Draw, made: LabelledContact[]): Maker => {
  let counter = 0;
  const used = new Set<string>();
  const number = (): number => (counter += 1);
  const digits = (value: number, length: number): string => String(value).padStart(length, '0');
  const place = (): Place => {
    const [suburb, postcode] = draw.common(SUBURBS);
    return { street: `${String(1 + draw.below(180))} ${draw.pick(STREETS)} ${draw.pick(['Street', 'Road', 'Avenue'])}`, suburb, postcode };
  };
  const mobile = (): string => `+614${digits(number() * 37 + draw.below(37), 8)}`;
  const landline = (): string => `+612${digits(80_000_000 + number() * 31, 8)}`;
  const born = (from: number, to: number): Born => ({
    year: from + draw.below(to - from),
    month: 1 + draw.below(12),
    day: 1 + draw.below(28),
  });
  const email = (given: string, family: string): string =>
    `${given}.${family}${String(number())}@${draw.pick(['gmail.com', 'bigpond.com', 'outlook.com', 'optusnet.com.au'])}`
      .toLowerCase()
      .replaceAll(/[' ]/gu, '');
  return {
    draw,
    place,
    mobile,
    landline,
    born,
    email,
    human: (fixed = {}) => {
      const given = fixed.given ?? draw.common(draw.chance(50) ? FEMALE : MALE);
      const family = fixed.family ?? draw.common(FAMILY);
      return { given, family, born: born(1940, 2004), email: email(given, family), phone: mobile(), place: place(), ...fixed };
    },
    acn: () => {
      for (;;) {
        const base = digits(10_000_000 + number() * 173 + draw.below(173), 8);
        const sum = [...base].reduce((total, digit, at) => total + Number(digit) * (8 - at), 0);
        const read = parseAcn(`${base}${String((10 - (sum % 10)) % 10)}`);
        if (read.ok) return read.value;
      }
    },
    add: (kind, client, fields) => {
      made.push({ id: `c${digits(made.length, 6)}`, client, kind, fields });
    },
    client: () => `k${String(number())}`,
    unusedName: () => {
      for (;;) {
        const mark = `${draw.pick(MARKS)} ${draw.chance(70) ? `${draw.pick(draw.chance(50) ? FAMILY : STREETS)} ` : ''}`;
        if (used.has(mark) && used.size < 2000) continue;
        used.add(mark);
        return [mark, draw.pick(TRADES)];
      }
    },
  };
};
