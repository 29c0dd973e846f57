import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemEntropy } from '../../adapters/system/system-ports.ts';
import type { LoadedDemo } from '../../contract/demo.ts';
import type { LoadDemo } from '../../desk/hosting/load-demo.ts';
import type { JobControl } from '../../desk/jobs.ts';
import type { Refusal } from '../../desk/refusal.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { ABC, type House, OFFICE, SAMPLE_PIN, SMITH } from './cast.ts';
import { ownDesks } from './own-desks.ts';
import { takeInstanceLock } from '../../adapters/sqlite/instance-lock.ts';
import { CLIENT_DAYS, playClients } from './scenes/clients.ts';
import { runDemo } from './run-demo.ts';
import { LAST_DAY, STEPS } from './story.ts';

const DAY_MS = 86_400_000;

/** What the walk with clients tells. */
const CLIENT_STEPS = 2;

const morningBefore = (now: string, days: number): string =>
  `${new Date(Date.parse(now) - days * DAY_MS).toISOString().slice(0, 10)}T23:00:00.000Z`;

/** 23:00 UTC, 9:00 in Sydney out of daylight saving, so many days before an instant that the story, and `more` days, are over by then. */
export const firstMorningBefore = (now: string, more = 0): string => morningBefore(now, LAST_DAY + 2 + more);

/** Thrown inside the story when the person stops it. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

const HOUSES: readonly House[] = [SMITH, ABC, OFFICE];

const foldersIn = (out: string): LoadedDemo['desks'] =>
  HOUSES.map((house) => ({
    name: house.legalName,
    folder: join(out, house.folder),
    people: [house.first, ...house.others].map((part) => part.name),
    link: null,
  }));

/** A sample that was loaded before and finished. */
const finished = (out: string): boolean => existsSync(join(out, 'summary.json'));

const inUse: Refusal = {
  status: 409,
  code: 'demo-open',
  title: 'A sample desk is open in another window',
  detail: 'It cannot be taken away while somebody works in it.',
  kept: 'The samples are as they were.',
  next: 'Close that desk, then reset the samples again.',
};

/** Whether another program has one of the sample desks open. */
const openElsewhere = (out: string): boolean =>
  HOUSES.some((house) => {
    const keys = join(out, 'keys', house.folder);
    if (!existsSync(keys)) return false;
    const lock = takeInstanceLock(keys);
    if (lock.ok) lock.value.release();
    return !lock.ok && lock.error.code === 'in-use';
  });

/** Story, then the office days with clients at Smith's desk. */
const playAll = async (out: string, now: string, tell: (line: string) => void): Promise<void> => {
  const open = ownDesks({ out, entropy: systemEntropy });
  await runDemo({
    out,
    seed: new DataView(systemEntropy.bytes(4).buffer).getUint32(0),
    firstMorning: firstMorningBefore(now, CLIENT_DAYS),
    open,
    tell,
  });
  const start = morningBefore(now, CLIENT_DAYS + 1);
  const desk = await open(SMITH, start);
  try {
    await playClients(desk, { start, tell });
  } finally {
    await desk.close();
  }
};

/**
 * Loads the demo into folders of its own: the same story with real randomness and dates that end today, then Sarah Chen and twenty-four
 * others through the workspaces, inside this process. Finds an earlier one again, unless it shall be played `again` from the start; one that
 * was cut short is removed first. Nothing outside `out` is touched. `now` is a UTC instant. Errors: `demo-stopped`, `demo-open`.
 */
export const demoFolders = async (out: string, now: string, control: JobControl, again = false): Promise<Result<LoadedDemo, Refusal>> => {
  const answer = { out, signIn: { pin: SAMPLE_PIN }, desks: foldersIn(out) };
  if (finished(out) && !again) return ok(answer);
  if (openElsewhere(out)) return err(inUse);
  rmSync(out, { recursive: true, force: true });
  let steps = 0;
  try {
    await playAll(out, now, (line) => {
      steps += 1;
      control.progress(steps, STEPS + CLIENT_STEPS, line.replace(/^\s*\d+ ms\s+/u, ''));
      if (control.cancelled()) throw new Stopped();
    });
    return ok(answer);
  } catch (error) {
    rmSync(out, { recursive: true, force: true });
    if (error instanceof Stopped)
      return err({
        status: 409,
        code: 'demo-stopped',
        title: 'The samples were not loaded',
        detail: 'Loading was stopped.',
        kept: 'Nothing was kept of them.',
      });
    throw error;
  }
};

/** How a shell serves sample desks beside its own, and lets them go before they are made again. */
export type SampleServing = { readonly link: (folder: string) => Promise<string>; readonly close: () => Promise<void> };

/** How a shell loads the samples: beside the data folder, each desk served where the shell can. */
export const demoLoader =
  (serving: SampleServing | null): LoadDemo =>
  async (control, { dataFolder, now, again }) => {
    if (again) await serving?.close();
    const loaded = await demoFolders(`${dataFolder}-sample`, now, control, again);
    if (!loaded.ok || serving === null) return loaded;
    const desks: LoadedDemo['desks'] = [];
    for (const desk of loaded.value.desks) desks.push({ ...desk, link: await serving.link(desk.folder) });
    return ok({ ...loaded.value, desks });
  };
