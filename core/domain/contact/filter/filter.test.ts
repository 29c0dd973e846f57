import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../time/local-date.ts';
import { checkFilter } from './check-filter.ts';
import { CONTACT_FIELDS, fieldCatalogue } from './fields.ts';
import { type Chip, type Filter, filterSchema, isGroup, narrowed, tidyFilter } from './filter.ts';
import { filterText, readFilterText } from './filter-text.ts';
import { chipWords } from './filter-words.ts';

const TODAY = '2026-10-15' as LocalDate;
const fields = fieldCatalogue([]);

const chip = (field: string, op: string, ...values: string[]): Chip => ({ field, op, values });
const chips = fc.record({
  field: fc.constantFrom('name', 'stage', 'tags', 'owner', 'added', 'own-visits'),
  op: fc.constantFrom('any', 'none', 'has', 'last', 'yes', 'zz'),
  values: fc.array(
    fc.oneof(fc.constantFrom('a', 'b', '7', '2026-10-01', 'x,y', '(z|w);%41:', 'Zoë Ł 🙂'), fc.string({ minLength: 1, maxLength: 12 })),
    {
      maxLength: 3,
    },
  ),
});
const filters: fc.Arbitrary<Filter> = fc.record({
  match: fc.constantFrom('all' as const, 'any' as const),
  parts: fc.array(fc.oneof(chips, fc.record({ chips: fc.array(chips, { minLength: 1, maxLength: 4 }) })), { maxLength: 5 }),
});

/** What a filter says when each chip is true or false: the meaning of and, or and groups without any field. */
const holds = ({ match, parts }: Filter, truth: (chip: Chip) => boolean): boolean => {
  const values = parts.map((part) => (isGroup(part) ? (match === 'all' ? part.chips.some(truth) : part.chips.every(truth)) : truth(part)));
  return values.length === 0 || (match === 'all' ? values.every(Boolean) : values.some(Boolean));
};
/** Truth of a chip by its words and a seed, so that equal chips are equally true. */
const truthBy =
  (seed: number) =>
  (one: Chip): boolean =>
    [...JSON.stringify(one)].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, seed) % 2 === 0;

describe('the line of a filter', () => {
  it('reads back as it was written, in one way of writing only', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const text = filterText(filter);
        const read = readFilterText(text);
        expect(read).toEqual({ ok: true, value: tidyFilter(filter) });
        if (read.ok) expect(filterText(read.value)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes any text without a throw, and gives only filters of the schema', () => {
    const parts = fc.constantFrom('stage:any:a', ';', '|', '(', ')', ':', ',', '%', '%2C', '%zz', 'name', 'has', 'x', '');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(parts, { maxLength: 14 }).map((all) => all.join('')),
          fc.string(),
        ),
        (text) => {
          const read = readFilterText(text);
          if (read.ok) expect(filterSchema.safeParse(read.value).success).toBe(true);
          else expect(read.error.at).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    [
      { match: 'all', parts: [chip('stage', 'any', 'customer', 'champion'), chip('owner', 'any', 'me')] },
      'stage:any:customer,champion;owner:any:me',
    ],
    [
      { match: 'all', parts: [chip('kind', 'any', 'person'), { chips: [chip('tags', 'any', 'VIP'), chip('referral', 'yes')] }] },
      'kind:any:person;(tags:any:VIP|referral:yes)',
    ],
    [{ match: 'all', parts: [{ chips: [chip('tags', 'any', 'VIP'), chip('referral', 'yes')] }] }, 'tags:any:VIP|referral:yes'],
    [{ match: 'any', parts: [chip('name', 'is', 'A, B (C)')] }, 'name:is:A%2C B %28C%29'],
    [{ match: 'all', parts: [] }, ''],
  ] satisfies [Filter, string][])('writes %j as %s', (filter, text) => {
    expect(filterText(filter)).toBe(text);
  });

  it.each([
    ['stage:any:a;;b', 12],
    ['(stage:any:a', 0],
    ['stage:any:a;(b:any:c)d', 21],
    ['name:is:a%2', 0],
    ['name:is:a:b', 0],
    ['UPPER:is:a', 0],
  ])('refuses %s at %d', (text, at) => {
    expect(readFilterText(text)).toEqual({ ok: false, error: { code: 'filter-text', at } });
  });
});

