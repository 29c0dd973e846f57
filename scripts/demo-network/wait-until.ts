import { setTimeout as wait } from 'node:timers/promises';
import { StoryFailed } from '../../core/cli/demo/stage.ts';

const LOOK_MS = 25;
const GIVE_UP_MS = 30_000;

/** Looks again and again until there is something; the story fails when `what` has not happened within 30 s. */
export const waitUntil = async <T>(what: string, look: () => Promise<T | null | false>): Promise<T> => {
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (performance.now() > until) throw new StoryFailed(`${what} did not happen within ${GIVE_UP_MS / 1000} s`);
    await wait(LOOK_MS);
  }
};
