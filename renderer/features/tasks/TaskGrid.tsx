import { useState } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TaskRow } from '../../../core/contract/contact-work.ts';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import { problemOf } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { calendarText } from '../../ui/dateText.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { dayOf } from '../../ui/exact.ts';
import { Status } from '../../ui/Status.tsx';
import { priorityName } from '../crm/priorities.ts';
import { TaskForm } from '../crm/TaskForm.tsx';
import { useChange } from '../crm/useChange.ts';

/** When a task is due, and whether it is late. */
export const TaskDue = ({ task }: { readonly task: TaskRow }) => {
  if (task.state === 'done') return <Status kind="done">Done</Status>;
  if (task.due === null) return <Status kind="not-yet">No due date</Status>;
  const words = calendarText(dayOf(task.due), 'short');
  if (task.state === 'late') return <Status kind="late">{`Was due ${words}`}</Status>;
  return <Status kind="waiting">{task.state === 'today' ? 'Due today' : `Due ${words}`}</Status>;
};

/** Tasks as rows: tick, open, change. */
export const TaskGrid = ({ rows, frame, view }: { readonly rows: readonly TaskRow[]; readonly frame: CrmFrame; readonly view: string }) => {
  const [editing, setEditing] = useState<TaskRow | null>(null);
  const tick = useChange();
  const columns: readonly Column<TaskRow>[] = [
    {
      id: 'done',
      head: 'Done',
      quietHead: true,
      track: '40px',
      cell: (task) => (
        <Checkbox
          aria-label={`Done: ${task.title}`}
          checked={task.doneAt !== null}
          disabled={!frame.mayEdit}
          onChange={() =>
            tick.mutate({
              method: 'POST',
              path: `/api/tasks/${task.id}/done`,
              body: { done: task.doneAt === null },
              words: task.doneAt === null ? `“${task.title}” is done` : `“${task.title}” is open again`,
            })
          }
        />
      ),
    },
    { id: 'title', head: 'Task', track: 'minmax(180px, 2fr)', sortBy: (task) => task.title, cell: (task) => <strong>{task.title}</strong> },
    {
      id: 'contact',
      head: 'Contact',
      track: 'minmax(140px, 1.1fr)',
      sortBy: (task) => task.contact?.name,
      cell: (task) =>
        task.contact === null ? (
          <span className="second">Nobody</span>
        ) : (
          <Link to="/contacts/$id" params={{ id: task.contact.id }}>
            {task.contact.name}
          </Link>
        ),
    },
    {
      id: 'due',
      head: 'Due',
      track: 'minmax(150px, 1fr)',
      sortBy: (task) => task.due ?? undefined,
      cell: (task) => <TaskDue task={task} />,
    },
    {
      id: 'reminder',
      head: 'Reminder',
      track: 'minmax(130px, 0.9fr)',
      sortBy: (task) => task.remindAt ?? undefined,
      cell: (task) =>
        task.remindAt === null ? (
          <span className="second">None</span>
        ) : task.reminding ? (
          <Status kind="late">
            <DateTime at={task.remindAt} form="recent" inRow />
          </Status>
        ) : (
          <DateTime at={task.remindAt} form="recent" inRow />
        ),
    },
    { id: 'priority', head: 'Priority', track: '84px', cell: (task) => priorityName(task.priority) },
    { id: 'owner', head: 'Owner', track: 'minmax(130px, 1fr)', sortBy: (task) => task.owner.words, cell: (task) => task.owner.words },
  ];
  if (rows.length === 0)
    return (
      <EmptyState drawing="path" title={view === 'done' ? 'Nothing is done yet' : 'Nothing to do in this view'}>
        Tasks with a day stand here until they are ticked. A reminder shows on Today when its time has come.
      </EmptyState>
    );
  return (
    <>
      {tick.error === null ? null : <ErrorNote problem={problemOf(tick.error)} act={<Button onClick={() => tick.reset()}>Close</Button>} />}
      <DataGrid
        label="Tasks"
        columns={columns}
        rows={rows}
        rowKey={(task) => task.id}
        rowTone={(task) => (task.state === 'done' ? 'excluded' : 'rest')}
        {...(frame.mayEdit ? { onOpen: setEditing } : {})}
      />
      {editing === null ? null : <TaskForm task={editing} contact={editing.contact} frame={frame} onClose={() => setEditing(null)} />}
    </>
  );
};
