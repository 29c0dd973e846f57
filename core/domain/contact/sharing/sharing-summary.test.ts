import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentStateAt, type SharingFacts, summarise } from './sharing-summary.ts';

const NOW = '2026-10-15T01:00:00.000Z';
const SOON = '2026-11-14T13:00:00.000Z';
const nothing: SharingFacts = { consents: [], asked: [], refused: [] };
const given = (validUntil: string, withdrawnAt: string | null = null, recipients: readonly string[] = ['abc']) => ({
  recipients,
  validFrom: '2025-01-01T00:00:00.000Z',
  validUntil,
  withdrawnAt,
});
const state = (facts: Partial<SharingFacts>) => consentStateAt(summarise({ ...nothing, ...facts }), NOW, SOON);

describe('summarise', () => {
  it.each([
    ['nothing', {}, 'not-asked'],
    ['a consent that holds', { consents: [given('2027-10-06T00:00:00.000Z')] }, 'given'],
    ['one that ends soon', { consents: [given('2026-11-14T12:59:59.999Z')] }, 'expiring'],
    ['one that ends on the day after soon', { consents: [given(SOON)] }, 'given'],
    ['one that ended', { consents: [given('2026-08-31T00:00:00.000Z')] }, 'expired'],
    ['one withdrawn', { consents: [given('2027-10-06T00:00:00.000Z', '2026-09-24T00:00:00.000Z')] }, 'withdrawn'],
    [
      'one withdrawn, one that holds',
      { consents: [given('2027-10-06T00:00:00.000Z', '2026-09-24T00:00:00.000Z'), given('2027-01-01T00:00:00.000Z')] },
      'given',
    ],
    ['a refusal', { refused: ['2026-10-13T00:00:00.000Z'] }, 'refused'],
    ['an ask', { asked: ['2026-10-13T00:00:00.000Z'] }, 'asked'],
    ['an ask after an end', { consents: [given('2026-08-31T00:00:00.000Z')], asked: ['2026-10-13T00:00:00.000Z'] }, 'asked'],
    ['an ask while it holds', { consents: [given('2027-08-31T00:00:00.000Z')], asked: ['2026-10-13T00:00:00.000Z'] }, 'given'],
    ['a refusal after an ask', { asked: ['2026-10-01T00:00:00.000Z'], refused: ['2026-10-13T00:00:00.000Z'] }, 'refused'],
  ] satisfies readonly (readonly [string, Partial<SharingFacts>, string])[])('of %s is %s', (_, facts, expected) => {
    expect(state(facts)).toBe(expected);
  });

  const times = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', NOW, SOON, '2027-06-01T00:00:00.000Z');
  const facts: fc.Arbitrary<SharingFacts> = fc.record({
    consents: fc.array(
      fc.record({
        recipients: fc.array(fc.constantFrom('abc', 'lumen'), { minLength: 1, maxLength: 2 }),
        validFrom: times,
        validUntil: times,
        withdrawnAt: fc.option(times),
      }),
      { maxLength: 4 },
    ),
    asked: fc.array(times, { maxLength: 2 }),
    refused: fc.array(times, { maxLength: 2 }),
  });

  it('does not depend on the order of what was said', () => {
    fc.assert(
      fc.property(facts, (said) => {
        const turned = { consents: said.consents.toReversed(), asked: said.asked.toReversed(), refused: said.refused.toReversed() };
        expect(summarise(turned)).toEqual(summarise(said));
      }),
      { numRuns: 2000 },
    );
  });

  it('never says that something is given where no consent holds, and always where one does', () => {
    fc.assert(
      fc.property(facts, (said) => {
        const holds = said.consents.some((consent) => consent.withdrawnAt === null && consent.validUntil > NOW);
        const word = state(said);
        // Who asks or is refused later than the end of a consent can only be a clock that runs ahead.
        if (!holds) expect(['given', 'expiring']).not.toContain(word);
        else if ([...said.asked, ...said.refused, ...said.consents.flatMap((one) => one.withdrawnAt ?? [])].every((at) => at <= NOW))
          expect(['given', 'expiring']).toContain(word);
      }),
      { numRuns: 2000 },
    );
  });
});
