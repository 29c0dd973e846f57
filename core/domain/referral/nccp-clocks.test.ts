import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addBusinessDays } from '../calendar/business-days.ts';
import { nationalCalendar, parseBusinessDayRules, parseHolidayFile } from '../calendar/holiday-file.ts';
import type { Result } from '../result.ts';
import { addDays, type LocalDate, parseLocalDate } from '../time/local-date.ts';
import { AMBER_DAYS, type ClockDates, nccpClocks, type RegulatoryClock } from './nccp-clocks.ts';

const json = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../resources/holidays/${name}`, import.meta.url), 'utf8'));
const take = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const date = (text: string): LocalDate => take(parseLocalDate(text));
const calendar = nationalCalendar(
  take(parseHolidayFile(json('au-2026-2028.json'))),
  take(parseBusinessDayRules(json('business-days.json'))),
);
const limits = { passDetails: 5, contact: 10 };
const NOTHING: ClockDates = { told: null, passed: null, received: null, contacted: null };

const clocks = (dates: Partial<ClockDates>, today: string, ended = false): readonly [RegulatoryClock, RegulatoryClock] =>
  nccpClocks({ ...NOTHING, ...dates }, { limits, calendar, today: date(today), ended });

describe('the clocks of NCCP reg 25', () => {
  it('do not run before the client was told, or the details arrived', () => {
    for (const clock of clocks({}, '2026-08-04')) expect(clock).toMatchObject({ started: null, due: null, state: { kind: 'not-started' } });
  });

  it('allow 5 business days to pass the details, over a weekend: running, amber, late', () => {
    // Told on a Tuesday; the fifth business day is the Tuesday after.
    const states = ['2026-08-04', '2026-08-06', '2026-08-07', '2026-08-08', '2026-08-11', '2026-08-12', '2026-08-15', '2026-08-17'].map(
      (today) => clocks({ told: date('2026-08-04') }, today)[0].state,
    );
    expect(states).toEqual([
      { kind: 'running', left: 5 },
      { kind: 'running', left: 3 },
      { kind: 'amber', left: 2 },
      { kind: 'amber', left: 2 },
      { kind: 'amber', left: 0 },
      { kind: 'late', by: 1 },
      { kind: 'late', by: 3 },
      { kind: 'late', by: 4 },
    ]);
  });

  it('count no national holiday', () => {
    // Christmas Day, and Boxing Day on the Monday.
    expect(clocks({ told: date('2026-12-23') }, '2026-12-23')[0].due).toBe('2027-01-04');
  });

  it('allow 10 business days from receipt to contact, and keep lateness for good', () => {
    const received = { told: date('2026-08-04'), passed: date('2026-08-13'), received: date('2026-08-14') };
    expect(clocks({ ...received, contacted: date('2026-08-28') }, '2027-02-01').map((clock) => clock.state)).toEqual([
      { kind: 'met-late', on: '2026-08-13', by: 2 },
      { kind: 'met', on: '2026-08-28' },
    ]);
    expect(clocks({ ...received, contacted: date('2026-08-31') }, '2027-02-01')[1]).toMatchObject({
      due: '2026-08-28',
      state: { kind: 'met-late', on: '2026-08-31', by: 1 },
    });
  });

  it('stop when the referral ends, yet say what was late before', () => {
    expect(clocks({ told: date('2026-08-04') }, '2026-09-01', true).map((clock) => clock.state.kind)).toEqual(['stopped', 'stopped']);
    expect(clocks({ told: date('2026-08-04'), passed: date('2026-08-12') }, '2026-09-01', true)[0].state.kind).toBe('met-late');
  });

  it('say that holidays are missing rather than guess a day', () => {
    expect(clocks({ told: date('2028-12-28') }, '2028-12-28')[0]).toMatchObject({
      due: null,
      state: { kind: 'unknown', missing: { code: 'holidays-missing', year: 2029 } },
    });
  });

  it('agree with a count day by day', () => {
    const days = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(days, days, fc.boolean(), (told, later, done) => {
        const start = addDays(date('2026-02-02'), told);
        const other = addDays(start, later % 40);
        const [clock] = clocks({ told: start, passed: done ? other : null }, done ? '2028-06-01' : other);
        const due = take(addBusinessDays(start, 5, calendar));
        expect(clock.due).toBe(due);
        const late = other > due;
        const { state } = clock;
        if (done) expect(state.kind).toBe(late ? 'met-late' : 'met');
        else if (late) expect(state.kind).toBe('late');
        else if (state.kind === 'amber' || state.kind === 'running') {
          // Amber to the end once it is amber.
          expect(state.left <= AMBER_DAYS).toBe(state.kind === 'amber');
          expect(state.left).toBeGreaterThanOrEqual(0);
        } else expect.fail(state.kind);
      }),
      { numRuns: 500 },
    );
  });
});
