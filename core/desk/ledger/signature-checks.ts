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

/** Checks side by side in one buffer, so that a thread receives them without a copy: of each its kind and three lengths, then key, message, signature. */
export type PackedChecks = { readonly sizes: Uint32Array<ArrayBuffer>; readonly bytes: Uint8Array<ArrayBuffer> };

const FIELDS = 4;

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
  return { sizes, bytes };
};

/** Answers packed checks in order: 1 where the signature verifies. Pure: runs in any thread. */
export const answerChecks = ({ sizes, bytes }: PackedChecks, primitives: Primitives): Uint8Array<ArrayBuffer> => {
  const answers = new Uint8Array(sizes.length / FIELDS);
  let at = 0;
  const take = (length: number): Bytes => bytes.subarray(at, (at += length));
  for (let index = 0; index < answers.length; index += 1) {
    const [kind = 0, key = 0, message = 0, signature = 0] = sizes.subarray(index * FIELDS, (index + 1) * FIELDS);
    answers[index] = ask(primitives, KINDS[kind] ?? 'ed25519', take(key), take(message), take(signature)) ? 1 : 0;
  }
  return answers;
};
