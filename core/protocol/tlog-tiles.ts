import { type Bytes, concatBytes } from './bytes.ts';

/** Hashes, or entries, of a full tile. */
export const TILE_WIDTH = 256;

/** One tile of a log (C2SP tlog-tiles): `width` hashes of a level, or entries, from `index` · 256; 256 when it is full and never changes again. */
export type Tile = { readonly index: number; readonly width: number };

const segments = (index: number): string => {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return padded.replace(/(\d{3})(?=\d)/g, 'x$1/');
};

/** Path of a tile: `tile/<level>/<index>[.p/<width>]`. A level above 0 counts in steps of 256; other words name bundles of entries. */
export const tilePath = (level: number | string, { index, width }: Tile): string =>
  `tile/${String(level)}/${segments(index)}${width === TILE_WIDTH ? '' : `.p/${String(width)}`}`;

/** Paths that `tilePath` makes for a log of at most 2^53 leaves; anything else is no tile. */
export const TILE_PATH = /^tile\/(?:[0-6]|entries)\/(?:x\d{3}\/){0,5}\d{3}(?:\.p\/(?:[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?$/;

/** Tiles that hold the items from … to−1 of a level: those that became full, and the last partial one. */
export const tilesBetween = (from: number, to: number): readonly Tile[] => {
  const tiles: Tile[] = [];
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index += 1) {
    const width = Math.min(TILE_WIDTH, to - index * TILE_WIDTH);
    if (from < to) tiles.push({ index, width });
  }
  return tiles;
};

/** Number of hashes that a level of tiles holds for a log of `size` leaves: complete subtrees of 256^level leaves. */
export const hashesOfLevel = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** A bundle of entries (C2SP tlog-tiles): each behind its length in two bytes. Throws RangeError for an entry above 65 535 bytes. */
export const formatBundle = (entries: readonly Bytes[]): Bytes =>
  concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > 0xffff) throw new RangeError('an entry of a bundle has at most 65535 bytes');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );

/** The entries of a bundle; undefined when it is cut off. */
export const parseBundle = (bundle: Bytes): readonly Bytes[] | undefined => {
  const entries: Bytes[] = [];
  for (let at = 0; at < bundle.length;) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    const end = at + 2 + length;
    if (at + 2 > bundle.length || end > bundle.length) return undefined;
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  return entries;
};
