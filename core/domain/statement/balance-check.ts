import type { SignedCents } from '../money/cents.ts';
import type { LocalDate } from '../time/local-date.ts';

/** Which end of a statement is the latest, told by its running balance, else by its dates. */
export type StatementOrder = 'newest-first' | 'oldest-first' | 'unknown';

interface BalanceLine {
  readonly row: number;
  readonly account: string | null;
  readonly date: LocalDate;
  readonly cents: SignedCents;
  readonly balanceCents: SignedCents | null;
}

/** A line whose balance is not the balance before it plus its amount. */
export interface BalanceBreak {
  readonly code: 'balance-break';
  readonly row: number;
  readonly expectedCents: number;
  readonly foundCents: number;
  readonly message: string;
}

const dollars = (cents: number): string => {
  const size = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
};

const breaksOf = (lines: readonly BalanceLine[], newestFirst: boolean): readonly BalanceBreak[] => {
  const last = new Map<string, BalanceLine>();
  const breaks: BalanceBreak[] = [];
  for (const line of newestFirst ? lines.toReversed() : lines) {
    const account = line.account ?? '';
    const before = last.get(account);
    last.set(account, line);
    if (before === undefined || before.balanceCents === null || line.balanceCents === null || Math.abs(line.row - before.row) !== 1)
      continue;
    const expectedCents = before.balanceCents + line.cents;
    if (expectedCents === line.balanceCents) continue;
    const message = `The balance should be ${dollars(expectedCents)} after this line and is ${dollars(line.balanceCents)}: a line may be missing or changed.`;
    breaks.push({
      code: 'balance-break',
      row: line.row,
      expectedCents,
      foundCents: line.balanceCents,
      message,
    });
  }
  return breaks;
};

/**
 * Follows the running balance from line to line (integer cents) in whichever direction it breaks less often. Lines next to
 * a row that was not read are not compared.
 */
export const checkBalances = (
  lines: readonly BalanceLine[],
): { readonly order: StatementOrder; readonly breaks: readonly BalanceBreak[] } => {
  const upward = breaksOf(lines, true);
  const downward = breaksOf(lines, false);
  const first = lines[0];
  const last = lines.at(-1);
  const byDate: StatementOrder =
    first === undefined || last === undefined || first.date === last.date
      ? 'unknown'
      : first.date > last.date
        ? 'newest-first'
        : 'oldest-first';
  const order: StatementOrder =
    upward.length < downward.length ? 'newest-first' : downward.length < upward.length ? 'oldest-first' : byDate;
  return { order, breaks: order === 'newest-first' ? upward : downward };
};
