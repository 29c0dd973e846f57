import { addDays, civilOf, type LocalDate, localDateOf } from '../../time/local-date.ts';

/** A calendar month: "2026-08", its first day, and the first day of the next. */
export interface Month {
  readonly id: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

const first = (year: number, month: number): LocalDate => {
  const date = localDateOf({ year, month, day: 1 });
  if (!date.ok) throw new RangeError('a month outside the years 0001 to 9999');
  return date.value;
};

/** The last `count` calendar months, the one of `today` last. */
export const lastMonths = (today: LocalDate, count: number): readonly Month[] => {
  const { year, month } = civilOf(today);
  return Array.from({ length: count }, (_, index) => {
    const at = year * 12 + (month - 1) - (count - 1 - index);
    const from = first(Math.floor(at / 12), (at % 12) + 1);
    const { year: nextYear, month: nextMonth } = civilOf(addDays(from, 31));
    return { id: from.slice(0, 7), from, until: first(nextYear, nextMonth) };
  });
};

/** The middle one of some numbers, of two middle ones the smaller; null for none. */
export const median = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
