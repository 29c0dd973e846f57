import { Button } from '@mantine/core';
import type { z } from 'zod';
import type { practiceRow } from '../../../core/contract/desk.ts';
import type { Column } from '../../ui/columns.ts';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import { statusLooks, tierNames } from '../office/memberLook.ts';
import { abnText } from './abnText.ts';
import css from './PracticeTable.module.css';
import { useVerticalNames } from './verticalNames.ts';

export type PracticeRow = z.infer<typeof practiceRow>;

const columnsOf = (namesOf: (codes: readonly string[]) => string, onOpen: (practice: string) => void): readonly Column<PracticeRow>[] => [
  { id: 'name', head: 'Practice', cell: (row) => row.legalName },
  { id: 'abn', head: 'ABN', cell: (row) => abnText(row.abn) },
  {
    id: 'status',
    head: 'Status',
    cell: (row) =>
      row.kind === 'office' ? (
        'Network office'
      ) : (
        <Status kind={statusLooks[row.status].kind}>
          {statusLooks[row.status].words}
          {row.tier === null ? '' : `, ${tierNames[row.tier].toLowerCase()}`}
        </Status>
      ),
  },
  { id: 'gst', head: 'GST, as declared', cell: (row) => (row.gst ? 'Registered' : 'Not registered') },
  {
    id: 'verticals',
    head: 'Verticals',
    cell: (row) => (row.kind === 'office' ? '' : <span className={css.wrap}>{namesOf(row.verticals)}</span>),
  },
  {
    id: 'act',
    head: 'Act',
    quietHead: true,
    align: 'end',
    cell: (row) => (
      <Button size="xs" aria-label={`Open ${row.legalName}`} onClick={() => onOpen(row.practice)}>
        Open
      </Button>
    ),
  },
];

/** Practices of the register, one a row. */
export const PracticeTable = ({ rows, onOpen }: { readonly rows: readonly PracticeRow[]; readonly onOpen: (practice: string) => void }) => (
  <PlainTable
    label="Practices of the register"
    columns={columnsOf(useVerticalNames(), onOpen)}
    rows={rows}
    rowKey={(row) => row.practice}
  />
);
