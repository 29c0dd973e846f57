import type { LoadedDemo } from '../../contract/demo.ts';
import type { Result } from '../../domain/result.ts';
import type { JobControl } from '../jobs.ts';
import type { Refusal } from '../refusal.ts';

/** Plays the sample story into folders beside a data folder; the shell says how, since it may start desks of its own. */
export type LoadDemo = (
  control: JobControl,
  /** `again`: an earlier sample is taken away first. */
  place: { readonly dataFolder: string; readonly now: string; readonly again: boolean },
) => Promise<Result<LoadedDemo, Refusal>>;
