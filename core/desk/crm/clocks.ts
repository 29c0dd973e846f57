import type { ClockView } from '../../contract/crm.ts';
import { type HolidayFile, parseHolidayFile } from '../../domain/calendar/holiday-file.ts';
import type { SlaState } from '../../domain/crm/sla/sla-clock.ts';
import { slaWords, workTimeErrorWords } from '../../domain/crm/sla/sla-words.ts';
import { type HolidayOverride, type WorkCalendar, workCalendar, type WorkTimeError } from '../../domain/crm/sla/work-calendar.ts';
import type { WorkingHours } from '../../domain/crm/sla/working-hours.ts';
import type { WorkspaceRole } from '../../domain/crm/workspace/role.ts';
import type { Result } from '../../domain/result.ts';
import { type Instant, parseInstant } from '../../domain/time/instant.ts';
import { type LocalDate, parseLocalDate } from '../../domain/time/local-date.ts';
import { localDate, parseZone, SYDNEY, type ZoneId } from '../../domain/time/zone.ts';
import type { DeskContext } from '../context.ts';
import { settingOf } from '../settings/store.ts';
import { shippedFile } from '../shipped.ts';
import { workingTimeSetting } from './settings.ts';

const holidays = shippedFile('holidays/au-2026-2028.json', (value): HolidayFile => {
  const file = parseHolidayFile(value);
  if (!file.ok) throw new Error('the shipped holidays do not parse');
  return file.value;
});

/** The desk's clock as an instant. */
export const nowOf = (desk: Pick<DeskContext, 'clock'>): Instant => instantOf(desk.clock.now());

/** An instant that a record or the clock holds. Throws for another text: a bug. */
export const instantOf = (text: string): Instant => {
  const read = parseInstant(text);
  if (!read.ok) throw new Error('not an instant');
  return read.value;
};

/** A date that a record holds. Throws for another text: a bug. */
export const dateOf = (text: string): LocalDate => {
  const read = parseLocalDate(text);
  if (!read.ok) throw new Error('not a date');
  return read.value;
};

/** The practice's own zone. */
export const zoneOf = (desk: Pick<DeskContext, 'zone'>): ZoneId => {
  const zone = parseZone(desk.zone);
  return zone.ok ? zone.value : SYDNEY;
};

/** Today in the practice's zone. */
export const todayOf = (desk: Pick<DeskContext, 'clock' | 'zone'>): LocalDate => localDate(nowOf(desk), zoneOf(desk));

/** The day of an instant in the practice's zone. */
export const dayOf = (desk: Pick<DeskContext, 'zone'>, at: string): LocalDate => localDate(instantOf(at), zoneOf(desk));

// A calendar knows the instants of its years once somebody has asked; it is kept for as long as hours and holidays stay as they are.
const kept = new Map<string, WorkCalendar>();
const KEPT = 32;

const calendarOf = (desk: DeskContext, hours: WorkingHours, overrides: readonly HolidayOverride[]): WorkCalendar => {
  const key = JSON.stringify([desk.shipped.resources, hours, overrides]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = workCalendar(hours, holidays(desk), overrides);
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, made);
  return made;
};

/** Working calendars of the workspaces as they are set now. */
export const workCalendars = (desk: DeskContext): ((role: WorkspaceRole) => WorkCalendar) => {
  const setting = settingOf(desk, workingTimeSetting);
  return (role) => calendarOf(desk, setting.roles[role], setting.holidays);
};

const dueOf = (state: SlaState): string | null => ('due' in state ? state.due : null);

/** Where a promise stands, for the window: words with the zone of the calendar, or why nothing can be told. */
export const clockView = (state: Result<SlaState, WorkTimeError>, calendar: WorkCalendar): ClockView =>
  state.ok
    ? { kind: state.value.kind, words: slaWords(state.value, calendar.zone), due: dueOf(state.value) }
    : { kind: 'unknown', words: workTimeErrorWords(state.error), due: null };
