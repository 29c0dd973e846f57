import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex, concatBytes, utf8Encode } from './bytes.ts';
import { crc32, PACK_ZIP_LIMITS, readZip, writeZip } from './zip.ts';

const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const codeOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }) =>
  result.ok ? 'ok' : result.error.code;
const file = (path: string, content = '') => ({ path, bytes: utf8Encode(content) });
const files = [file('b/c.txt', 'hello\n'), file('MANIFEST', 'x'), file('a'), file('b-c', 'dash')];
const archive = valueOf(writeZip(files));
const changed = (offset: number, ...bytes: readonly number[]) => {
  const copy = archive.slice();
  copy.set(bytes, offset);
  return copy;
};
const find = (signature: readonly number[], from = 0): number => {
  for (let at = from; at < archive.length; at += 1) if (signature.every((byte, i) => archive[at + i] === byte)) return at;
  throw new Error('no such signature');
};
const CENTRAL = find([0x50, 0x4b, 1, 2]);
const END = archive.length - 22;

describe('canonical ZIP', () => {
  it('has known bytes', () => {
    expect(crc32(utf8Encode('123456789'))).toBe(0xcbf43926);
    expect(bytesToHex(valueOf(writeZip([])))).toBe('504b0506000000000000000000000000000000000000');
    expect(bytesToHex(valueOf(writeZip([file('a', 'hi')])))).toBe(
      '504b03040a000000000000002100ac2a93d8020000000200000001000000616869504b01020a000a000000000000002100ac' +
        '2a93d8020000000200000001000000000000000000000000000000000061504b050600000000010001002f00000021000000' +
        '0000',
    );
  });

  it('comes back sorted bytewise', () => {
    expect(valueOf(readZip(archive)).map(({ path }) => path)).toEqual(['MANIFEST', 'a', 'b-c', 'b/c.txt']);
    expect(valueOf(readZip(concatBytes(new Uint8Array(7), archive).subarray(7)))).toHaveLength(4);
  });

  it.each([
    ['..', 'bad-path'],
    ['../a', 'bad-path'],
    ['/a', 'bad-path'],
    ['a/', 'bad-path'],
    ['', 'bad-path'],
    ['a\\b', 'bad-path'],
    ['-a', 'bad-path'],
    ['a:b', 'bad-path'],
    ['a\u0000', 'bad-path'],
    ['MANIFEST', 'duplicate-path'],
    ['manifest', 'path-collision'],
    ['a/b', 'path-collision'],
    ['b', 'path-collision'],
    ['B/d', 'ok'],
  ])('with a further file %j: %s', (path, code) => {
    expect(codeOf(writeZip([...files, file(path)]))).toBe(code);
  });

  it('keeps its limits when written and read', () => {
    expect(codeOf(writeZip(files, { ...PACK_ZIP_LIMITS, files: 3 }))).toBe('too-many-files');
    expect(codeOf(writeZip(files, { ...PACK_ZIP_LIMITS, bytes: archive.length - 1 }))).toBe('too-large');
    expect(codeOf(writeZip(files, { bytes: archive.length, files: 4 }))).toBe('ok');
    expect(codeOf(readZip(archive, { ...PACK_ZIP_LIMITS, files: 3 }))).toBe('too-many-files');
    expect(codeOf(readZip(archive, { ...PACK_ZIP_LIMITS, bytes: archive.length - 1 }))).toBe('too-large');
    expect(codeOf(readZip(archive, { bytes: archive.length, files: 4 }))).toBe('ok');
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'no-end-record'],
    ['half of one', archive.slice(0, archive.length >> 1), 'no-end-record'],
    ['a comment', concatBytes(changed(END + 20, 1), utf8Encode('!')), 'no-end-record'],
    ['a stub before it', concatBytes(utf8Encode('MZ'), archive), 'bad-structure'],
    ['more files than it has', changed(END + 10, 5), 'bad-structure'],
    ['fewer files than it has', changed(END + 8, 3, 0, 3), 'not-canonical'],
    ['a directory beyond its end', changed(END + 16, 0xff, 0xff, 0xff, 0xff), 'bad-structure'],
    ['a name beyond its end', changed(CENTRAL + 28, 0xff, 0xff), 'bad-structure'],
    ['a name that is not UTF-8', changed(CENTRAL + 46, 0xff), 'bad-structure'],
    ['a path that climbs out', changed(CENTRAL + 46, 0x2e, 0x2e, 0x2f), 'bad-path'],
    ['an encrypted file', changed(CENTRAL + 8, 1), 'encrypted'],
    ['a deflated file', changed(CENTRAL + 10, 8), 'not-stored'],
    ['two sizes', changed(CENTRAL + 20, 9), 'not-stored'],
    ['a size beyond its end', changed(CENTRAL + 20, 0, 0, 0, 0x7f, 0, 0, 0, 0x7f), 'bad-structure'],
    ['an overlapping file', changed(CENTRAL + 46 + 8 + 42, 0), 'bad-structure'],
    ['another CRC', changed(CENTRAL + 16, 0), 'crc-mismatch'],
    ['another content', changed(30 + 8, 0x79), 'crc-mismatch'],
    ['another name inside', changed(30, 0x6d), 'not-canonical'],
    ['the UTF-8 flag', changed(CENTRAL + 9, 8), 'not-canonical'],
    ['another time', changed(10, 1), 'not-canonical'],
    ['an executable bit', changed(CENTRAL + 38 + 3, 0x80), 'not-canonical'],
    ['a symbolic link', changed(CENTRAL + 5, 3), 'not-canonical'],
    ['another disk', changed(END + 4, 1), 'not-canonical'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(readZip(bytes))).toBe(code);
  });

  it('refuses entries out of order and twice', () => {
    const two = valueOf(writeZip([file('x'), file('y')]));
    const rename = (first: number, second: number) => {
      const copy = two.slice();
      const central = 62;
      copy[30] = first;
      copy[61] = second;
      copy[central + 46] = first;
      copy[central + 47 + 46] = second;
      return copy;
    };
    expect(codeOf(readZip(rename(0x78, 0x79)))).toBe('ok');
    expect(codeOf(readZip(rename(0x79, 0x78)))).toBe('not-sorted');
    expect(codeOf(readZip(rename(0x78, 0x78)))).toBe('duplicate-path');
    expect(codeOf(readZip(rename(0x41, 0x61)))).toBe('path-collision');
  });

  it('is not accepted with one bit turned over, a byte more or a byte less', () => {
    const accepted: number[] = [];
    for (let bit = 0; bit < archive.length * 8; bit += 1) {
      const mutant = changed(bit >> 3, (archive[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
      if (readZip(mutant).ok) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
    for (let end = 0; end < archive.length; end += 1) expect(readZip(archive.subarray(0, end)).ok).toBe(false);
    for (let byte = 0; byte < 256; byte += 1) expect(readZip(concatBytes(archive, Uint8Array.of(byte))).ok).toBe(false);
  });

  it('gives any files back, and the same bytes for any order of them', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,6}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    const entry = fc.record({ path, bytes: fc.uint8Array({ maxLength: 40 }) });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: (item) => item.path, maxLength: 12 }), (list) => {
        const written = writeZip(list);
        fc.pre(written.ok || written.error.code !== 'path-collision');
        const bytes = valueOf(written);
        expect(valueOf(writeZip(list.toReversed()))).toEqual(bytes);
        const back = valueOf(readZip(bytes));
        expect(new Map(back.map((item) => [item.path, [...item.bytes]]))).toEqual(
          new Map(list.map((item) => [item.path, [...item.bytes]])),
        );
        expect(valueOf(writeZip(back))).toEqual(bytes);
      }),
    );
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (bytes, isEnded) => {
        const read = readZip(isEnded ? concatBytes(bytes, archive.subarray(END)) : bytes);
        expect(read.ok).toBe(false);
      }),
    );
  });
});
