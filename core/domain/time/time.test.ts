import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, formatDateLong, formatDateTime, formatMoment, formatDateWithWeekday, formatTime } from './date-text.ts';
import { financialYear } from './financial-year.ts';
import { type Instant, instantFromMs, instantSchema, instantToMs, parseInstant } from './instant.ts';
import {
  addDays,
  dayOfWeek,
  daysBetween,
  epochDay,
  type LocalDate,
  localDateFromEpochDay,
  localDateSchema,
  parseLocalDate,
} from './local-date.ts';
import { localDate, localTime, parseZone, startOfDay, SYDNEY, type ZoneId } from './zone.ts';

const date = (text: string): LocalDate => {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.value;
};
const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.value;
};
const zone = (text: string): ZoneId => {
  const parsed = parseZone(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

describe('calendar dates', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2100-02-29', '0000-01-01'])('knows that %s does not exist', (text) => {
    expect(parseLocalDate(text)).toEqual({ ok: false, error: { code: 'date-does-not-exist' } });
    expect(localDateSchema.safeParse(text).success).toBe(false);
  });

  it.each(['2026-2-9', '26-02-09', '2026-02-09 ', '4 Aug 2026', ''])('refuses the spelling %j', (text) => {
    expect(parseLocalDate(text)).toEqual({ ok: false, error: { code: 'date-format' } });
  });

  it('counts days as UTC does over all years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (day) => {
        const text = localDateFromEpochDay(day);
        expect(text).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(epochDay(text)).toBe(day);
        expect(dayOfWeek(text) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
      }),
      { numRuns: 2000 },
    );
  });

  it('adds and subtracts', () => {
    expect(addDays(date('2026-12-31'), 1)).toBe('2027-01-01');
    expect(addDays(date('2028-03-01'), -1)).toBe('2028-02-29');
    expect(daysBetween(date('2026-09-04'), date('2026-10-02'))).toBe(28);
    expect(() => addDays(date('9999-12-31'), 1)).toThrow(RangeError);
  });
});

describe('instants', () => {
  it('has one spelling', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
        const text = instantFromMs(ms);
        expect(text).toBe(new Date(ms).toISOString());
        expect(instantToMs(text)).toBe(ms);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2026-08-04T00:58:00Z', 'instant-format'],
    ['2026-08-04T00:58:00.000+00:00', 'instant-format'],
    ['2026-08-04 00:58:00.000Z', 'instant-format'],
    ['2026-08-04T00:58:00.0000Z', 'instant-format'],
    ['2026-08-04T24:00:00.000Z', 'instant-does-not-exist'],
    ['2026-06-30T23:59:60.000Z', 'instant-does-not-exist'],
    ['2026-02-30T00:00:00.000Z', 'instant-does-not-exist'],
  ])('refuses %s as %s', (text, code) => {
    expect(parseInstant(text)).toEqual({ ok: false, error: { code } });
    expect(instantSchema.safeParse(text).success).toBe(false);
  });

  it('throws on a clock outside the range', () => {
    expect(() => instantFromMs(253_402_300_800_000)).toThrow(RangeError);
    expect(() => instantFromMs(0.5)).toThrow(RangeError);
  });
});

