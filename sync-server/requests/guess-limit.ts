import type { Clock } from '../../core/ports/clock.ts';

/** How many addresses of links that open nothing one process answers in a minute before it asks everyone to wait. */
const MOST_MISSES = 240;
const MINUTE_MS = 60_000;

/** Bounds trying out links. It knows no addresses of callers: behind a proxy they say little, and the server keeps none. */
export type GuessLimit = {
  /** True when too many links that open nothing were asked for in this minute. */
  readonly closed: () => boolean;
  readonly miss: () => void;
};

/** A limit of one process that starts open. */
export const createGuessLimit = (clock: Clock): GuessLimit => {
  let since = 0;
  let misses = 0;
  const minute = (): void => {
    const now = Date.parse(clock.now());
    if (now - since < MINUTE_MS) return;
    since = now;
    misses = 0;
  };
  return {
    closed: () => {
      minute();
      return misses >= MOST_MISSES;
    },
    miss: () => {
      minute();
      misses += 1;
    },
  };
};
