/** Hours between a recovery and the first act of the keys that it states: time for the practice to object (protocol §5.6). */
export const RECOVERY_HOURS = 72;

/** True for an `at` that a recovery may have: a day that exists, in the years 2000 to 2999. */
export const isRecoveryTime = (at: string): boolean => {
  const ms = Date.parse(at);
  return at >= '2000' && at < '3000' && !Number.isNaN(ms) && new Date(ms).toISOString() === at;
};

/** The instant from which on keys count that a `practice.recovered` of this `at` states. */
export const recoveryCountsFrom = (at: string): string => new Date(Date.parse(at) + RECOVERY_HOURS * 3_600_000).toISOString();
