import type { Bytes } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';

const KINDS = ['ed25519', 'es256', 'rs256'] as const;

/** One question to the primitives: whether a key made this signature over this message. */
export type SignatureCheck = {
  readonly kind: (typeof KINDS)[number];
  readonly key: Bytes;
  readonly message: Bytes;
  readonly signature: Bytes;
};

const same = (left: Bytes, right: Bytes): boolean => Buffer.compare(left, right) === 0;

type Ask = (kind: SignatureCheck['kind'], key: Bytes, message: Bytes, signature: Bytes) => boolean;

const asking = (primitives: Primitives, answer: Ask): Primitives => ({
  sha256: (data) => primitives.sha256(data),
  ed25519Verify: (key, message, signature) => answer('ed25519', key, message, signature),
  es256Verify: (key, message, signature) => answer('es256', key, message, signature),
  rs256Verify: (key, message, signature) => answer('rs256', key, message, signature),
});

const ask = (primitives: Primitives, kind: SignatureCheck['kind'], key: Bytes, message: Bytes, signature: Bytes): boolean => {
  switch (kind) {
    case 'ed25519':
      return primitives.ed25519Verify(key, message, signature);
    case 'es256':
      return primitives.es256Verify(key, message, signature);
    case 'rs256':
      return primitives.rs256Verify(key, message, signature);
  }
};

/** Primitives that note every signature they are asked about in `into` and say yes: to learn what a check is going to ask, never to decide. */
export const collectingPrimitives = (primitives: Primitives, into: SignatureCheck[]): Primitives =>
  asking(primitives, (kind, key, message, signature) => {
    into.push({ kind, key, message, signature });
    return true;
  });

/** Primitives that know the answers to some questions, byte for byte the same, and work out every other one. `answer` is undefined while it is not known. */
export const answeringPrimitives = (
  primitives: Primitives,
  checks: readonly SignatureCheck[],
  answer: (index: number) => boolean | undefined,
): Primitives =>
  asking(primitives, (kind, key, message, signature) => {
    const index = checks.findIndex(
      (check) => check.kind === kind && same(check.signature, signature) && same(check.key, key) && same(check.message, message),
    );
    return (index === -1 ? undefined : answer(index)) ?? ask(primitives, kind, key, message, signature);
  });

/**
 * Checks side by side in one buffer, so that a thread receives them without a copy: of each its kind and three lengths, then key, message, signature. `states`
 * is memory that both threads see.
 */
export type PackedChecks = {
  readonly sizes: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly states: Uint8Array<SharedArrayBuffer>;
};

const FIELDS = 4;
/** What is known of a check: nobody is at it, somebody is, the signature does not verify, it does. */
const OPEN = 0;
const TAKEN = 1;
const NO = 2;
const YES = 3;
/** Checks that the asking thread keeps for itself where it has come to one without an answer: the other one goes on behind them and gets ahead. */
const KEPT = 16;

/** Puts checks into one buffer. */
export const packChecks = (checks: readonly SignatureCheck[]): PackedChecks => {
  const sizes = new Uint32Array(checks.length * FIELDS);
  let length = 0;
  for (const [index, { kind, key, message, signature }] of checks.entries()) {
    sizes.set([KINDS.indexOf(kind), key.length, message.length, signature.length], index * FIELDS);
    length += key.length + message.length + signature.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const { key, message, signature } of checks)
    for (const part of [key, message, signature]) {
      bytes.set(part, at);
      at += part.length;
    }
  return { sizes, bytes, states: new Uint8Array(new SharedArrayBuffer(checks.length)) };
};

/** Answers packed checks in order, but for those that the asking thread took meanwhile. Runs in any thread. */
export const answerChecks = ({ sizes, bytes, states }: PackedChecks, primitives: Primitives): void => {
  let at = 0;
  const take = (length: number): Bytes => bytes.subarray(at, (at += length));
  for (let index = 0; index < states.length; index += 1) {
    const [kind = 0, key = 0, message = 0, signature = 0] = sizes.subarray(index * FIELDS, (index + 1) * FIELDS);
    const parts = [take(key), take(message), take(signature)] as const;
    if (Atomics.compareExchange(states, index, OPEN, TAKEN) !== OPEN) continue;
    Atomics.store(states, index, ask(primitives, KINDS[kind] ?? 'ed25519', ...parts) ? YES : NO);
  }
};

/** The answer to a check; undefined where there is none yet, for the asking thread to work out. */
export const answerOf = ({ states }: PackedChecks, index: number): boolean | undefined => {
  const state = Atomics.load(states, index);
  if (state === YES || state === NO) return state === YES;
  const end = Math.min(states.length, index + KEPT);
  for (let next = index; next < end; next += 1) Atomics.compareExchange(states, next, OPEN, TAKEN);
  return undefined;
};
