import type { z } from 'zod';
import type { practiceRow } from '../../../core/contract/desk.ts';
import type { Column } from '../../ui/columns.ts';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { abnText } from './abnText.ts';
import { useVerticalNames } from './verticalNames.ts';

export type PracticeRow = z.infer<typeof practiceRow>;

const columnsOf = (namesOf: (codes: readonly string[]) => string): readonly Column<PracticeRow>[] => [
  { id: 'name', head: 'Practice', cell: (row) => row.legalName },
  { id: 'abn', head: 'ABN', cell: (row) => abnText(row.abn) },
  { id: 'kind', head: 'Kind', cell: (row) => (row.kind === 'office' ? 'Network office' : 'Member') },
  { id: 'gst', head: 'GST, as declared', cell: (row) => (row.gst ? 'Registered' : 'Not registered') },
  {
    id: 'verticals',
    head: 'Verticals',
    cell: (row) => (row.kind === 'office' ? '' : namesOf(row.verticals)),
  },
  { id: 'people', head: 'People', cell: (row) => (row.soleSignatory ? 'Sole signatory' : 'Two or more') },
];

/** Practices of the register, one a row. */
export const PracticeTable = ({ rows }: { readonly rows: readonly PracticeRow[] }) => (
  <PlainTable label="Practices of the register" columns={columnsOf(useVerticalNames())} rows={rows} rowKey={(row) => row.practice} />
);
