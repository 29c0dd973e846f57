import { cleanCell } from '../contact/delimited.ts';
import type { AmountTextError } from '../money/amount-text.ts';
import type { SignedCents } from '../money/cents.ts';
import { err, ok, type Result } from '../result.ts';
import type { LocalDate } from '../time/local-date.ts';
import { negated, readBankAmount } from './bank-amount.ts';
import { readBankDate } from './bank-date.ts';
import { plainAccount } from './line-key.ts';
import { plainName, type ColumnName, type StatementColumns, type StatementShape } from './statement-shape.ts';

/** The facts of one row. `raw` is the row as it stands in the file. */
export interface ReadRow {
  readonly account: string | null;
  readonly date: LocalDate;
  readonly cents: SignedCents;
  readonly narrative: string;
  readonly reference: string | null;
  readonly kind: string | null;
  readonly balanceCents: SignedCents | null;
  readonly raw: readonly string[];
}

/** A row that was not read. `column` is its header name or, without header, `column 2`. */
export interface StatementRowError {
  readonly code:
    | 'row-length'
    | 'row-shifted'
    | 'date-not-valid'
    | 'amount-not-valid'
    | 'amount-missing'
    | 'amount-two-sided'
    | 'amount-sign'
    | 'balance-not-valid'
    | 'currency-not-aud';
  readonly row: number;
  readonly line: number;
  readonly column: string | null;
  readonly found: string;
  readonly message: string;
}

type Problem = Omit<StatementRowError, 'row' | 'line'>;

/** The columns of a shape as positions in one file. */
export interface ResolvedColumns {
  readonly names: readonly string[] | null;
  readonly least: number;
  readonly width: number;
  readonly blanks: readonly number[];
  readonly date: readonly number[];
  readonly amount: number | null;
  readonly debit: number | null;
  readonly credit: number | null;
  readonly narrative: readonly number[];
  readonly reference: number | null;
  readonly kind: number | null;
  readonly balance: number | null;
  readonly account: number | null;
  readonly currency: number | null;
}

/** Finds the columns of a shape in a header, or takes their positions where there is none. */
export const resolveColumns = (shape: StatementShape, header: readonly string[] | null): ResolvedColumns => {
  const names = header?.map(plainName) ?? [];
  const place = (column: ColumnName | undefined): number | null => {
    if (column === undefined) return null;
    if (typeof column === 'number') return column;
    const index = names.findIndex((name) => column.some((alias) => plainName(alias) === name));
    return index < 0 ? null : index;
  };
  const places = (columns: readonly ColumnName[]): readonly number[] => columns.flatMap((column) => place(column) ?? []);
  const columns: StatementColumns = shape.columns;
  const width = header?.length ?? shape.cells.length + shape.mayFollow.length;
  return {
    names: header,
    least: header === null ? shape.cells.length : width,
    width,
    blanks: names.flatMap((name, index) => (name === '' ? [index] : [])),
    date: places(columns.date),
    amount: place(columns.amount),
    debit: place(columns.debit),
    credit: place(columns.credit),
    narrative: places(columns.narrative),
    reference: place(columns.reference),
    kind: place(columns.kind),
    balance: place(columns.balance),
    account: place(columns.account),
    currency: place(columns.currency),
  };
};

const cellAt = (cells: readonly string[], index: number | null): string => (index === null ? '' : cleanCell(cells[index] ?? ''));

const columnName = (columns: ResolvedColumns, index: number | null): string | null => {
  if (index === null) return null;
  const name = columns.names?.[index]?.trim() ?? '';
  return name === '' ? `column ${index + 1}` : name;
};

const amountMessage = (error: AmountTextError): string => {
  switch (error.code) {
    case 'amount-empty':
      return 'The cell is empty.';
    case 'amount-not-a-number':
      return 'The cell is not an amount.';
    case 'amount-fraction-of-a-cent':
      return `The amount has ${error.decimals} decimals; fractions of a cent are not read.`;
    case 'amount-thousands-misplaced':
      return 'The thousands commas are misplaced.';
    case 'amount-negative':
      return 'The amount is negative.';
    case 'amount-over-limit':
      return 'The amount is over $99,999,999.99.';
  }
};

const dateIn = (cells: readonly string[], columns: ResolvedColumns): LocalDate | null => {
  const filled = columns.date.map((index) => cellAt(cells, index)).find((cell) => cell !== '');
  return filled === undefined ? null : readBankDate(filled);
};

/** Whether cells read as this shape's row down to a balance: what tells a short row's slip from its missing end. */
const holdsTogether = (cells: readonly string[], columns: ResolvedColumns): boolean =>
  columns.balance !== null &&
  readBankAmount(cellAt(cells, columns.balance)).ok &&
  dateIn(cells, columns) !== null &&
  (columns.amount === null || readBankAmount(cellAt(cells, columns.amount)).ok) &&
  columns.blanks.every((index) => cellAt(cells, index) === '');

