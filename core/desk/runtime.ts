import type { Result } from '../domain/result.ts';
import type { DeskContext } from './context.ts';
import type { Refusal } from './refusal.ts';

/** What the data folder holds and whether it could be opened. */
export type RuntimeState =
  | { readonly phase: 'first-run' }
  | { readonly phase: 'locked'; readonly install: string }
  | { readonly phase: 'damaged'; readonly refusal: Refusal }
  | { readonly phase: 'open'; readonly desk: DeskContext };

/** The life of a desk: created, opened, locked, restored. The only place that replaces the open `DeskContext`. */
export type Runtime = {
  readonly state: () => RuntimeState;
  readonly dataFolder: string;
  readonly close: () => Promise<void>;
};

export type RuntimeResult<T> = Promise<Result<T, Refusal>>;
