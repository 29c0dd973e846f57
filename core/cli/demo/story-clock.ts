import type { Clock } from '../../ports/clock.ts';

/** A clock that stands still until it is set. */
export type StoryClock = Clock & { readonly set: (instant: string) => void };

/** A clock for the demo: it shows what it was set to last. */
export const storyClock = (start: string): StoryClock => {
  let at = start;
  return {
    now: () => at,
    set: (instant) => {
      at = instant;
    },
  };
};
