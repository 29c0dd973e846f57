import { localDateOf, type LocalDate } from '../time/local-date.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const monthNumber = (word: string): number => (/^\d+$/.test(word) ? Number(word) : months.indexOf(word.slice(0, 3).toLowerCase()) + 1);

/**
 * Reads a date of an Australian bank export: `30/10/2026`, `3/1/26`, `30-10-2026`, `30.10.2026`, `30 Oct 26`,
 * `30-Oct-2026`, `20261030`, `2026-10-30` and an ISO date with a time (its written day). Day before month, always;
 * a two-digit year is of this century. Null where it is no such day.
 */
export const readBankDate = (text: string): LocalDate | null => {
  const bare = text.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  const local = /^(\d{1,2})([/. -])(\d{1,2}|[A-Za-z]{3,9})\2(\d{4}|\d{2})$/.exec(bare);
  let parts: readonly number[] | null = null;
  if (iso !== null) parts = [Number(iso[1]), Number(iso[2]), Number(iso[3])];
  else if (local !== null) {
    const year = Number(local[4]);
    parts = [local[4]?.length === 2 ? 2000 + year : year, monthNumber(local[3] ?? ''), Number(local[1])];
  }
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0] = parts;
  if (year < 1980) return null;
  const date = localDateOf({ year, month, day });
  return date.ok ? date.value : null;
};
