import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packChecks, type SignatureCheck } from './signature-checks.ts';

/** Answers questions about signatures in a thread of its own. */
export type SignatureThread = {
  /** The answers in order, 1 where a signature verifies; null when the thread has ended and the caller works them out. */
  readonly answer: (checks: readonly SignatureCheck[]) => Promise<Uint8Array | null>;
  readonly close: () => Promise<void>;
};

/** The worker's module stands beside this one, in the sources and in the built tree. */
const WORKER = join(import.meta.dirname, `signature-worker${extname(import.meta.filename)}`);

/** Starts a thread; null where its file is not there. While nothing is asked it does not keep the process alive. */
export const startSignatureThread = (): SignatureThread | null => {
  if (!existsSync(WORKER)) return null;
  const worker = new Worker(WORKER, { execArgv: [] });
  const waiting: ((answers: Uint8Array | null) => void)[] = [];
  let ended = false;
  const end = (): void => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve(null);
  };
  worker.on('message', (answers: Uint8Array) => {
    waiting.shift()?.(answers);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', end);
  worker.on('exit', end);
  worker.unref();
  return {
    answer: async (checks) => {
      if (ended) return null;
      const packed = packChecks(checks);
      worker.ref();
      worker.postMessage(packed, [packed.sizes.buffer, packed.bytes.buffer]);
      return new Promise((resolve) => waiting.push(resolve));
    },
    close: async () => {
      await worker.terminate();
    },
  };
};
