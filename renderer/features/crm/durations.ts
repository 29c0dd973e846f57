const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** "3 days", "5 hours", "less than an hour": time on the wall in the largest fitting unit. */
export const durationText = (ms: number): string => {
  const days = Math.floor(ms / DAY_MS);
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}`;
  const hours = Math.floor(ms / HOUR_MS);
  return hours > 0 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : 'less than an hour';
};

/** "13 days", "today": whole days since a moment. */
export const daysText = (days: number): string => (days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'}`);
