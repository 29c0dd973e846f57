import type { Database } from '../../adapters/sqlite/database.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { HighWater } from './high-water.ts';

/** What a ledger is opened on. */
export type LedgerOptions = {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly clock: Clock;
  readonly highWater: HighWater;
  /** Practice of this desk; null before it has a name. */
  readonly self: () => string | null;
  /** Every record was taken in before, in this order: what would not be now is kept as one that does not count, until all are judged again. */
  readonly again?: true;
};
