import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BulkAct, bulkDone } from '../../../contract/contact-list.ts';
import type { JobControl } from '../../jobs.ts';
import { undoGroup } from '../../records/history.ts';
import { recordOptIn } from '../../campaigns/opt-ins.ts';
import { registerWithRoles } from '../../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { addContacts, bookOf } from '../list/book.fixture.ts';
import { changeCell } from '../list/cell.ts';
import { changeMany } from './bulk.ts';

let test: TestDesk;
let ids: readonly string[] = [];
let told: string[] = [];
const control = (stopAfter = Number.POSITIVE_INFINITY): JobControl => {
  let parts = 0;
  return {
    progress: (done, of, words) => {
      parts += 1;
      told.push(`${String(done)} of ${String(of)}: ${words}`);
    },
    cancelled: () => parts >= stopAfter,
    breathe: () => Promise.resolve(),
  };
};

beforeEach(() => {
  test = openTestDesk();
  told = [];
  ids = addContacts(
    test,
    Array.from({ length: 250 }, (_, at) => ({ displayName: `Contact ${String(at).padStart(3, '0')}`, tags: at < 10 ? ['VIP'] : [] })),
  );
});
afterEach(() => test.close());

const everybody = { q: '', f: '', except: [], expected: 250 };
const run = (act: BulkAct, choice: Parameters<typeof changeMany>[2]['choice'] = everybody, jobs = control()) =>
  changeMany(test.desk, test.person, { choice, act }, jobs);
const tagged = (tag: string): number => bookOf(test, { f: `tags:any:${tag}` }).matching;

describe('changeMany', () => {
  it('changes all that fit in parts of one group, tells how far it is, and undo takes all of it back', async () => {
    const done = await run({ act: 'tag', tag: 'VIP' });
    if (!done.ok) throw new Error(done.error.code);
    expect(bulkDone.parse(done.value)).toMatchObject({ changed: 240, unchanged: 10, kept: [], words: 'Tagged 240 contacts VIP' });
    expect(tagged('VIP')).toBe(250);
    expect(told).toEqual(['100', '200', '250'].map((part) => `${part} of 250: Tagged 250 contacts VIP`));
    expect(test.desk.db.statement('select count(*) as n from operation_group where words like ?').get('Tagged%')).toEqual({ n: 1 });
    expect(undoGroup(test.desk, test.person, done.value.undo ?? '')).toMatchObject({ ok: true, value: { records: 240, kept: [] } });
    expect(tagged('VIP')).toBe(10);
  });

  it('takes back what was written when it is stopped on the way', async () => {
    expect(await run({ act: 'tag', tag: 'New' }, everybody, control(2))).toMatchObject({
      ok: false,
      error: { code: 'bulk-cancelled', kept: 'Every contact is as it was.' },
    });
    expect(told).toHaveLength(2);
    expect(tagged('New')).toBe(0);
  });

  it('assigns chosen contacts, and takes a tag off', async () => {
    const done = await run({ act: 'assign', owner: test.person.person }, { ids: ids.slice(0, 3) });
    expect(done).toMatchObject({ ok: true, value: { changed: 3, words: 'Assigned 3 contacts to Priya Nair' } });
    expect(bookOf(test, { f: 'owner:any:me' }).matching).toBe(3);
    await run({ act: 'assign', owner: null }, { ids: ids.slice(0, 1) });
    expect(bookOf(test, { f: 'owner:any:me' }).matching).toBe(2);
    expect(await run({ act: 'untag', tag: 'VIP' })).toMatchObject({ ok: true, value: { changed: 10, unchanged: 240 } });
    expect(await run({ act: 'untag', tag: 'VIP' })).toMatchObject({ ok: true, value: { undo: null, changed: 0, unchanged: 250 } });
  });

  it('moves those whom a stage fits and names the others with the reason', async () => {
    const done = await run({ act: 'stage', stage: 'mql', reason: 'Came to the seminar', despite: false }, { ids: ids.slice(0, 2) });
    expect(done).toMatchObject({
      ok: true,
      value: { undo: null, changed: 0, unchanged: 2, kept: [{ id: ids[0], name: 'Contact 000' }, { id: ids[1] }] },
    });
    expect(await run({ act: 'stage', stage: 'mql', reason: 'Came', despite: true }, { ids: ids.slice(0, 2) })).toMatchObject({
      ok: true,
      value: { changed: 2, words: 'Moved 2 contacts to MQL' },
    });
    expect(bookOf(test, { f: 'stage:any:mql' }).rows.map((row) => row.stage)).toEqual([
      { code: 'mql', name: 'MQL' },
      { code: 'mql', name: 'MQL' },
    ]);
  });

  it('records consent to marketing with its evidence, once each, and never by inference after a withdrawal', async () => {
    const agree = (basis: 'express' | 'inferred') =>
      run({ act: 'marketing-consent', basis, evidence: 'Clients of 2025' }, { ids: ids.slice(0, 4) });
    const id = ids[3] ?? '';
    recordOptIn(test.desk, test.person, id, { basis: 'express', evidence: 'Asked' });
    test.desk.db.statement<[string], never>('update marketing_opt_in set withdrawn = 1 where contact = ?').run(id);
    const first = await agree('inferred');
    expect(first).toMatchObject({
      ok: true,
      value: { changed: 3, words: 'Recorded consent to marketing of 3 contacts', kept: [{ id, why: expect.stringMatching(/withdrawn/u) }] },
    });
    expect(bookOf(test, { f: 'marketing:yes' }).matching).toBe(3);
    expect(await agree('inferred')).toMatchObject({ ok: true, value: { changed: 0, undo: null } });
    undoGroup(test.desk, test.person, first.ok ? (first.value.undo ?? '') : '');
    expect(bookOf(test, { f: 'marketing:yes' }).matching).toBe(0);
  });

  it('refuses strangers as owners, acts without a role and a list that changed', async () => {
    expect(await run({ act: 'assign', owner: 'nobody' })).toMatchObject({ error: { code: 'owner-unknown' } });
    expect(await run({ act: 'stage', stage: 'gone', reason: 'x', despite: false })).toMatchObject({ error: { code: 'unknown-stage' } });
    expect(await run({ act: 'tag', tag: 'x' }, { ...everybody, expected: 249 })).toMatchObject({ error: { code: 'selection-changed' } });
    const register = registerWithRoles(test.desk, test.person.person, ['approver']);
    const desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
    for (const act of [
      { act: 'tag', tag: 'x' },
      { act: 'assign', owner: null },
    ] satisfies BulkAct[])
      expect(await changeMany(desk, test.person, { choice: everybody, act }, control())).toMatchObject({
        error: { code: 'not-permitted' },
      });
  });
});

