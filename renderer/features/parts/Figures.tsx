import { Button } from '@mantine/core';
import { IconFiles, IconShieldCheck, IconX } from '@tabler/icons-react';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FigureStrip } from '../../ui/FigureStrip.tsx';
import { Money } from '../../ui/Money.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { StatusBar } from '../../ui/StatusBar.tsx';
import { exactCents } from '../../../core/domain/money/cents.ts';
import { batch, figures, type BatchLine } from './sample.ts';
import { Section } from './Section.tsx';
import css from './parts.module.css';

const columns: readonly Column<BatchLine>[] = [
  { id: 'payee', head: 'Payee', cell: (line) => line.payee, total: 'Total of 3' },
  { id: 'referral', head: 'Referral', cell: (line) => line.id },
  {
    id: 'state',
    head: 'State',
    cell: (line) => (line.state === 'excluded' ? <Status kind="excluded">Excluded</Status> : <Status kind="done">Payable</Status>),
  },
  {
    id: 'pay',
    head: 'To pay',
    align: 'end',
    cell: (line) => <Money cents={line.cents} struck={line.state === 'excluded'} />,
    total: <Money cents={exactCents(245575)} weight="total" />,
  },
];

/** Figures, short tables, status bars, empty states, skeletons. */
export const Figures = () => (
  <div>
    <Section title="Figure">
      <FigureStrip
        label="Figures"
        figures={[
          ...figures.map((figure) => ({
            label: figure.label,
            value: <Money cents={exactCents(567875)} />,
            trend: figure.trend,
            change: { way: 'up', tone: 'ok', by: figure.by, words: figure.words } as const,
          })),
          {
            label: 'No figure yet',
            value: null,
            change: { way: 'none', words: 'Never a zero in its place' },
          },
        ]}
      />
    </Section>
    <Section title="Row: rest, hover, selected, excluded, total">
      <PlainTable
        label="Batch"
        columns={columns}
        rows={batch}
        rowKey={(line) => line.id}
        rowTone={(line) => line.state}
        struck={['referral']}
      />
    </Section>
    <Section title="Status bar: in order, broken">
      <div className={css.bars}>
        <StatusBar
          label="Status, in order"
          parts={[
            {
              id: 'net',
              icon: <IconFiles size={15} stroke={1.6} aria-hidden="true" />,
              strong: 'Files only',
              text: '· not witnessed',
            },
            {
              id: 'check',
              icon: <IconShieldCheck size={15} stroke={1.6} aria-hidden="true" />,
              tone: 'ok',
              text: 'Chain verified 9:10 am, log at 4,812',
            },
            { id: 'root', text: 'Root', hash: '5ac1 e27f', end: true },
          ]}
        />
        <StatusBar
          label="Status, broken"
          parts={[
            {
              id: 'check',
              icon: <IconX size={15} stroke={1.6} aria-hidden="true" />,
              tone: 'bad',
              strong: 'Chain check failed',
              text: '9:10 am, entry 4,611',
            },
          ]}
        />
      </div>
    </Section>
    <Section title="Empty">
      <Card>
        <EmptyState
          drawing="pairs"
          title="No bank lines yet"
          acts={
            <Button variant="filled" size="md">
              Add bank lines
            </Button>
          }
        >
          Bring a statement from your bank, and each payment is matched to the referral that earned it. The file stays on this computer.
        </EmptyState>
      </Card>
    </Section>
    <Section title="Loading">
      <SkeletonRows rows={3} label="payments" />
    </Section>
  </div>
);
