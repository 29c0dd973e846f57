import { open } from 'node:fs/promises';

/** What brings a file to the disk. */
type SyncedFile = { readonly datasync: () => Promise<void>; readonly close: () => Promise<void> };

/** Brings what was committed to the disk while other work goes on. */
export type JournalSync = {
  /** Says that a transaction has been committed. */
  readonly committed: () => void;
  /** Resolves when everything committed so far is on the disk. Throws `JournalSyncError` once a sync has failed, and from then on always. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The disk did not confirm what was committed. After that the system may drop what it could not write and call the next sync good: so it stays. */
export class JournalSyncError extends Error {
  readonly code = 'DISK_UNCONFIRMED';
  override readonly name = 'JournalSyncError';
}

/**
 * Syncs the journal (WAL) of an SQLite file that is open with `synchronous=NORMAL` in a thread of the system: as durable as `synchronous=FULL`, which
 * waits in the thread of the transaction (sqlite.org/pragma.html#pragma_synchronous). One sync serves all that were committed before it began.
 */
export const createJournalSync = (
  path: string,
  openFile: (journal: string) => Promise<SyncedFile> = (journal) => open(journal, 'r+'),
): JournalSync => {
  let wanted = 0;
  let done = 0;
  let file: SyncedFile | undefined;
  let running: Promise<void> | undefined;
  const sync = async (): Promise<void> => {
    try {
      file ??= await openFile(`${path}-wal`);
      const until = wanted;
      await file.datasync();
      done = until;
    } catch (cause) {
      throw new JournalSyncError('the disk did not confirm what was committed', { cause });
    }
    running = undefined;
  };
  return {
    committed: () => {
      wanted += 1;
    },
    settled: async () => {
      const mine = wanted;
      // A failed run is kept, and its error with it.
      while (done < mine) await (running ??= sync());
    },
    close: async () => {
      await running?.catch(() => undefined);
      await file?.close();
    },
  };
};
