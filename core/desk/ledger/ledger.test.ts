import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import { primitives } from '../../../test/story/keys.ts';
import { SMITH } from '../../../test/story/network.ts';
import { buildStory, type Story } from '../../../test/story/story.ts';
import type { HighWater, Mark } from './high-water.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { TABLE_KINDS } from './tables.ts';

const folders: string[] = [];
const open: Database[] = [];

afterEach(() => {
  for (const db of open.splice(0)) db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const newLedger = (marks: Mark[] = []): { readonly db: Database; readonly ledger: Ledger } => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-ledger-'));
  folders.push(folder);
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  open.push(opened.value);
  expect(migrate(opened.value, migrations).ok).toBe(true);
  const highWater: HighWater = { advance: (mark) => marks.push(mark), read: () => marks.at(-1) ?? null };
  const ledger = openLedger({
    db: opened.value,
    primitives,
    clock: { now: () => '2026-10-01T00:00:00.000Z' },
    highWater,
    self: () => SMITH.id,
  });
  return { db: opened.value, ledger };
};

const records = (story: Story) => story.entries.map((entry) => entry.bytes);
const intentOf = (story: Story): string => story.entries.find((entry) => entry.type === 'referral.intent')?.hash ?? '';

describe('the ledger', () => {
  const story = buildStory({});

  it('accepts a whole referral and folds it to complete', () => {
    const marks: Mark[] = [];
    const { ledger } = newLedger(marks);
    const outcomes = ledger.accept(records(story), 'file 1');
    expect(outcomes.filter((outcome) => outcome.outcome !== 'accepted')).toEqual([]);
    expect(ledger.size()).toBe(story.entries.length);
    expect(ledger.referral(intentOf(story))?.complete).toBe(true);
    expect(marks.at(-1)?.size).toBe(story.entries.length);
  });

  it('changes nothing when the same records come again', () => {
    const { ledger } = newLedger();
    ledger.accept(records(story), 'file 1');
    const before = ledger.root();
    const again = ledger.accept(records(story), 'file 2');
    expect(new Set(again.map((outcome) => outcome.outcome))).toEqual(new Set(['already']));
    expect(ledger.root()).toEqual(before);
  });

  it('reaches the same state of the referral whatever the order and however often records come', () => {
    const founding = story.entries.findIndex((entry) => entry.type === 'referral.intent');
    const network = records(story).slice(0, founding);
    const rest = records(story).slice(founding);
    const indexFree = (value: unknown): string =>
      JSON.stringify(value, (key, member: unknown) => (key === 'index' || key === 'lastIndex' ? undefined : member));
    const { ledger: straight } = newLedger();
    straight.accept([...network, ...rest], 'file 1');
    const expected = indexFree(straight.referral(intentOf(story)));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...rest.keys()], { minLength: rest.length }),
        fc.array(fc.nat(rest.length - 1), { maxLength: 6 }),
        (shuffled, repeats) => {
          const { ledger } = newLedger();
          ledger.accept(network, 'file 1');
          for (const at of [...shuffled, ...repeats]) ledger.accept(rest.slice(at, at + 1), 'file 2');
          expect(story.entries.filter((entry) => ledger.event(entry.hash) === undefined).map((entry) => entry.name)).toEqual([]);
          expect(indexFree(ledger.referral(intentOf(story)))).toBe(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('keeps a record aside until the register that explains it arrives', () => {
    const { ledger } = newLedger();
    const [first, ...others] = records(story);
    const early = ledger.accept(others, 'file 1');
    expect(new Set(early.map((outcome) => outcome.outcome))).toEqual(new Set(['waiting']));
    expect(ledger.size()).toBe(0);
    ledger.accept(first === undefined ? [] : [first], 'file 2');
    expect(story.entries.filter((entry) => ledger.event(entry.hash) === undefined).map((entry) => entry.name)).toEqual([]);
  });

  it('folds nothing in when a transaction fails', () => {
    const marks: Mark[] = [];
    const { ledger, db } = newLedger(marks);
    expect(() =>
      ledger.accept(records(story), 'file 1', () => {
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    expect(ledger.size()).toBe(0);
    expect(ledger.register()).toBe(null);
    expect(marks).toEqual([]);
    expect(db.statement<[], { readonly n: number }>('select count(*) as n from event').get()?.n).toBe(0);
    expect(ledger.accept(records(story), 'file 1').every((outcome) => outcome.outcome === 'accepted')).toBe(true);
  });

  it('opens again with the same size, root and register', () => {
    const { ledger, db } = newLedger();
    ledger.accept(records(story), 'file 1');
    const again = openLedger({
      db,
      primitives,
      clock: { now: () => '2026-10-02T00:00:00.000Z' },
      highWater: { advance: () => undefined, read: () => null },
      self: () => SMITH.id,
    });
    expect(again.size()).toBe(ledger.size());
    expect(again.root()).toEqual(ledger.root());
    expect(again.refoldRegister()).toBe(ledger.refoldRegister());
    expect([...(again.register()?.practices.keys() ?? [])]).toEqual([...(ledger.register()?.practices.keys() ?? [])].toSorted());
  });

  it('classifies every table of the schema', () => {
    const { db } = newLedger();
    const tables = db
      .statement<[], { readonly name: string }>(
        `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
      )
      .all();
    expect(tables.map((table) => table.name)).toEqual(Object.keys(TABLE_KINDS).toSorted());
  });
});
