import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoticeWishes } from '../../core/contract/network/notices.ts';
import { goesOutAt, localMinute, quietUntil } from './when.ts';

const ZONES = ['Australia/Sydney', 'Australia/Perth', 'Australia/Adelaide', 'Australia/Lord_Howe', 'Australia/Brisbane'] as const;
const wishes = (more: Partial<NoticeWishes> = {}): NoticeWishes => ({
  on: true,
  kinds: ['practices'],
  pace: 'soon',
  dailyAt: 480,
  zone: 'Australia/Sydney',
  quiet: { from: 1260, to: 420 },
  ...more,
});

describe('quiet hours', () => {
  it('pass midnight, in the member’s own zone', () => {
    // 9 pm in Sydney is 7 pm in Perth while the one has no summer time either.
    const at = '2026-08-04T11:00:00.000Z';
    expect(quietUntil(wishes(), at)).toBe('2026-08-04T21:00:00.000Z');
    expect(quietUntil(wishes({ zone: 'Australia/Perth' }), at)).toBeNull();
    expect(quietUntil(wishes(), '2026-08-04T10:59:59.000Z')).toBeNull();
    expect(quietUntil(wishes(), '2026-08-04T21:00:00.000Z')).toBeNull();
    expect(quietUntil(wishes({ quiet: { from: 420, to: 420 } }), at)).toBeNull();
  });

  it('end at the hour of the clock also when it is changed in the night', () => {
    // Summer time begins in Sydney on 4 Oct 2026 at 2 am and ends on 4 Apr 2027 at 3 am.
    expect(quietUntil(wishes(), '2026-10-03T12:00:00.000Z')).toBe('2026-10-03T20:00:00.000Z');
    expect(quietUntil(wishes(), '2027-04-03T12:00:00.000Z')).toBe('2027-04-03T21:00:00.000Z');
  });

  it('let nothing out, whatever is wished', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.nat({ max: 1439 }),
        fc.nat({ max: 1439 }),
        fc.nat({ max: 1439 }),
        fc.constantFrom('soon' as const, 'daily' as const),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        (zone, from, to, dailyAt, pace, date) => {
          const now = date.toISOString();
          const wished = wishes({ zone, quiet: { from, to }, dailyAt, pace });
          const out = goesOutAt(wished, now, null);
          expect(out > now).toBe(true);
          expect(Date.parse(out) - date.getTime()).toBeLessThan(50 * 3_600_000);
          const minute = localMinute(zone, out);
          const isQuiet = (minute - from + 1440) % 1440 < (to - from + 1440) % 1440;
          // Where clocks are put forward, the hour from two may be missing in which quiet would end.
          if (to < 120 || to >= 180) expect(isQuiet).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a message', () => {
  it('goes out seconds after the arrival, a quarter of an hour after the last one, or at the member’s hour', () => {
    const now = '2026-08-04T00:00:00.000Z';
    expect(goesOutAt(wishes(), now, null)).toBe('2026-08-04T00:00:10.000Z');
    expect(goesOutAt(wishes(), now, '2026-08-03T23:50:00.000Z')).toBe('2026-08-04T00:05:00.000Z');
    expect(goesOutAt(wishes(), now, '2026-08-03T20:00:00.000Z')).toBe('2026-08-04T00:00:10.000Z');
    expect(goesOutAt(wishes({ pace: 'daily' }), now, null)).toBe('2026-08-04T22:00:00.000Z');
    expect(goesOutAt(wishes({ pace: 'daily', dailyAt: 360 }), now, null)).toBe('2026-08-04T21:00:00.000Z');
  });
});
