import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KeyStore } from '../../ports/key-store.ts';
import { systemEntropy } from '../system/system-ports.ts';
import { osKeyStoreWorks } from './key-stores.ts';
import { memoryKeyStore } from './memory-key-store.ts';
import { osKeyStore } from './os-key-store.ts';
import { passphraseFileKeyStore } from './passphrase-file-key-store.ts';

const cost = { memory: 64, passes: 1, lanes: 1 };
const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'flip360-keys-')), 'keys.sealed');
const fileStore = (path = newPath()): KeyStore => passphraseFileKeyStore({ path, entropy: systemEntropy, cost });
const secret = Uint8Array.from({ length: 64 }, (_, index) => index);

const stores: readonly (readonly [string, KeyStore])[] = [
  ['memory', memoryKeyStore()],
  ['passphrase file', fileStore()],
  ...((await osKeyStoreWorks(osKeyStore('Flip 360 Desk test'))) ? [['operating system', osKeyStore('Flip 360 Desk test')] as const] : []),
];

describe.each(stores)('key store: %s', (_name, store) => {
  it('keeps, replaces and forgets secrets by name', async () => {
    expect(await store.unlock('a long passphrase')).toEqual({ ok: true, value: true });
    expect(await store.get('one')).toEqual({ ok: true, value: null });
    expect(await store.set('one', secret)).toEqual({ ok: true, value: true });
    expect(await store.set('two', Uint8Array.of(9))).toEqual({ ok: true, value: true });
    expect(await store.get('one')).toEqual({ ok: true, value: secret });
    expect(await store.set('one', Uint8Array.of(7))).toEqual({ ok: true, value: true });
    expect(await store.get('one')).toEqual({ ok: true, value: Uint8Array.of(7) });
    expect(await store.delete('one')).toEqual({ ok: true, value: true });
    expect(await store.delete('one')).toEqual({ ok: true, value: true });
    expect(await store.get('one')).toEqual({ ok: true, value: null });
    expect(await store.get('two')).toEqual({ ok: true, value: Uint8Array.of(9) });
    await store.delete('two');
  });

  it('hands out copies', async () => {
    await store.set('copy', Uint8Array.of(1, 2));
    const first = await store.get('copy');
    if (first.ok && first.value !== null) first.value.fill(0);
    expect(await store.get('copy')).toEqual({ ok: true, value: Uint8Array.of(1, 2) });
    await store.delete('copy');
  });
});

describe('passphrase file', () => {
  it('is locked until the passphrase is given, and opens again with it only', async () => {
    const path = newPath();
    const store = fileStore(path);
    expect(await store.get('one')).toEqual({ ok: false, error: { code: 'key-store-locked' } });
    await store.unlock('correct horse');
    await store.set('one', secret);
    const again = fileStore(path);
    expect(await again.unlock('correct house')).toEqual({ ok: false, error: { code: 'wrong-passphrase' } });
    expect(await again.get('one')).toEqual({ ok: false, error: { code: 'key-store-locked' } });
    expect(await again.unlock('correct horse')).toEqual({ ok: true, value: true });
    expect(await again.get('one')).toEqual({ ok: true, value: secret });
  });

  it('never writes a secret in the clear and leaves no second file', async () => {
    const path = newPath();
    const store = fileStore(path);
    await store.unlock('correct horse');
    await store.set('canary-name', new TextEncoder().encode('canary-secret-value'));
    expect(readFileSync(path, 'latin1')).not.toMatch(/canary|correct horse/u);
    expect(readdirSync(join(path, '..'))).toEqual(['keys.sealed']);
  });

  it.each(['', '{}', '{"format":"flip360-keys/1"}', '\u0000'])('names a file that is not one: %j', async (text) => {
    const path = newPath();
    writeFileSync(path, text);
    expect(await fileStore(path).unlock('x')).toMatchObject({
      ok: false,
      error: { code: 'key-store-unavailable' },
    });
  });
});

describe('operating system', () => {
  it('answers a typed unavailability, never a fallback, where there is no store', async () => {
    const store = osKeyStore('Flip 360 Desk test');
    const works = await osKeyStoreWorks(store);
    const answer = await store.set('probe', Uint8Array.of(1));
    expect(answer.ok).toBe(works);
    if (!answer.ok) expect(answer.error.code).toBe('key-store-unavailable');
    else await store.delete('probe');
  });
});
