import { parentPort, workerData } from 'node:worker_threads';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { type Chunk, verifyChunk } from './verify-chunk.ts';
import type { KnownKey } from './verify-records.ts';

const keys = new Map(workerData as readonly (readonly [string, KnownKey])[]);
const primitives = nodePrimitives();

/** One message is one chunk; the answers come in the order of the messages. */
parentPort?.on('message', (chunk: Chunk) => {
  const facts = verifyChunk(chunk, keys, primitives);
  parentPort?.postMessage(facts);
});