describe('zones', () => {
  it('changes the date at local midnight', () => {
    expect(localDate(instant('2026-08-04T13:59:59.999Z'), SYDNEY)).toBe('2026-08-04');
    expect(localDate(instant('2026-08-04T14:00:00.000Z'), SYDNEY)).toBe('2026-08-05');
    expect(localDate(instant('2026-08-04T14:00:00.000Z'), zone('Australia/Perth'))).toBe('2026-08-04');
    expect(localTime(instant('1969-12-31T23:59:59.999Z'), SYDNEY)).toMatchObject({
      date: '1970-01-01',
      second: 59,
      offsetMinutes: 600,
    });
  });

  it('starts days on both sides of daylight saving', () => {
    expect(startOfDay(date('2026-07-01'), SYDNEY)).toBe('2026-06-30T14:00:00.000Z');
    expect(startOfDay(date('2026-10-04'), SYDNEY)).toBe('2026-10-03T14:00:00.000Z');
    expect(startOfDay(date('2026-10-05'), SYDNEY)).toBe('2026-10-04T13:00:00.000Z');
    expect(startOfDay(date('2026-04-05'), SYDNEY)).toBe('2026-04-04T13:00:00.000Z');
  });

  it('knows that October 2026 has 743 hours in Sydney', () => {
    const hours = (instantToMs(startOfDay(date('2026-11-01'), SYDNEY)) - instantToMs(startOfDay(date('2026-10-01'), SYDNEY))) / 3_600_000;
    expect(hours).toBe(743);
  });

  it('gives back the date whose start it names', () => {
    const zones = ['Australia/Sydney', 'Australia/Perth', 'Australia/Adelaide', 'Australia/Lord_Howe', 'Pacific/Auckland', 'UTC'].map(zone);
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 15_000, max: 30_000 }), (place, day) => {
        const start = startOfDay(localDateFromEpochDay(day), place);
        expect(localTime(start, place)).toMatchObject({
          date: localDateFromEpochDay(day),
          hour: 0,
          minute: 0,
          second: 0,
        });
      }),
      { numRuns: 300 },
    );
  });

  it.each(['Mars/Olympus', '+10:00', '', 'Australia/Sydney '])('refuses the zone %j', (text) => {
    expect(parseZone(text)).toEqual({ ok: false, error: { code: 'unknown-zone', zone: text } });
  });
});

describe('dates as people read them', () => {
  it('prints dates for tables, sentences and deadlines', () => {
    expect(formatDate(date('2026-08-04'))).toBe('4 Aug 2026');
    expect(formatDate(date('2026-09-04'))).toBe('4 Sep 2026');
    expect(formatDateLong(date('2026-08-04'))).toBe('4 August 2026');
    expect(formatDateWithWeekday(date('2026-10-20'))).toBe('Tue 20 Oct 2026');
  });

  it.each([
    ['2026-08-04T00:58:00.000Z', 'Australia/Sydney', '4 Aug 2026 10:58 AEST'],
    ['2026-11-06T00:20:00.000Z', 'Australia/Sydney', '6 Nov 2026 11:20 AEDT'],
    ['2026-11-06T00:20:00.000Z', 'Australia/Brisbane', '6 Nov 2026 10:20 AEST'],
    ['2026-11-06T00:20:00.000Z', 'Australia/Adelaide', '6 Nov 2026 10:50 ACDT'],
    ['2026-08-04T00:58:00.000Z', 'Australia/Darwin', '4 Aug 2026 10:28 ACST'],
    ['2026-08-04T00:58:00.000Z', 'Australia/Perth', '4 Aug 2026 08:58 AWST'],
    ['2026-08-04T00:58:00.000Z', 'Australia/Eucla', '4 Aug 2026 09:43 ACWST'],
    ['2026-08-04T00:58:00.000Z', 'Australia/Lord_Howe', '4 Aug 2026 11:28 LHST'],
    ['2026-08-04T14:00:00.000Z', 'Australia/Sydney', '5 Aug 2026 00:00 AEST'],
    ['2026-08-04T00:58:00.000Z', 'Pacific/Auckland', '4 Aug 2026 12:58 UTC+12:00'],
    ['2026-08-04T00:58:00.000Z', 'UTC', '4 Aug 2026 00:58 UTC'],
    ['2026-08-04T00:58:00.000Z', 'America/St_Johns', '3 Aug 2026 22:28 UTC\u221202:30'],
  ])('prints %s in %s', (text, place, printed) => {
    expect(formatDateTime(instant(text), zone(place))).toBe(printed);
    expect(printed.endsWith(formatTime(instant(text), zone(place)))).toBe(true);
  });

  it.each([
    ['2026-08-04T00:58:00.000Z', '4 Aug 2026, 10:58 am'],
    ['2026-11-06T03:15:00.000Z', '6 Nov 2026, 2:15 pm'],
    ['2026-08-04T14:00:00.000Z', '5 Aug 2026, 12:00 am'],
  ])('says %s on a screen', (text, said) => {
    expect(formatMoment(instant(text), zone('Australia/Sydney'))).toBe(said);
  });

  it('names financial years', () => {
    expect(financialYear(date('2026-07-01'))).toEqual({
      name: 'FY2026-27',
      short: '2627',
      first: '2026-07-01',
      last: '2027-06-30',
    });
    expect(financialYear(date('2026-06-30')).name).toBe('FY2025-26');
    expect(financialYear(date('2099-12-31')).name).toBe('FY2099-00');
  });
});
