import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ContactFields } from '../contact/contact.ts';
import { fingerprintOf } from './fingerprint.ts';
import { givenNamesFile, givenNamesOf } from './given-names.ts';
import { judgePair } from './judge-pair.ts';
import type { BookFigures } from './rarity.ts';
import { reasonWords } from './reason.ts';
import { labelledBook } from './testing/labelled-book.ts';

const names = givenNamesOf(givenNamesFile.parse(JSON.parse(readFileSync('resources/given-names.json', 'utf8'))));
const [blank] = labelledBook(1, 1);
if (blank === undefined) throw new Error('no contact');

type Facts = {
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
  readonly suffix?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly born?: string;
  readonly suburb?: string;
};

const person = ({ given = '', middle, family = '', suffix, email, phone, born, suburb }: Facts): ContactFields => {
  const [year = 0, month = 0, day = 0] = (born ?? '').split('-').map(Number);
  return {
    ...blank.fields,
    kind: 'person',
    entity: 'individual',
    displayName: `${given} ${family}`,
    name: { prefix: null, given: given || null, middle: middle ?? null, family: family || null, suffix: suffix ?? null, nickname: null },
    emails: email === undefined ? [] : [{ address: email, label: null }],
    phones: phone === undefined ? [] : [{ raw: phone, e164: phone, extension: null, label: null }],
    dateOfBirth: born === undefined ? null : { year, month, day },
    addresses:
      suburb === undefined
        ? []
        : [{ label: null, attention: null, lines: [], locality: suburb, region: null, postcode: null, country: null, formatted: null }],
  };
};
const organisation = (name: string, fields: Partial<ContactFields> = {}): ContactFields => ({
  ...person({}),
  kind: 'organisation',
  entity: 'unknown',
  displayName: name,
  name: null,
  organisationName: name,
  ...fields,
});

const book = (holders = 2): BookFigures => ({
  size: 3000,
  holders: (key) => (/^[ep] /u.test(key) ? holders : /^[gn] /u.test(key) ? 12 : 2),
});
const judge = (left: ContactFields, right: ContactFields, figures = book()) =>
  judgePair(fingerprintOf('a', left, names), fingerprintOf('b', right, names), figures, names);
const codes = (left: ContactFields, right: ContactFields): readonly string[] => judge(left, right)?.reasons.map(({ code }) => code) ?? [];

describe('a pair of people', () => {
  it('is one by name and e-mail, and says so', () => {
    const found = judge(
      person({ given: 'Sarah', family: 'Chen', email: 'sarah@chen.au' }),
      person({ given: 'Sarah', family: 'CHEN', email: 'Sarah@Chen.au' }),
    );
    expect(found?.strength).toBe('strong');
    expect(found?.reasons.map(reasonWords)).toEqual([
      'Same e-mail address: sarah@chen.au',
      'Same given name: sarah',
      'Same name: sarah chen',
    ]);
  });

  it('is one by nickname, by names exchanged, by a changed family name with day of birth and number', () => {
    const phone = '+61491570156';
    expect(codes(person({ given: 'Elizabeth', family: 'Walker', phone }), person({ given: 'Libby', family: 'Walker', phone }))).toContain(
      'nickname',
    );
    expect(codes(person({ given: 'Sarah', family: 'Chen', phone }), person({ given: 'Chen', family: 'Sarah', phone }))).toContain(
      'names-swapped',
    );
    expect(
      codes(
        person({ given: 'Sarah', family: 'Chen', phone, born: '1984-03-14' }),
        person({ given: 'Sarah', family: 'Walker', phone, born: '1984-03-14' }),
      ),
    ).toContain('family-changed');
    expect(codes(person({ given: 'Sarah', family: 'Chen', phone }), person({ given: 'Sarah', family: 'Chen-Walker', phone }))).toContain(
      'family-part',
    );
  });

  it('is two where only the household is shared', () => {
    const home = { family: 'Walker', email: 'walkers@bigpond.com', phone: '+61280000000', suburb: 'Ryde' };
    expect(judge(person({ given: 'Sarah', ...home }), person({ given: 'Michael', ...home }))).toBe(null);
    expect(judge(person({ given: 'Jayden', born: '2001-02-03', ...home }), person({ given: 'Hayden', born: '2001-02-03', ...home }))).toBe(
      null,
    );
    expect(judge(person({ given: 'John', suffix: 'Snr', ...home }), person({ given: 'John', suffix: 'Jnr', ...home }))).toBe(null);
    expect(judge(person({ given: 'John', born: '1950-01-02', ...home }), person({ given: 'John', born: '1980-03-04', ...home }))).toBe(
      null,
    );
  });

  it('is two by name alone, and by a switchboard', () => {
    expect(judge(person({ given: 'Sarah', family: 'Chen' }), person({ given: 'Sarah', family: 'Chen' }))).toBe(null);
    const office = { given: 'Sarah', phone: '+61280000000' };
    expect(judge(person({ family: 'Chen', ...office }), person({ family: 'Walker', ...office }), book(60))).toBe(null);
  });

  it('is one where day and month were exchanged, two where the middle names differ', () => {
    const sarah = { given: 'Sarah', family: 'Chen', email: 's@chen.au' };
    expect(codes(person({ ...sarah, born: '1984-03-04' }), person({ ...sarah, born: '1984-04-03' }))).toContain('near-birth-date');
    expect(
      judge(
        person({ given: 'Sarah', middle: 'Anne', family: 'Chen', suburb: 'Ryde' }),
        person({ given: 'Sarah', middle: 'Louise', family: 'Chen', suburb: 'Ryde' }),
      ),
    ).toBe(null);
  });
});

describe('a pair of organisations', () => {
  const phones = [{ raw: '0280000000', e164: '+61280000000', extension: null, label: null }];

  it('is one by a company name, however it is written', () => {
    expect(codes(organisation('Harbour Bakery Pty Ltd'), organisation('The Harbour Bakery P/L'))).toEqual(['organisation-name']);
    expect(codes(organisation('Chen & Sons', { phones }), organisation('Chen and Sons', { phones }))).toContain('organisation-name');
    expect(codes(organisation('Harbour Bakery', { phones }), organisation('Harbour Bakrey', { phones }))).toContain(
      'organisation-spelling',
    );
  });

  it('is two for a trust and its trustee, a fund, and companies of one group', () => {
    expect(judge(organisation('Acacia Pty Ltd', { phones }), organisation('Acacia Family Trust', { phones }))).toBe(null);
    expect(
      judge(organisation('Acacia Pty Ltd', { phones }), organisation('Acacia Pty Ltd as trustee for the Acacia Trust', { phones })),
    ).toBe(null);
    expect(judge(organisation('Chen Super Fund', { phones }), organisation('Chen Family Trust', { phones }))).toBe(null);
    expect(judge(organisation('Chen Holdings Pty Ltd', { phones }), organisation('Chen Investments Pty Ltd', { phones }))).toBe(null);
    expect(judge(organisation('Unit Trust No 1', { phones }), organisation('Unit Trust No 2', { phones }))).toBe(null);
  });

  it('is one for a person that was entered as an organisation with the same number', () => {
    const sarah = person({ given: 'Sarah', family: 'Chen', phone: '+61491570156' });
    expect(codes(sarah, { ...organisation('Sarah Chen'), phones: sarah.phones })).toContain('as-organisation');
    expect(judge(sarah, organisation('Sarah Chen'))).toBe(null);
  });
});
