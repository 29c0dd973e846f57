import { useRef, useState, type KeyboardEvent } from 'react';
import { Button, Popover } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { cellChanged, type ContactRow } from '../../../../core/contract/contact-list.ts';
import { offerUndo } from '../../../app/undo.ts';
import { problemOf, request } from '../../../client.ts';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { Conflicts } from '../Conflicts.tsx';
import { fieldsQuery } from './listQueries.ts';
import css from './list.module.css';

type Move = 'stay' | 'next' | 'previous';

/** What a cell says before it is edited, as it is typed. */
const startOf = (row: ContactRow, column: string): string => {
  switch (column) {
    case 'organisation':
      return row.organisation ?? '';
    case 'suburb':
      return row.suburb ?? '';
    case 'owner':
      return row.owner?.code ?? '';
    case 'phone':
      return row.phone ?? '';
    case 'email':
      return row.email ?? '';
    case 'abn':
      return row.abn ?? '';
    default:
      return row.own[column.replace(/^own-/u, '')] ?? '';
  }
};

export interface CellEditorProps {
  readonly row: ContactRow;
  readonly column: string;
  readonly title: string;
  readonly onDone: (move: Move) => void;
}

/** One cell, edited in place: Enter saves, Tab saves and goes on, Esc leaves it as it was. A newer change of somebody else shows both values. */
export const CellEditor = ({ row, column, title, onDone }: CellEditorProps) => {
  const queries = useQueryClient();
  const { data } = useQuery(fieldsQuery);
  const field = data?.fields.find((one) => one.name === column);
  const start = startOf(row, column);
  const [value, setValue] = useState(start);
  const seen = useRef(row.revision);
  const save = useMutation({
    mutationFn: ({ over }: { readonly over: number | null; readonly move: Move }) =>
      request('PUT', `/api/contacts/${row.id}/cell`, cellChanged, { body: { column, value, revision: over ?? seen.current } }),
    onSuccess: async ({ undo }, { move }) => {
      offerUndo(`${title} of ${row.name} was changed`, undo);
      await queries.invalidateQueries({ queryKey: ['contacts'] });
      onDone(move);
    },
  });
  const submit = (move: Move) => {
    if (save.isPending) return;
    if (value === start) onDone(move);
    else save.mutate({ over: null, move });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone('stay');
    else if (event.key === 'Enter') submit('stay');
    else if (event.key === 'Tab') submit(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const problem = save.error === null ? undefined : problemOf(save.error);
  const choices = column === 'owner' || field?.type === 'choice' || field?.type === 'yes-no';
  const options =
    field?.type === 'yes-no'
      ? [
          { code: 'yes', name: 'Yes' },
          { code: 'no', name: 'No' },
        ]
      : (field?.options ?? []);
  const common = {
    className: css.cellInput,
    'aria-label': `${title} of ${row.name}`,
    'aria-invalid': problem !== undefined,
    autoFocus: true,
    onKeyDown,
  } as const;
  return (
    <Popover opened={problem !== undefined} withRoles={false} position="bottom-start" withinPortal width="max-content">
      <Popover.Target>
        {choices ? (
          <select {...common} value={value} onChange={(event) => setValue(event.currentTarget.value)}>
            <option value="">{column === 'owner' ? 'Nobody' : 'Not recorded'}</option>
            {options.map((option) => (
              <option key={option.code} value={option.code}>
                {option.name}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...common}
            type={field?.type === 'date' ? 'date' : 'text'}
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        )}
      </Popover.Target>
      <Popover.Dropdown>
        {problem === undefined ? null : (
          <div className={css.cellProblem}>
            <ErrorNote problem={problem} />
            {problem.conflicts === undefined || problem.conflicts.length === 0 ? (
              <Button size="xs" variant="default" onClick={() => onDone('stay')}>
                Leave it as it was
              </Button>
            ) : (
              <Conflicts
                conflicts={problem.conflicts}
                onTheirs={() => {
                  void queries.invalidateQueries({ queryKey: ['contacts'] });
                  onDone('stay');
                }}
                onMine={() => save.mutate({ over: Number.MAX_SAFE_INTEGER, move: 'stay' })}
              />
            )}
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
};
