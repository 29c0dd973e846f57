import { Button } from '@mantine/core';
import type { ChangeConflict } from '../../../core/contract/records.ts';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import css from './contacts.module.css';

const columns: readonly Column<ChangeConflict>[] = [
  { id: 'name', head: 'Field', cell: (one) => one.name },
  { id: 'theirs', head: 'Saved by somebody else', cell: (one) => one.theirs || 'Nothing' },
  { id: 'yours', head: 'Your entry', cell: (one) => one.yours || 'Nothing' },
  { id: 'by', head: 'Who', cell: (one) => one.by },
  { id: 'at', head: 'When', cell: (one) => <DateTime at={one.at} form="recent" inRow /> },
];

export interface ConflictsProps {
  readonly conflicts: readonly ChangeConflict[];
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}

/** Two people changed the same fields: both values, and who decides. What else the other one changed stays either way. */
export const Conflicts = ({ conflicts, onMine, onTheirs }: ConflictsProps) => (
  <section className={css.form} aria-label="Changed by somebody else meanwhile">
    <PlainTable label="Both values" columns={columns} rows={conflicts} rowKey={(one) => one.field} />
    <div className={css.buttons}>
      <Button variant="default" onClick={onTheirs}>
        Keep theirs
      </Button>
      <Button variant="default" onClick={onMine}>
        Save mine over theirs
      </Button>
    </div>
  </section>
);
