import type { DeskContext } from './context.ts';
import type { Runtime } from './runtime.ts';

/** Tells waiting windows that something changed. */
export type Changes = {
  /** Resolves with the newest revision as soon as it is larger than `after`, at the latest after `ms`. */
  readonly beyond: (after: number, ms: number, signal: AbortSignal) => Promise<number>;
  /** Counts one change, for example of the connection. */
  readonly count: () => void;
};

/** Counts the changes of the open desk's ledger and of its connection. A revision means nothing but "newer". */
export const createChanges = (runtime: Pick<Runtime, 'state'>): Changes => {
  let revision = 1;
  const waiting = new Set<() => void>();
  const watched = new WeakSet<DeskContext['ledger']>();
  const count = (): void => {
    revision += 1;
    for (const wake of waiting) wake();
  };
  const watch = (): void => {
    const state = runtime.state();
    if (state.phase !== 'open' || watched.has(state.desk.ledger)) return;
    watched.add(state.desk.ledger);
    state.desk.ledger.onChange(count);
  };
  return {
    count,
    beyond: (after, ms, signal) => {
      watch();
      // A window that knows a newer revision than there is spoke to an earlier run of the program.
      if (revision !== after || signal.aborted) return Promise.resolve(revision);
      return new Promise((resolve) => {
        const done = (): void => {
          waiting.delete(done);
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve(revision);
        };
        const timer = setTimeout(done, ms);
        timer.unref();
        waiting.add(done);
        signal.addEventListener('abort', done);
      });
    },
  };
};
