import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highWaterPath, MAX_HEADS, openHighWaterFile } from './high-water-file.ts';

const install = '01989a00-0000-7000-8000-000000000001';
const deviceSecret = new Uint8Array(32).fill(5);
const folder = (): string => mkdtempSync(join(tmpdir(), 'flip360-mark-'));
const hex = (value: number): string => value.toString(16).padStart(64, '0');
const open = (at: string, secret = deviceSecret, create = false) =>
  openHighWaterFile({ folder: at, install, deviceSecret: secret, create });

describe('high-water mark', () => {
  it('says that it is missing, without making a file', () => {
    const at = folder();
    expect(open(at).found).toEqual({ code: 'missing' });
    expect(open(at).found).toEqual({ code: 'missing' });
  });

  it('that was missing, unreadable or of another device is written by nothing but the end of a recovery', () => {
    const at = folder();
    const mark = { size: 3, root: hex(3), heads: { [hex(10)]: 1 } };
    const missing = open(at);
    missing.advance(mark);
    expect(missing.read()).toBeNull();
    missing.close();
    expect(open(at).found).toEqual({ code: 'missing' });
    const own = open(at, deviceSecret, true);
    own.advance(mark);
    own.close();
    const other = open(at, new Uint8Array(32).fill(6));
    other.advance({ ...mark, size: 9 });
    other.close();
    expect(open(at).found).toEqual({ code: 'mark', mark });
    const ended = open(at, new Uint8Array(32).fill(6));
    ended.reset({ ...mark, size: 9 });
    ended.advance({ ...mark, size: 10 });
    ended.close();
    expect(open(at, new Uint8Array(32).fill(6)).found).toMatchObject({ code: 'mark', mark: { size: 10 } });
  });

  it('keeps its length, merges heads and never lowers them', () => {
    const at = folder();
    const mark = open(at, deviceSecret, true);
    mark.advance({ size: 1, root: hex(1), heads: { [hex(10)]: 0 } });
    const size = statSync(highWaterPath(at)).size;
    mark.advance({ size: 3, root: hex(3), heads: { [hex(11)]: 2 ** 33 } });
    mark.advance({ size: 4, root: hex(4), heads: { [hex(10)]: 7 } });
    mark.advance({ size: 5, root: hex(5), heads: { [hex(10)]: 6 } });
    expect(statSync(highWaterPath(at)).size).toBe(size);
    mark.close();
    expect(open(at).found).toEqual({
      code: 'mark',
      mark: { size: 5, root: hex(5), heads: { [hex(11)]: 2 ** 33, [hex(10)]: 7 } },
    });
  });

  it('is not believed under another device secret, and falls back to the slot before when the newest is torn', () => {
    const at = folder();
    const mark = open(at, deviceSecret, true);
    for (const size of [1, 2, 3]) mark.advance({ size, root: hex(size), heads: {} });
    mark.close();
    expect(open(at, new Uint8Array(32).fill(6)).found).toEqual({ code: 'other-device' });
    const bytes = readFileSync(highWaterPath(at));
    for (const [slot, left] of [
      [1, 2],
      [0, 3],
    ] as const) {
      const torn = Buffer.from(bytes);
      torn.fill(0xaa, slot * 4096 + 2048, slot * 4096 + 4096);
      writeFileSync(highWaterPath(at), torn);
      expect(open(at).found).toMatchObject({ code: 'mark', mark: { size: left } });
    }
    writeFileSync(highWaterPath(at), bytes.subarray(0, 100));
    expect(open(at).found).toEqual({ code: 'unreadable' });
    rmSync(highWaterPath(at));
    expect(open(at).found).toEqual({ code: 'missing' });
  });

  it('lets the key that signed longest ago leave a full slot', () => {
    const at = folder();
    const mark = open(at, deviceSecret, true);
    for (let key = 0; key <= MAX_HEADS; key += 1) mark.advance({ size: key + 1, root: hex(1), heads: { [hex(key)]: key } });
    mark.close();
    const { found } = open(at);
    const heads = found.code === 'mark' ? found.mark.heads : {};
    expect(Object.keys(heads)).toHaveLength(MAX_HEADS);
    expect(heads[hex(0)]).toBeUndefined();
    expect(heads[hex(MAX_HEADS)]).toBe(MAX_HEADS);
  });

  it('never reads a changed slot as a mark of this device', () => {
    const at = folder();
    const mark = open(at, deviceSecret, true);
    mark.reset({ size: 9, root: hex(9), heads: { [hex(10)]: 4 } });
    mark.close();
    const bytes = readFileSync(highWaterPath(at));
    fc.assert(
      fc.property(fc.integer({ min: 4096 * 8, max: 8192 * 8 - 1 }), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        writeFileSync(highWaterPath(at), changed);
        expect(open(at).found.code).not.toBe('mark');
      }),
      { numRuns: 200 },
    );
  });
});
