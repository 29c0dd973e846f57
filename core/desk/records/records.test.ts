import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { commitRecords, type Committed, type Step } from './commit.ts';
import type { RecordDefinition } from './definition.ts';
import { groupsOf, historyOfRecord, historyOfSubject, restoreFieldOf, undoGroup } from './history.ts';
import { eraseOperations, walkOperations } from './operation-log.ts';
import { documentAt } from './overtaken.ts';
import { readRecord, recordsOf } from './stored-record.ts';

const memoSchema = z.strictObject({
  about: z.string(),
  text: z.string().min(1, 'Enter some words.').max(1000),
  pinned: z.boolean(),
  marks: z.strictObject({ read: z.boolean(), done: z.boolean() }),
});
type Memo = z.infer<typeof memoSchema>;

const memo: RecordDefinition<Memo> = {
  kind: 'memo',
  name: 'memo',
  schema: memoSchema,
  nested: ['marks'],
  change: 'edit-contacts',
  remove: 'erase-contacts',
  fieldNames: { text: 'words' },
  subjectOf: (_id, document) => document.about,
  labelOf: (document) => document.text,
  timelineOf: (document) => ({ at: '2026-10-01T00:00:00.000Z', pinned: document.pinned }),
};

let test: TestDesk;
let desk: DeskContext;
let tom: SignedInPerson;
beforeEach(() => {
  test = openTestDesk();
  desk = { ...test.desk, kinds: new Map([...test.desk.kinds, ['memo', memo]]) };
  tom = { ...test.person, name: 'Tom Walsh' };
});
afterEach(() => test.close());

const newId = (): string => uuidV7(desk.entropy, desk.clock.now());
const ABOUT = '01989a00-0000-7000-8000-0000000000aa';
const first: Memo = { about: ABOUT, text: 'Call back', pinned: false, marks: { read: false, done: false } };

const done = (steps: readonly Step[], words = 'Did something', by = test.person): Committed => {
  const answer = commitRecords(desk, by, { words }, steps);
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
  return answer.value;
};
const added = (document: Memo = first): string => {
  const id = newId();
  done([{ act: 'create', kind: 'memo', id, document }], 'Added a memo');
  return id;
};
const set = (id: string, fields: Record<string, string | boolean>, revision: number | null = null): Step => ({
  act: 'change',
  kind: 'memo',
  id,
  set: fields,
  revision,
});
const held = (id: string) => {
  const stored = readRecord(desk.db, memo, id);
  if (stored === undefined) throw new Error('not there');
  return stored;
};
const chain = () => {
  const steps = walkOperations(desk.db, desk.primitives);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

describe('commitRecords', () => {
  it('writes document, operation and timeline together', () => {
    const id = added({ ...first, pinned: true });
    done([set(id, { text: 'Called', 'marks.done': true })]);
    expect(held(id)).toMatchObject({ revision: 2, subject: ABOUT, document: { text: 'Called', marks: { read: false, done: true } } });
    expect(desk.db.statement('select subject, at, kind, pinned from timeline').all()).toEqual([
      { subject: ABOUT, at: '2026-10-01T00:00:00.000Z', kind: 'memo', pinned: 1 },
    ]);
    expect(chain()).toMatchObject({ operations: 2, erased: 0, broken: null });
    expect(recordsOf(desk.db, memo, { subject: ABOUT })).toHaveLength(1);
  });

  it('records nothing for a change that changes nothing, and leaves no empty group', () => {
    const id = added();
    expect(done([set(id, { text: 'Call back' })])).toMatchObject({ operations: 0 });
    expect(groupsOf(desk, test.person, true).groups).toHaveLength(1);
  });

  it('keeps all of a group or nothing of it', () => {
    const id = added();
    const answer = commitRecords(desk, test.person, { words: 'Two' }, [
      set(id, { text: 'Called' }),
      { act: 'create', kind: 'memo', id: newId(), document: { ...first, text: '' } },
    ]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'record-not-valid', where: 'text', kept: 'Nothing was saved.' } });
    expect(held(id).document.text).toBe('Call back');
    expect(chain().operations).toBe(1);
  });

  it('lets two people change two fields, and refuses the second on the same field with both values', () => {
    const id = added();
    done([set(id, { 'marks.read': true }, 1)], 'Read', tom);
    expect(done([set(id, { 'marks.done': true }, 1)]).records[0]?.document).toMatchObject({ marks: { read: true, done: true } });
    done([set(id, { text: 'Tom called' }, 3)], 'Wrote', tom);
    expect(commitRecords(desk, test.person, { words: 'Mine' }, [set(id, { text: 'I called' }, 3)])).toMatchObject({
      ok: false,
      error: {
        code: 'changed-in-between',
        detail: 'Tom Walsh changed words to “Tom called”; you entered “I called”.',
        conflicts: [{ field: 'text', name: 'words', yours: 'I called', theirs: 'Tom called', by: 'Tom Walsh' }],
      },
    });
    expect(documentAt(desk, held(id), 1)).toEqual(first);
  });

  it('refuses on a desk in recovery and for a record that is not there or was removed', () => {
    const id = added();
    const closed = { ...desk, recovery: { why: 'Restored.' } };
    expect(commitRecords(closed, test.person, { words: 'x' }, [set(id, { text: 'y' })])).toMatchObject({
      ok: false,
      error: { code: 'recovery' },
    });
    expect(commitRecords(desk, test.person, { words: 'x' }, [set(newId(), { text: 'y' })])).toMatchObject({
      ok: false,
      error: { code: 'record-unknown' },
    });
    done([{ act: 'remove', kind: 'memo', id }]);
    expect(commitRecords(desk, test.person, { words: 'x' }, [set(id, { text: 'y' })])).toMatchObject({
      ok: false,
      error: { code: 'record-removed' },
    });
    expect(recordsOf(desk.db, memo)).toEqual([]);
  });
});

