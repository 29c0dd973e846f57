import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { answerOf, packChecks, type SignatureCheck } from './signature-checks.ts';

/** Answers questions about signatures in a thread of its own. Nobody waits for it: who needs an answer that is not there works it out. */
export type SignatureThread = {
  /** Has checks answered, after those that were handed in before. What it returns tells an answer, and undefined while there is none. */
  readonly ask: (checks: readonly SignatureCheck[]) => (index: number) => boolean | undefined;
  readonly close: () => Promise<void>;
};

/** The worker's module stands beside this one, in the sources and in the built tree. */
const WORKER = join(import.meta.dirname, `signature-worker${extname(import.meta.filename)}`);

/** Starts a thread; null where its file is not there. It does not keep the process alive. */
export const startSignatureThread = (): SignatureThread | null => {
  if (!existsSync(WORKER)) return null;
  const worker = new Worker(WORKER, { execArgv: [] });
  // A thread that ends early leaves its answers open.
  worker.on('error', () => undefined);
  worker.unref();
  return {
    ask: (checks) => {
      const packed = packChecks(checks);
      worker.postMessage(packed, [packed.sizes.buffer, packed.bytes.buffer]);
      return (index) => answerOf(packed, index);
    },
    close: async () => {
      await worker.terminate();
    },
  };
};
