import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { bytesToBase64, bytesToHex, concatBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { formatCheckpoint, parseCheckpoint, parseDecimal } from './checkpoint.ts';
import { cosign, cosignatureMessage, cosignatureVerifier, parseCosignature } from './cosignature.ts';
import { emptyRoot } from './merkle.ts';
import {
  ed25519NoteVerifier,
  formatNote,
  formatSignatureLine,
  formatVerifierKey,
  isKeyName,
  makeVerifierKey,
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  type NoteVerifier,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from './note.ts';

const primitives = nodePrimitives();
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const codeOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }) =>
  result.ok ? 'ok' : result.error.code;
const vkey = (text: string) => valueOf(parseVerifierKey(primitives, text));
const signerOf = (seedByte: number) => {
  const seed = new Uint8Array(32).fill(seedByte);
  return {
    publicKey: ed25519.getPublicKey(seed),
    sign: (message: Uint8Array) => ed25519.sign(message, seed),
  };
};

const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_LINE = '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const EXAMPLE = `This is an example message.\n\n${EXAMPLE_LINE}`;
const SUMDB_KEY = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
const SUMDB =
  'go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n' +
  '— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n';
const ROME_KEY = 'witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN';
const ROME =
  'rome2026h1.example.org\n300\nlCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=\n\n' +
  '— witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==\n';
const WORKED =
  'log.example/1\n1\nqS+RGF7wL0326WiE+3bCiD4Ge5p//Vn8KMVGhd17dIg=\n\n' +
  '— log.example/1 wDT3cGU2gVmTdVoDU6RKkXxikidkEbRQofovIS2iO+7g+mdpXilBV5GkhtM6MKbPZnmCljKyqDdRXYezKoXaHOw3zgw=\n' +
  '— witness.example/w1 2e1ixQAAAABpVzWlIcQMKAwVfcQH89M9pXp1SVbL89u68gQj1FlvEP4sZsEag44Rx/FzKx79IbBDodUySBkMWfYdVO3ob65QHw3zCw==\n';
const WORKED_LOG = 'log.example/1+c034f770+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU';
const WORKED_WITNESS = 'witness.example/w1+d9ed62c5+BO1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR';

const plain = (text: string): NoteVerifier => ed25519NoteVerifier(primitives, vkey(text));
const witness = (text: string): NoteVerifier => cosignatureVerifier(primitives, vkey(text));

describe('known answers', () => {
  it.each([
    ['the example message', EXAMPLE, plain(EXAMPLE_KEY)],
    ['a key with + in its base64', SUMDB, plain(SUMDB_KEY)],
    ['a witness of another implementation', ROME, witness(ROME_KEY)],
    ['the log of the worked example', WORKED, plain(WORKED_LOG)],
    ['the witness of the worked example', WORKED, witness(WORKED_WITNESS)],
  ])('%s', (_, note, verifier) => {
    const opened = valueOf(openNote(utf8Encode(note), [verifier]));
    expect(opened.verified.map(({ name }) => name)).toEqual([verifier.name]);
    expect(utf8Decode(opened.text)).toEqual({ ok: true, value: note.slice(0, note.lastIndexOf('\n\n') + 1) });
  });

  it('keys are written as they were read', () => {
    for (const text of [EXAMPLE_KEY, SUMDB_KEY, ROME_KEY, WORKED_LOG, WORKED_WITNESS]) {
      expect(formatVerifierKey(vkey(text))).toBe(text);
    }
  });

  it('the worked example is made byte for byte', () => {
    const log = signerOf(2);
    const logKey = valueOf(makeVerifierKey(primitives, 'log.example/1', 'ed25519', log.publicKey));
    const cosigner = signerOf(3);
    const witnessKey = valueOf(makeVerifierKey(primitives, 'witness.example/w1', 'cosignature/v1', cosigner.publicKey));
    expect(formatVerifierKey(logKey)).toBe(WORKED_LOG);
    expect(formatVerifierKey(witnessKey)).toBe(WORKED_WITNESS);
    const root = Uint8Array.from(atob('qS+RGF7wL0326WiE+3bCiD4Ge5p//Vn8KMVGhd17dIg='), (digit) => digit.charCodeAt(0));
    const text = formatCheckpoint({ origin: 'log.example/1', size: 1, root });
    expect(bytesToHex(primitives.sha256(utf8Encode(text)))).toBe('32e294ab4f9b623103755fb61a081096ea82fc521e213df580c7a285f9a750c8');
    const note = valueOf(signNote(text, logKey, log.sign));
    const line = valueOf(cosign(utf8Encode(text), witnessKey, 1767323045n, cosigner.sign));
    expect(utf8Decode(concatBytes(note, utf8Encode(formatSignatureLine(line))))).toEqual({
      ok: true,
      value: WORKED,
    });
  });
});

