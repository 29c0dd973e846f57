import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYDNEY } from '../../domain/time/zone.ts';
import { keptBackups } from './retention.ts';

const at = (ms: number): string => new Date(ms).toISOString();
const DAY = 86_400_000;
const start = Date.parse('2026-08-04T02:00:00.000Z');

describe('which backups are kept', () => {
  it('keeps 7 days, 4 weeks, 12 months and 7 years of a desk that is backed up daily', () => {
    const all = Array.from({ length: 365 * 9 }, (_, day) => ({
      id: String(day),
      at: at(start - day * DAY),
      verified: true,
    }));
    const kept = [...keptBackups(all, SYDNEY)].map(Number).toSorted((a, b) => a - b);
    expect(kept.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const dates = kept.map((id) => at(start - id * DAY).slice(0, 10));
    expect(dates.slice(7)).toEqual([
      '2026-07-26',
      '2026-07-19',
      '2026-06-30',
      '2026-05-31',
      '2026-04-30',
      '2026-03-31',
      '2026-02-28',
      '2026-01-31',
      '2025-12-31',
      '2025-11-30',
      '2025-10-31',
      '2025-09-30',
      '2024-12-31',
      '2023-12-31',
      '2022-12-31',
      '2021-12-31',
      '2020-12-31',
    ]);
  });

  it('counts by days of the practice, and keeps the newest of each', () => {
    // 13:30Z and 14:30Z are on both sides of midnight in Sydney (UTC+10).
    const backups = [
      { id: 'monday', at: '2026-08-03T13:30:00.000Z', verified: true },
      { id: 'tuesday', at: '2026-08-03T14:30:00.000Z', verified: true },
      { id: 'later on tuesday', at: '2026-08-03T15:30:00.000Z', verified: true },
    ];
    expect([...keptBackups(backups, SYDNEY)].toSorted()).toEqual(['later on tuesday', 'monday']);
  });

  it('lets no unverified backup push a verified one out, and always keeps the newest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 4_000_000 }), verified: fc.boolean() }), {
          maxLength: 60,
        }),
        (entries) => {
          const backups = entries.map((entry, index) => ({
            id: String(index),
            at: at(start - entry.minutes * 60_000),
            verified: entry.verified,
          }));
          const kept = keptBackups(backups, SYDNEY);
          expect(kept).toEqual(
            keptBackups(
              backups.filter((backup) => backup.verified),
              SYDNEY,
            ),
          );
          const newest = backups.filter((backup) => backup.verified).toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
          if (newest !== undefined) expect([...kept].some((id) => backups[Number(id)]?.at === newest.at)).toBe(true);
          // Pruning again changes nothing.
          expect(
            keptBackups(
              backups.filter((backup) => kept.has(backup.id)),
              SYDNEY,
            ),
          ).toEqual(kept);
        },
      ),
      { numRuns: 200 },
    );
  });
});
