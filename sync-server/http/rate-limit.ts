import type { Clock } from '../../core/ports/clock.ts';

/** How often somebody may ask: `burst` at once, then `perSecond`. */
export type Rate = { readonly perSecond: number; readonly burst: number };

/** Counts requests of many callers. */
export type RateLimiter = {
  /** 0: the request may go on. Otherwise the whole seconds until the next one may. */
  readonly take: (caller: string) => number;
};

/** Most callers remembered; a flood of addresses must not fill the memory. */
const MOST_CALLERS = 50_000;

type Bucket = { left: number; at: number };

/**
 * A token bucket for each caller, in the memory of this process: with several processes behind a load balancer a caller may get as many times the rate
 * as there are processes. Who was quiet long enough to have a full bucket is forgotten; when all places are taken by busy ones, strangers share one.
 */
export const createRateLimiter = (clock: Clock, rate: Rate, most = MOST_CALLERS): RateLimiter => {
  const buckets = new Map<string, Bucket>();
  const strangers: Bucket = { left: rate.burst, at: 0 };
  const leftOf = (bucket: Bucket, now: number): number =>
    Math.min(rate.burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * rate.perSecond);
  const bucketOf = (caller: string, now: number): Bucket => {
    const known = buckets.get(caller);
    if (known !== undefined) return known;
    if (buckets.size >= most) {
      for (const [name, bucket] of buckets) if (leftOf(bucket, now) >= rate.burst) buckets.delete(name);
      if (buckets.size >= most) return strangers;
    }
    const made = { left: rate.burst, at: now };
    buckets.set(caller, made);
    return made;
  };
  return {
    take: (caller) => {
      const now = Date.parse(clock.now());
      const bucket = bucketOf(caller, now);
      bucket.left = leftOf(bucket, now);
      bucket.at = now;
      if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / rate.perSecond));
      bucket.left -= 1;
      return 0;
    },
  };
};
