import { z } from 'zod';
import { accountNumberSchema, bsbSchema } from '../../domain/identity/bank-account.ts';
import { toCents } from '../../domain/money/cents.ts';
import { type ExpectedDebit, matchDebits, type MatchCandidate, type MatchContext, type MatchOutcome } from '../../domain/payment/match.ts';
import { type MatchWindow, matchWindowOn, parseMatchWindows } from '../../domain/payment/match-window.ts';
import type { StatementLine } from '../../domain/statement/statement.ts';
import { localDateSchema, parseLocalDate } from '../../domain/time/local-date.ts';
import type { DeskContext } from '../context.ts';
import { currentRows, type OwnBatch, ownBatch } from '../payouts/batches.ts';
import { payoutSql } from '../payouts/tables.ts';
import { bankProfiles } from '../settings/settings.ts';
import { businessCalendar, dateIn } from '../referrals/calendar.ts';
import { shippedFile } from '../shipped.ts';

const windows = shippedFile('matching-windows.json', (value) => {
  const table = parseMatchWindows(value);
  if (!table.ok) throw new Error(`matching-windows.json: ${table.error.message}`);
  return table.value;
});

const windowNow = (desk: DeskContext): MatchWindow => {
  const found = matchWindowOn(windows(desk), dateIn(desk.zone, desk.clock.now()));
  if (found === null) throw new Error('matching-windows.json has no window for today');
  return found;
};

const bankOfBatch = z.object({ bsb: bsbSchema, account: accountNumberSchema, profile: z.string() });

/** A debit that a batch should make: the whole file, or one payment where the bank itemises. */
export type BatchExpectation = {
  readonly batch: OwnBatch;
  readonly line: number | null;
  readonly expected: ExpectedDebit;
};

/** Identity of an expectation in `statement_line.settles`. */
export const expectationId = (batch: string, line: number | null): string => (line === null ? batch : `${batch}/${String(line)}`);

/** What the released batches of this desk still expect from the bank. A batch of which a payment is settled by itself expects no single debit any more. */
const expectationsOf = (desk: DeskContext, batch: OwnBatch): readonly BatchExpectation[] => {
  const bank = bankOfBatch.safeParse(JSON.parse(batch.row.bank));
  const date = parseLocalDate(batch.row.processing_date);
  if (!bank.success || !date.ok) return [];
  const make = (line: number | null, cents: number, reference: string): readonly BatchExpectation[] => {
    const amount = toCents(cents);
    if (!amount.ok) return [];
    return [
      {
        batch,
        line,
        expected: {
          id: expectationId(batch.row.batch, line),
          kind: line === null ? 'batch' : 'payment',
          bsb: bank.data.bsb,
          account: bank.data.account,
          cents: amount.value,
          reference,
          processingDate: date.value,
        },
      },
    ];
  };
  const balancing = bankProfiles(desk).find((profile) => profile.id === bank.data.profile)?.balancing === true;
  const itemised =
    !balancing && batch.lines.length > 1
      ? batch.lines.filter((line) => !batch.fold.lines.has(line.line)).flatMap((line) => make(line.line, line.cents, line.reference))
      : [];
  return batch.fold.lines.size > 0 ? itemised : [...make(null, batch.row.total, batch.row.reference), ...itemised];
};

const lineSchema = z.object({
  account: z.string().nullable(),
  date: localDateSchema,
  cents: z.int().transform((cents) => cents as StatementLine['cents']),
  narrative: z.string(),
  reference: z.string().nullable(),
  balanceCents: z
    .int()
    .nullable()
    .transform((cents) => cents as StatementLine['balanceCents']),
});

/** Lines of every statement that this desk holds, from the first day on which one could settle anything. */
const heldLines = (
  desk: Pick<DeskContext, 'db'>,
  from: string,
): { readonly lines: readonly StatementLine[]; readonly settledBy: ReadonlyMap<string, string> } => {
  const rows = desk.db.all(payoutSql.selectFrom('statement_line').selectAll().where('date', '>=', from).orderBy('date').orderBy('key'));
  const settledBy = new Map(
    rows.filter((row) => row.cents < 0).flatMap((row) => (row.settles === null ? [] : [[row.key, row.settles] as const])),
  );
  const lines = rows.map((row): StatementLine => ({
    ...lineSchema.parse({
      account: row.account,
      date: row.date,
      cents: row.cents,
      narrative: row.narrative,
      reference: row.reference,
      balanceCents: row.balance,
    }),
    kind: null,
    raw: [],
    row: row.line,
    line: row.line,
    key: row.key,
  }));
  return { lines, settledBy };
};

export type Matched = { readonly expectation: BatchExpectation; readonly outcome: MatchOutcome };

/**
 * Compares every stored bank line with what the released batches expect. A batch is known by the reference in its file or by its label; both
 * are its own. Nothing is written.
 */
export const matchNow = (desk: DeskContext): readonly Matched[] => {
  const batches = currentRows(desk)
    .map((row) => ownBatch(desk, row.batch))
    .filter((batch) => batch !== undefined)
    .filter((batch) => batch.fold.released !== null && batch.fold.lines.size < batch.lines.length);
  const expectations = batches.flatMap((batch) => expectationsOf(desk, batch));
  if (expectations.length === 0) return [];
  const from = expectations
    .map((expectation) => expectation.expected.processingDate)
    .reduce((first, date) => (date < first ? date : first));
  const { lines, settledBy } = heldLines(desk, from);
  const context: MatchContext = {
    window: windowNow(desk),
    holidays: new Set(businessCalendar(desk).closed.keys()),
    settledBy,
  };
  const byReference = run(expectations, lines, context);
  const open = byReference.filter(
    ({ expectation, outcome }) => expectation.line === null && (outcome.status === 'unmatched' || outcome.status === 'partial'),
  );
  const byLabel = new Map(
    run(
      open.map(({ expectation }) => ({
        ...expectation,
        expected: { ...expectation.expected, reference: expectation.batch.row.label },
      })),
      lines,
      context,
    ).map((found) => [found.expectation.expected.id, found]),
  );
  return byReference.map((found) => {
    const other = byLabel.get(found.expectation.expected.id);
    return other === undefined || other.outcome.status === 'unmatched' ? found : other;
  });
};

const run = (expectations: readonly BatchExpectation[], lines: readonly StatementLine[], context: MatchContext): readonly Matched[] => {
  const outcomes = matchDebits(
    expectations.map((expectation) => expectation.expected),
    lines,
    context,
  );
  return expectations.flatMap((expectation, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [{ expectation, outcome }];
  });
};

/** Lines among which a person may choose for an expectation; empty when there is nothing to ask. */
export const candidatesOf = (outcome: MatchOutcome): readonly MatchCandidate[] =>
  outcome.status === 'ambiguous' || outcome.status === 'partial' ? outcome.candidates : [];
