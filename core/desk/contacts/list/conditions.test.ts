import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactDocument } from '../../../domain/contact/document.ts';
import { checkFilter, type Test } from '../../../domain/contact/filter/check-filter.ts';
import { CONSENT_STATES, CONTACT_FIELDS, fieldCatalogue } from '../../../domain/contact/filter/fields.ts';
import type { Chip, Filter } from '../../../domain/contact/filter/filter.ts';
import { filterText } from '../../../domain/contact/filter/filter-text.ts';
import { OPERATORS } from '../../../domain/contact/filter/operators.ts';
import { consentStateAt, type SharingSummary } from '../../../domain/contact/sharing/sharing-summary.ts';
import type { LocalDate } from '../../../domain/time/local-date.ts';
import { foldText } from '../../../domain/text/search-words.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { sortable } from '../stored-contact.ts';
import { addContacts, bookOf, plainContact } from './book.fixture.ts';

// The filters of SQL are held against a naive reading of the same contacts in memory, chip by chip and joined.

const NOW = '2026-10-15T01:00:00.000Z';
const TODAY = '2026-10-15' as LocalDate;
const ZONE = 'Australia/Sydney';
const SOON = '2026-11-14T13:00:00.000Z';
const ABC = '01890000-0000-7000-8000-00000000000a';
const LUMEN = '01890000-0000-7000-8000-00000000000b';

type Known = {
  readonly id: string;
  readonly document: ContactDocument;
  readonly summary: SharingSummary;
  readonly active: string | null;
  readonly open: number;
  readonly agreed: boolean;
};

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
};
const names = ['Sarah Chen', 'Łukasz Kowalczyk', 'Zoë Müller', 'Liam O’Brien', 'Hartley 100% Design_Co', 'nguyễn'];
const suburbs = ['Marrickville', 'Epping', 'St Peters', null];
const summaries: readonly SharingSummary[] = [
  { said: 'nothing' },
  { said: 'given', from: '2026-01-01T00:00:00.000Z', until: '2027-10-06T00:00:00.000Z', recipients: [ABC] },
  { said: 'given', from: '2026-01-01T00:00:00.000Z', until: SOON, recipients: [ABC, LUMEN] },
  { said: 'given', from: '2026-01-01T00:00:00.000Z', until: '2026-11-14T12:59:59.999Z', recipients: [LUMEN] },
  { said: 'given', from: '2025-01-01T00:00:00.000Z', until: NOW, recipients: [ABC] },
  { said: 'asked', at: '2026-10-01T00:00:00.000Z' },
  { said: 'refused', at: '2026-10-01T00:00:00.000Z' },
  { said: 'withdrawn', at: '2026-10-01T00:00:00.000Z' },
];
const RANKS = { given: 1, asked: 2, refused: 3, withdrawn: 4, nothing: 5 } as const;

let test: TestDesk;
let known: readonly Known[] = [];

const documentAt = (at: number, person: string): Partial<ContactDocument> => ({
  displayName: pick(names, at * 5 + 1),
  kind: at % 4 === 0 ? 'organisation' : 'person',
  organisationName: at % 3 === 0 ? pick(['Kelly & Co', 'O’Brien Electrical', 'KELLY & CO'], at) : null,
  emails:
    at % 2 === 0
      ? [
          { address: `p${String(at % 7)}@Example.com`.toLowerCase(), label: null },
          { address: `second${String(at % 3)}@home.example`, label: null },
        ]
      : [],
  phones: at % 3 === 1 ? [{ raw: '0491 570 156', e164: `+6149157015${String(at % 9)}`, extension: null, label: null }] : [],
  addresses: [
    {
      label: null,
      attention: null,
      lines: [],
      locality: pick(suburbs, at),
      region: pick(['NSW', 'VIC', null], at),
      postcode: at % 2 === 0 ? '2204' : null,
      country: null,
      formatted: null,
    },
  ],
  dateOfBirth: at % 5 === 0 ? { year: 1980, month: 1 + (at % 12), day: 3 } : at % 5 === 1 ? { year: null, month: 2, day: 29 } : null,
  tags: [...(at % 2 === 0 ? ['VIP'] : []), ...(at % 3 === 0 ? ['Home, loan'] : [])],
  stage: pick(['lead', 'customer', null], at),
  owner: at % 3 === 0 ? person : at % 3 === 1 ? LUMEN : null,
  partner: at % 11 === 0 ? ABC : null,
  flags: { assuranceClient: at % 6 === 0, doNotContact: at % 7 === 0, deceased: at % 13 === 0 },
});

