import type { z } from 'zod';
import type { statementChoice, statementInput, statementResult } from '../../contract/money.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import type { MatchCandidate, MatchOutcome } from '../../domain/payment/match.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { readStatement, type Statement, type StatementLine } from '../../domain/statement/statement.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { base64ToBytes, bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { payoutSql } from '../payouts/tables.ts';
import { batchNotNow } from '../payouts/refusals.ts';
import type { Refusal } from '../refusal.ts';
import { candidatesOf, type Matched, matchNow } from './matching.ts';
import { settleBy } from './settle.ts';

type StatementResult = z.infer<typeof statementResult>;

/** "12 Nov 2026, −$13,728.00, WITHDRAWAL …". */
export const lineWords = (line: Pick<StatementLine, 'date' | 'cents' | 'narrative'>): string =>
  `${formatDate(line.date)}, ${formatCents(line.cents)}, ${line.narrative}`;

/** How a bank line compares with what was expected, point by point. */
export const reasonWordsOf = ({ reasons }: MatchCandidate): readonly string[] => [
  { agrees: 'Account agrees', differs: 'Another account', unknown: 'The file names no account' }[reasons.account],
  reasons.direction === 'debit' ? 'A debit' : 'A credit',
  reasons.amount === 'agrees' ? 'Amount agrees' : 'Amount differs',
  {
    full: 'Reference agrees',
    partial: 'Reference is cut short or says too little',
    absent: 'Reference is not there',
  }[reasons.reference],
  {
    'in-window': 'Date is in the window',
    before: 'Before the processing date',
    after: 'Too late after the processing date',
  }[reasons.date],
];

const unmatchedWords = (outcome: MatchOutcome): string => {
  if (outcome.status === 'returned')
    return 'A bank line agrees, but a later credit of the same amount and reference sends it back. Nothing was settled.';
  if (outcome.status !== 'unmatched') return '';
  const [near] = outcome.nearMisses;
  if (near === undefined) return 'No bank line has its amount or its reference yet.';
  return `The nearest is ${lineWords(near.line)}: ${reasonWordsOf(near)
    .filter((words) => !/agrees|in the window|A debit/u.test(words))
    .join(', ')}.`;
};

/**
 * Reads a bank's CSV export and settles each released batch by the one line that agrees in account, debit, amount, reference and date window.
 * Two candidates, or a reference cut short, are asked about. The same file or line again changes nothing. Errors: why a file was not read, with
 * the line of the file; a file that names no account, until the person says which it is of.
 */
export const importStatement = (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.infer<typeof statementInput>,
): Result<StatementResult, Refusal> => {
  if (desk.recovery !== null) return err(inRecovery(desk.recovery.why, 'Nothing was kept of the file.'));
  const bytes = base64ToBytes(input.base64);
  if (!bytes.ok)
    return err({
      status: 422,
      code: 'statement-file',
      title: 'The file did not arrive whole',
      detail: 'It is not base64.',
      where: input.name,
      kept: 'Nothing was kept of the file.',
      next: 'Choose the file again.',
    });
  const read = readStatement(bytes.value, input.account === undefined ? {} : { account: input.account });
  if (!read.ok)
    return err({
      status: 422,
      code: `statement-${read.error.code}`,
      title: 'This statement cannot be read',
      detail: read.error.message,
      where: read.error.line === 0 ? input.name : `${input.name}, line ${String(read.error.line)}`,
      kept: 'Nothing was kept of the file.',
      next: read.error.action,
    });
  if (read.value.lines.some((line) => line.account === null))
    return err({
      status: 422,
      code: 'statement-account',
      title: 'Which account is this statement of?',
      detail: 'The file names no account, and a payment is settled only by a line of the account that it left from.',
      where: input.name,
      kept: 'Nothing was kept of the file.',
      next: 'Say which account it is of and import it again.',
    });
  const already = keepStatement(desk, person, input.name, bytesToHex(desk.primitives.sha256(bytes.value)), read.value);
  const matched = settleAll(desk);
  return ok({
    ...resultOf(matched, matchNow(desk)),
    fileName: input.name,
    bank: read.value.shape.name,
    lines: read.value.lines.length,
    already,
    findings: findingsOf(read.value),
  });
};

