import { ActionIcon } from '@mantine/core';
import { IconCircleMinus, IconRotateClockwise2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { BatchView } from '../../../core/contract/money.ts';
import type { Column } from '../../ui/columns.ts';
import { Money } from '../../ui/Money.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';

export type BatchLine = BatchView['lines'][number];
export type ExcludedLine = BatchView['excluded'][number];

type Row = { readonly kind: 'line'; readonly line: BatchLine } | { readonly kind: 'excluded'; readonly excluded: ExcludedLine };

const lineState = (line: BatchLine) => {
  switch (line.state) {
    case 'in-batch':
      return <Status kind="waiting">Not recorded</Status>;
    case 'settled':
      return <Status kind="done">{line.received === null ? 'Settled' : 'Settled, confirmed'}</Status>;
    case 'failed':
      return <Status kind="broken">Failed</Status>;
  }
};

export interface BatchLinesProps {
  readonly view: BatchView;
  readonly onExclude: (line: BatchLine) => void;
  readonly onInclude: (excluded: ExcludedLine) => void;
}

const amount =
  (pick: (line: BatchLine) => number | null, weight: 'rest' | 'second' | 'total' = 'rest') =>
  (row: Row) => {
    if (row.kind === 'excluded') return null;
    const cents = pick(row.line);
    return cents === null ? null : <Money cents={cents} weight={weight} />;
  };

const columnsOf = ({ view, onExclude, onInclude }: BatchLinesProps): readonly Column<Row>[] => {
  const payments = view.lines.filter((line) => line.kind === 'commission').length;
  const released =
    view.lines.some((line) => line.state !== 'in-batch') ||
    ['released', 'settled', 'partly-settled', 'requires-repair'].includes(view.state);
  const { totals } = view;
  return [
    {
      id: 'payee',
      head: 'Payee',
      cell: (row) => (row.kind === 'line' ? row.line.payee : row.excluded.payee),
      total: `Total of ${view.lines.length}`,
    },
    {
      id: 'referral',
      head: 'Referral',
      cell: (row) =>
        row.kind === 'excluded' ? (
          row.excluded.label
        ) : row.line.referral === null || row.line.label === null ? (
          row.line.label
        ) : (
          <Link to="/referrals/$id" params={{ id: row.line.referral }}>
            {row.line.label}
          </Link>
        ),
    },
    {
      id: 'client',
      head: 'Client',
      cell: (row) =>
        row.kind === 'excluded' ? (
          <Status kind="excluded">Excluded: {row.excluded.reason}</Status>
        ) : (
          <>
            <span className="second">
              {row.line.kind === 'platform-fee'
                ? `Platform fee on ${payments === 1 ? 'one commission' : `${payments} commissions`}`
                : row.line.client}
            </span>
            {row.line.hold === null ? null : (
              <div>
                <Status kind="paused">Held</Status>
              </div>
            )}
          </>
        ),
    },
    { id: 'income', head: 'Income', align: 'end', cell: amount((line) => line.income, 'second') },
    {
      id: 'commission',
      head: 'Commission',
      align: 'end',
      cell: amount((line) => line.commission),
      total: <Money cents={totals.commission + totals.platform} />,
    },
    {
      id: 'gst',
      head: 'GST',
      align: 'end',
      cell: (row) =>
        row.kind === 'excluded' ? null : row.line.gstWords === '' ? (
          <Money cents={row.line.gst} />
        ) : (
          <span className="second">{row.line.gstWords}</span>
        ),
      total: <Money cents={totals.gst + totals.platformGst} />,
    },
    {
      id: 'toPay',
      head: 'To pay',
      align: 'end',
      cell: (row) =>
        row.kind === 'excluded' ? <Money cents={row.excluded.toPay} struck /> : <Money cents={row.line.toPay} weight="total" />,
      total: <Money cents={totals.leaves} />,
    },
    ...(released
      ? [
          {
            id: 'state',
            head: 'Bank',
            cell: (row: Row) => (row.kind === 'line' ? lineState(row.line) : null),
          },
        ]
      : []),
    ...(view.may.change === null
      ? [
          {
            id: 'act',
            head: 'Exclude or include',
            quietHead: true,
            align: 'end' as const,
            cell: (row: Row) =>
              row.kind === 'excluded' ? (
                <ActionIcon
                  variant="subtle"
                  size={24}
                  aria-label={`Include ${row.excluded.payee}, ${row.excluded.label} again`}
                  title="Include again"
                  onClick={() => onInclude(row.excluded)}
                >
                  <IconRotateClockwise2 size={16} stroke={1.7} aria-hidden="true" />
                </ActionIcon>
              ) : row.line.kind === 'platform-fee' ? null : (
                <ActionIcon
                  variant="subtle"
                  size={24}
                  aria-label={`Exclude ${row.line.payee}, ${row.line.label ?? ''}`}
                  title="Exclude"
                  onClick={() => onExclude(row.line)}
                >
                  <IconCircleMinus size={16} stroke={1.7} aria-hidden="true" />
                </ActionIcon>
              ),
          },
        ]
      : []),
  ];
};

/** Payments of a batch with what was excluded, struck through and still there. */
export const BatchLines = (props: BatchLinesProps) => {
  const rows: readonly Row[] = [
    ...props.view.lines.map((line): Row => ({ kind: 'line', line })),
    ...props.view.excluded.map((excluded): Row => ({ kind: 'excluded', excluded })),
  ];
  return (
    <PlainTable
      label="Payments of this batch"
      columns={columnsOf(props)}
      rows={rows}
      rowKey={(row) => (row.kind === 'line' ? `line ${row.line.line}` : row.excluded.entitlement)}
      rowTone={(row) => (row.kind === 'excluded' ? 'excluded' : row.line.state === 'failed' ? 'broken' : 'rest')}
      struck={['referral']}
    />
  );
};
