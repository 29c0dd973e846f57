import { describe, expect, it } from 'vitest';

import { decodeText, decodeWindows1252 } from './decode.ts';

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian: boolean) =>
  Uint8Array.from(
    [...`\ufeff${text}`].flatMap((char) =>
      char.split('').flatMap((unit) => {
        const code = unit.charCodeAt(0);
        return bigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8];
      }),
    ),
  );

describe('decodeText', () => {
  it('reads UTF-8, and takes the mark off', () => {
    expect(decodeText(utf8('Zoë,½'))).toMatchObject({
      ok: true,
      value: { text: 'Zoë,½', encoding: 'utf-8' },
    });
    expect(decodeText(utf8('\ufeffZoë'))).toMatchObject({
      ok: true,
      value: { text: 'Zoë', encoding: 'utf-8-bom', samples: ['Zoë'] },
    });
  });

  it.each([
    [false, 'utf-16le'],
    [true, 'utf-16be'],
  ] as const)('reads UTF-16 with a mark (big endian %s)', (bigEndian, encoding) => {
    expect(decodeText(utf16('Name\r\nTrần 🙂', bigEndian))).toMatchObject({
      ok: true,
      value: { text: 'Name\nTrần 🙂', encoding },
    });
  });

  it('reads Windows-1252 with its quotes, dash, euro and accents, and says why', () => {
    const decoded = decodeText(bytes(0x5a, 0x6f, 0xeb, 0x20, 0x93, 0x42, 0x94, 0x20, 0x96, 0x20, 0x80, 0x35, 0x20, 0x4f, 0x92, 0x42));
    expect(decoded).toMatchObject({
      ok: true,
      value: { text: 'Zoë “B” – €5 O’B', encoding: 'windows-1252' },
    });
  });

  it('agrees with the code page on all 256 bytes but the five undefined ones', () => {
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    const undefinedBytes = [...decodeWindows1252(all)].flatMap((char, at) => (char === '\ufffd' ? [at] : []));
    expect(undefinedBytes).toEqual([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
    expect(decodeWindows1252(all.subarray(0xa0))).toBe(Array.from({ length: 96 }, (_, at) => String.fromCharCode(0xa0 + at)).join(''));
  });

  it('composes decomposed characters and makes one kind of line end', () => {
    expect(decodeText(utf8('Zoe\u0308\r\na\rb\n'))).toMatchObject({
      ok: true,
      value: { text: 'Zoë\na\nb\n' },
    });
  });

  it.each([
    ['damaged UTF-8', Uint8Array.from([...utf8('Zoë\nJosé\nx'), 0xc3]), 3],
    ['a byte without meaning', bytes(0x41, 0x0a, 0xe9, 0x20, 0x81), 2],
    ['a legacy Asian encoding', Uint8Array.from([0x4e, 0x0a, ...Array.from({ length: 40 }, (_, at) => 0xb0 + (at % 40))]), 2],
    ['UTF-16 without its mark', utf16('Name,E-mail', false).subarray(2), 1],
    ['UTF-16 cut in the middle', utf16('Name', false).subarray(0, 7), 1],
  ])('refuses %s with the line', (_, input, line) => {
    expect(decodeText(input)).toMatchObject({ ok: false, error: { code: 'unknown-encoding', line } });
  });

  it.each([
    ['a workbook', bytes(0x50, 0x4b, 3, 4, 0, 0)],
    ['a PDF', utf8('%PDF-1.7')],
    ['bytes with NUL', bytes(1, 2, 0, 4, 5, 0, 7)],
  ])('refuses %s as not text', (_, input) => {
    expect(decodeText(input)).toMatchObject({ ok: false, error: { code: 'binary-file' } });
  });
});