describe('verifier keys', () => {
  it.each([
    ['', 'bad-vkey-form'],
    ['example.com/foo+530d903a', 'bad-vkey-form'],
    [EXAMPLE_KEY.replace('example.com', ''), 'key-id-mismatch'],
    [EXAMPLE_KEY.replace('example.com/foo', ''), 'bad-key-name'],
    [EXAMPLE_KEY.replace('/foo', ' foo'), 'bad-key-name'],
    [EXAMPLE_KEY.replace('/foo', '\u00a0foo'), 'bad-key-name'],
    [EXAMPLE_KEY.replace('/foo', '\u0085foo'), 'bad-key-name'],
    [EXAMPLE_KEY.replace('/foo', '\nfoo'), 'bad-key-name'],
    [EXAMPLE_KEY.replace('/foo', '\u0007foo'), 'bad-key-name'],
    [EXAMPLE_KEY.replace('/foo', '\ud800foo'), 'bad-key-name'],
    [EXAMPLE_KEY.replace('530d903a', '530D903A'), 'bad-key-id'],
    [EXAMPLE_KEY.replace('530d903a', '530d903'), 'bad-key-id'],
    [EXAMPLE_KEY.replace('530d903a', '530d903b'), 'key-id-mismatch'],
    [EXAMPLE_KEY.replace('foo', 'fop'), 'key-id-mismatch'],
    [EXAMPLE_KEY.slice(0, -1), 'bad-base64'],
    [`${EXAMPLE_KEY}\n`, 'bad-base64'],
    [`${EXAMPLE_KEY.slice(0, -4)}`, 'bad-public-key'],
    ['example.com/foo+530d903a+', 'unsupported-key-type'],
    ['example.com/foo+530d903a+Ausy', 'unsupported-key-type'],
  ])('%j: %s', (text, code) => {
    expect(codeOf(parseVerifierKey(primitives, text))).toBe(code);
  });

  it('a key id covers the type', () => {
    const { publicKey } = signerOf(9);
    const log = valueOf(makeVerifierKey(primitives, 'a', 'ed25519', publicKey));
    const cosigner = valueOf(makeVerifierKey(primitives, 'a', 'cosignature/v1', publicKey));
    expect(log.keyId).not.toBe(cosigner.keyId);
    expect(codeOf(makeVerifierKey(primitives, 'a b', 'ed25519', publicKey))).toBe('bad-key-name');
    expect(codeOf(makeVerifierKey(primitives, 'a', 'ed25519', publicKey.slice(1)))).toBe('bad-public-key');
  });

  it('names may hold any letters', () => {
    expect(isKeyName('flip360/Müller & Söhne'.replaceAll(' ', ''))).toBe(true);
    expect(isKeyName('a+b')).toBe(false);
    expect(isKeyName('a\u3000b')).toBe(false);
    expect(isKeyName('a\ufeffb')).toBe(true);
  });
});

