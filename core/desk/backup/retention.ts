import { type Instant, parseInstant } from '../../domain/time/instant.ts';
import { epochDay } from '../../domain/time/local-date.ts';
import { localDate, type ZoneId } from '../../domain/time/zone.ts';

/** How many of each are kept: seven years of the last, because tax records are kept that long. */
const KEEP = { day: 7, week: 4, month: 12, year: 7 } as const;

/**
 * Ids of the verified backups that stay: the newest of each of the last 7 days, 4 weeks, 12 months and 7 years that have one, by the practice's
 * own calendar (weeks begin on Monday). What was never verified neither counts nor is pruned by a count; the newest always stays.
 */
export const keptBackups = (
  backups: readonly { readonly id: string; readonly at: string; readonly verified: boolean }[],
  zone: ZoneId,
): ReadonlySet<string> => {
  const newestFirst = backups.filter((backup) => backup.verified).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const kept = new Set<string>(newestFirst.slice(0, 1).map((backup) => backup.id));
  for (const [period, count] of [
    ['day', KEEP.day],
    ['week', KEEP.week],
    ['month', KEEP.month],
    ['year', KEEP.year],
  ] as const) {
    const seen = new Set<string>();
    for (const backup of newestFirst) {
      const name = nameOf(backup.at, period, zone);
      if (name === null || seen.has(name)) continue;
      if (seen.size >= count) break;
      seen.add(name);
      kept.add(backup.id);
    }
  }
  return kept;
};

const nameOf = (at: string, period: keyof typeof KEEP, zone: ZoneId): string | null => {
  const instant = parseInstant(at);
  if (!instant.ok) return null;
  const date = localDate(instant.value satisfies Instant, zone);
  switch (period) {
    case 'day':
      return date;
    case 'week':
      // Day 0 was a Thursday.
      return String(Math.floor((epochDay(date) + 3) / 7));
    case 'month':
      return date.slice(0, 7);
    case 'year':
      return date.slice(0, 4);
  }
};