describe('history', () => {
  it('says who did what when, and which values can come back', () => {
    const id = added();
    done([set(id, { text: 'Called' })], 'Changed', tom);
    const history = historyOfRecord(desk, 'memo', id);
    expect(history).toMatchObject({
      ok: true,
      value: {
        entries: [
          {
            by: 'Tom Walsh',
            words: 'changed words from “Call back” to “Called”',
            changes: [{ before: 'Call back', after: 'Called', restorable: true }],
          },
          { by: 'Priya Nair', words: 'added the memo “Call back”' },
        ],
        more: false,
      },
    });
    expect(historyOfSubject(desk, ABOUT)).toHaveLength(2);
  });

  it('brings one field back as a change of its own', () => {
    const id = added();
    done([set(id, { text: 'Called', 'marks.done': true })]);
    const entry = historyOfSubject(desk, ABOUT)[0];
    const back = restoreFieldOf(desk, test.person, { kind: 'memo', id, operation: entry?.operation ?? '', field: 'text' });
    expect(back.ok).toBe(true);
    expect(held(id).document).toMatchObject({ text: 'Call back', marks: { done: true } });
    expect(restoreFieldOf(desk, test.person, { kind: 'memo', id, operation: newId(), field: 'text' })).toMatchObject({
      ok: false,
      error: { code: 'change-unknown' },
    });
  });
});

describe('undoGroup', () => {
  it('takes a group back across records, once, and the undoing back again', () => {
    const [one, two] = [added(), added({ ...first, text: 'Second' })];
    const third = newId();
    const { undo } = done([
      set(one, { text: 'Changed' }),
      { act: 'remove', kind: 'memo', id: two },
      { act: 'create', kind: 'memo', id: third, document: first },
    ]);
    const taken = undoGroup(desk, test.person, undo);
    expect(taken).toMatchObject({ ok: true, value: { records: 3, kept: [] } });
    expect(held(one).document.text).toBe('Call back');
    expect(held(two).removedAt).toBe(null);
    expect(held(third).removedAt).not.toBe(null);
    expect(undoGroup(desk, test.person, undo)).toMatchObject({ ok: false, error: { code: 'undone-before' } });
    expect(undoGroup(desk, test.person, taken.ok ? taken.value.undo : '')).toMatchObject({ ok: true, value: { records: 3 } });
    expect(held(one).document.text).toBe('Changed');
    expect(held(third).removedAt).toBe(null);
    expect(chain().broken).toBe(null);
  });

  it('leaves what was changed again since, and lists it', () => {
    const id = added();
    const { undo } = done([set(id, { text: 'Changed', 'marks.read': true })]);
    done([set(id, { text: 'Changed again' })], 'Later', tom);
    expect(undoGroup(desk, test.person, undo)).toMatchObject({
      ok: true,
      value: { records: 1, kept: [{ record: id, why: 'words: changed again since' }] },
    });
    expect(held(id).document).toMatchObject({ text: 'Changed again', marks: { read: false } });
  });
});

describe('the chain of operations', () => {
  it('holds after an erasure and shows that something was erased, not what', () => {
    const id = added();
    done([set(id, { text: 'A secret' })]);
    expect(eraseOperations(desk.db, { subject: ABOUT })).toBe(2);
    expect(chain()).toMatchObject({ operations: 2, erased: 2, broken: null });
    expect(JSON.stringify(desk.db.statement('select * from operation').all())).not.toContain('secret');
    expect(historyOfSubject(desk, ABOUT).map((entry) => entry.words)).toEqual(['content erased', 'content erased']);
  });

  it.each([
    ['update operation set body = \'{"act":"remove"}\' where seq = 1', 'its content was changed'],
    ["update operation set subject = 'x' where seq = 1", 'its header was changed'],
    ['update operation set prev = zeroblob(32) where seq = 2', 'it is not linked to the operation before'],
    ['delete from operation where seq = 1', 'operation 1 is missing'],
  ])('names the first operation that was tampered with: %s', (sql, why) => {
    const id = added();
    done([set(id, { text: 'Called' })]);
    for (const trigger of ['operation_only_erased', 'operation_no_delete']) desk.db.exec(`drop trigger ${trigger}`);
    desk.db.exec(sql);
    expect(chain().broken?.why).toBe(why);
  });
});