describe('note form', () => {
  const refusal = (text: string) => codeOf(parseNote(utf8Encode(text)));
  it.each([
    ['text\n', 'no-signature-block'],
    ['text\n\n', 'no-signature-block'],
    [`${EXAMPLE}\n`, 'no-signature-block'],
    [EXAMPLE.slice(0, -1), 'no-final-newline'],
    [EXAMPLE.replace('This', 'T\this'), 'control-character'],
    [EXAMPLE.replaceAll('\n', '\r\n'), 'control-character'],
    [EXAMPLE.replace('—', '-'), 'bad-signature-line'],
    [EXAMPLE.replace('— ', '—'), 'bad-signature-line'],
    [EXAMPLE.replace('foo Uw', 'fooUw'), 'bad-signature-line'],
    [EXAMPLE.replace('— ', '—  '), 'bad-key-name'],
    [EXAMPLE.replace('/foo', '+foo'), 'bad-key-name'],
    [EXAMPLE.replace('foo Uw', 'foo  Uw'), 'bad-base64'],
    [EXAMPLE.replace('aQM=\n', 'aQN=\n'), 'bad-base64'],
    [EXAMPLE.replace('aQM=\n', 'aQM= \n'), 'bad-base64'],
    [EXAMPLE.replace('aQM=\n', 'aQM\n'), 'bad-base64'],
    [`text\n\n— name ${bytesToBase64(new Uint8Array(4))}\n`, 'signature-too-short'],
    [`text\n\n— name ${bytesToBase64(new Uint8Array(5))}\n`, 'ok'],
    [`\n\n— name ${bytesToBase64(new Uint8Array(5))}\n`, 'ok'],
  ])('%j: %s', (text, code) => {
    expect(refusal(text)).toBe(code);
  });

  it('refuses invalid UTF-8 and sizes beyond the limit', () => {
    expect(codeOf(parseNote(concatBytes(new Uint8Array([0xff]), utf8Encode(EXAMPLE))))).toBe('bad-utf8');
    expect(codeOf(parseNote(concatBytes(new Uint8Array([0xed, 0xa0, 0x80]), utf8Encode(EXAMPLE))))).toBe('bad-utf8');
    expect(codeOf(parseNote(new Uint8Array(MAX_NOTE_BYTES + 1)))).toBe('note-too-large');
  });

  it('says which signature line is wrong', () => {
    const parsed = parseNote(utf8Encode(`${EXAMPLE}${EXAMPLE_LINE}— name AAAA\n`));
    expect(parsed).toEqual({ ok: false, error: { code: 'signature-too-short', line: 3 } });
  });

  it('keeps a byte order mark as part of the text', () => {
    const note = valueOf(parseNote(concatBytes(new Uint8Array([0xef, 0xbb, 0xbf]), utf8Encode(EXAMPLE))));
    expect(note.text.slice(0, 3)).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf));
  });

  it('splits at the last empty line', () => {
    const { publicKey, sign } = signerOf(5);
    const key = valueOf(makeVerifierKey(primitives, 'poem', 'ed25519', publicKey));
    const text = `one\n\n${EXAMPLE}\ntwo\n\n\nthree\n`;
    const note = valueOf(signNote(text, key, sign));
    const opened = valueOf(openNote(note, [ed25519NoteVerifier(primitives, key)]));
    expect(utf8Decode(opened.text)).toEqual({ ok: true, value: text });
  });

  it('signs only a text that ends in a line feed and has no control characters', () => {
    const { publicKey, sign } = signerOf(5);
    const key = valueOf(makeVerifierKey(primitives, 'poem', 'ed25519', publicKey));
    expect(codeOf(signNote('no end', key, sign))).toBe('no-final-newline');
    expect(codeOf(signNote('a\tb\n', key, sign))).toBe('control-character');
    expect(codeOf(formatNote('', []))).toBe('no-final-newline');
  });

  it('reads at most a hundred signatures', () => {
    const line = `— other ${bytesToBase64(new Uint8Array(68))}\n`;
    const others = (count: number) => utf8Encode(EXAMPLE + line.repeat(count));
    expect(codeOf(openNote(others(MAX_NOTE_SIGNATURES - 1), [plain(EXAMPLE_KEY)]))).toBe('ok');
    expect(codeOf(openNote(others(MAX_NOTE_SIGNATURES), [plain(EXAMPLE_KEY)]))).toBe('too-many-signatures');
  });
});

