import { createCipheriv, createHash } from 'node:crypto';
import type { Entropy } from '../../ports/entropy.ts';

/**
 * Random-looking bytes that are a function of seed and name: AES-256 in counter mode. For the demo only, so that two runs give the
 * same bytes; the process that uses it works for a test network and refuses any other.
 */
export const seededEntropy = (seed: number, name: string): Entropy => {
  const key = createHash('sha256').update(`flip360 demo v1\n${seed}\n${name}`).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return { bytes: (length) => Uint8Array.from(stream.update(Buffer.alloc(length))) };
};