describe('the meaning of a filter', () => {
  it('stays the same when it is tidied and grows by one "and" when it is narrowed', () => {
    fc.assert(
      fc.property(filters, chips, fc.nat(1000), (filter, more, seed) => {
        const truth = truthBy(seed);
        expect(holds(tidyFilter(filter), truth)).toBe(holds(filter, truth));
        expect(holds(narrowed(filter, more), truth)).toBe(holds(filter, truth) && truth(more));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('checkFilter', () => {
  it('never throws, and keeps or names every chip', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const { filter: checked, leftOut } = checkFilter(filter, fields, TODAY);
        const kept = checked.parts.reduce((sum, part) => sum + ('tests' in part ? part.tests.length : 1), 0);
        const all = filter.parts.reduce((sum, part) => sum + (isGroup(part) ? part.chips.length : 1), 0);
        expect(kept + leftOut.length).toBe(all);
      }),
      { numRuns: 2000 },
    );
  });

  const one = (given: Chip) => checkFilter({ match: 'all', parts: [given] }, fields, TODAY);

  it.each([
    [chip('added', 'last', '30'), { ask: 'date', field: 'added', from: '2026-09-16', to: '2026-10-15' }],
    [chip('consent-end', 'coming', '1'), { ask: 'date', field: 'consent-end', from: '2026-10-15', to: '2026-10-15' }],
    [chip('added', 'between', '2026-12-01', '2026-11-01'), { ask: 'date', field: 'added', from: '2026-11-01', to: '2026-12-01' }],
    [chip('added', 'before', '2026-11-01'), { ask: 'date', field: 'added', from: null, to: '2026-10-31' }],
    [chip('added', 'after', '2026-11-01'), { ask: 'date', field: 'added', from: '2026-11-02', to: null }],
    [chip('email', 'empty'), { ask: 'filled', field: 'email', type: 'text', filled: false }],
    [chip('stage', 'none', 'churned', 'churned'), { ask: 'choice', field: 'stage', op: 'none', values: ['churned'] }],
    [chip('referral', 'no'), { ask: 'yes-no', field: 'referral', yes: false }],
  ])('reads %j', (given, test) => {
    expect(one(given)).toEqual({ filter: { match: 'all', parts: [test] }, leftOut: [] });
  });

  it.each([
    [chip('height', 'is', '2'), 'no-such-field'],
    [chip('stage', 'has', 'x'), 'no-such-operator'],
    [chip('added', 'on', '2026-02-30'), 'no-such-value'],
    [chip('added', 'last', '0'), 'no-such-value'],
    [chip('added', 'before', '0001-01-01'), 'no-such-value'],
    [chip('referral', 'yes', 'x'), 'no-such-value'],
    [chip('stage', 'any'), 'no-such-value'],
  ])('leaves %j out as %s', (given, code) => {
    expect(one(given)).toEqual({ filter: { match: 'all', parts: [] }, leftOut: [{ chip: given, code }] });
  });
});

describe('chipWords', () => {
  const named = (given: Chip) => chipWords(given, fields.get(given.field), (_, code) => (code === 'p1' ? 'Priya Nair' : undefined));

  it.each([
    [chip('owner', 'any', 'p1', 'p2'), 'Owner|is any of|Priya Nair, p2'],
    [chip('owner', 'any', 'p1'), 'Owner|is|Priya Nair'],
    [chip('kind', 'any', 'person'), 'Type|is|Person'],
    [chip('stage', 'none', 'churned'), 'Stage|is not|churned'],
    [chip('added', 'last', '30'), 'Added|is in the last|30 days'],
    [chip('consent-end', 'before', '2026-11-05'), 'Consent ends|is before|5 Nov 2026'],
    [chip('gone', 'any', 'x'), 'gone|any|x'],
  ])('says %j as %s', (given, words) => {
    const { field, operator, value } = named(given);
    expect([field, operator, value].join('|')).toBe(words);
  });

  it('names every field once', () => {
    expect(new Set(CONTACT_FIELDS.map((field) => field.name)).size).toBe(CONTACT_FIELDS.length);
    expect(new Set(CONTACT_FIELDS.map((field) => field.title)).size).toBe(CONTACT_FIELDS.length);
  });
});