const findingsOf = (statement: Statement): string[] => [
  ...statement.errors.map(
    (error) =>
      `Line ${String(error.line)}${error.column === null ? '' : `, ${error.column}`}: ${error.message} “${error.found}”. This row was left out.`,
  ),
  ...statement.findings.map((finding) => `Row ${String(finding.row)}: ${finding.message}`),
];

/** Keeps the lines that were not known yet; answers how many were. */
const keepStatement = (desk: DeskContext, person: SignedInPerson, name: string, sha256: string, statement: Statement): number =>
  desk.db.transaction(() => {
    desk.db.run(
      payoutSql
        .insertInto('statement_file')
        .values({
          sha256,
          name,
          shape: statement.shape.id,
          lines: statement.lines.length,
          at: desk.clock.now(),
          person: person.person,
        })
        .onConflict((conflict) => conflict.column('sha256').doNothing()),
    );
    let already = 0;
    for (const line of statement.lines) {
      const { key, date, cents, account, balanceCents: balance, narrative, reference } = line;
      const row = {
        key,
        file: sha256,
        line: line.line,
        date,
        cents,
        account,
        balance,
        narrative,
        reference,
        settles: null,
        how: null,
        event: null,
      };
      const added = desk.db.run(
        payoutSql
          .insertInto('statement_line')
          .values(row)
          .onConflict((conflict) => conflict.column('key').doNothing()),
      );
      if (added === 0) already += 1;
    }
    return already;
  });

/** Settles what agrees in every point, one after the other: each settlement may take a candidate away from the next. */
const settleAll = (desk: DeskContext): readonly Matched[] => {
  const done: Matched[] = [];
  for (;;) {
    const next = matchNow(desk).find((found) => found.outcome.status === 'settled');
    if (next?.outcome.status !== 'settled') return done;
    settleBy(desk, next.expectation, next.outcome.candidate.line, 'matched');
    done.push(next);
  }
};

const resultOf = (settled: readonly Matched[], open: readonly Matched[]): Pick<StatementResult, 'matched' | 'ambiguous' | 'unmatched'> => ({
  matched: settled.flatMap(({ expectation: { batch }, outcome }) =>
    outcome.status === 'settled'
      ? [
          {
            batch: batch.row.batch,
            label: batch.row.label,
            line: lineWords(outcome.candidate.line),
            reasons: [...reasonWordsOf(outcome.candidate)],
          },
        ]
      : [],
  ),
  ambiguous: open.flatMap(({ expectation: { batch }, outcome }) => {
    const candidates = candidatesOf(outcome);
    return candidates.length === 0
      ? []
      : [
          {
            batch: batch.row.batch,
            label: batch.row.label,
            candidates: candidates.map((candidate) => ({
              key: candidate.line.key,
              words: lineWords(candidate.line),
              reasons: [...reasonWordsOf(candidate)],
            })),
          },
        ];
  }),
  unmatched: open.flatMap(({ expectation: { batch, line }, outcome }) =>
    line === null && (outcome.status === 'unmatched' || outcome.status === 'returned')
      ? [{ batch: batch.row.batch, label: batch.row.label, why: unmatchedWords(outcome) }]
      : [],
  ),
});

const inRecovery = (why: string, kept: string): Refusal => ({
  status: 423,
  code: 'recovery',
  title: 'This desk is in recovery and settles nothing',
  detail: why,
  kept,
  next: 'Finish the recovery first.',
});

/** A person's choice among the lines that were asked about. A line that was not a candidate settles nothing. */
export const chooseLine = (desk: DeskContext, choice: z.infer<typeof statementChoice>): Result<string, Refusal> => {
  if (desk.recovery !== null) return err(inRecovery(desk.recovery.why, 'Nothing was changed.'));
  for (const { expectation, outcome } of matchNow(desk)) {
    if (expectation.batch.row.batch !== choice.batch) continue;
    const chosen = candidatesOf(outcome).find((candidate) => candidate.line.key === choice.key);
    if (chosen === undefined) continue;
    settleBy(desk, expectation, chosen.line, 'chosen');
    return ok(choice.batch);
  }
  return err(
    batchNotNow(
      'This line is no candidate for the batch, or one of the two is settled by now.',
      'Import the statement again and look at what it asks.',
    ),
  );
};
