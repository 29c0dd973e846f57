import type { Outcome } from './outcome.ts';

/** What the desk has acknowledged: never to be undercut by what a database holds (high-water.md). */
export type Mark = {
  readonly size: number;
  readonly root: string;
  /** Highest n signed per key of this desk. */
  readonly heads: Readonly<Record<string, number>>;
};

/** Kept outside the database and every backup; written after commit and before acknowledgement. */
export type HighWater = {
  /** Raises the mark; heads are merged, never lowered. Durable when it returns. */
  readonly advance: (mark: Mark) => void;
  readonly read: () => Mark | null;
};

/** Raises the heads of streams by what was accepted, in place. */
export const raiseHeads = (heads: Record<string, number>, outcomes: readonly Outcome[]): void => {
  for (const outcome of outcomes)
    if (outcome.outcome === 'accepted') heads[outcome.event.stream] = Math.max(heads[outcome.event.stream] ?? 0, outcome.event.n);
};
