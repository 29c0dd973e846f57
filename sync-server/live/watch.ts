import type { ServerPorts } from '../ports.ts';
import type { Movement } from '../storage/storage.ts';

/** What a desk already knows, and what there is: how much came for its practice, the published size, the newest seen list that names it, the last entry of its book. */
export type Heads = { readonly feed: number; readonly size: number; readonly seen: number; readonly ops: number };

type Waiter = { readonly practice: string; readonly desk: string; readonly wake: () => void; readonly end: () => void };

/** Most requests of one desk that wait at once: a desk needs one, and one whose connection is lost may still be there. */
const MOST_OF_ONE_DESK = 4;

/** Everybody who waits at this process. */
export type Watch = {
  /** Answers as soon as `look` gives more than `known`, or after the waiting time with what there is. */
  readonly wait: (
    who: { readonly practice: string; readonly desk: string },
    known: Heads,
    look: () => Promise<Heads>,
    gone: AbortSignal,
  ) => Promise<Heads>;
  /** Lets everybody go with what there is: the process ends. */
  readonly close: () => void;
};

const isMore = (there: Heads, known: Heads): boolean =>
  there.feed > known.feed || there.size > known.size || there.seen > known.seen || there.ops > known.ops;

/** One listener for the whole process; a movement wakes those it concerns, who then look once each. */
export const createWatch = ({ storage, settings }: Pick<ServerPorts, 'storage' | 'settings'>): Watch => {
  const waiters = new Set<Waiter>();
  const hear = (movement: Movement): void => {
    const feeds = new Set(movement.feeds);
    const desks = new Set(movement.seen);
    for (const waiter of waiters) {
      if (movement.log || feeds.has(waiter.practice) || desks.has(waiter.desk)) waiter.wake();
    }
  };
  const stop = storage.listen(hear);
  let closed = false;
  return {
    wait: async (who, known, look, gone) => {
      let over = false;
      let wake = (): void => undefined;
      let moved = false;
      const move = (): void => {
        moved = true;
        wake();
      };
      const end = (): void => {
        over = true;
        move();
      };
      const waiter = { ...who, wake: move, end };
      const own = [...waiters].filter(({ practice, desk }) => practice === who.practice && desk === who.desk);
      if (own.length >= MOST_OF_ONE_DESK) own[0]?.end();
      const timer = setTimeout(end, settings.waitFor);
      gone.addEventListener('abort', end);
      // Listening before looking: what moves in between is not missed.
      waiters.add(waiter);
      try {
        for (;;) {
          moved = false;
          const there = await look();
          if (isMore(there, known) || over || closed || gone.aborted) return there;
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (moved) resolve();
          });
        }
      } finally {
        clearTimeout(timer);
        gone.removeEventListener('abort', end);
        waiters.delete(waiter);
      }
    },
    close: () => {
      closed = true;
      stop();
      for (const waiter of waiters) waiter.wake();
    },
  };
};
