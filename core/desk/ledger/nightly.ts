import type { Clock } from '../../ports/clock.ts';
import type { JobControl } from '../jobs.ts';
import type { Runtime } from '../runtime.ts';
import type { DeskContext } from '../context.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { lastWalk, walkLedger } from './walk.ts';

const DAY_MS = 86_400_000;
/** Entries from which on another thread checks the signatures: starting one costs more than a small ledger. */
const LARGE = 2000;

/** Walks the whole chain once a day by itself. */
export type NightlyWalk = {
  /** Looks whether a walk is due, and starts it. */
  readonly kick: () => void;
  readonly settled: () => Promise<void>;
  /** Ends a walk that is under way; nothing of it is kept. */
  readonly close: () => Promise<void>;
};

/** When the last walk was, or since when this desk waits for its first. */
const since = (desk: DeskContext, now: string): string => {
  const last = lastWalk(desk)?.at;
  if (last !== undefined) return last;
  const row = desk.db.get(ledgerSql.selectFrom('meta').select('value').where('name', '=', 'walk.since'));
  if (row === undefined) desk.db.run(ledgerSql.insertInto('meta').values({ name: 'walk.since', value: now }));
  return row?.value ?? now;
};

/**
 * Walks the chain and what is kept of the network log, quietly, once in 24 hours while the desk is open. What is broken becomes an alarm that names
 * the first bad event; what nobody expected goes to `onBug`, and the walk is due again.
 */
export const createNightlyWalk = (runtime: Runtime, clock: Clock, onBug: (error: unknown) => void): NightlyWalk => {
  let running: Promise<void> | null = null;
  let closed = false;
  const control: JobControl = {
    progress: () => undefined,
    cancelled: () => closed,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
  const walk = async (desk: DeskContext): Promise<void> => {
    await control.breathe();
    if (!closed) await walkLedger(desk, control, { threads: desk.ledger.size() > LARGE ? 1 : 0 });
  };
  return {
    kick: () => {
      const state = runtime.state();
      if (running !== null || closed || state.phase !== 'open' || state.desk.ledger.size() === 0) return;
      if (Math.abs(Date.parse(clock.now()) - Date.parse(since(state.desk, clock.now()))) < DAY_MS) return;
      running = walk(state.desk)
        .catch(onBug)
        .finally(() => {
          running = null;
        });
    },
    settled: async () => {
      await running;
    },
    close: async () => {
      closed = true;
      await running;
    },
  };
};
