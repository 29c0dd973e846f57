import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type HolidayFile, parseHolidayFile, type State } from '../../calendar/holiday-file.ts';
import type { Result } from '../../result.ts';
import { type Instant, instantFromMs, instantToMs, parseInstant } from '../../time/instant.ts';
import { addDays, localDateFromEpochDay, parseLocalDate, type LocalDate } from '../../time/local-date.ts';
import { localTime, parseZone, type ZoneId } from '../../time/zone.ts';
import { checkPauses, type Pause, type SlaClock, slaState } from './sla-clock.ts';
import { DEFAULT_SLA_POLICY, DEFAULT_WORKING_TIME, slaPolicySchema, workingTimeSchema } from './sla-policy.ts';
import { hoursText, slaWords, workTimeErrorWords } from './sla-words.ts';
import {
  addWorkingMs,
  holidayNameOn,
  lateBefore,
  type HolidayOverride,
  instantAt,
  workCalendar,
  workingMsBetween,
  workSpansOf,
} from './work-calendar.ts';
import { minuteOfDay, OFFICE_HOURS, type WorkingHours, workingHoursSchema } from './working-hours.ts';

const take = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const at = (text: string): Instant => take(parseInstant(text));
const date = (text: string): LocalDate => take(parseLocalDate(text));
const zone = (text: string): ZoneId => take(parseZone(text));
const file: HolidayFile = take(
  parseHolidayFile(JSON.parse(readFileSync(new URL('../../../../resources/holidays/au-2026-2028.json', import.meta.url), 'utf8'))),
);
const HOUR = 3_600_000;

const hoursIn = (name: string, state: State | null, day: readonly (readonly [string, string])[] = [['09:00', '17:00']]): WorkingHours => {
  const spans = day.map(([from, to]) => ({ from, to }));
  return workingHoursSchema.parse({ zone: name, holidaysOf: state, days: [spans, spans, spans, spans, spans, [], []] });
};
const sydney = workCalendar(OFFICE_HOURS, file, []);

describe('working hours', () => {
  it.each([
    [[['09:00', '09:00']], 'later than the start'],
    [
      [
        ['13:00', '17:00'],
        ['09:00', '12:00'],
      ],
      'in order',
    ],
    [
      [
        ['09:00', '13:00'],
        ['12:00', '17:00'],
      ],
      'in order',
    ],
    [[['9:00', '17:00']], '09:00'],
    [[['09:00', '24:30']], '09:00'],
  ])('refuses %j', (day, words) => {
    const read = workingHoursSchema.safeParse({ ...OFFICE_HOURS, days: [day.map(([from, to]) => ({ from, to })), [], [], [], [], [], []] });
    expect(read.error?.issues[0]?.message).toContain(words);
  });

  it('knows IANA zones only', () => {
    expect(workingHoursSchema.safeParse({ ...OFFICE_HOURS, zone: 'AEST' }).success).toBe(false);
    expect(workingHoursSchema.safeParse({ ...OFFICE_HOURS, zone: 'Australia/Adelaide' }).success).toBe(true);
    expect(minuteOfDay('24:00')).toBe(1440);
  });

  it('has defaults that its own schemas read', () => {
    expect(slaPolicySchema.parse(DEFAULT_SLA_POLICY)).toEqual(DEFAULT_SLA_POLICY);
    expect(workingTimeSchema.parse(DEFAULT_WORKING_TIME)).toEqual(DEFAULT_WORKING_TIME);
  });
});

