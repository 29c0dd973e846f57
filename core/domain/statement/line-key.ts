import type { SignedCents } from '../money/cents.ts';
import type { LocalDate } from '../time/local-date.ts';

/** The facts of a bank line that make it the same line in another export. */
export interface LineFacts {
  readonly account: string | null;
  readonly date: LocalDate;
  readonly cents: SignedCents;
  readonly balanceCents: SignedCents | null;
  readonly narrative: string;
}

/** An account as banks write it, down to its letters and digits. */
export const plainAccount = (account: string): string => account.toUpperCase().replace(/[^A-Z0-9]/g, '');

const keyWithoutOrdinal = (line: LineFacts): string => {
  const told = line.balanceCents === null ? `n:${line.narrative.toUpperCase().replace(/[^A-Z0-9]/g, '')}` : `b:${line.balanceCents}`;
  return `${line.account ?? 'unknown'}|${line.date}|${line.cents}|${told}`;
};

/**
 * Identity of each line for recognising it again: account, date, amount and running balance, with the narrative in place
 * of a missing balance, and an ordinal where one statement holds several alike. Wording changes between exports, so a
 * balance is preferred.
 */
export const lineKeys = (lines: readonly LineFacts[]): readonly string[] => {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const key = keyWithoutOrdinal(line);
    const ordinal = (seen.get(key) ?? 0) + 1;
    seen.set(key, ordinal);
    return `${key}|${ordinal}`;
  });
};

/** The lines not known from an earlier import: reading a statement twice adds nothing. */
export const unknownLines = <L extends { readonly key: string }>(lines: readonly L[], known: ReadonlySet<string>): readonly L[] =>
  lines.filter((line) => !known.has(line.key));
