import { civilOf, type LocalDate, localDateOf } from './local-date.ts';

/** An Australian financial year, 1 July to 30 June. */
export interface FinancialYear {
  /** "FY2026-27". */
  readonly name: string;
  /** "2627": the form inside document numbers. */
  readonly short: string;
  readonly first: LocalDate;
  readonly last: LocalDate;
}

const twoDigits = (year: number): string => String(year % 100).padStart(2, '0');

const dateIn = (year: number, month: number, day: number): LocalDate => {
  const date = localDateOf({ year, month, day });
  if (!date.ok) throw new RangeError('financial year outside the years 0001 to 9999');
  return date.value;
};

/** The financial year a date falls in. */
export const financialYear = (date: LocalDate): FinancialYear => {
  const { year, month } = civilOf(date);
  const start = month >= 7 ? year : year - 1;
  return {
    name: `FY${String(start)}-${twoDigits(start + 1)}`,
    short: `${twoDigits(start)}${twoDigits(start + 1)}`,
    first: dateIn(start, 7, 1),
    last: dateIn(start + 1, 6, 30),
  };
};
