import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '../signing/base64url.ts';
import { makeOneTimeKey } from './clientKey.ts';

describe('a one-time key', () => {
  it('signs the message that the desk prepared, verifiable from its public part alone', async () => {
    const key = await makeOneTimeKey();
    const message = new TextEncoder().encode('what the client signs');
    const signature = await key.sign({
      draft: '01930000-0000-7000-8000-000000000001',
      message: toBase64url(message),
      challenge: '',
      credential: null,
      shown: '',
    });
    if (signature.kind !== 'software') throw new Error('a software signature was expected');
    const spki = createPublicKey({ key: Buffer.from(fromBase64url(key.spki)), format: 'der', type: 'spki' });
    expect(spki.asymmetricKeyType).toBe('ed25519');
    expect(verify(null, message, spki, fromBase64url(signature.sig))).toBe(true);
    expect(verify(null, new TextEncoder().encode('something else'), spki, fromBase64url(signature.sig))).toBe(false);
  });

  it('is another one each time', async () => {
    expect((await makeOneTimeKey()).spki).not.toBe((await makeOneTimeKey()).spki);
  });
});
