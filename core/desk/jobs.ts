import type { JobView } from '../contract/desk.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import { type Entropy, uuidV7 } from '../ports/entropy.ts';
import { problemOfRefusal, type Refusal } from './refusal.ts';

/** What long work reports and asks while it runs. */
export type JobControl = {
  readonly progress: (done: number, of: number | null, words: string) => void;
  readonly cancelled: () => boolean;
  /** Lets other requests be answered; call it every few milliseconds of work. */
  readonly breathe: () => Promise<void>;
};

export type JobWork = (control: JobControl) => Promise<Result<unknown, Refusal>>;

/** Long work with progress and cancel: `POST` answers with the job, `GET` polls it, `DELETE` cancels it. */
export type Jobs = {
  /** Work that `atClose: 'stop'` names can go on another day: a desk that closes cancels it instead of waiting for it. */
  readonly start: (kind: string, work: JobWork, options?: { readonly atClose: 'stop' | 'finish' }) => JobView;
  readonly get: (id: string) => JobView | undefined;
  readonly cancel: (id: string) => boolean;
  /** Cancels what can go on another day; resolves when nothing runs any more. */
  readonly settled: () => Promise<void>;
};

const KEPT = 100;

type Mutable = { view: JobView; cancelled: boolean; readonly stopsAtClose: boolean };

export const createJobs = (ports: {
  readonly entropy: Entropy;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => Problem;
}): Jobs => {
  const jobs = new Map<string, Mutable>();
  const running = new Set<Promise<void>>();
  const run = async (job: Mutable, work: JobWork): Promise<void> => {
    const control: JobControl = {
      progress: (done, of, words) => {
        job.view = { ...job.view, done, of, words };
      },
      cancelled: () => job.cancelled,
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    };
    try {
      await control.breathe();
      const answer = await work(control);
      if (job.cancelled && !answer.ok) job.view = { ...job.view, state: 'cancelled', words: 'Cancelled. Nothing was kept.' };
      else if (answer.ok) job.view = { ...job.view, state: 'done', result: answer.value };
      else job.view = { ...job.view, state: 'failed', problem: problemOfRefusal(answer.error) };
    } catch (error) {
      job.view = { ...job.view, state: 'failed', problem: ports.onBug(error) };
    }
  };
  return {
    start: (kind, work, options) => {
      if (jobs.size >= KEPT) jobs.delete([...jobs].find(([, job]) => job.view.state !== 'running')?.[0] ?? '');
      const id = uuidV7(ports.entropy, ports.clock.now());
      const job: Mutable = {
        view: { id, kind, state: 'running', done: 0, of: null, words: '', result: null, problem: null },
        cancelled: false,
        stopsAtClose: options?.atClose === 'stop',
      };
      jobs.set(id, job);
      const promise = run(job, work).finally(() => running.delete(promise));
      running.add(promise);
      return job.view;
    },
    get: (id) => jobs.get(id)?.view,
    cancel: (id) => {
      const job = jobs.get(id);
      if (job === undefined || job.view.state !== 'running') return false;
      job.cancelled = true;
      return true;
    },
    settled: async () => {
      for (const job of jobs.values()) if (job.stopsAtClose) job.cancelled = true;
      while (running.size > 0) await Promise.all(running);
    },
  };
};
