import type { Clock } from '../../ports/clock.ts';
import type { JobControl } from '../jobs.ts';
import type { Runtime } from '../runtime.ts';

const DAY_MS = 86_400_000;

const control: JobControl = {
  progress: () => undefined,
  cancelled: () => false,
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
};

/**
 * Makes one verified backup a day, quietly, when the desk is open, sound, and holds something. A failure shows as a backup that grows old; what nobody
 * expected goes to `onBug` as well.
 */
export const createDailyBackup = (
  runtime: Runtime,
  clock: Clock,
  onBug: (error: unknown) => void,
): { readonly kick: () => void; readonly settled: () => Promise<void> } => {
  let running: Promise<void> | null = null;
  const due = (): boolean => {
    const newest = runtime
      .backups()
      ?.list()
      .find((backup) => backup.verified);
    return newest === undefined || Math.abs(Date.parse(clock.now()) - Date.parse(newest.at)) >= DAY_MS;
  };
  const make = async (): Promise<void> => {
    await control.breathe();
    const state = runtime.state();
    const shelf = runtime.backups();
    if (state.phase === 'open' && shelf !== null) await shelf.make(state.desk.db, 'daily', control);
  };
  return {
    kick: () => {
      const state = runtime.state();
      if (running !== null || state.phase !== 'open' || state.desk.recovery !== null || state.desk.ledger.size() === 0 || !due()) return;
      running = make()
        .catch(onBug)
        .finally(() => {
          running = null;
        });
    },
    settled: async () => {
      await running;
    },
  };
};
