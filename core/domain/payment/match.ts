import type { AccountNumber, Bsb } from '../identity/bank-account.ts';
import type { Cents } from '../money/cents.ts';
import type { StatementLine } from '../statement/statement.ts';
import type { LocalDate } from '../time/local-date.ts';
import { windowDays, type MatchWindow } from './match-window.ts';
import { mayBear, referenceIn, type ReferenceAgreement } from './reference.ts';

/**
 * A debit a released payment should make. A file with a balancing or bulk debit is one expectation of kind `batch` with
 * the run's description as reference; where a bank itemises, each line is one of kind `payment` with its lodgement
 * reference. `account` is the payer's own.
 */
export interface ExpectedDebit {
  readonly id: string;
  readonly kind: 'batch' | 'payment';
  readonly bsb: Bsb;
  readonly account: AccountNumber;
  readonly cents: Cents;
  readonly reference: string;
  readonly processingDate: LocalDate;
}

/** How a bank line compares with an expectation, point by point. `days` counts from the processing date in the window's basis. */
export interface MatchReasons {
  readonly account: 'agrees' | 'differs' | 'unknown';
  readonly direction: 'debit' | 'credit';
  readonly amount: 'agrees' | 'differs';
  readonly reference: ReferenceAgreement;
  readonly date: 'in-window' | 'before' | 'after';
  readonly days: number;
}

/** A bank line held against an expectation. */
export interface MatchCandidate {
  readonly line: StatementLine;
  readonly reasons: MatchReasons;
}

/**
 * What became of an expectation. `settled`: one line agrees in account, debit, amount, reference and date, no other
 * expectation wants it, and no credit sends it back. `returned`: such a line and a later credit of the same amount and
 * reference. `ambiguous`: several lines agree, or one line agrees with several expectations: a person decides.
 * `partial`: all but the reference, which is cut short or says too little: a person decides. `known`: settled by an earlier import; `returnedBy`
 * are credits that have sent it back since.
 */
export type MatchOutcome =
  | { readonly status: 'settled'; readonly expected: ExpectedDebit; readonly candidate: MatchCandidate }
  | {
      readonly status: 'returned';
      readonly expected: ExpectedDebit;
      readonly candidate: MatchCandidate;
      readonly returnedBy: readonly StatementLine[];
    }
  | {
      readonly status: 'ambiguous';
      readonly expected: ExpectedDebit;
      readonly candidates: readonly MatchCandidate[];
      readonly alsoWantedBy: readonly string[];
      readonly returnedBy: readonly StatementLine[];
    }
  | {
      readonly status: 'partial';
      readonly expected: ExpectedDebit;
      readonly candidates: readonly MatchCandidate[];
    }
  | {
      readonly status: 'unmatched';
      readonly expected: ExpectedDebit;
      readonly nearMisses: readonly MatchCandidate[];
    }
  | {
      readonly status: 'known';
      readonly expected: ExpectedDebit;
      readonly lineKey: string;
      readonly returnedBy: readonly StatementLine[];
    };

/**
 * What matching needs beside lines and expectations. `settledBy` maps the key of every bank line already accounted for
 * (a debit that settled, a credit that sent it back) to its expectation, the debit first.
 */
export interface MatchContext {
  readonly window: MatchWindow;
  readonly holidays: ReadonlySet<LocalDate>;
  readonly settledBy: ReadonlyMap<string, string>;
}

const stripped = (digits: string): string => digits.replace(/^0+/, '');

/**
 * Whether an account as a statement writes it (letters and digits) is a given BSB and number: with the BSB in front or
 * without it, leading zeros of the number ignored.
 */
export const isSameAccount = (written: string, bsb: Bsb, account: AccountNumber): boolean => {
  const number = stripped(account.replaceAll('-', ''));
  if (stripped(written) === number) return true;
  return [bsb, stripped(bsb)].some((front) => written.startsWith(front) && stripped(written.slice(front.length)) === number);
};

const dateAgreement = (days: number, window: MatchWindow): MatchReasons['date'] =>
  days < window.fromDays ? 'before' : days > window.toDays ? 'after' : 'in-window';

const textOf = (line: StatementLine): string => (line.reference === null ? line.narrative : `${line.narrative} | ${line.reference}`);

