import { systemEntropy } from '../../adapters/system/system-ports.ts';
import { ownDesks } from './own-desks.ts';
import { runDemo } from './run-demo.ts';
import { LAST_DAY, STEPS } from './story.ts';

/** Data folders that the demo left, each opened like any other. */
export type DemoFolders = { readonly office: string; readonly smith: string; readonly abc: string; readonly pin: string };

const DAY_MS = 86_400_000;

/** 23:00 UTC, 9:00 in Sydney out of daylight saving, so many days before an instant that the story is over by then. */
export const firstMorningBefore = (now: string): string => {
  const day = new Date(Date.parse(now) - (LAST_DAY + 2) * DAY_MS);
  return `${day.toISOString().slice(0, 10)}T23:00:00.000Z`;
};

/**
 * Loads the demo into folders of its own for the window: the same story with real randomness and dates that end today, inside this
 * process. `now` is a UTC instant; `progress` is told each step; throws when a step is refused or `cancelled` says so.
 */
export const demoFolders = async (options: {
  readonly into: string;
  readonly now: string;
  readonly progress: (done: number, of: number, words: string) => void;
  readonly cancelled: () => boolean;
}): Promise<DemoFolders> => {
  let steps = 0;
  const summary = await runDemo({
    out: options.into,
    seed: new DataView(systemEntropy.bytes(4).buffer).getUint32(0),
    firstMorning: firstMorningBefore(options.now),
    open: ownDesks({ out: options.into, entropy: systemEntropy }),
    tell: (line) => {
      steps += 1;
      options.progress(steps, STEPS, line.replace(/^\s*\d+ ms\s+/u, ''));
      if (options.cancelled()) throw new Error('the demo was cancelled');
    },
  });
  const folder = (name: string): string => `${options.into}/${name}`;
  return { office: folder('office'), smith: folder('smith'), abc: folder('abc'), pin: summary.signIn.pin };
};
