import { useSyncExternalStore } from 'react';
import { Tooltip } from '@mantine/core';
import { instantFromMs, type Instant } from '../../core/domain/time/instant.ts';
import type { LocalDate } from '../../core/domain/time/local-date.ts';
import { parseZone, SYDNEY, type ZoneId } from '../../core/domain/time/zone.ts';
import { calendarText, momentText, type DateForm } from './dateText.ts';
import css from './DateTime.module.css';

const ownZone = parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The zone this computer shows times in; Sydney's when the computer names none. */
export const localZone: ZoneId = ownZone.ok ? ownZone.value : SYDNEY;

const everySecond = (tell: () => void): (() => void) => {
  const timer = setInterval(tell, 1000);
  return () => clearInterval(timer);
};

const thisMinute = (): Instant => instantFromMs(Math.floor(Date.now() / 60_000) * 60_000);

/** The present minute; renders again when it passes. */
export const useNow = (): Instant => useSyncExternalStore(everySecond, thisMinute);

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
