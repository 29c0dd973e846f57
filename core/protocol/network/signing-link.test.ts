import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openUnder, sealUnder } from '../../adapters/crypto/aead.ts';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { x25519KeyPair } from '../../adapters/exchange/x25519.ts';
import { bytesToBase64url, concatBytes, utf8Encode } from '../bytes.ts';
import { ZERO_HASH } from '../event/payload.ts';
import { INVITE_SEED_LABEL } from '../messages.ts';
import {
  answerAad,
  ANSWER_INFO,
  type ClientAnswer,
  encodeSealed,
  MAX_ANSWERS,
  readAnswer,
  readSealed,
  signAnswer,
} from './client-answer.ts';
import { inviteSigner, linkKeys, linkOf, readLink } from './link-keys.ts';
import { requestAad } from './signing-request.ts';
import { isSignedBy } from './signed-paper.ts';

const primitives = nodePrimitives();
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const entropy = { bytes: (length: number) => new Uint8Array(length).fill(9) };

describe('a signing link', () => {
  it('gives id and secret back, and is read whole or not at all', () => {
    fc.assert(
      fc.property(bytes(16), bytes(32), fc.nat(40), (id, secret, cut) => {
        const url = new URL(linkOf('https://sign.example', id, secret));
        expect(readLink(url.pathname, url.hash)).toEqual({ ok: true, value: { id: bytesToBase64url(id), idBytes: id, secret } });
        expect(url.href.split('#')[0]).not.toContain(bytesToBase64url(secret));
        expect(readLink(url.pathname, url.hash.slice(0, Math.min(cut, 42))).ok).toBe(false);
        expect(readLink(url.pathname.slice(0, 20), url.hash).ok).toBe(false);
      }),
    );
  });

  it('has keys of its own for each purpose, and others for another id or secret', () => {
    fc.assert(
      fc.property(bytes(16), bytes(32), fc.nat(15), (id, secret, at) => {
        const other = id.map((byte, index) => (index === at ? byte ^ 1 : byte));
        const [one, two] = [linkKeys(id, secret), linkKeys(other, secret)];
        const all = [one, two].flatMap((keys) => [keys.request, keys.copy, keys.answer.publicKey].map(bytesToBase64url));
        expect(new Set(all).size).toBe(6);
      }),
    );
  });

  it('derives the invitation key that the desk derives', () => {
    const salt = new Uint8Array(32).fill(3);
    const seed = primitives.sha256(concatBytes(utf8Encode(INVITE_SEED_LABEL), salt, utf8Encode('12345678')));
    expect(inviteSigner(salt, '12345678').publicKey).toEqual(ed25519Signer(seed).publicKey);
  });

  it('opens what was sealed under it, and nothing that was changed, moved to another id or shown as something else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, at, mask) => {
        const key = new Uint8Array(32).fill(7);
        const sealed = sealUnder(entropy, key, requestAad('id', 'request'), plain);
        expect(openUnder(key, requestAad('id', 'request'), sealed)).toEqual({ ok: true, value: plain });
        const damaged = sealed.map((byte, index) => (index === at % sealed.length ? byte ^ mask : byte));
        expect(openUnder(key, requestAad('id', 'request'), damaged).ok).toBe(false);
        expect(openUnder(key, requestAad('other', 'request'), sealed).ok).toBe(false);
        expect(openUnder(key, requestAad('id', 'copy'), sealed).ok).toBe(false);
      }),
    );
  });
});

describe('an answer', () => {
  const { answer: signer } = linkKeys(new Uint8Array(16), new Uint8Array(32));
  const practice = '01890000-0000-7000-8000-000000000001';
  const base: ClientAnswer = {
    at: '2026-08-04T00:00:00.000Z',
    net: 'ab'.repeat(32),
    no: 1,
    request: 'A'.repeat(22),
    seals: [{ practice, enc: bytesToBase64url(new Uint8Array(32)), body: 'AAAA' }],
    tickets: [{ event_hash: 'cd'.repeat(32), n: 0, prev: ZERO_HASH, stream: 'ef'.repeat(32) }],
    v: 1,
  };

  it('is read back, is signed by its link alone, and no byte of it can be changed', () => {
    const record = signAnswer(base, signer, primitives);
    const read = readAnswer(record, primitives);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.value.payload).toEqual(base);
    const by = (keys: typeof signer) => ({ spki: bytesToBase64url(keys.spki), alg: 'ed25519' as const, credential: null });
    expect(isSignedBy(read.value, by(signer), primitives)).toBe(true);
    expect(isSignedBy(read.value, by(linkKeys(new Uint8Array(16), new Uint8Array(32).fill(1)).answer), primitives)).toBe(false);
    fc.assert(
      fc.property(fc.nat(record.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = record.map((byte, index) => (index === at ? byte ^ mask : byte));
        const again = readAnswer(damaged, primitives);
        expect(again.ok && isSignedBy(again.value, by(signer), primitives)).toBe(false);
      }),
    );
    expect(readAnswer(signAnswer({ ...base, no: MAX_ANSWERS + 1 }, signer, primitives), primitives).ok).toBe(false);
  });

  it('holds two records of the longest kind of key for two practices, and opens for the one it is sealed to alone', async () => {
    const sealer = hpkeSealer(entropy);
    const [mine, other] = [x25519KeyPair(new Uint8Array(32).fill(1)), x25519KeyPair(new Uint8Array(32).fill(2))];
    const plain = encodeSealed({ v: 1, ask: null, registration: null, records: ['r'.repeat(4200), 's'.repeat(4200)] });
    const sealed = await sealer.seal(mine.publicKey, ANSWER_INFO, answerAad({ ...base, practice }), plain);
    if (!sealed.ok) throw new Error(sealed.error.code);
    const body = bytesToBase64url(sealed.value.ciphertext);
    const seal = { practice, enc: bytesToBase64url(sealed.value.enc), body };
    expect(readAnswer(signAnswer({ ...base, seals: [seal, seal] }, signer, primitives), primitives).ok).toBe(true);
    const open = (key: Uint8Array, no: number) =>
      sealer.open(key, sealed.value.enc, ANSWER_INFO, answerAad({ ...base, no, practice }), sealed.value.ciphertext);
    const opened = await open(mine.privateKey, 1);
    expect(opened.ok && readSealed(opened.value).ok).toBe(true);
    expect((await open(other.privateKey, 1)).ok).toBe(false);
    expect((await open(mine.privateKey, 2)).ok).toBe(false);
  });
});
