import { parentPort, workerData } from 'node:worker_threads';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { type KnownKey, verifyRecord } from './verify-records.ts';

const keys = new Map(workerData as readonly (readonly [string, KnownKey])[]);
const primitives = nodePrimitives();

/** One message is one chunk of records; the answer has a verdict for each, in the same order. */
parentPort?.on('message', ({ id, records }: { readonly id: number; readonly records: readonly Uint8Array[] }) => {
  parentPort?.postMessage({ id, verdicts: records.map((record) => verifyRecord(record, keys, primitives)) });
});
