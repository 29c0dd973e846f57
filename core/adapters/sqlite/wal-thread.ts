import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { OpenOptions } from './database.ts';

/** Copies the write-ahead log into the database in a thread of its own, over a connection of its own. */
export type WalThread = {
  /** Copies what is there; writers go on. False when the thread has ended. */
  readonly copy: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** The worker's module stands beside this one, in the sources and in the built tree. */
const WORKER = join(import.meta.dirname, `wal-worker${extname(import.meta.filename)}`);

/** Starts the thread for a database; null where its file is not there. While it copies nothing it does not keep the process alive. */
export const startWalThread = (options: OpenOptions): WalThread | null => {
  if (!existsSync(WORKER)) return null;
  const worker = new Worker(WORKER, { workerData: options, execArgv: [] });
  const waiting: ((copied: boolean) => void)[] = [];
  let ended = false;
  const end = (): void => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(false);
  };
  worker.on('message', () => {
    waiting.shift()?.(true);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', end);
  worker.on('exit', end);
  worker.unref();
  return {
    copy: async () => {
      if (ended) return false;
      worker.ref();
      worker.postMessage(true);
      return new Promise((resolve) => waiting.push(resolve));
    },
    close: async () => {
      await worker.terminate();
    },
  };
};
