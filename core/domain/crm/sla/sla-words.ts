import { formatDateTime, formatTime } from '../../time/date-text.ts';
import type { ZoneId } from '../../time/zone.ts';
import type { SlaState } from './sla-clock.ts';
import type { WorkTimeError } from './work-calendar.ts';

const MINUTE_MS = 60_000;

/** "3 h 20 min", "45 min", "under a minute": working or wall time in words, hours not turned into days. */
export const hoursText = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes === 0) return 'under a minute';
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours === 0 ? '' : `${String(hours)} h`, rest === 0 ? '' : `${String(rest)} min`].filter((part) => part !== '').join(' ');
};

/** "Due in 3 h 20 min of work, 12 Oct 2026 14:20 AEDT", "Due today 14:20 AEDT", "Late by 40 min of work". */
export const slaWords = (state: SlaState, zone: ZoneId): string => {
  switch (state.kind) {
    case 'met':
      return `Done in time, after ${hoursText(state.usedMs)} of work`;
    case 'missed':
      return `Done late, after ${hoursText(state.usedMs)} of work`;
    case 'paused':
      return `Paused: ${state.reason}; ${hoursText(state.leftMs)} of work left`;
    case 'due-in':
      return `Due ${formatDateTime(state.due, zone)}, ${hoursText(state.leftMs)} of work left`;
    case 'due-today':
      return `Due today ${formatTime(state.due, zone)}`;
    case 'late':
      return `Late by ${hoursText(state.overMs)} of work, was due ${formatDateTime(state.due, zone)}`;
  }
};

/** Why no deadline is shown: the year that is missing, or that nobody works. */
export const workTimeErrorWords = (error: WorkTimeError): string =>
  error.code === 'never-open'
    ? 'No deadline: the working hours of this role name no working time'
    : `No deadline: the holidays of ${String(error.year)} are not known here (${error.calendar})`;
