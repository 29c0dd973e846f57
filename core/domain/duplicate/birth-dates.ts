import { birthKey, bornOn } from './block-keys.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { BookFigures } from './rarity.ts';
import type { Reason } from './reason.ts';
import { slipsBetween } from './spelling.ts';

const exchanged = (left: string, right: string): boolean =>
  left.slice(0, 4) === right.slice(0, 4) && left.slice(5) === `${right.slice(8)}-${right.slice(5, 7)}`;

/** One digit is another, or day and month are exchanged. */
const isSlip = (left: string, right: string): boolean =>
  exchanged(left, right) || slipsBetween(left.replaceAll('-', ''), right.replaceAll('-', ''), 1) === 1;

/** What the dates of birth say; nothing where one of them is not known. */
export const birthReasons = (left: Fingerprint, right: Fingerprint, book: BookFigures): readonly Reason[] => {
  const [one, other] = [bornOn(left), bornOn(right)];
  if (one !== null && one === other) {
    // Programs that demand a date get 1 January 1900: a day that many share says little.
    const bits = Math.max(2, 14 - 2 * Math.log2(Math.max(2, book.holders(birthKey(one))) / 2));
    return [{ code: 'same-birth-date', about: one, bits }];
  }
  if (one !== null && other !== null)
    return isSlip(one, other)
      ? [{ code: 'near-birth-date', about: `${one}, ${other}`, bits: 3 }]
      : [{ code: 'other-birth-date', about: `${one}, ${other}`, bits: -40 }];
  const [year, otherYear] = [left.born?.year ?? null, right.born?.year ?? null];
  if (year === null || otherYear === null) return [];
  return year === otherYear
    ? [{ code: 'same-birth-year', about: String(year), bits: 4 }]
    : [{ code: 'other-birth-year', about: `${String(year)}, ${String(otherYear)}`, bits: -10 }];
};
