import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Primitives } from '../../protocol/primitives.ts';
import { type Chunk, type ChunkFacts, verifyChunk } from './verify-chunk.ts';
import type { KnownKey } from './verify-records.ts';

/** Checks chunks of records, in threads of their own where there are some. */
export type VerifyPool = {
  readonly size: number;
  /** Takes the chunk's buffer over. */
  readonly verify: (chunk: Chunk) => Promise<ChunkFacts>;
  readonly close: () => Promise<void>;
};

/** The worker's module stands beside this one, in the sources and in the built tree. */
const WORKER = join(import.meta.dirname, `verify-worker${extname(import.meta.filename)}`);
/** Room for what a chunk leaves behind: with Node's default a thread collects garbage several times a chunk. */
const YOUNG_MB = 64;

type Waiting = { readonly resolve: (facts: ChunkFacts) => void; readonly reject: (error: Error) => void };
type Thread = { readonly worker: Worker; readonly waiting: Waiting[] };

const startThread = (keys: readonly (readonly [string, KnownKey])[]): Thread => {
  const worker = new Worker(WORKER, {
    workerData: keys,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const waiting: Waiting[] = [];
  worker.on('message', (facts: ChunkFacts) => waiting.shift()?.resolve(facts));
  worker.on('error', (error: Error) => {
    for (const entry of waiting.splice(0)) entry.reject(error);
  });
  return { worker, waiting };
};

/**
 * A pool of `threads` workers over a snapshot of keys; each chunk goes to the one with least to do. With 0 threads, or where the worker's file
 * is not there, the same checks run in this thread.
 */
export const createVerifyPool = (keys: readonly (readonly [string, KnownKey])[], threads: number, primitives: Primitives): VerifyPool => {
  if (threads === 0 || !existsSync(WORKER)) {
    const map = new Map(keys);
    return {
      size: 0,
      verify: async (chunk) => verifyChunk(chunk, map, primitives),
      close: async () => undefined,
    };
  }
  const pool = Array.from({ length: threads }, () => startThread(keys));
  return {
    size: threads,
    verify: (chunk) =>
      new Promise((resolve, reject) => {
        const idlest = pool.reduce((least, thread) => (thread.waiting.length < least.waiting.length ? thread : least));
        idlest.waiting.push({ resolve, reject });
        idlest.worker.postMessage(chunk, [chunk.bytes.buffer, chunk.ends.buffer]);
      }),
    close: async () => {
      await Promise.all(pool.map(({ worker }) => worker.terminate()));
    },
  };
};
