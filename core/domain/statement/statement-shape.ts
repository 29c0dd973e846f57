import { readBankAmount } from './bank-amount.ts';
import { readBankDate } from './bank-date.ts';

/** A column by the names it goes under in a header (compared without case, spaces and punctuation), or by position from 0. */
export type ColumnName = readonly string[] | number;

/** What the cells of a row without header must look like. */
export type CellKind = 'date' | 'amount' | 'account' | 'blank' | 'text';

/** Where a shape keeps its facts. Either `amount` (signed) or `debit` and `credit` (unsigned). */
export interface StatementColumns {
  readonly date: readonly ColumnName[];
  readonly amount?: ColumnName;
  readonly debit?: ColumnName;
  readonly credit?: ColumnName;
  readonly narrative: readonly ColumnName[];
  readonly reference?: ColumnName;
  readonly kind?: ColumnName;
  readonly balance?: ColumnName;
  readonly account?: ColumnName;
  readonly currency?: ColumnName;
}

/** One bank's export. With `header`, it is known by names that must all be present; else by `cells`, then `mayFollow`. */
export interface StatementShape {
  readonly id: string;
  readonly name: string;
  readonly header: readonly string[] | null;
  readonly cells: readonly CellKind[];
  readonly mayFollow: readonly CellKind[];
  readonly columns: StatementColumns;
}

const withHeader = (id: string, name: string, header: readonly string[], columns: StatementColumns): StatementShape => ({
  id,
  name,
  header,
  cells: [],
  mayFollow: [],
  columns,
});

const nab: StatementColumns = {
  date: [['Date']],
  amount: ['Amount'],
  account: ['Account Number'],
  kind: ['Transaction Type'],
  narrative: [['Transaction Details']],
  balance: ['Balance'],
};

/** The exports known, the more particular first. Source: documented header shapes of each bank's export. */
export const statementShapes: readonly StatementShape[] = [
  // CLOSING_BAL is not known to be a running balance, so lines of this shape are told apart by their narrative.
  withHeader('westpac-corporate-online', 'Westpac Corporate Online', ['TRAN_DATE', 'ACCOUNT_NO', 'AMOUNT', 'TRAN_CODE', 'NARRATIVE'], {
    date: [['TRAN_DATE']],
    amount: ['AMOUNT'],
    account: ['ACCOUNT_NO'],
    kind: ['TRAN_CODE'],
    narrative: [['NARRATIVE']],
    reference: ['SERIAL'],
    currency: ['CCY'],
  }),
  withHeader('westpac-live', 'Westpac Live', ['Bank Account', 'Date', 'Narrative', 'Debit Amount', 'Credit Amount', 'Balance'], {
    date: [['Date']],
    debit: ['Debit Amount'],
    credit: ['Credit Amount'],
    account: ['Bank Account'],
    kind: ['Categories'],
    narrative: [['Narrative']],
    reference: ['Serial'],
    balance: ['Balance'],
  }),
  withHeader(
    'anz-transactive',
    'ANZ Transactive',
    ['Statement Number', 'Account Number', 'Post Date', 'Bank Reference', 'Narrative', 'Debits', 'Credits'],
    {
      date: [['Post Date']],
      debit: ['Debits'],
      credit: ['Credits'],
      account: ['Account Number'],
      kind: ['Tran Type'],
      narrative: [['Narrative']],
      reference: ['Bank Reference'],
      currency: ['Account Currency'],
    },
  ),
  withHeader('up', 'Up', ['Time', 'Transaction Type', 'Payee', 'Description', 'Total (AUD)', 'Settled Date'], {
    date: [['Settled Date'], ['Time']],
    amount: ['Total (AUD)'],
    account: ['BSB/Account', 'BSB / Account Number'],
    kind: ['Transaction Type'],
    narrative: [['Payee'], ['Description']],
  }),
  withHeader(
    'nab-2024',
    'NAB Internet Banking (2024)',
    ['Date', 'Amount', 'Account Number', 'Transaction Details', 'Balance', 'Processed On'],
    nab,
  ),
  withHeader('nab-2022', 'NAB Internet Banking (2022)', ['Date', 'Amount', 'Account Number', 'Transaction Details', 'Balance'], nab),
  withHeader('cba-header', 'CommBank, with header', ['Date', 'Amount', 'Description', 'Balance'], {
    date: [['Date']],
    amount: ['Amount'],
    narrative: [['Description']],
    balance: ['Balance'],
  }),
  {
    id: 'nab-old',
    name: 'NAB, without header',
    header: null,
    cells: ['date', 'amount', 'account', 'blank', 'text', 'text', 'amount'],
    mayFollow: ['text', 'text'],
    columns: { date: [0], amount: 1, account: 2, kind: 4, narrative: [5], balance: 6 },
  },
  {
    id: 'cba',
    name: 'CommBank NetBank or CommBiz, without header',
    header: null,
    cells: ['date', 'amount', 'text', 'amount'],
    mayFollow: ['text'],
    columns: { date: [0], amount: 1, narrative: [2], balance: 3 },
  },
  {
    id: 'anz',
    name: 'ANZ Internet Banking, without header',
    header: null,
    cells: ['date', 'amount', 'text'],
    mayFollow: [],
    columns: { date: [0], amount: 1, narrative: [2] },
  },
];

/** A header name without case, spaces and punctuation. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The shape whose required names all stand in a header. */
export const shapeByHeader = (shapes: readonly StatementShape[], header: readonly string[]): StatementShape | null => {
  const names = new Set(header.map(plainName));
  return shapes.find((shape) => shape.header !== null && shape.header.every((name) => names.has(plainName(name)))) ?? null;
};

const fits = (kind: CellKind, cell: string): boolean => {
  switch (kind) {
    case 'date':
      return readBankDate(cell) !== null;
    case 'amount':
      return readBankAmount(cell).ok;
    case 'account':
      return /^[0-9 -]{5,20}$/.test(cell.trim());
    case 'blank':
      return cell.trim() === '';
    case 'text':
      return true;
  }
};

const rowFits = (shape: StatementShape, cells: readonly string[]): boolean =>
  cells.length >= shape.cells.length &&
  cells.length <= shape.cells.length + shape.mayFollow.length &&
  shape.cells.every((kind, index) => fits(kind, cells[index] ?? ''));

/** The shape without header that at least half of the first twenty rows fit, and more of them than any other. */
export const shapeByContent = (shapes: readonly StatementShape[], rows: readonly (readonly string[])[]): StatementShape | null => {
  const first = rows.slice(0, 20);
  const counted = shapes
    .filter((shape) => shape.header === null)
    .map((shape) => ({ shape, fitting: first.filter((cells) => rowFits(shape, cells)).length }))
    .toSorted((a, b) => b.fitting - a.fitting);
  const best = counted[0];
  return best === undefined || best.fitting === 0 || best.fitting * 2 < first.length ? null : best.shape;
};
