import { formatWhole } from '../../domain/money/amount-text.ts';
import type { Division } from '../../domain/money/rounding.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import type { CommissionWorking, GstWorking, PartyOnPaper } from './shared-document.ts';
import type { ZoneId } from '../../domain/time/zone.ts';
import { day, minuteOf, percent } from './words.ts';
import { printFact } from '../../domain/text/fact.ts';

/** How a half-even rounding went, in words, with the stored quotient. */
export const halfEvenWords = (division: Division): string => roundingWords(division, 'exactly half: to the even cent,');

/** How a half-up rounding went, in words (GST Act s 9-90). */
export const halfUpWords = (division: Division): string => roundingWords(division, 'remainder is exactly half: up to');

const roundingWords = (division: Division, tie: string): string => {
  switch (division.outcome) {
    case 'exact':
      return 'remainder 0: exact';
    case 'down':
      return `less than half: down to ${formatWhole(division.rounded)}`;
    case 'up':
      return `more than half: up to ${formatWhole(division.rounded)}`;
    case 'tie-down':
    case 'tie-up':
      return `${tie} ${formatWhole(division.rounded)}`;
  }
};

/** “123,825 remainder 0”. */
export const quotientWords = (division: Division): string =>
  `${formatWhole(division.quotient)} remainder ${formatWhole(division.remainder)}`;

/** “1,238,250 × 1,000 = 1,238,250,000”, from the stored figures. */
export const productWords = (working: Extract<CommissionWorking, { kind: 'percentage' }>): string =>
  `${formatWhole(working.base)} × ${formatWhole(working.share)} = ${formatWhole(working.division.numerator)}`;

/** “10.00 % (1,000 bps)”, or “flat amount”. */
export const shareWords = (working: CommissionWorking): string =>
  working.kind === 'flat' ? 'flat amount' : noBreak(`${percent(working.share)} (${formatWhole(working.share)} bps)`);

/** “12,382 remainder 5: exactly half, up to 12,383 cents”. */
export const gstWords = (working: GstWorking): string =>
  `${formatWhole(working.division.numerator)} ÷ ${formatWhole(working.division.divisor)} = ${quotientWords(working.division)}`;

/** “Registered, as declared 29 Sep 2026”, “Registered (ABR 29 Sep 2026)”, “Not registered …”. */
export const gstStatusWords = (gst: PartyOnPaper['gst'], zone: ZoneId): string => {
  const state = gst.registered ? 'Registered' : 'Not registered';
  if (gst.source.kind === 'abr') return `${state} (ABR ${minuteOf(gst.source.checkedAt, zone)})`;
  const on = gst.source.on;
  return on.kind === 'known' ? `${state}, as declared ${day(on.value)}` : `${state}, as declared; date ${printFact(on, day)}`;
};
