import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { utf8Decode, utf8Encode } from './bytes.ts';
import { checkFiles, checkFileSet, formatManifest, listFiles, openManifest, parseManifest, signManifest } from './manifest.ts';
import { makeVerifierKey, parseNote, signNote } from './note.ts';
import { isPackPath, MAX_PACK_PATH } from './pack-path.ts';

const primitives = nodePrimitives();
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const codeOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }) =>
  result.ok ? 'ok' : result.error.code;

const seed = new Uint8Array(32).fill(21);
const sign = (message: Uint8Array) => ed25519.sign(message, seed);
const packKey = valueOf(makeVerifierKey(primitives, 'flip360/p/d/pack', 'ed25519', ed25519.getPublicKey(seed)));
const files: ReadonlyMap<string, Uint8Array> = new Map([
  ['events/00000001.json', utf8Encode('{"a":1}')],
  ['README.txt', utf8Encode('Read me\n')],
  ['events/00000000.json', utf8Encode('{}')],
  ['a', new Uint8Array(0)],
]);
const manifest = valueOf(signManifest(primitives, files, packKey, sign));

describe('manifest', () => {
  it('is a sha256sum file, sorted bytewise, signed by the pack key', () => {
    expect(utf8Decode(valueOf(parseNote(manifest)).text)).toEqual({
      ok: true,
      value:
        '9c914a702dd9ed97a60f7840606b5014b12954bc539ea3c175a428c44f2bebb2  README.txt\n' +
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n' +
        '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  events/00000000.json\n' +
        '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862  events/00000001.json\n',
    });
    const entries = valueOf(openManifest(primitives, manifest, packKey));
    expect(codeOf(checkFiles(primitives, entries, files))).toBe('ok');
    expect(codeOf(checkFiles(primitives, entries, new Map([...files, ['MANIFEST', manifest]])))).toBe('ok');
  });

  it('names missing, extra and changed files', () => {
    const entries = valueOf(openManifest(primitives, manifest, packKey));
    const check = (change: (map: Map<string, Uint8Array>) => void) => {
      const copy = new Map(files);
      change(copy);
      return checkFiles(primitives, entries, copy);
    };
    expect(check((map) => map.delete('a'))).toEqual({
      ok: false,
      error: { code: 'file-missing', path: 'a' },
    });
    expect(check((map) => map.set('b', new Uint8Array(0)))).toEqual({
      ok: false,
      error: { code: 'file-unlisted', path: 'b' },
    });
    expect(check((map) => map.set('a', new Uint8Array(1)))).toEqual({
      ok: false,
      error: { code: 'hash-mismatch', path: 'a' },
    });
    expect(codeOf(checkFileSet(entries, ['x', 'a']))).toBe('file-missing');
    expect(codeOf(checkFileSet(entries, [...files.keys(), '../a']))).toBe('file-unlisted');
  });

  const HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  it.each([
    ['', 'no-final-newline'],
    ['\n', 'bad-manifest-line'],
    [`${HASH}  a`, 'no-final-newline'],
    [`${HASH}  a\n\n${HASH}  b\n`, 'bad-manifest-line'],
    [`${HASH} a\n`, 'bad-manifest-line'],
    [`${HASH} *a\n`, 'bad-manifest-line'],
    [`${HASH.toUpperCase()}  a\n`, 'bad-manifest-line'],
    [`${HASH.slice(1)}  a\n`, 'bad-manifest-line'],
    [`\\${HASH}  a\n`, 'bad-manifest-line'],
    [`# comment\n`, 'bad-manifest-line'],
    [`${HASH}  \n`, 'bad-path'],
    [`${HASH}   a\n`, 'bad-path'],
    [`${HASH}  /etc/passwd\n`, 'bad-path'],
    [`${HASH}  ../a\n`, 'bad-path'],
    [`${HASH}  a/../b\n`, 'bad-path'],
    [`${HASH}  a//b\n`, 'bad-path'],
    [`${HASH}  a/\n`, 'bad-path'],
    [`${HASH}  a/./b\n`, 'bad-path'],
    [`${HASH}  a\\b\n`, 'bad-path'],
    [`${HASH}  C:a\n`, 'bad-path'],
    [`${HASH}  caf\u00e9\n`, 'bad-path'],
    [`${HASH}  -\n`, 'bad-path'],
    [`${HASH}  a/-rf\n`, 'bad-path'],
    [`${HASH}  ${'a'.repeat(MAX_PACK_PATH + 1)}\n`, 'bad-path'],
    [`${HASH}  MANIFEST\n`, 'lists-itself'],
    [`${HASH}  a\n${HASH}  a\n`, 'duplicate-path'],
    [`${HASH}  b\n${HASH}  a\n`, 'not-sorted'],
    [`${HASH}  a\n${HASH}  B\n`, 'not-sorted'],
    [`${HASH}  ${'a'.repeat(MAX_PACK_PATH)}\n`, 'ok'],
    [`${HASH}  .well-known/x..y\n`, 'ok'],
    [`${HASH}  sub/MANIFEST\n`, 'ok'],
  ])('text %j: %s', (text, code) => {
    expect(codeOf(parseManifest(utf8Encode(text)))).toBe(code);
    const signed = signNote(text, packKey, sign);
    expect(codeOf(signed.ok ? openManifest(primitives, signed.value, packKey) : signed)).toBe(code);
  });

  it('says which line is wrong', () => {
    const text = utf8Encode(`${HASH}  a\n${HASH}  b\n${HASH}  b\n`);
    expect(parseManifest(text)).toEqual({ ok: false, error: { code: 'duplicate-path', line: 3 } });
  });

  it('is not made of files that it could not list', () => {
    const empty = new Uint8Array(0);
    expect(codeOf(signManifest(primitives, new Map(), packKey, sign))).toBe('no-files');
    expect(codeOf(signManifest(primitives, new Map([['../a', empty]]), packKey, sign))).toBe('bad-path');
    expect(codeOf(signManifest(primitives, new Map([['MANIFEST', empty]]), packKey, sign))).toBe('lists-itself');
    expect(codeOf(parseManifest(new Uint8Array([0xff, 0x0a])))).toBe('bad-utf8');
  });

  it('by another key is not accepted', () => {
    const other = valueOf(makeVerifierKey(primitives, 'flip360/p/d/pack', 'ed25519', new Uint8Array(32).fill(5)));
    expect(codeOf(openManifest(primitives, manifest, other))).toBe('no-known-signature');
  });

  it('is not accepted with one bit turned over, nor any file', () => {
    const all = new Map([...files, ['MANIFEST', manifest]]);
    const accepted: string[] = [];
    for (const [path, bytes] of all) {
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const mutant = bytes.slice();
        mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found = new Map([...all, [path, mutant]]);
        const entries = openManifest(primitives, found.get('MANIFEST') ?? manifest, packKey);
        if (entries.ok && checkFiles(primitives, entries.value, found).ok) accepted.push(`${path}:${bit}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('comes back as it was written, whatever the files', () => {
    const path = fc.stringMatching(/^[A-Za-z0-9._-]{1,8}(\/[A-Za-z0-9._-]{1,8}){0,3}$/).filter(isPackPath);
    fc.assert(
      fc.property(fc.dictionary(path, fc.uint8Array({ maxLength: 8 }), { minKeys: 1 }), (dictionary) => {
        const map = new Map(Object.entries(dictionary));
        fc.pre(!map.has('MANIFEST'));
        const entries = valueOf(listFiles(primitives, map));
        expect(parseManifest(utf8Encode(formatManifest(entries.toReversed())))).toEqual({
          ok: true,
          value: entries,
        });
        expect(codeOf(checkFiles(primitives, entries, map))).toBe('ok');
      }),
    );
  });
});