beforeAll(() => {
  test = openTestDesk({ now: '2026-08-30T14:30:00.000Z' });
  const ids: string[] = [];
  for (let at = 0; at < 66; at += 1) {
    ids.push(...addContacts(test, [documentAt(at, test.person.person)]));
    test.advance(86_400_000 / 3);
  }
  test.advance(Date.parse(NOW) - Date.parse(test.desk.clock.now()));
  known = ids.map((id, at): Known => {
    const summary = pick(summaries, at * 3 + (at % 2));
    const active = at % 4 === 0 ? null : `2026-10-${String(1 + (at % 14)).padStart(2, '0')}T13:30:00.000Z`;
    const given = summary.said === 'given' ? summary : null;
    const changed = test.desk.db
      .statement<(string | number | null)[], { readonly no: number }>(
        'update contact_list set consent_rank = ?, consent_at = ?, consent_from = ?, consent_until = ?, consent_to = ?, referral_open = ?, active_at = ? where id = ? returning no',
      )
      .get(
        RANKS[summary.said],
        'at' in summary ? summary.at : null,
        given?.from ?? null,
        given?.until ?? null,
        JSON.stringify(given?.recipients ?? []),
        at % 3,
        active,
        id,
      );
    for (const recipient of given?.recipients ?? [])
      test.desk.db
        .statement<(string | number)[], never>('insert into contact_consent values (?, ?, ?, ?)')
        .run(changed?.no ?? 0, recipient, given?.from ?? '', given?.until ?? '');
    // None, one that stands, one that was withdrawn, one that was withdrawn and given again.
    const optIns = pick([[], [0], [1], [1, 0], [0, 1]], at);
    for (const [index, withdrawn] of optIns.entries())
      test.desk.db
        .statement<(string | number)[], never>('insert into marketing_opt_in values (?, ?, ?, ?, ?)')
        .run(`${id} ${String(index)}`, id, `2026-0${String(index + 1)}-01T00:00:00.000Z`, 'express', withdrawn);
    return {
      id,
      document: { ...plainContact, ...documentAt(at, test.person.person) },
      summary,
      active,
      open: at % 3,
      agreed: optIns.at(-1) === 0,
    };
  });
});
afterAll(() => test.close());

const text = (contact: Known, field: string): readonly string[] => {
  const { document } = contact;
  const address = document.addresses[0];
  const some = (value: string | null | undefined): readonly string[] => (value === null || value === undefined ? [] : [value]);
  if (field === 'name') return [foldText(document.displayName)];
  if (field === 'organisation') return some(document.organisationName).map(sortable);
  if (field === 'email') return document.emails.map((email) => email.address);
  if (field === 'phone') return document.phones.flatMap((phone) => some(phone.e164));
  if (field === 'abn') return some(document.abn);
  return field === 'suburb' ? some(address?.locality).map(sortable) : some(address?.postcode);
};

const textHolds = (contact: Known, { field, op, value }: Extract<Test, { readonly ask: 'text' }>): boolean => {
  const held = text(contact, field);
  if (field === 'phone') {
    const digits = value.replace(/\D/gu, '');
    const national = digits.replace(/^0/u, '');
    if (digits === '') return op === 'not';
    if (op === 'has') return held.some((one) => one.includes(national));
    const starts = [`+61${national}`, `+${digits}`];
    if (op === 'starts') return held.some((one) => starts.some((start) => one.startsWith(start)));
    return held.some((one) => starts.includes(one)) === (op === 'is');
  }
  const typed = value.trim();
  const asked =
    field === 'name'
      ? foldText(typed)
      : field === 'email'
        ? typed.toLowerCase()
        : field === 'abn'
          ? value.replace(/\s/gu, '')
          : field === 'postcode'
            ? typed
            : sortable(typed);
  if (op === 'has') return held.some((one) => one.includes(asked));
  if (op === 'starts') return held.some((one) => one.startsWith(asked));
  return held.includes(asked) === (op === 'is');
};

const choiceOf = (contact: Known, field: string): string | null => {
  const { document } = contact;
  if (field === 'consent') return consentStateAt(contact.summary, NOW, SOON);
  if (field === 'kind') return document.kind;
  if (field === 'entity') return document.entity;
  if (field === 'region') return document.addresses[0]?.region ?? null;
  if (field === 'batch') return null;
  return field === 'stage' ? document.stage : document.owner;
};

const setOf = (contact: Known, field: string): readonly string[] => {
  if (field === 'tags') return contact.document.tags;
  const { summary } = contact;
  return summary.said === 'given' && summary.until > NOW ? summary.recipients : [];
};

const dateOf = (contact: Known, field: string, added: ReadonlyMap<string, string>): string | null => {
  const born = contact.document.dateOfBirth;
  if (field === 'born')
    return born === null || born.year === null
      ? null
      : `${String(born.year)}-${String(born.month).padStart(2, '0')}-${String(born.day).padStart(2, '0')}`;
  const at =
    field === 'consent-end'
      ? contact.summary.said === 'given'
        ? contact.summary.until
        : null
      : field === 'active'
        ? contact.active
        : (added.get(contact.id) ?? null);
  return at === null ? null : dateIn(ZONE, at);
};

