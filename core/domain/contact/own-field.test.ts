import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OWN_FIELD_TYPES, type OwnField, ownFieldsSchema, ownValueWords, readOwnValue, typedOwnValue } from './own-field.ts';

const field = (over: Partial<OwnField> = {}): OwnField => ({ code: 'ledger', name: 'Ledger', type: 'text', choices: [], ...over });

describe('own fields of a practice', () => {
  it('have one code and one name each, and choices where they choose', () => {
    const reads = (fields: readonly OwnField[]): boolean => ownFieldsSchema.safeParse({ fields }).success;
    expect(reads([field(), field({ code: 'other', name: 'Other' })])).toBe(true);
    expect(reads([field(), field({ name: 'Other' })])).toBe(false);
    expect(reads([field(), field({ code: 'other', name: 'LEDGER' })])).toBe(false);
    expect(reads([field({ type: 'choice' })])).toBe(false);
    expect(reads([field({ type: 'choice', choices: ['Xero', 'xero'] })])).toBe(false);
    expect(reads([field({ code: 'Not a code' })])).toBe(false);
  });

  it.each([
    ['number', '1,200', 1200],
    ['number', '0.75', '0.75'],
    ['number', '-3', -3],
    ['date', '4 Aug 2026', '2026-08-04'],
    ['date', '2026-08-04', '2026-08-04'],
    ['yes-no', 'yes', true],
    ['yes-no', 'no', false],
    ['choice', 'Xero', 'Xero'],
    ['text', '  kept as typed ', 'kept as typed'],
    ['text', '', null],
  ] as const)('%s reads “%s”', (type, typed, value) => {
    expect(readOwnValue(field({ type, choices: ['Xero', 'MYOB'] }), typed)).toEqual({ ok: true, value });
  });

  it.each([
    ['number', 'twelve', /takes a number/u],
    ['number', '1e3', /takes a number/u],
    ['date', '31 Feb 2026', /takes a day/u],
    ['yes-no', 'maybe', /yes or no/u],
    ['choice', 'QuickBooks', /no choice of “Ledger”: Xero, MYOB/u],
    ['text', 'TFN 123 456 782', /tax file number/u],
  ] as const)('%s refuses “%s” and says what fits', (type, typed, words) => {
    const read = readOwnValue(field({ type, choices: ['Xero', 'MYOB'] }), typed);
    expect(read.ok ? '' : read.error).toMatch(words);
  });

  it('give back what was typed, so that a form opened and saved changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OWN_FIELD_TYPES), fc.string(), (type, typed) => {
        const own = field({ type, choices: ['Xero', 'MYOB'] });
        const read = readOwnValue(own, typed);
        if (!read.ok) return;
        expect(readOwnValue(own, typedOwnValue(read.value))).toEqual(read);
      }),
    );
  });

  it('read as words', () => {
    expect(ownValueWords('number', '-1234567.5')).toBe('-1,234,567.5');
    expect(ownValueWords('date', '2026-08-04')).toBe('4 Aug 2026');
    expect(ownValueWords('yes-no', 'no')).toBe('No');
    expect(ownValueWords('choice', 'Xero')).toBe('Xero');
  });
});
