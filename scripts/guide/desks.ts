import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { runDemo } from '../../core/cli/demo/run-demo.ts';

/** A desk that runs as a process of its own, as a person starts it. */
export type RunningDesk = {
  /** Opens the window once. */
  readonly link: string;
  readonly close: () => Promise<void>;
};

const opened = z.looseObject({ open: z.string() });

/** Starts `flip360 desk` on a data folder. Keys of a new desk go into a file under a passphrase, since no key store is offered to it. */
export const startDesk = async (folder: string): Promise<RunningDesk> => {
  const { NODE_OPTIONS: _loader, ...env } = process.env;
  const program = join(import.meta.dirname, '..', '..', 'core', 'cli', 'flip360.ts');
  const child = spawn(process.execPath, [program, 'desk', '--no-open', '--json', '--data', folder], {
    env: {
      ...env,
      HOME: `${folder}-home`,
      XDG_CONFIG_HOME: `${folder}-home`,
      XDG_DATA_HOME: `${folder}-home`,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(opened.parse(JSON.parse(line)).open));
    child.once('exit', (code) => reject(new Error(`the desk in ${folder} ended with ${String(code)} before it was open`)));
  });
  return {
    link,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};

class Curtain extends Error {}

const DAY_MS = 86_400_000;

/** 9:00 in Sydney, in standard time, 58 days ago: a commission of a story begun then is payable and its invoice not yet overdue. */
const recentMorning = (): string => `${new Date(Date.now() - 59 * DAY_MS).toISOString().slice(0, 10)}T23:00:00.000Z`;

/** Plays the sample story into an empty folder; with `until`, only to the end of the step of that name and in the past weeks, which leaves work to do at the desks. */
export const playDemo = async (out: string, until?: string): Promise<void> => {
  const tell = (line: string): void => {
    if (until !== undefined && line.endsWith(until)) throw new Curtain(until);
  };
  try {
    await runDemo({
      out,
      seed: 360,
      tell,
      ...(until === undefined ? {} : { firstMorning: recentMorning() }),
    });
  } catch (error) {
    if (!(error instanceof Curtain)) throw error;
  }
};
