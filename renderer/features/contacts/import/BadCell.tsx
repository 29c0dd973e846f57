import { useState } from 'react';
import { Button, Popover, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import type { ImportPreview } from '../../../../core/contract/imports.ts';
import { FieldError } from '../../../ui/FieldNote.tsx';
import css from './import.module.css';

type Problem = ImportPreview['rows'][number]['problems'][number];

/** A cell that was not read as its column says. It is put right here, in place; the file itself stays as it is. */
export const BadCell = ({
  column,
  problem,
  value,
  onFix,
}: {
  readonly column: string;
  readonly problem: Problem;
  readonly value: string;
  readonly onFix: (value: string) => void;
}) => {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState(value);
  const blocks = problem.severity === 'blocks';
  const Icon = blocks ? IconX : IconAlertTriangle;
  const fix = () => {
    setOpened(false);
    onFix(typed);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <button type="button" className={css.bad} data-tone={blocks ? 'bad' : 'warn'} onClick={() => setOpened(!opened)}>
          <Icon size={14} stroke={1.8} aria-hidden="true" />
          <span className={css.value}>{value === '' ? 'Empty' : value}</span>
          <span className="visually-hidden">
            , row {problem.row}, {column}: {problem.message} Correct it
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={css.fix}
          onSubmit={(event) => {
            event.preventDefault();
            fix();
          }}
        >
          <TextInput
            label={`Row ${problem.row}, ${column}`}
            value={typed}
            data-autofocus
            error={<FieldError>{problem.message}</FieldError>}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" disabled={typed === value}>
            Put it right
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
};