describe('local times around daylight saving', () => {
  it.each([
    ['2026-10-04', '01:30', '2026-10-03T15:30:00.000Z'],
    // 02:30 does not exist: the clock jumps from 2:00 to 3:00.
    ['2026-10-04', '02:30', '2026-10-03T16:00:00.000Z'],
    ['2026-10-04', '03:00', '2026-10-03T16:00:00.000Z'],
    ['2026-10-04', '09:00', '2026-10-03T22:00:00.000Z'],
    // 02:30 comes twice: the first counts.
    ['2026-04-05', '02:30', '2026-04-04T15:30:00.000Z'],
    ['2026-04-05', '03:00', '2026-04-04T17:00:00.000Z'],
    ['2026-04-05', '24:00', '2026-04-05T14:00:00.000Z'],
  ])('%s %s in Sydney is %s', (day, time, instant) => {
    expect(instantAt(date(day), minuteOfDay(time), zone('Australia/Sydney'))).toBe(instant);
  });

  it('is the inverse of the clock on the wall wherever a time exists', () => {
    const zones = [
      'Australia/Sydney',
      'Australia/Adelaide',
      'Australia/Perth',
      'Australia/Lord_Howe',
      'Pacific/Auckland',
      'America/New_York',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 20_454, max: 21_549 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.constantFrom(...zones),
        (day, minute, name) => {
          const wanted = localDateFromEpochDay(day);
          const instant = instantAt(wanted, minute, zone(name));
          const wall = localTime(instant, zone(name));
          const skipped = wall.hour * 60 + wall.minute !== minute || wall.date !== wanted;
          // Only a skipped time comes out as another one, and then as the moment of the change.
          if (skipped)
            expect(localTime(instantFromMs(instantToMs(instant) - 60_000), zone(name)).offsetMinutes).not.toBe(wall.offsetMinutes);
          else expect(wall.second).toBe(0);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('gives a night shift 7 and 9 hours on the nights of the change', () => {
    const night = workCalendar(
      workingHoursSchema.parse({ ...hoursIn('Australia/Sydney', null), days: [[], [], [], [], [], [], [{ from: '00:00', to: '08:00' }]] }),
      file,
      [],
    );
    const length = (day: string): number =>
      take(workingMsBetween(at(`${day}T00:00:00.000Z`), at(`${addDays(date(day), 2)}T00:00:00.000Z`), night));
    expect(length('2026-10-03') / HOUR).toBe(7);
    expect(length('2026-04-04') / HOUR).toBe(9);
    expect(length('2026-04-11') / HOUR).toBe(8);
  });
});

describe('public holidays', () => {
  const spans = (state: State, day: string, overrides: readonly HolidayOverride[] = [], name = 'Australia/Brisbane'): unknown =>
    take(workSpansOf(date(day), workCalendar(hoursIn(name, state, [['09:00', '21:00']]), file, overrides)));

  it('close the whole day in their state only', () => {
    expect(spans('NSW', '2026-04-27', [], 'Australia/Sydney')).toEqual([]);
    expect(spans('VIC', '2026-04-27', [], 'Australia/Melbourne')).toHaveLength(1);
    expect(holidayNameOn(date('2026-04-27'), sydney)).toBeDefined();
  });

  it('close a part-day from its hour: Christmas Eve in Queensland from 18:00, in South Australia from 19:00', () => {
    expect(spans('QLD', '2026-12-24')).toEqual([{ from: '2026-12-23T23:00:00.000Z', to: '2026-12-24T08:00:00.000Z' }]);
    expect(spans('SA', '2026-12-24', [], 'Australia/Adelaide')).toEqual([
      { from: '2026-12-23T22:30:00.000Z', to: '2026-12-24T08:30:00.000Z' },
    ]);
    expect(spans('NSW', '2026-12-24', [], 'Australia/Sydney')).toEqual([
      { from: '2026-12-23T22:00:00.000Z', to: '2026-12-24T10:00:00.000Z' },
    ]);
  });

  it('yield to corrections of the practice, of its own state only', () => {
    const correct = (kind: HolidayOverride['kind'], state: State | null, from: string | null = null): readonly HolidayOverride[] => [
      { date: date('2026-08-12'), state, kind, from, reason: 'Ekka' },
    ];
    expect(spans('QLD', '2026-08-12')).toHaveLength(1);
    expect(spans('QLD', '2026-08-12', correct('closed', 'QLD'))).toEqual([]);
    expect(spans('QLD', '2026-08-12', correct('closed', 'NSW'))).toHaveLength(1);
    expect(spans('QLD', '2026-08-12', correct('closed-from', null, '12:00'))).toEqual([
      { from: '2026-08-11T23:00:00.000Z', to: '2026-08-12T02:00:00.000Z' },
    ]);
    expect(
      spans('QLD', '2026-01-26', [{ date: date('2026-01-26'), state: 'QLD', kind: 'open', from: null, reason: 'We work' }]),
    ).toHaveLength(1);
  });

  it('are missing out loud for a year that is not known', () => {
    const clock: SlaClock = { startedAt: at('2028-12-29T04:00:00.000Z'), limitMinutes: 960, pauses: [], stoppedAt: null };
    const state = slaState(clock, at('2028-12-29T05:00:00.000Z'), sydney);
    expect(state).toEqual({ ok: false, error: { code: 'holidays-missing', calendar: 'AU-NSW', year: 2029 } });
    expect(state.ok ? '' : workTimeErrorWords(state.error)).toBe('No deadline: the holidays of 2029 are not known here (AU-NSW)');
    // What was done with time left needs no later year, and who keeps no holidays needs none at all.
    expect(slaState({ ...clock, stoppedAt: at('2028-12-29T05:00:00.000Z') }, at('2029-02-01T00:00:00.000Z'), sydney)).toMatchObject({
      value: { kind: 'met' },
    });
    expect(slaState(clock, clock.startedAt, workCalendar({ ...OFFICE_HOURS, holidaysOf: null }, file, []))).toMatchObject({
      value: { kind: 'due-in', due: '2029-01-02T04:00:00.000Z' },
    });
  });
});

describe('a service promise', () => {
  const start = at('2026-10-09T04:00:00.000Z'); // Friday 15:00 AEDT
  const clock = (over: Partial<SlaClock> = {}): SlaClock => ({ startedAt: start, limitMinutes: 240, pauses: [], stoppedAt: null, ...over });
  const words = (over: Partial<SlaClock>, now: string): string => slaWords(take(slaState(clock(over), at(now), sydney)), sydney.zone);

  it('runs in working time: four hours from Friday 15:00 end on Monday 11:00', () => {
    expect(words({}, '2026-10-09T04:30:00.000Z')).toBe('Due 12 Oct 2026 11:00 AEDT, 3 h 30 min of work left');
    expect(words({}, '2026-10-11T22:30:00.000Z')).toBe('Due today 11:00 AEDT');
    expect(words({}, '2026-10-12T00:00:00.000Z')).toBe('Due today 11:00 AEDT');
    expect(words({}, '2026-10-12T00:40:00.000Z')).toBe('Late by 40 min of work, was due 12 Oct 2026 11:00 AEDT');
  });

  it('stands while it is paused, and stays late if it was late before', () => {
    const pause: Pause = { from: at('2026-10-09T05:00:00.000Z'), to: null, reason: 'Client was asked' };
    expect(words({ pauses: [pause] }, '2026-11-09T05:00:00.000Z')).toBe('Paused: Client was asked; 3 h of work left');
    const resumed = { ...pause, to: at('2026-10-13T22:00:00.000Z') };
    expect(words({ pauses: [resumed] }, '2026-10-13T22:30:00.000Z')).toBe('Due today 12:00 AEDT');
    const tooLate = { ...pause, from: at('2026-10-12T02:00:00.000Z') };
    expect(words({ pauses: [tooLate] }, '2026-10-13T22:30:00.000Z')).toMatch(/^Late by 2 h of work/u);
  });

  it('is met on the second, and missed after it', () => {
    expect(words({ stoppedAt: at('2026-10-12T00:00:00.000Z') }, '2026-12-01T00:00:00.000Z')).toBe('Done in time, after 4 h of work');
    expect(words({ stoppedAt: at('2026-10-12T00:00:00.001Z') }, '2026-12-01T00:00:00.000Z')).toBe('Done late, after 4 h of work');
  });

  it('has no deadline where nobody works', () => {
    const closed = workCalendar({ ...OFFICE_HOURS, days: [[], [], [], [], [], [], []] }, file, []);
    const state = slaState(clock(), start, closed);
    expect(state).toEqual({ ok: false, error: { code: 'never-open' } });
    expect(state.ok ? '' : workTimeErrorWords(state.error)).toContain('no working time');
    expect(hoursText(59_999)).toBe('under a minute');
  });

  it('refuses pauses that cross each other', () => {
    const pause = (from: string, to: string | null): Pause => ({ from: at(from), to: to === null ? null : at(to), reason: 'x' });
    const [one, two] = ['2026-10-10T00:00:00.000Z', '2026-10-11T00:00:00.000Z'];
    expect(checkPauses(clock({ pauses: [pause(one, two), pause(two, null)] }))).toEqual({ ok: true, value: null });
    expect(checkPauses(clock({ pauses: [pause('2026-10-01T00:00:00.000Z', two)] }))).toMatchObject({
      error: { code: 'pause-before-start' },
    });
    expect(checkPauses(clock({ pauses: [pause(two, one)] }))).toMatchObject({ error: { code: 'pause-ends-early', index: 0 } });
    expect(checkPauses(clock({ pauses: [pause(one, null), pause(two, null)] }))).toMatchObject({ error: { code: 'pause-open-inside' } });
    expect(checkPauses(clock({ pauses: [pause(one, two), pause(one, two)] }))).toMatchObject({
      error: { code: 'pause-overlaps', index: 1 },
    });
  });
});

describe('working time as arithmetic', () => {
  const calendars = [
    sydney,
    workCalendar(
      hoursIn('Australia/Adelaide', 'SA', [
        ['08:30', '12:00'],
        ['13:00', '19:30'],
      ]),
      file,
      [],
    ),
    workCalendar(hoursIn('Australia/Perth', 'WA', [['00:00', '24:00']]), file, []),
    workCalendar(hoursIn('Australia/Sydney', null, [['01:00', '04:00']]), file, []),
  ];
  // 2026-01-15 … 2028-10-01, in seconds: room to the end of the holiday data on both sides.
  const moment = fc.integer({ min: 1_768_435_200, max: 1_853_971_200 }).map((second) => instantFromMs(second * 1000));
  const calendar = fc.constantFrom(...calendars);
  const span = fc.integer({ min: 1, max: 200 * 60 }).map((minutes) => minutes * 60_000);

  it('adding and counting are inverse', () => {
    fc.assert(
      fc.property(moment, span, calendar, (from, ms, where) => {
        const due = take(addWorkingMs(from, ms, where));
        expect(take(workingMsBetween(from, due, where))).toBe(ms);
        // The due moment is the first one: a second earlier something is still left.
        expect(take(workingMsBetween(from, instantFromMs(instantToMs(due) - 1000), where))).toBe(ms - 1000);
      }),
      { numRuns: 400 },
    );
  });

  it('counts each moment once however a span is cut', () => {
    fc.assert(
      fc.property(moment, span, span, calendar, (from, a, b, where) => {
        const middle = instantFromMs(instantToMs(from) + a * 3);
        const to = instantFromMs(instantToMs(middle) + b * 3);
        const parts = take(workingMsBetween(from, middle, where)) + take(workingMsBetween(middle, to, where));
        expect(parts).toBe(take(workingMsBetween(from, to, where)));
      }),
      { numRuns: 400 },
    );
  });

  it('a pause moves the deadline by the working time it covers, and never forward', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 60, max: 4000 }), span, span, calendar, (startedAt, limitMinutes, before, length, where) => {
        const plain: SlaClock = { startedAt, limitMinutes, pauses: [], stoppedAt: null };
        const due = take(slaState(plain, startedAt, where));
        if (due.kind !== 'due-in' && due.kind !== 'due-today') throw new Error(due.kind);
        const from = instantFromMs(instantToMs(startedAt) + before);
        const to = instantFromMs(instantToMs(from) + length);
        const paused = take(slaState({ ...plain, pauses: [{ from, to, reason: 'x' }] }, to, where));
        if (from >= due.due) {
          if (to > due.due) expect(paused.kind).toBe('late');
          return;
        }
        if (paused.kind !== 'due-in' && paused.kind !== 'due-today') throw new Error(paused.kind);
        expect(paused.due >= due.due).toBe(true);
        expect(take(workingMsBetween(startedAt, paused.due, where)) - take(workingMsBetween(from, to, where))).toBe(limitMinutes * 60_000);
      }),
      { numRuns: 300 },
    );
  });

  it('tells a whole queue of one limit apart by one instant', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 60, max: 4000 }), span, calendar, (now, limitMinutes, ago, where) => {
        const edge = take(lateBefore(now, limitMinutes * 60_000, where));
        const startedAt = instantFromMs(instantToMs(now) - ago * 4);
        if (startedAt < '2026-01-02') return;
        const used = take(workingMsBetween(startedAt, now, where));
        expect(startedAt < edge).toBe(used > limitMinutes * 60_000);
      }),
      { numRuns: 400 },
    );
  });
});
