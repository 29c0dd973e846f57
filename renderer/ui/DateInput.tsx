import { useState, type KeyboardEvent } from 'react';
import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { formatDate } from '../../core/domain/time/date-text.ts';
import { addDays, type LocalDate } from '../../core/domain/time/local-date.ts';
import { parseTypedDate, type TypedDateError } from '../../core/domain/time/typed-date.ts';
import { useToday } from '../app/clock.ts';
import { dayOf } from './exact.ts';
import { FieldError } from './FieldNote.tsx';
import { MonthGrid } from './MonthGrid.tsx';

export interface DateInputProps extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'error' | 'type' | 'min' | 'max'> {
  /** "2026-08-04"; empty while nothing valid is typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** First and last day that may be chosen, "2026-08-04"; a day outside is kept and said to be outside. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** A refusal of the form, shown when the day itself reads well. */
  readonly error?: string | undefined;
}

/** What to look at when a day does not read. */
export const dateHint = (error: TypedDateError): string => {
  switch (error.code) {
    case 'date-empty':
      return 'A day is missing';
    case 'date-format':
      return 'Not a day; type it as 4 Aug 2026 or 4/8/2026, day first';
    case 'date-year':
      return 'The year needs its four digits';
    case 'date-does-not-exist':
      return 'There is no such day';
  }
};

const outside = (day: LocalDate, min: string | undefined, max: string | undefined): string | undefined => {
  if (min !== undefined && day < min) return `Before ${formatDate(dayOf(min))}, the first day possible`;
  return max !== undefined && day > max ? `After ${formatDate(dayOf(max))}, the last day possible` : undefined;
};

/**
 * A field for a calendar day that always reads "4 Aug 2026", whatever the language of the computer. Typed as people write days here; arrow keys
 * move by a day, and a month opens beside it.
 */
export const DateInput = ({ value, onChange, min, max, error, onBlur, disabled = false, ...rest }: DateInputProps) => {
  const today = useToday();
  const [typed, setTyped] = useState<string | null>(null);
  const [left, setLeft] = useState(false);
  const [open, setOpen] = useState(false);
  const text = typed ?? (value === '' ? '' : formatDate(dayOf(value)));
  const read = parseTypedDate(text);
  const own = !left
    ? undefined
    : read.ok
      ? outside(read.value, min, max)
      : read.error.code === 'date-empty'
        ? undefined
        : dateHint(read.error);
  const shown = own ?? error;
  const set = (day: LocalDate): void => {
    setTyped(null);
    setLeft(true);
    onChange(day);
  };
  const move = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault();
      setOpen(true);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      set(read.ok ? addDays(read.value, event.key === 'ArrowUp' ? 1 : -1) : today);
    }
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withRoles={false} trapFocus returnFocus shadow="md" radius="lg">
      <Popover.Target>
        <TextInput
          {...rest}
          disabled={disabled}
          inputMode="text"
          autoComplete="off"
          spellCheck={false}
          placeholder="4 Aug 2026"
          value={text}
          error={shown === undefined ? undefined : <FieldError>{shown}</FieldError>}
          rightSection={
            <ActionIcon
              variant="subtle"
              size={26}
              disabled={disabled}
              aria-label="Choose from a calendar"
              title="Choose from a calendar"
              aria-expanded={open}
              aria-haspopup="dialog"
              onClick={() => setOpen(!open)}
            >
              <IconCalendar size={16} stroke={1.7} aria-hidden="true" />
            </ActionIcon>
          }
          onKeyDown={move}
          onChange={(event) => {
            const next = event.currentTarget.value;
            const parsed = parseTypedDate(next);
            setTyped(next);
            setLeft(false);
            onChange(parsed.ok ? parsed.value : '');
          }}
          onBlur={(event) => {
            setLeft(true);
            if (read.ok) setTyped(null);
            onBlur?.(event);
          }}
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Calendar">
        <MonthGrid
          chosen={read.ok ? read.value : undefined}
          today={today}
          min={min}
          max={max}
          onChoose={(day) => {
            set(day);
            setOpen(false);
          }}
          onLeave={() => setOpen(false)}
        />
      </Popover.Dropdown>
    </Popover>
  );
};
