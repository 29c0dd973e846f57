import type { ReferralView } from '../../../core/contract/referrals.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { Money } from '../../ui/Money.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import css from './ReferralPage.module.css';

type Income = ReferralView['incomes'][number];

const attested = {
  agrees: ['done', 'Agreed'],
  disagrees: ['broken', 'Disagreed'],
  waiting: ['waiting', 'Not said yet'],
} as const;

/** "typing-error" as "Typing error". */
const sentence = (code: string): string => code.replaceAll('-', ' ').replace(/^./u, (first) => first.toLocaleUpperCase('en-AU'));

const columns: readonly Column<Income>[] = [
  {
    id: 'at',
    head: 'Stated',
    cell: (income) => (
      <span className={css.plain}>
        <DateTime at={income.at} form="recent" inRow />
      </span>
    ),
  },
  {
    id: 'settled',
    head: 'Settled on',
    cell: (income) => <CalendarDay day={income.settledOn} form="short" />,
  },
  { id: 'reason', head: 'Why', cell: (income) => (income.reason === null ? 'First statement' : sentence(income.reason)) },
  { id: 'gross', head: 'Gross, ex GST', align: 'end', cell: (income) => <Money cents={income.gross} /> },
  { id: 'net', head: 'Net, ex GST', align: 'end', cell: (income) => <Money cents={income.net} /> },
  {
    id: 'attested',
    head: 'The referrer',
    cell: (income) => <Status kind={attested[income.attested][0]}>{attested[income.attested][1]}</Status>,
  },
];

/** Every statement of the income, in order: a wrong one stays, and a signed correction follows it. */
export const IncomesCard = ({ incomes }: { readonly incomes: readonly Income[] }) =>
  incomes.length === 0 ? null : (
    <Card title="Income of the receiver" count={incomes.length} flush>
      <PlainTable
        label="Statements of the income"
        columns={columns}
        rows={incomes}
        rowKey={(income) => income.hash}
        rowTone={(income) => (income === incomes.at(-1) ? 'current' : 'rest')}
      />
    </Card>
  );
