import { useState } from 'react';
import { Button, NativeSelect } from '@mantine/core';
import type { DeletionTask } from '../../../core/contract/consent.ts';
import type { Act } from '../../../core/contract/acts.ts';
import { categoryWords } from '../../../core/domain/consent/categories.ts';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import css from './consents.module.css';

const OUTCOMES = [
  { value: '', label: 'Choose what was done' },
  { value: 'deleted', label: 'Deleted' },
  { value: 'de-identified', label: 'De-identified' },
  { value: 'kept', label: 'Kept, because a law requires it' },
] as const;
type Outcome = Exclude<(typeof OUTCOMES)[number]['value'], ''>;

const Confirm = ({ task, onClose }: { readonly task: DeletionTask; readonly onClose: () => void }) => {
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const act: Act | null =
    outcome === '' ? null : { act: 'deletion-confirm', use: task.use, outcome, reason: outcome === 'kept' ? 'legal-duty' : null };
  return (
    <ActSheet
      act={act}
      title={`Confirm to ${task.from}`}
      verb="Sign the confirmation"
      missing="Say what was done."
      onClose={onClose}
      onSigned={() => undefined}
    >
      <NativeSelect
        label="What was done with the details"
        data={OUTCOMES.map((one) => ({ ...one }))}
        value={outcome}
        onChange={(event) => setOutcome(OUTCOMES.find((one) => one.value === event.currentTarget.value)?.value ?? '')}
      />
    </ActSheet>
  );
};

/** Details that this practice received and is asked to delete; the answer goes back signed. */
export const Deletions = ({ tasks }: { readonly tasks: readonly DeletionTask[] }) => {
  const [open, setOpen] = useState<DeletionTask | null>(null);
  const columns: readonly Column<DeletionTask>[] = [
    { id: 'client', head: 'Client', cell: (task) => task.client },
    { id: 'from', head: 'Came from', cell: (task) => task.from },
    { id: 'fields', head: 'Details', cell: (task) => task.fields.map(categoryWords).join(', ') },
    { id: 'because', head: 'Why', cell: (task) => (task.because === 'withdrawn' ? 'Consent withdrawn' : 'The client asked') },
    { id: 'since', head: 'Since', cell: (task) => <DateTime at={task.since} form="date" /> },
    {
      id: 'act',
      head: 'Acts',
      quietHead: true,
      cell: (task) => (
        <Button size="xs" aria-label={`Confirm for ${task.client}`} onClick={() => setOpen(task)}>
          Confirm
        </Button>
      ),
    },
  ];
  return (
    <div className={css.tab}>
      {tasks.length === 0 ? (
        <EmptyState drawing="list" title="Nothing is to be deleted">
          When a client withdraws, what you received about them stands here until you answer.
        </EmptyState>
      ) : (
        <PlainTable label="Details to delete" columns={columns} rows={tasks} rowKey={(task) => task.use} />
      )}
      {open === null ? null : <Confirm task={open} onClose={() => setOpen(null)} />}
    </div>
  );
};