/** Compares one bank line with one expectation. */
export const compareLine = (expected: ExpectedDebit, line: StatementLine, context: MatchContext): MatchReasons => {
  const days = windowDays(context.window.basis, expected.processingDate, line.date, context.holidays);
  return {
    account: line.account === null ? 'unknown' : isSameAccount(line.account, expected.bsb, expected.account) ? 'agrees' : 'differs',
    direction: line.cents < 0 ? 'debit' : 'credit',
    amount: Math.abs(line.cents) === expected.cents ? 'agrees' : 'differs',
    reference: referenceIn(expected.reference, textOf(line)),
    date: dateAgreement(days, context.window),
    days,
  };
};

const agreesButReference = (r: MatchReasons): boolean =>
  r.account === 'agrees' && r.direction === 'debit' && r.amount === 'agrees' && r.date === 'in-window';

const isNearMiss = (r: MatchReasons): boolean => r.amount === 'agrees' || (r.reference === 'full' && r.direction === 'debit');

const sendsBack = (earliest: LocalDate, compared: readonly MatchCandidate[]): readonly StatementLine[] =>
  compared
    .filter(({ reasons: r }) => r.direction === 'credit' && r.amount === 'agrees' && r.account === 'agrees' && r.reference === 'full')
    .map(({ line }) => line)
    .filter((line) => line.date >= earliest);

interface Compared {
  readonly expected: ExpectedDebit;
  readonly all: readonly MatchCandidate[];
  readonly full: readonly MatchCandidate[];
}

const decide = ({ expected, all, full }: Compared, wanting: ReadonlyMap<string, readonly string[]>): MatchOutcome => {
  const [only, second] = full;
  if (only === undefined) {
    const cut = all.filter(({ reasons }) => agreesButReference(reasons) && reasons.reference === 'partial');
    if (cut.length > 0) return { status: 'partial', expected, candidates: cut };
    return { status: 'unmatched', expected, nearMisses: all.filter(({ reasons }) => isNearMiss(reasons)) };
  }
  const returnedBy = sendsBack(
    full.reduce((earliest, { line }) => (line.date < earliest ? line.date : earliest), only.line.date),
    all,
  );
  const alsoWantedBy = [...new Set(full.flatMap(({ line }) => wanting.get(line.key) ?? []))].filter((id) => id !== expected.id);
  if (second !== undefined || alsoWantedBy.length > 0) return { status: 'ambiguous', expected, candidates: full, alsoWantedBy, returnedBy };
  return returnedBy.length > 0
    ? { status: 'returned', expected, candidate: only, returnedBy }
    : { status: 'settled', expected, candidate: only };
};

/**
 * Matches expected debits with bank lines; one outcome per expectation, in their order. Only `settled` may settle without
 * a person. A line that already settled something is no candidate, and an expectation already settled stays as it is, so
 * the same statement twice changes nothing. The result does not depend on the order of lines or expectations.
 */
export const matchDebits = (
  expectations: readonly ExpectedDebit[],
  lines: readonly StatementLine[],
  context: MatchContext,
): readonly MatchOutcome[] => {
  const lineOf = new Map([...context.settledBy].toReversed().map(([key, id]) => [id, key]));
  const free = [...new Map(lines.map((line) => [line.key, line])).values()].filter((line) => !context.settledBy.has(line.key));
  const compared = expectations.map((expected): Compared => {
    const mayBeMeant = mayBear(expected.reference);
    const all = free
      .filter((line) => Math.abs(line.cents) === expected.cents || mayBeMeant(textOf(line)))
      .map((line) => ({ line, reasons: compareLine(expected, line, context) }));
    const open = !lineOf.has(expected.id);
    return {
      expected,
      all,
      full: open ? all.filter(({ reasons }) => agreesButReference(reasons) && reasons.reference === 'full') : [],
    };
  });
  const wanting = new Map<string, string[]>();
  for (const { expected, full } of compared)
    for (const { line } of full) wanting.set(line.key, [...(wanting.get(line.key) ?? []), expected.id]);
  return compared.map((entry) => {
    const { expected, all } = entry;
    const lineKey = lineOf.get(expected.id);
    if (lineKey === undefined) return decide(entry, wanting);
    return { status: 'known', expected, lineKey, returnedBy: sendsBack(expected.processingDate, all) };
  });
};
