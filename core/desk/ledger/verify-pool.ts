import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { type KnownKey, type RecordVerdict, verifyRecord } from './verify-records.ts';

/** Checks chunks of records, in threads of their own where there are some. */
export type VerifyPool = {
  readonly size: number;
  readonly verify: (records: readonly Bytes[]) => Promise<readonly RecordVerdict[]>;
  readonly close: () => Promise<void>;
};

const WORKER = new URL('./verify-worker.ts', import.meta.url);

type Answer = { readonly id: number; readonly verdicts: readonly RecordVerdict[] };
type Waiting = { readonly resolve: (verdicts: readonly RecordVerdict[]) => void; readonly reject: (error: Error) => void };

/**
 * A pool of `threads` workers over a snapshot of keys; chunks go round. With 0 threads, or where the worker's file is not there (a bundled
 * build), the same checks run in this thread.
 */
export const createVerifyPool = (keys: readonly (readonly [string, KnownKey])[], threads: number, primitives: Primitives): VerifyPool => {
  if (threads === 0 || !existsSync(fileURLToPath(WORKER))) {
    const map = new Map(keys);
    return { size: 0, verify: async (records) => records.map((record) => verifyRecord(record, map, primitives)), close: async () => undefined };
  }
  const waiting = new Map<number, Waiting>();
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(WORKER, { workerData: keys });
    worker.on('message', (answer: Answer) => {
      waiting.get(answer.id)?.resolve(answer.verdicts);
      waiting.delete(answer.id);
    });
    worker.on('error', (error: Error) => {
      for (const entry of waiting.values()) entry.reject(error);
      waiting.clear();
    });
    return worker;
  });
  let next = 0;
  return {
    size: threads,
    verify: (records) =>
      new Promise((resolve, reject) => {
        const id = next;
        next += 1;
        waiting.set(id, { resolve, reject });
        workers[id % threads]?.postMessage({ id, records });
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
};
