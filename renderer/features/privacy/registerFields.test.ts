import { describe, expect, it } from 'vitest';
import { breachInput, overseasInput } from '../../../core/contract/privacy.ts';
import { BREACH_FIELDS, OVERSEAS_FIELDS } from './registerSpecs.ts';
import { bodyOf, missingOf, startOf } from './registerFields.ts';

describe('fields of a register', () => {
  it('start empty, at the first choice, and name the first that is missing', () => {
    const start = startOf(BREACH_FIELDS, null);
    expect(start).toMatchObject({ title: '', state: 'suspected', seriousHarm: '', people: '' });
    const body = bodyOf(BREACH_FIELDS, start);
    expect(body).toMatchObject({ people: null, assessedOn: null, seriousHarm: null });
    expect(missingOf(BREACH_FIELDS, breachInput, body)).toBe('Fill in “What it is called”.');
    expect(
      missingOf(BREACH_FIELDS, breachInput, { ...body, title: 'Lost laptop', what: 'Left on a train', suspectedOn: '2026-08-04' }),
    ).toBe(undefined);
  });

  it('read numbers, and say of one that is none', () => {
    const entries = { ...startOf(BREACH_FIELDS, null), title: 'x', what: 'y', suspectedOn: '2026-08-04', people: 'some' };
    expect(missingOf(BREACH_FIELDS, breachInput, bodyOf(BREACH_FIELDS, entries))).toBe('“How many people” is a whole number.');
    expect(bodyOf(BREACH_FIELDS, { ...entries, people: '12' })['people']).toBe(12);
  });

  it('show what an entry says', () => {
    const entry = { name: 'Cloud Co', country: 'Ireland', what: 'Mail', why: '', safeguard: 'Contract', since: '2026-01-01', until: null };
    expect(bodyOf(OVERSEAS_FIELDS, startOf(OVERSEAS_FIELDS, entry))).toEqual(overseasInput.parse(entry));
  });
});
