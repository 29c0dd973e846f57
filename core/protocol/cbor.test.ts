import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, hexToBytes } from './bytes.ts';
import { readCbor } from './cbor.ts';

const bytes = (hex: string): Bytes => {
  const read = hexToBytes(hex);
  if (!read.ok) throw new Error(`not hex: ${hex}`);
  return read.value;
};

describe('readCbor', () => {
  it.each<[string, unknown]>([
    ['00', 0],
    ['1818', 24],
    ['1a00010000', 65_536],
    ['390100', -257],
    ['43010203', Uint8Array.of(1, 2, 3)],
    ['63c3a961', 'éa'],
    ['83f4f5f6', [false, true, null]],
    [
      'a2012061610a',
      new Map<number | string, number>([
        [1, -1],
        ['a', 10],
      ]),
    ],
  ])('reads %s', (hex, value) => {
    expect(readCbor(bytes(hex), 0)).toEqual({ value, end: hex.length / 2 });
  });

  it.each([
    '',
    '1817',
    '190001',
    '1a0000ffff',
    '1b0000000000000001',
    '5f4101ff',
    '9f01ff',
    'bf01ff',
    '420',
    'a201000100',
    'a1f500',
    'c000',
    'f93c00',
    'f7',
    'f818',
    '61ff',
    '818181818181818100',
  ])('refuses %s', (hex) => {
    const source = hex.length % 2 === 0 ? bytes(hex) : bytes(`${hex}0`);
    expect(readCbor(source, 0)).toBeUndefined();
  });

  it('never runs past its input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (source) => {
        const item = readCbor(source, 0);
        if (item !== undefined) expect(item.end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2000 },
    );
  });
});
