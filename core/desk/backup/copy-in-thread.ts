import { existsSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Database } from '../../adapters/sqlite/database.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { JobControl } from '../jobs.ts';
import type { CopyFault } from './content.ts';
import { type ChangedMeanwhile, copyDatabase, type CopyOrder, type CopyProgress, type MadeCopy } from './copy.ts';

/** What a thread is started with. */
export type ThreadOrder = CopyOrder & { readonly path: string };
export type CopyAnswer =
  | { readonly progress: CopyProgress }
  | { readonly made: MadeCopy | CopyFault | ChangedMeanwhile }
  | { readonly problem: string };

/** The worker's module stands beside this one, in the sources and in the built tree. */
const WORKER = join(import.meta.dirname, `copy-worker${extname(import.meta.filename)}`);
/** A desk that is written to all the time is copied in its own thread in the end, which nothing can come between. */
const TRIES = 3;

/**
 * Copies a database in a thread of its own, so that the desk answers meanwhile: `VACUUM INTO` and the check of every page take seconds in a large
 * ledger. In this thread, step by step, where the worker's file is not there or the desk does not stop writing. Rejects when the disk refuses.
 */
export const copyAside = async (
  db: Database,
  order: CopyOrder,
  hasher: Pick<Primitives, 'sha256'>,
  control: JobControl,
): Promise<MadeCopy | CopyFault | 'cancelled'> => {
  const made = existsSync(WORKER) ? await inThread({ ...order, path: db.path }, control) : ({ code: 'changed' } as const);
  if (made === 'cancelled' || !('code' in made) || made.code !== 'changed') return made;
  const steps = copyDatabase(db, order, hasher);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      if ('code' in step.value && step.value.code === 'changed') throw new Error('the database changed under its only writer');
      return step.value;
    }
    if (control.cancelled()) {
      steps.return(undefined as never);
      return 'cancelled';
    }
    tell(control, step.value);
    await control.breathe();
  }
};

/** Runs the whole copy in the calling thread, again while the database changes under it. */
export const finishCopy = (
  db: Database,
  order: CopyOrder,
  hasher: Pick<Primitives, 'sha256'>,
  told: (progress: CopyProgress) => void = () => undefined,
): MadeCopy | CopyFault | ChangedMeanwhile => {
  for (let left = TRIES; ; left -= 1) {
    const steps = copyDatabase(db, order, hasher);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) told(step.value);
    if (!('code' in step.value) || step.value.code !== 'changed' || left === 1) return step.value;
  }
};

const tell = (control: JobControl, { done, of }: CopyProgress): void => control.progress(done, of, 'Checking the copy');

/** How often a cancelled job is noticed, in ms: a thread in the middle of a copy says nothing. */
const LOOK = 100;

const inThread = async (order: ThreadOrder, control: JobControl): Promise<MadeCopy | CopyFault | ChangedMeanwhile | 'cancelled'> => {
  const worker = new Worker(WORKER, { workerData: order, execArgv: [] });
  let look: NodeJS.Timeout | undefined;
  let kept = false;
  try {
    const made = await new Promise<MadeCopy | CopyFault | ChangedMeanwhile | 'cancelled'>((resolve, reject) => {
      look = setInterval(() => {
        if (control.cancelled()) resolve('cancelled');
      }, LOOK);
      worker.on('message', (answer: CopyAnswer) => {
        if ('progress' in answer) tell(control, answer.progress);
        else if ('made' in answer) resolve(answer.made);
        else reject(new Error(answer.problem));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the thread that copies has ended')));
    });
    kept = made !== 'cancelled' && !('code' in made);
    return made;
  } finally {
    clearInterval(look);
    // In the middle of writing the copy it ends no sooner than that is done.
    await worker.terminate();
    if (!kept) rmSync(order.aside, { force: true });
  }
};
