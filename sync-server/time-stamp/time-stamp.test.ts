import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { bytesToHex, concatBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { DER_TAG, derNodes, writeDer } from '../../core/protocol/der.ts';
import { timeStampRequest, verifyTimeStamp } from '../../core/protocol/time-stamp.ts';
import { opensslAuthority } from './openssl-authority.ts';

const primitives = nodePrimitives();
const digest = primitives.sha256(utf8Encode('log.example/1\n1\nqS+RGF7wL0326WiE+3bCiD4Ge5p//Vn8KMVGhd17dIg=\n'));
const authorities = {
  rsa: opensslAuthority('rsa'),
  ec: opensslAuthority('ec'),
  web: opensslAuthority('ec', 'serverAuth'),
  both: opensslAuthority('ec', 'critical,timeStamping,serverAuth'),
};
afterAll(() => {
  for (const authority of Object.values(authorities)) authority.remove();
});
const replyOf = (authority: (typeof authorities)['rsa']): Uint8Array => authority.reply(timeStampRequest(digest)) ?? new Uint8Array();
const codeOf = (reply: Uint8Array, pinned: string, over = digest): string => {
  const verified = verifyTimeStamp(primitives, reply, over, [pinned]);
  return verified.ok ? 'ok' : verified.error.code;
};

/** openssl stamps with no certificate for another purpose, so the statement of a good token is signed as plain CMS. */
const wronglySigned = ({ folder }: (typeof authorities)['rsa']): Uint8Array => {
  const good = replyOf(authorities.rsa);
  const wrapped = derNodes(good, { start: 0, end: good.length })?.[0];
  const token = wrapped === undefined ? undefined : derNodes(good, wrapped)?.[1];
  if (token === undefined) throw new Error('no token');
  const run = (parts: readonly string[], input: Uint8Array): Uint8Array => Uint8Array.from(execFileSync('openssl', parts, { input }));
  const statement = run(['cms', '-verify', '-noverify', '-inform', 'DER', '-binary'], good.slice(token.from, token.end));
  const type = ['-binary', '-nodetach', '-econtent_type', '1.2.840.113549.1.9.16.1.4', '-outform', 'DER', '-md', 'sha256'];
  const signer = ['-signer', join(folder, 'tsa.pem'), '-inkey', join(folder, 'tsa.key')];
  const signed = run(['cms', '-sign', ...type, ...signer], statement);
  return writeDer(DER_TAG.sequence, concatBytes(Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00), signed));
};

describe('a time-stamp', () => {
  it('is asked for in 59 fixed bytes', () => {
    expect(bytesToHex(timeStampRequest(digest))).toBe(`30390201013031300d060960864801650304020105000420${bytesToHex(digest)}0101ff`);
    expect(() => timeStampRequest(new Uint8Array(31))).toThrow(RangeError);
  });

  it.each(['rsa', 'ec'] as const)('of an authority with an %s key verifies under its own certificate or its root', (kind) => {
    const authority = authorities[kind];
    const reply = replyOf(authority);
    for (const pinned of [authority.fingerprint, authority.rootFingerprint]) {
      for (const with_ of [primitives, noblePrimitives]) {
        const verified = verifyTimeStamp(with_, reply, digest, [pinned]);
        expect(verified).toMatchObject({
          ok: true,
          value: { authority: { name: 'Local time-stamp authority', fingerprint: authority.fingerprint }, pinned: { fingerprint: pinned } },
        });
        if (verified.ok) expect(Math.abs(Date.parse(verified.value.at) - Date.now())).toBeLessThan(60_000);
      }
    }
  });

  it('is refused over another digest, under another certificate, and when it was not granted', () => {
    const reply = replyOf(authorities.ec);
    expect(codeOf(reply, authorities.ec.fingerprint, primitives.sha256(digest))).toBe('time-stamp.imprint');
    expect(codeOf(reply, authorities.rsa.fingerprint)).toBe('time-stamp.untrusted');
    expect(codeOf(Uint8Array.of(0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02), authorities.ec.fingerprint)).toBe('time-stamp.refused');
    expect(codeOf(new Uint8Array(70_000), authorities.ec.fingerprint)).toBe('time-stamp.syntax');
  });

  it.each(['web', 'both'] as const)('is refused from a certificate that is not for time-stamping alone: %s', (kind) => {
    const reply = wronglySigned(authorities[kind]);
    expect(codeOf(reply, authorities[kind].fingerprint)).toBe('time-stamp.purpose');
  });

  it('made the same way by an authority is accepted, so that the purpose alone made the difference', () => {
    expect(codeOf(wronglySigned(authorities.ec), authorities.ec.fingerprint)).toBe('ok');
  });

  it('never says another time, name or digest with any bit flipped', () => {
    const authority = authorities.ec;
    const reply = replyOf(authority);
    const good = verifyTimeStamp(primitives, reply, digest, [authority.fingerprint]);
    let accepted = 0;
    for (let at = 0; at < reply.length; at += 1) {
      const flipped = reply.slice();
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const verified = verifyTimeStamp(primitives, flipped, digest, [authority.fingerprint]);
      if (!verified.ok) continue;
      accepted += 1;
      expect(good.ok && [verified.value.at, verified.value.authority.fingerprint]).toEqual(
        good.ok && [good.value.at, good.value.authority.fingerprint],
      );
    }
    // What may change unseen: the embedded root, which this pin does not need, and fields that nothing reads.
    expect(accepted).toBeLessThan(reply.length / 2);
  });
});
