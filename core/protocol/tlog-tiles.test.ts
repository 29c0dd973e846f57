import { describe, expect, it } from 'vitest';
import { formatBundle, hashesOfLevel, parseBundle, TILE_PATH, tilePath, tilesBetween } from './tlog-tiles.ts';

describe('tiles', () => {
  it('stand at the paths of tlog-tiles', () => {
    expect(tilePath(0, { index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath(1, { index: 0, width: 7 })).toBe('tile/1/000.p/7');
    expect(tilePath('entries', { index: 1000, width: 255 })).toBe('tile/entries/x001/000.p/255');
    for (const path of ['tile/0/x001/x234/067', 'tile/1/000.p/7', 'tile/entries/x001/000.p/255']) expect(path).toMatch(TILE_PATH);
    for (const path of ['tile/0/067.p/256', 'tile/0/067.p/0', 'tile/0/../067', 'tile/tickets/000', 'tile/7/000', 'tile/0/67'])
      expect(path).not.toMatch(TILE_PATH);
  });

  it('are written when they grow, and no empty one', () => {
    expect(tilesBetween(0, 0)).toEqual([]);
    expect(tilesBetween(5, 5)).toEqual([]);
    expect(tilesBetween(0, 5)).toEqual([{ index: 0, width: 5 }]);
    expect(tilesBetween(5, 256)).toEqual([{ index: 0, width: 256 }]);
    expect(tilesBetween(256, 257)).toEqual([{ index: 1, width: 1 }]);
    expect(tilesBetween(200, 600)).toEqual([
      { index: 0, width: 256 },
      { index: 1, width: 256 },
      { index: 2, width: 88 },
    ]);
    expect([255, 256, 65_536].map((size) => hashesOfLevel(size, 1))).toEqual([0, 1, 256]);
  });

  it('bundle entries behind their lengths', () => {
    const entries = [new Uint8Array(32).fill(1), new Uint8Array(300).fill(2), new Uint8Array()];
    const bundle = formatBundle(entries);
    expect(bundle).toHaveLength(2 + 32 + 2 + 300 + 2);
    expect(parseBundle(bundle)).toEqual(entries);
    expect(parseBundle(bundle.slice(0, 40))).toBeUndefined();
    expect(() => formatBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});
