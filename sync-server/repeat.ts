import type { LogLine } from './ports.ts';

/** Work that is done again and again, one at a time, until it is ended. */
export type Repeated = {
  /** Resolves when what runs has finished; nothing begins after it. */
  readonly end: () => Promise<void>;
};

/** Does `work` every so many milliseconds. A failure is a line of the log, and the next turn tries again. */
export const repeat = (everyMs: number, event: string, work: () => Promise<unknown>, log: (line: LogLine) => void): Repeated => {
  let running = Promise.resolve<unknown>(undefined);
  const timer = setInterval(() => {
    running = running.then(work).catch((error: unknown) => log({ event, name: error instanceof Error ? error.name : 'unknown' }));
  }, everyMs);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
