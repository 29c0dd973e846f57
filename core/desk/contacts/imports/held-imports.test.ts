import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { createHeldImports, type HeldImport } from './held-imports.ts';
import { readFile } from './read-file.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const held = (rows: number): HeldImport => {
  const read = readFile(
    test.desk,
    'a.csv',
    new TextEncoder().encode(`Name,Email\n${Array.from({ length: rows }, (_, at) => `Person ${at},p${at}@example.com\n`).join('')}`),
  );
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};
const bounds = { files: 2, bytes: 1_000_000, rows: 50, lifetimeMs: 3_600_000 };

describe('createHeldImports', () => {
  it('forgets a preview an hour after it was last used', () => {
    const store = createHeldImports(bounds);
    const one = held(1);
    store.put(test.desk.db, one, '2026-08-04T01:00:00.000Z');
    expect(store.find(test.desk.db, one.id, '2026-08-04T01:59:59.000Z')).toBe(one);
    expect(store.find(test.desk.db, one.id, '2026-08-04T02:59:58.000Z')).toBe(one);
    expect(store.find(test.desk.db, one.id, '2026-08-04T03:59:58.000Z')).toBeUndefined();
  });

  it('drops the oldest where too many files or rows are held, never the newest', () => {
    const store = createHeldImports(bounds);
    const now = test.desk.clock.now();
    const [one, two, three, large] = [held(1), held(2), held(3), held(60)];
    for (const each of [one, two]) store.put(test.desk.db, each, now);
    store.find(test.desk.db, one.id, now);
    store.put(test.desk.db, three, now);
    expect([one, two, three].map((each) => store.find(test.desk.db, each.id, now) !== undefined)).toEqual([true, false, true]);
    store.put(test.desk.db, large, now);
    expect([one, three, large].map((each) => store.find(test.desk.db, each.id, now) !== undefined)).toEqual([false, false, true]);
  });

  it('belongs to one open desk', () => {
    const store = createHeldImports(bounds);
    const one = held(1);
    const other = openTestDesk();
    store.put(test.desk.db, one, test.desk.clock.now());
    expect(store.find(other.desk.db, one.id, test.desk.clock.now())).toBeUndefined();
    expect(store.drop(other.desk.db, one.id)).toBe(false);
    expect(store.drop(test.desk.db, one.id)).toBe(true);
    other.close();
  });
});
