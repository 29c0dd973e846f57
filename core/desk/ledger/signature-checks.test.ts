import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { ed25519KeyOfSpki } from '../../protocol/ed25519.ts';
import { answerChecks, answerOf, packChecks, type SignatureCheck } from './signature-checks.ts';

const primitives = nodePrimitives();
const signer = ed25519Signer(new Uint8Array(32).fill(1));
const key = ed25519KeyOfSpki(signer.spki);
if (!key.ok) throw new Error(key.error.code);

/** Checks of one key; those that are false are signed for another message. */
const checksOf = (verify: readonly boolean[]): readonly SignatureCheck[] =>
  verify.map((verifies, index) => {
    const message = Uint8Array.of(index, verifies ? 1 : 0);
    return { kind: 'ed25519', key: key.value, message, signature: signer.sign(Uint8Array.of(index, 1)) };
  });

/** Fewer than the asking thread keeps for itself at a time, and more. */
const verifies = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });

describe('checks that two threads share', () => {
  it('have the answers that verifying gives, wherever the asking thread has come to', () => {
    fc.assert(
      fc.property(verifies, fc.nat(39), (expected, at) => {
        const packed = packChecks(checksOf(expected));
        const own = Math.min(at, expected.length);
        // What the asking thread comes to first it works out itself, with some behind it.
        for (let index = 0; index < own; index += 1) expect(answerOf(packed, index)).toBeUndefined();
        answerChecks(packed, primitives);
        const answers = expected.map((_, index) => answerOf(packed, index));
        const left = own === 0 ? 0 : Math.min(own + 15, expected.length);
        expect(answers.slice(0, left)).toEqual(Array.from({ length: left }, () => undefined));
        expect(answers.slice(left)).toEqual(expected.slice(left));
      }),
      { numRuns: 60 },
    );
  });

  it('are answered by the worker in memory that the asking thread sees', async () => {
    const expected = Array.from({ length: 300 }, (_, index) => index % 7 !== 3);
    const packed = packChecks(checksOf(expected));
    const worker = new Worker(join(import.meta.dirname, 'signature-worker.ts'), { execArgv: [] });
    try {
      worker.postMessage(packed);
      await expect.poll(() => Atomics.load(packed.states, expected.length - 1), { timeout: 10_000 }).toBeGreaterThan(1);
      expect(expected.map((_, index) => answerOf(packed, index))).toEqual(expected);
    } finally {
      await worker.terminate();
    }
  });
});
