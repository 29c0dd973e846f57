import { parentPort, workerData } from 'node:worker_threads';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { openDatabase } from '../../adapters/sqlite/database.ts';
import { finishCopy, type CopyAnswer, type ThreadOrder } from './copy-in-thread.ts';

/** Makes the one copy it was started for, over a connection of its own that only reads. */
const order = workerData as ThreadOrder;
const answer = (message: CopyAnswer): void => parentPort?.postMessage(message);
try {
  const opened = openDatabase({ path: order.path, key: order.key, readonly: true });
  if (opened.ok) {
    try {
      const made = finishCopy(opened.value, order, nodePrimitives(), (progress) => answer({ progress }));
      answer({ made });
    } finally {
      opened.value.close();
    }
  } else answer({ problem: 'detail' in opened.error ? opened.error.detail : opened.error.code });
} catch (error) {
  answer({ problem: error instanceof Error ? error.message : String(error) });
}
