import { Tooltip } from '@mantine/core';
import type { ZoneId } from '../../core/domain/time/zone.ts';
import { useNow, useZone } from '../app/clock.ts';
import { calendarText, momentText, type DateForm } from './dateText.ts';
import { dayOf, instantOf } from './exact.ts';
import css from './DateTime.module.css';

export interface DateTimeProps {
  /** null is a moment nobody recorded. */
  readonly at: string | null;
  readonly form?: DateForm;
  readonly zone?: ZoneId;
  /** Not a tab stop of its own, for table rows; the zone still shows on hover. */
  readonly inRow?: boolean;
  readonly missing?: string;
}

/** A moment. Its second and zone show on hover and focus. */
export const DateTime = ({ at, form = 'moment', zone: given, inRow = false, missing = 'Not recorded' }: DateTimeProps) => {
  const now = useNow();
  const own = useZone();
  const zone = given ?? own;
  if (at === null) return <span className="second">{missing}</span>;
  return (
    <Tooltip label={momentText(instantOf(at), 'exact', zone)}>
      <time className={css.time} dateTime={at} tabIndex={inRow ? undefined : 0}>
        {momentText(instantOf(at), form, zone, now)}
      </time>
    </Tooltip>
  );
};

export interface CalendarDayProps {
  /** null says that the fact is missing. */
  readonly day: string | null;
  readonly form?: 'date' | 'day' | 'short';
  readonly missing?: string;
}

/** A calendar day, which has no clock and no zone. */
export const CalendarDay = ({ day, form = 'day', missing = 'No due date' }: CalendarDayProps) =>
  day === null ? (
    <span className="second">{missing}</span>
  ) : (
    <time className={css.time} dateTime={day}>
      {calendarText(dayOf(day), form)}
    </time>
  );