const yes = (contact: Known, field: string): boolean => {
  const { flags, partner } = contact.document;
  if (field === 'referral') return contact.open > 0;
  if (field === 'partner') return partner !== null;
  if (field === 'marketing') return contact.agreed;
  if (['task', 'task-late', 'ticket', 'deal'].includes(field)) return false;
  return field === 'assurance' ? flags.assuranceClient : field === 'silent' ? flags.doNotContact : flags.deceased;
};

const holds = (contact: Known, test_: Test, added: ReadonlyMap<string, string>): boolean => {
  switch (test_.ask) {
    case 'text':
      return textHolds(contact, test_);
    case 'choice': {
      const value = choiceOf(contact, test_.field);
      const meant = test_.values.map((one) => (test_.field === 'owner' && one === 'me' ? test.person.person : one));
      return (value !== null && meant.includes(value)) === (test_.op === 'any');
    }
    case 'set': {
      const held = setOf(contact, test_.field);
      if (test_.op === 'all') return test_.values.every((value) => held.includes(value));
      return test_.values.some((value) => held.includes(value)) === (test_.op === 'any');
    }
    case 'yes-no':
      return yes(contact, test_.field) === test_.yes;
    case 'number':
      return false;
    case 'date': {
      const date = dateOf(contact, test_.field, added);
      return date !== null && (test_.from === null || date >= test_.from) && (test_.to === null || date <= test_.to);
    }
    case 'filled': {
      const { field, type } = test_;
      const filled =
        type === 'text'
          ? text(contact, field).length > 0
          : type === 'set'
            ? setOf(contact, field).length > 0
            : type === 'date'
              ? dateOf(contact, field, added) !== null
              : field === 'consent'
                ? contact.summary.said !== 'nothing'
                : choiceOf(contact, field) !== null;
      return filled === test_.filled;
    }
  }
};

const values: Readonly<Record<string, readonly string[]>> = {
  text: [
    'chen',
    'lukasz',
    'Z',
    '%',
    '_',
    'O’Brien',
    'kelly co',
    'second1@home.example',
    'P2@example.com',
    '0491 570',
    '91570151',
    '2204',
    'st peters',
    'x',
  ],
  choice: [...CONSENT_STATES, 'person', 'organisation', 'lead', 'customer', 'me', LUMEN, 'NSW', 'individual'],
  set: ['VIP', 'Home, loan', ABC, LUMEN],
  date: ['2026-09-10', '2026-10-15', '1980-06-03', '2026-11-14', '2026-11-15', '2027-10-06'],
  days: ['1', '7', '31', '400'],
};

const chips: fc.Arbitrary<Chip> = fc.constantFrom(...CONTACT_FIELDS).chain((field) =>
  fc.constantFrom(...OPERATORS[field.type]).chain((operator) => {
    const list = values[operator.operand === 'days' ? 'days' : field.type] ?? ['1'];
    const counts: Readonly<Record<string, readonly [number, number]>> = { none: [0, 0], choices: [1, 3], dates: [2, 2], numbers: [2, 2] };
    const [minLength, maxLength] = counts[operator.operand] ?? [1, 1];
    return fc.record({
      field: fc.constant(field.name),
      op: fc.constant(operator.code),
      values: fc.array(fc.constantFrom(...list), { minLength, maxLength }),
    });
  }),
);
const filters: fc.Arbitrary<Filter> = fc.record({
  match: fc.constantFrom('all' as const, 'any' as const),
  parts: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: chips },
      { weight: 1, arbitrary: fc.record({ chips: fc.array(chips, { minLength: 1, maxLength: 3 }) }) },
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
});

describe('filters in SQL', () => {
  it('let through exactly the contacts that a naive reading lets through, in the order of the list', () => {
    const everybody = bookOf(test, { limit: 500 }).rows;
    const added = new Map(everybody.map((row) => [row.id, row.addedAt]));
    const byId = new Map(known.map((contact) => [contact.id, contact]));
    const fields = fieldCatalogue([]);
    fc.assert(
      fc.property(filters, (filter) => {
        const checked = checkFilter(filter, fields, TODAY);
        const one = (contact: Known, of: Test): boolean => holds(contact, of, added);
        const fits = (contact: Known): boolean => {
          const { match, parts } = checked.filter;
          const truth = parts.map((part) =>
            'tests' in part
              ? match === 'all'
                ? part.tests.some((of) => one(contact, of))
                : part.tests.every((of) => one(contact, of))
              : one(contact, part),
          );
          return truth.length === 0 || (match === 'all' ? truth.every(Boolean) : truth.some(Boolean));
        };
        const expected = everybody.filter((row) => fits(byId.get(row.id) ?? pick(known, 0))).map((row) => row.id);
        const found = bookOf(test, { f: filterText(filter), limit: 500 });
        expect(found.rows.map((row) => row.id)).toEqual(expected);
        expect(found.matching).toBe(expected.length);
      }),
      { numRuns: 1500 },
    );
  }, 60_000);
});
