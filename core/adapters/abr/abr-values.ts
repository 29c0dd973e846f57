import { parseLocalDate } from '../../domain/time/local-date.ts';

/** A day as the register writes it ("1999-11-01", "1999-11-01T00:00:00"); null for none, which it also writes as 0001-01-01. */
export const dayOf = (text: string): string | null => {
  const day = text.slice(0, 10);
  return parseLocalDate(day).ok && !day.startsWith('0001-') ? day : null;
};
