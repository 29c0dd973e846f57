import type { Result } from '../../domain/result.ts';
import type { JobControl } from '../jobs.ts';
import type { Refusal } from '../refusal.ts';

/** Runs the work of a job to its end, without a queue. */
export const jobsNow = async <T>(work: (control: JobControl) => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> =>
  await work({ progress: () => undefined, cancelled: () => false, breathe: async () => await Promise.resolve() });
