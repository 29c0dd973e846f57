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
import { runDemo } from './run-demo.ts';
import { LAST_DAY, STEPS } from './story.ts';

const DAY_MS = 86_400_000;

/** 23:00 UTC, 9:00 in Sydney out of daylight saving, so many days before an instant that the story is over by then. */
export const firstMorningBefore = (now: string): string => {
  const day = new Date(Date.parse(now) - (LAST_DAY + 2) * DAY_MS);
  return `${day.toISOString().slice(0, 10)}T23:00:00.000Z`;
};

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

/**
 * Loads the demo into folders of its own: the same story with real randomness and dates that end today, inside this process. Finds an
 * earlier one again; one that was cut short is removed first. `now` is a UTC instant. Error: `demo-stopped`.
 */
export const demoFolders = async (out: string, now: string, control: JobControl): Promise<Result<LoadedDemo, Refusal>> => {
  const answer = { out, signIn: { pin: SAMPLE_PIN }, desks: foldersIn(out) };
  if (finished(out)) return ok(answer);
  rmSync(out, { recursive: true, force: true });
  let steps = 0;
  try {
    await runDemo({
      out,
      seed: new DataView(systemEntropy.bytes(4).buffer).getUint32(0),
      firstMorning: firstMorningBefore(now),
      open: ownDesks({ out, entropy: systemEntropy }),
      tell: (line) => {
        steps += 1;
        control.progress(steps, STEPS, line.replace(/^\s*\d+ ms\s+/u, ''));
        if (control.cancelled()) throw new Stopped();
      },
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

/** How a shell loads the samples: beside the data folder, each desk served by `serve` where the shell can. */
export const demoLoader =
  (serve: ((folder: string) => Promise<string>) | null): LoadDemo =>
  async (control, { dataFolder, now }) => {
    const loaded = await demoFolders(`${dataFolder}-sample`, now, control);
    if (!loaded.ok || serve === null) return loaded;
    const desks: LoadedDemo['desks'] = [];
    for (const desk of loaded.value.desks) desks.push({ ...desk, link: await serve(desk.folder) });
    return ok({ ...loaded.value, desks });
  };
