import { expect, it } from 'vitest';
import { createJournalSync, JournalSyncError } from './journal-sync.ts';

/** A disk that confirms a sync only when told to. */
const slowDisk = () => {
  const waiting: { readonly done: () => void; readonly failed: (error: Error) => void }[] = [];
  let syncs = 0;
  const journal = createJournalSync('server.db', (name) => {
    expect(name).toBe('server.db-wal');
    return Promise.resolve({
      datasync: () =>
        new Promise<void>((done, failed) => {
          syncs += 1;
          waiting.push({ done, failed });
        }),
      close: () => Promise.resolve(),
    });
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    journal,
    syncs: () => syncs,
    confirm: async (): Promise<void> => {
      await turn();
      waiting.shift()?.done();
      await turn();
    },
    fail: async (): Promise<void> => {
      await turn();
      waiting.shift()?.failed(new Error('EIO'));
      await turn();
    },
  };
};

it('waits for a sync that began after the commit, and one sync serves all that came before it', async () => {
  const { journal, confirm, syncs } = slowDisk();
  const settled: string[] = [];
  const commit = (name: string): void => {
    journal.committed();
    void journal.settled().then(() => settled.push(name));
  };
  await journal.settled();
  expect(syncs()).toBe(0);
  commit('first');
  await new Promise((resolve) => setImmediate(resolve));
  commit('second');
  commit('third');
  expect(settled).toEqual([]);
  await confirm();
  expect(settled).toEqual(['first']);
  await confirm();
  expect(settled).toEqual(['first', 'second', 'third']);
  expect(syncs()).toBe(2);
  await journal.settled();
  await journal.close();
});

it('confirms nothing any more once the disk has failed, even if it calls a later sync good', async () => {
  const { journal, fail, syncs } = slowDisk();
  journal.committed();
  const first = journal.settled();
  await Promise.all([expect(first).rejects.toThrow(JournalSyncError), fail()]);
  journal.committed();
  await expect(journal.settled()).rejects.toMatchObject({ code: 'DISK_UNCONFIRMED' });
  expect(syncs()).toBe(1);
  await journal.close();
});
