import { describe, expect, it } from 'vitest';
import { at, on } from '../../../test/fixtures/documents/golden-values.ts';
import { SYDNEY } from '../../domain/time/zone.ts';
import { absenceWord, doesNotApply, known, none, notRecorded, printFact, withheld } from '../../domain/text/fact.ts';
import { sentence } from '../../domain/legal/wording.ts';
import { legalWording, wordingOn } from './legal-wording.ts';
import { accountEnding, duration, secondOf, shortHash, yearSpan } from './words.ts';

const folded = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('words of a document', () => {
  it('names an absence and never leaves it empty', () => {
    expect([notRecorded, none, withheld, doesNotApply].map((fact) => absenceWord(fact.kind))).toEqual([
      'not recorded',
      'none',
      'withheld',
      'does not apply',
    ]);
    expect(printFact(known(3), String)).toBe('3');
    expect(printFact(none, String)).toBe('none');
  });

  it('prints differences of time exactly, also backwards', () => {
    expect([600, 2_472_000, 7_500_000, 273_600_000, -600].map((ms) => folded(duration(ms)))).toEqual([
      '0.6 s',
      '41 min 12 s',
      '2 h 5 min',
      '3 d 4 h',
      '−0.6 s',
    ]);
  });

  it('prints seconds in the zone, daylight saving included', () => {
    expect(folded(secondOf(at('2026-08-04T00:58:12.418Z'), SYDNEY))).toBe('4 Aug 2026 10:58:12 AEST');
    expect(folded(secondOf(at('2026-11-06T00:20:00.000Z'), SYDNEY))).toBe('6 Nov 2026 11:20:00 AEDT');
  });

  it('groups a short hash in fours, and spans a financial year', () => {
    expect(folded(shortHash('c0751720734660b5eee9'))).toBe('c075 1720 7346 60b5');
    expect(yearSpan(on('2099-07-01'))).toBe('2099-00');
    expect(yearSpan(on('2026-07-01'))).toBe('2026-27');
  });

  it('prints four digits of an account and refuses more', () => {
    expect(folded(accountEnding('4471'))).toBe('account ending 4471');
    expect(() => accountEnding('123456')).toThrow('last four digits');
  });
});

describe('legal wording', () => {
  it('is chosen by date and by version, and fills every placeholder or throws', () => {
    const wording = wordingOn('rcti', '2026-09-29');
    expect(legalWording('rcti', wording.version)).toEqual(wording);
    expect(wording.sources.join(' ')).toContain('LI 2023/20');
    expect(sentence(wording, 'agreementSeparate', { agreement: 'AG-1' })).toContain('AG-1');
    expect(() => sentence(wording, 'agreementSeparate')).toThrow('{agreement}');
    expect(() => sentence(wording, 'nonsense')).toThrow('no sentence');
  });
});
