import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { formatDateLong, formatDateWithWeekday } from '../../core/domain/time/date-text.ts';
import { addDays, civilOf, dayOfWeek, type LocalDate } from '../../core/domain/time/local-date.ts';
import { daysInMonth } from '../../core/domain/time/civil.ts';
import { dayOf } from './exact.ts';
import css from './MonthGrid.module.css';

export interface MonthGridProps {
  readonly chosen: LocalDate | undefined;
  readonly today: LocalDate;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly onChoose: (day: LocalDate) => void;
  /** Escape: nothing is chosen. */
  readonly onLeave: () => void;
}

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const firstOf = (day: LocalDate): LocalDate => addDays(day, 1 - civilOf(day).day);

/** The same day of another month; its last day where the month is shorter. */
const monthsOn = (day: LocalDate, months: number): LocalDate => {
  const { year, month, day: date } = civilOf(day);
  const count = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
  return dayOf(`${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(Math.min(date, daysInMonth(y, m))).padStart(2, '0')}`);
};

const weeksOf = (day: LocalDate): readonly (readonly (LocalDate | null)[])[] => {
  const first = firstOf(day);
  const { year, month } = civilOf(first);
  const length = daysInMonth(year, month);
  const before = dayOfWeek(first) - 1;
  const weeks = Math.ceil((before + length) / 7);
  return Array.from({ length: weeks }, (_week, row) =>
    Array.from({ length: 7 }, (_day, column) => {
      const at = row * 7 + column - before;
      return at < 0 || at >= length ? null : addDays(first, at);
    }),
  );
};

const moves: Readonly<Record<string, (day: LocalDate) => LocalDate>> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => monthsOn(day, -1),
  PageDown: (day) => monthsOn(day, 1),
  Home: (day) => addDays(day, 1 - dayOfWeek(day)),
  End: (day) => addDays(day, 7 - dayOfWeek(day)),
};

// The sheet around it listens for Escape too, and would close with it.
const own = { 'data-mantine-stop-propagation': 'true' };

/** A month, Monday first, for one day to be chosen by mouse or keyboard (ARIA Authoring Practices, date picker dialog). */
export const MonthGrid = ({ chosen, today, min, max, onChoose, onLeave }: MonthGridProps) => {
  const [at, setAt] = useState(chosen ?? today);
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    grid.current?.querySelector<HTMLButtonElement>('button[tabindex="0"]')?.focus();
  }, [at]);
  const barred = (day: LocalDate): boolean => (min !== undefined && day < min) || (max !== undefined && day > max);
  const keys = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (event.key === 'Escape') {
      event.preventDefault();
      onLeave();
    } else if (move !== undefined) {
      event.preventDefault();
      setAt(move(at));
    }
  };
  const title = formatDateLong(at).replace(/^\d+ /u, '');
  return (
    <div className={css.month}>
      <div className={css.head}>
        <ActionIcon {...own} variant="subtle" aria-label="Month before" onClick={() => setAt(monthsOn(at, -1))}>
          <IconChevronLeft size={16} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
        <span className={css.title} aria-live="polite">
          {title}
        </span>
        <ActionIcon {...own} variant="subtle" aria-label="Month after" onClick={() => setAt(monthsOn(at, 1))}>
          <IconChevronRight size={16} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </div>
      <table ref={grid} aria-label={title} className={css.grid}>
        <thead>
          <tr>
            {WEEK.map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {week.map((day, column) =>
                day === null ? (
                  <td key={WEEK[column]} aria-hidden="true" />
                ) : (
                  <td key={day}>
                    <button
                      {...own}
                      type="button"
                      className={css.day}
                      tabIndex={day === at ? 0 : -1}
                      // Where the focus trap of the popover begins.
                      data-autofocus={day === at ? true : undefined}
                      aria-label={formatDateWithWeekday(day)}
                      aria-current={day === today ? 'date' : undefined}
                      aria-pressed={day === chosen}
                      onKeyDown={keys}
                      aria-disabled={barred(day)}
                      onClick={() => {
                        if (!barred(day)) onChoose(day);
                      }}
                    >
                      {civilOf(day).day}
                    </button>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