describe('opening a note', () => {
  const known = [plain(EXAMPLE_KEY)];
  it('ignores unknown keys, even those that share a name or a key id', () => {
    const { publicKey, sign } = signerOf(7);
    const sameName = valueOf(makeVerifierKey(primitives, 'example.com/foo', 'ed25519', publicKey));
    const text = utf8Encode('This is an example message.\n');
    const stranger = formatSignatureLine({ ...sameName, signature: sign(text) });
    const sameId = formatSignatureLine({ name: 'other', keyId: '530d903a', signature: new Uint8Array(64) });
    const opened = valueOf(openNote(utf8Encode(EXAMPLE + stranger + sameId), known));
    expect(opened.unknown.map(({ name, keyId }) => [name, keyId])).toEqual([
      ['example.com/foo', sameName.keyId],
      ['other', '530d903a'],
    ]);
  });

  it('refuses the whole note when one signature of a known key fails', () => {
    const forged = formatSignatureLine({
      name: 'example.com/foo',
      keyId: '530d903a',
      signature: new Uint8Array(64),
    });
    expect(codeOf(openNote(utf8Encode(EXAMPLE + forged), known))).toBe('bad-signature');
    expect(codeOf(openNote(utf8Encode(EXAMPLE.replace('example', 'exbmple')), known))).toBe('bad-signature');
    const short = formatSignatureLine({
      name: 'example.com/foo',
      keyId: '530d903a',
      signature: new Uint8Array(1),
    });
    expect(codeOf(openNote(utf8Encode(EXAMPLE + short), known))).toBe('bad-signature');
  });

  it('refuses a note that no known key signed, and keys that cannot be told apart', () => {
    expect(codeOf(openNote(utf8Encode(EXAMPLE), []))).toBe('no-known-signature');
    expect(codeOf(openNote(utf8Encode(EXAMPLE), [plain(SUMDB_KEY)]))).toBe('no-known-signature');
    expect(codeOf(openNote(utf8Encode(EXAMPLE), [...known, ...known]))).toBe('ambiguous-key');
  });

  it('never lets a key of one type verify a signature of another', () => {
    expect(codeOf(openNote(utf8Encode(ROME), [plain(ROME_KEY)]))).toBe('bad-signature');
    expect(codeOf(openNote(utf8Encode(EXAMPLE), [witness(EXAMPLE_KEY)]))).toBe('bad-signature');
  });

  it('accepts no note with one bit turned over, under the keys of all its signatures', () => {
    const keys = [plain(WORKED_LOG), witness(WORKED_WITNESS)];
    const note = utf8Encode(WORKED);
    const accepted: number[] = [];
    for (let bit = 0; bit < note.length * 8; bit += 1) {
      const mutant = note.slice();
      mutant[bit >> 3] = (mutant[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const opened = openNote(mutant, keys);
      // A flip in a key name or key id makes an unknown key of it, whose line is ignored: one signature fewer.
      if (opened.ok && opened.value.verified.length === keys.length) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });
});

describe('checkpoints', () => {
  const root = bytesToBase64(new Uint8Array(32).fill(7));
  const empty = bytesToBase64(emptyRoot(primitives));
  it.each([
    [`log\n12\n${root}\n`, 'ok'],
    [`log\n0\n${empty}\n`, 'ok'],
    [`log\n9007199254740991\n${root}\n`, 'ok'],
    [`log\n12\n${root}`, 'checkpoint-not-three-lines'],
    [`log\n12\n${root}\nextension\n`, 'checkpoint-not-three-lines'],
    [`log\n12\n${root}\n\n`, 'checkpoint-not-three-lines'],
    [`log\n12\n`, 'checkpoint-not-three-lines'],
    ['', 'checkpoint-not-three-lines'],
    [`\n12\n${root}\n`, 'bad-origin'],
    [`my log\n12\n${root}\n`, 'bad-origin'],
    [`log\n012\n${root}\n`, 'bad-tree-size'],
    [`log\n+12\n${root}\n`, 'bad-tree-size'],
    [`log\n1e2\n${root}\n`, 'bad-tree-size'],
    [`log\n\n${root}\n`, 'bad-tree-size'],
    [`log\n9007199254740992\n${root}\n`, 'bad-tree-size'],
    [`log\n18446744073709551615\n${root}\n`, 'bad-tree-size'],
    [`log\n12\n${root.slice(0, -4)}\n`, 'bad-root'],
    [`log\n12\n${bytesToBase64(new Uint8Array(33))}\n`, 'bad-root'],
    [`log\n12\n${root.replace('c=', 'd=')}\n`, 'bad-root'],
    [`log\n0\n${root}\n`, 'bad-empty-root'],
  ])('%j: %s', (text, code) => {
    const parsed = parseCheckpoint(primitives, utf8Encode(text));
    expect(codeOf(parsed)).toBe(code);
    expect(parsed.ok ? formatCheckpoint(parsed.value) : text).toBe(text);
  });

  it('are text', () => {
    expect(codeOf(parseCheckpoint(primitives, new Uint8Array([0xff])))).toBe('bad-utf8');
    expect(empty).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
    expect(parseDecimal('0')).toBe(0);
    expect(parseDecimal('٣')).toBeUndefined();
  });
});

describe('cosignatures', () => {
  it('sign time and whole text', () => {
    const message = cosignatureMessage(1767323045n, utf8Encode('log\n1\nroot\n'));
    expect(utf8Decode(message)).toEqual({
      ok: true,
      value: 'cosignature/v1\ntime 1767323045\nlog\n1\nroot\n',
    });
  });

  it('have 72 bytes and a time up to 2^63−1', () => {
    const bytes = new Uint8Array(72).fill(0xff, 1);
    bytes[0] = 0x7f;
    expect(valueOf(parseCosignature(bytes)).time).toBe(2n ** 63n - 1n);
    bytes[0] = 0x80;
    expect(codeOf(parseCosignature(bytes))).toBe('bad-cosignature-time');
    expect(codeOf(parseCosignature(bytes.slice(1)))).toBe('bad-cosignature-length');
    const { publicKey, sign } = signerOf(3);
    const key = valueOf(makeVerifierKey(primitives, 'w', 'cosignature/v1', publicKey));
    expect(codeOf(cosign(new Uint8Array(0), key, 0n, sign))).toBe('ok');
    expect(codeOf(cosign(new Uint8Array(0), key, 2n ** 63n - 1n, sign))).toBe('ok');
    expect(codeOf(cosign(new Uint8Array(0), key, -1n, sign))).toBe('bad-cosignature-time');
    expect(codeOf(cosign(new Uint8Array(0), key, 2n ** 63n, sign))).toBe('bad-cosignature-time');
  });
});
