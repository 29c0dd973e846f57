import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import type { JobControl } from '../jobs.ts';
import { contentOf } from './content.ts';
import { copyAside, finishCopy } from './copy-in-thread.ts';

const key = new Uint8Array(32).fill(7);
const primitives = nodePrimitives();
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const control: JobControl = { progress: () => undefined, cancelled: () => false, breathe };

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-copy-'));
  db = open('ledger.db');
  expect(migrate(db, migrations).ok).toBe(true);
  note(0);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (name: string): Database => {
  const opened = openDatabase({ path: join(folder, name), key });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};

const note = (number: number): void => {
  db.statement<[string], never>("insert into meta (name, value) values (?, '')").run(`note ${number}`);
};

const notes = (database: Database): number =>
  database.statement<[], { readonly count: number }>("select count(*) as count from meta where name like 'note %'").get()?.count ?? 0;

const order = (): { readonly aside: string; readonly key: Uint8Array } => ({ aside: join(folder, 'aside.new'), key });

/** The open database, as if this thread could not copy it. */
const elsewhere = (): Database => ({
  ...db,
  statement: () => {
    throw new Error('copied in this thread');
  },
});

describe('a copy made in a thread of its own', () => {
  it('leaves the connection of this thread alone and holds what that one holds', async () => {
    const made = await copyAside(elsewhere(), order(), primitives, control);
    expect(made).toMatchObject({ content: contentOf(db, primitives) });
    const copy = open('aside.new');
    expect(notes(copy)).toBe(1);
    copy.close();
  });

  it('is the same bytes of facts as one made in this thread', async () => {
    const there = await copyAside(db, order(), primitives, control);
    const here = finishCopy(db, order(), primitives);
    if (there === 'cancelled' || 'code' in there || 'code' in here) throw new Error('not made');
    expect(there.content).toEqual(here.content);
    expect(there.bytes).toBe(here.bytes);
  });

  it('is a sound copy of one moment while this thread writes all the time', async () => {
    let done = false;
    let written = 1;
    const copying = copyAside(db, order(), primitives, control).finally(() => {
      done = true;
    });
    for (; !done; written += 1) {
      note(written);
      await breathe();
    }
    const made = await copying;
    if (made === 'cancelled' || 'code' in made) throw new Error(`not made: ${JSON.stringify(made)}`);
    const copy = open('aside.new');
    expect(contentOf(copy, primitives)).toEqual(made.content);
    expect(notes(copy)).toBeGreaterThan(0);
    expect(notes(copy)).toBeLessThanOrEqual(written);
    copy.close();
  });

  it('is made again when another connection has written between the look and the copy, and given up when that goes on', () => {
    const opened = openDatabase({ path: join(folder, 'ledger.db'), key, readonly: true });
    if (!opened.ok) throw new Error(opened.error.code);
    const reader = opened.value;
    let times = 0;
    const disturbed = (most: number): Database => ({
      ...reader,
      statement: (sql) => {
        if (sql.startsWith('vacuum') && times < most) note((times += 1));
        return reader.statement(sql);
      },
    });
    expect(finishCopy(disturbed(1), order(), primitives)).toMatchObject({ content: contentOf(db, primitives) });
    expect(times).toBe(1);
    expect(finishCopy(disturbed(100), order(), primitives)).toEqual({ code: 'changed' });
    expect(readdirSync(folder).filter((name) => name.startsWith('aside'))).toEqual([]);
    reader.close();
  });

  it('leaves nothing behind when it is cancelled', async () => {
    expect(await copyAside(elsewhere(), order(), primitives, { ...control, cancelled: () => true })).toBe('cancelled');
    expect(readdirSync(folder).filter((name) => name.startsWith('aside'))).toEqual([]);
  });

  it('says what the disk refused, and leaves nothing behind', async () => {
    await expect(copyAside(db, { aside: join(folder, 'missing', 'aside.new'), key }, primitives, control)).rejects.toThrow(
      /unable to open/u,
    );
    await expect(copyAside(db, { ...order(), key: new Uint8Array(32) }, primitives, control)).rejects.toThrow('wrong-key');
    expect(readdirSync(folder).filter((name) => name.startsWith('aside'))).toEqual([]);
  });
});