describe('changeCell', () => {
  const cell = (column: string, value: string, revision = 1) =>
    changeCell(test.desk, test.person, ids[0] ?? '', { column, value, revision });

  it('changes one cell and answers the row as it is now', () => {
    expect(cell('suburb', ' Ryde ')).toMatchObject({ ok: true, value: { row: { suburb: 'Ryde', revision: 2 } } });
    expect(cell('email', 'a@example.com', 2)).toMatchObject({ ok: true, value: { row: { email: 'a@example.com' } } });
    expect(cell('email', '', 3)).toMatchObject({ ok: true, value: { row: { email: null } } });
    expect(cell('owner', test.person.person, 4)).toMatchObject({ ok: true, value: { row: { owner: { name: 'Priya Nair' } } } });
    expect(cell('owner', test.person.person, 5)).toMatchObject({ ok: true, value: { undo: null } });
  });

  it('keeps what others changed elsewhere and shows both values where they changed the same', () => {
    cell('suburb', 'Ryde');
    expect(cell('organisation', 'Chen & Co', 1)).toMatchObject({ ok: true, value: { row: { suburb: 'Ryde', organisation: 'Chen & Co' } } });
    expect(cell('suburb', 'Epping', 1)).toMatchObject({ ok: false, error: { code: 'changed-in-between' } });
    expect(bookOf(test, { f: 'suburb:is:Ryde' }).matching).toBe(1);
  });

  it('refuses what is no value of the column, and columns that follow from other facts', () => {
    expect(cell('abn', '51 824 753 557')).toMatchObject({ ok: false, error: { code: 'contact-not-valid' } });
    expect(cell('owner', 'nobody')).toMatchObject({ ok: false, error: { code: 'owner-unknown' } });
    expect(cell('consent', 'given')).toMatchObject({ ok: false, error: { code: 'cell-not-editable' } });
    expect(changeCell(test.desk, test.person, 'x', { column: 'suburb', value: 'a', revision: 1 })).toMatchObject({
      error: { code: 'contact-unknown' },
    });
  });
});