/** Lines a row up with its header: a missing last cell and a vanished blank column are put right if only one way fits. */
const aligned = (cells: readonly string[], columns: ResolvedColumns): Result<readonly string[], Problem> => {
  const { least, width } = columns;
  const problem = (code: 'row-length' | 'row-shifted', message: string): Result<readonly string[], Problem> =>
    err({ code, column: null, found: cells.join(', ').slice(0, 200), message });
  if (cells.length > width)
    return problem('row-length', `The row has ${cells.length} cells for ${width} columns; a comma may stand outside quotation marks.`);
  if (cells.length >= least) return ok(cells);
  const candidates = [cells, ...columns.blanks.map((index) => cells.toSpliced(index, 0, ''))].filter((candidate) =>
    holdsTogether(candidate, columns),
  );
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return ok(only);
  return second === undefined
    ? problem('row-length', `The row has ${cells.length} cells for ${width} columns, and nothing shows which are missing.`)
    : problem('row-shifted', `The row has ${cells.length} cells for ${width} columns and can be read in two ways.`);
};

const signedAmount = (cells: readonly string[], columns: ResolvedColumns): Result<SignedCents, Problem> => {
  const at = (index: number | null, code: Problem['code'], message: string): Problem => ({
    code,
    column: columnName(columns, index),
    found: cellAt(cells, index),
    message,
  });
  if (columns.amount !== null) {
    const read = readBankAmount(cellAt(cells, columns.amount));
    return read.ok
      ? read
      : err(at(columns.amount, read.error.code === 'amount-empty' ? 'amount-missing' : 'amount-not-valid', amountMessage(read.error)));
  }
  const sides: SignedCents[] = [];
  for (const index of [columns.debit, columns.credit]) {
    if (cellAt(cells, index) === '') continue;
    const read = readBankAmount(cellAt(cells, index));
    if (!read.ok) return err(at(index, 'amount-not-valid', amountMessage(read.error)));
    if (read.value < 0) return err(at(index, 'amount-sign', 'A debit or credit column holds amounts without a sign.'));
    sides.push(index === columns.debit ? negated(read.value) : read.value);
  }
  const [first] = sides;
  if (first === undefined) return err(at(columns.debit, 'amount-missing', 'Neither debit nor credit is filled in.'));
  const moving = sides.filter((side) => side !== 0);
  if (moving.length > 1) return err(at(columns.credit, 'amount-two-sided', 'Debit and credit are both filled in.'));
  return ok(moving[0] ?? first);
};

/** Reads one row. `chosen` is the account of the whole file where the row names none. Errors: all problems of the row. */
export const readRow = (raw: readonly string[], columns: ResolvedColumns, chosen: string | null): Result<ReadRow, readonly Problem[]> => {
  const placed = aligned(raw, columns);
  if (!placed.ok) return err([placed.error]);
  const cells = placed.value;
  const problems: Problem[] = [];
  const date = dateIn(cells, columns);
  if (date === null) {
    const index = columns.date.find((candidate) => cellAt(cells, candidate) !== '') ?? columns.date[0] ?? null;
    problems.push({
      code: 'date-not-valid',
      column: columnName(columns, index),
      found: cellAt(cells, index),
      message: 'The cell is not a date, day before month.',
    });
  }
  const amount = signedAmount(cells, columns);
  if (!amount.ok) problems.push(amount.error);
  const balanceText = cellAt(cells, columns.balance);
  const balance = balanceText === '' ? null : readBankAmount(balanceText);
  if (balance !== null && !balance.ok)
    problems.push({
      code: 'balance-not-valid',
      column: columnName(columns, columns.balance),
      found: balanceText,
      message: amountMessage(balance.error),
    });
  const currency = cellAt(cells, columns.currency).toUpperCase();
  if (currency !== '' && currency !== 'AUD')
    problems.push({
      code: 'currency-not-aud',
      column: columnName(columns, columns.currency),
      found: currency,
      message: 'Only Australian dollars are read.',
    });
  if (date === null || !amount.ok || problems.length > 0) return err(problems);
  const account = plainAccount(cellAt(cells, columns.account));
  const optional = (index: number | null): string | null => (cellAt(cells, index) === '' ? null : cellAt(cells, index));
  return ok({
    account: account === '' ? chosen : account,
    date,
    cents: amount.value,
    narrative: columns.narrative
      .map((index) => cellAt(cells, index))
      .filter((cell) => cell !== '')
      .join(' ')
      .replace(/\s+/g, ' '),
    reference: optional(columns.reference),
    kind: optional(columns.kind),
    balanceCents: balance !== null && balance.ok ? balance.value : null,
    raw,
  });
};
