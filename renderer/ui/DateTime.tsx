import { Tooltip } from '@mantine/core';
import type { Instant } from '../../core/domain/time/instant.ts';
import type { LocalDate } from '../../core/domain/time/local-date.ts';
import type { ZoneId } from '../../core/domain/time/zone.ts';
import { localZone, useNow } from '../app/clock.ts';
import { calendarText, momentText, type DateForm } from './dateText.ts';
import css from './DateTime.module.css';

export interface DateTimeProps {
  /** null is a moment nobody recorded. */
  readonly at: Instant | null;
  readonly form?: DateForm;
  readonly zone?: ZoneId;
  /** Not a tab stop of its own, for table rows; the zone still shows on hover. */
  readonly inRow?: boolean;
  readonly missing?: string;
}

/** A moment. Its second and zone show on hover and focus. */
export const DateTime = ({ at, form = 'moment', zone = localZone, inRow = false, missing = 'Not recorded' }: DateTimeProps) => {
  const now = useNow();
  if (at === null) return <span className="second">{missing}</span>;
  return (
    <Tooltip label={momentText(at, 'exact', zone)}>
      <time className={css.time} dateTime={at} tabIndex={inRow ? undefined : 0}>
        {momentText(at, form, zone, now)}
      </time>
    </Tooltip>
  );
};

export interface CalendarDayProps {
  /** null says that the fact is missing. */
  readonly day: LocalDate | null;
  readonly form?: 'date' | 'day' | 'short';
  readonly missing?: string;
}

/** A calendar day, which has no clock and no zone. */
export const CalendarDay = ({ day, form = 'day', missing = 'No due date' }: CalendarDayProps) =>
  day === null ? (
    <span className="second">{missing}</span>
  ) : (
    <time className={css.time} dateTime={day}>
      {calendarText(day, form)}
    </time>
  );
