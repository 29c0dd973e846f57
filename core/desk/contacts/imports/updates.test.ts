import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importPreview, importResult } from '../../../contract/imports.ts';
import type { RecordDocument } from '../../../domain/record/operation.ts';
import type { ReferralState } from '../../../domain/referral/state.ts';
import { recordOptIn } from '../../campaigns/opt-ins.ts';
import { suppressedAddresses, unsubscribe } from '../../campaigns/suppression.ts';
import { commitRecords } from '../../records/commit.ts';
import { erasePerson } from '../../rights/erase.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { addContacts, bookOf } from '../list/book.fixture.ts';
import { contactInUse } from '../stored-contact.ts';
import { batchResult, type ImportResult } from './batches.ts';
import { commitImport } from './commit.ts';
import type { HeldImport } from './held-imports.ts';
import { FIRST_PAGE, previewView } from './preview-view.ts';
import { type Change, changeHeld, readFile } from './read-file.ts';
import { resultFile } from './result-file.ts';
import { revertImport } from './revert.ts';

const HEADER = 'Client Name,Email,Mobile,Suburb,Date of Birth,ABN,Job Title,Tags,Do Not Contact';
const nobody = () => new Map<string, readonly ReferralState[]>();

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const read = (...lines: readonly string[]): HeldImport => {
  const held = readFile(test.desk, 'a.csv', new TextEncoder().encode(`${[HEADER, ...lines].join('\n')}\n`));
  if (!held.ok) throw new Error(JSON.stringify(held.error));
  return held.value;
};
const change = (held: HeldImport, changes: Change): HeldImport => {
  const changed = changeHeld(held, changes);
  if (!changed.ok) throw new Error(changed.error.code);
  return changed.value;
};
const commit = (held: HeldImport, name = 'A'): ImportResult => {
  const result = commitImport(test.desk, test.person, held, { name, skipBlocked: true });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect(importResult.safeParse(result.value).error).toBeUndefined();
  return result.value;
};
const view = (held: HeldImport) => importPreview.parse(previewView(test.desk, held, FIRST_PAGE));
const revert = (id: string) => revertImport(test.desk, test.person, id, nobody);
const fields = (id: string | null | undefined) => contactInUse(test.desk.db, id ?? '')?.fields;
const edit = (id: string, set: RecordDocument) => {
  const done = commitRecords(test.desk, test.person, { words: 'Edited' }, [{ act: 'change', kind: 'contact', id, set, revision: null }]);
  if (!done.ok) throw new Error(done.error.code);
};

const SARAH = '"Chen, Sarah",sarah@example.com,0491 570 006,Parramatta,14/03/1984,,,,';
const AMELIA = '"Hartley, Amelia",amelia@example.com,0491 570 156,Leichhardt,,,,,';
const FIRM = 'Hartley Design Pty Ltd,,,,,51 824 753 556,,,';

describe('rows against the book', () => {
  beforeEach(() => {
    commit(read(SARAH, AMELIA, FIRM), 'First');
  });

  it('are new, changed, the same, perhaps a duplicate, or bad; counted in, counted out', () => {
    const preview = view(
      read(
        '"Papas, Olivia",olivia@example.com,,,,,,,',
        '"Chen, Sarah",sarah@example.com,,,,,Director,VIP,',
        AMELIA,
        '"Chen, Sara",sarah.chen@home.example,0491 570 006,Parramatta,14/03/1984,,,,',
        ',,,Nowhere,,,,,',
      ),
    );
    expect(preview.rows.map((row) => row.state)).toEqual(['new', 'changed', 'same', 'duplicate', 'bad']);
    expect(preview.counts).toEqual({ rows: 5, new: 1, changed: 1, same: 1, duplicates: 1, bad: 1 });
    expect(preview.acts).toEqual({ add: 1, update: 1, leaveOut: 2 });
    expect(preview.rows[1]).toMatchObject({
      words: 'Same name and e-mail address. Sarah Chen is in the book.',
      match: { name: 'Sarah Chen' },
      act: 'update',
      acts: ['add', 'update', 'leave-out'],
      differences: [
        { field: 'jobTitle', name: 'Job title', ours: '', file: 'Director', becomes: 'Director', taken: true },
        { field: 'tags', name: 'Tags', ours: '', file: 'VIP', becomes: 'VIP', taken: true },
      ],
    });
    expect(preview.rows[3]?.words).toMatch(/^May be Sarah Chen: .*Same telephone number: 0491 570 006/u);
    expect(preview.policies.map((one) => [one.field, one.policy])).toEqual([
      ['name', 'fill'],
      ['jobTitle', 'fill'],
      ['emails', 'add'],
      ['tags', 'add'],
    ]);
  });

  it('belong to one contact by e-mail, telephone, ABN or date of birth with the name, in any spelling of it', () => {
    const states = view(
      read(
        'SARAH CHEN,SARAH@EXAMPLE.COM,,,,,,,',
        'Amelia Hartley,,+61 491 570 156,Glebe,,,,,',
        'HARTLEY DESIGN PTY LTD,design@example.com,,,,51824753556,,,',
      ),
    ).rows.map((row) => [row.state, row.words]);
    expect(states).toEqual([
      ['same', 'Same name and e-mail address. Sarah Chen is in the book.'],
      ['changed', 'Same name and telephone number. Amelia Hartley is in the book.'],
      ['changed', 'Same name and ABN. Hartley Design Pty Ltd is in the book.'],
    ]);
    expect(view(read('"Chen, Sarah",new@example.com,,,14/03/1984,,,,')).rows[0]).toMatchObject({
      state: 'changed',
      words: 'Same name and date of birth. Sarah Chen is in the book.',
    });
  });

  it('never belong to somebody who was born on another day, nor to a relative who shares an address', () => {
    const { rows } = view(
      read(
        '"Chen, Sarah",sarah@example.com,,,2/9/2011,,,,',
        '"Chen, David",sarah@example.com,,,,,,,',
        '"Chen, Lily",,0491570006,,1/1/2012,,,',
      ),
    );
    expect(rows.map((row) => row.state)).toEqual(['new', 'new', 'new']);
    expect(rows[1]?.words).toBe('Same e-mail address as row 1, under another name.');
    expect(rows[2]?.words).toBe('Same telephone number, under another name. Sarah Chen is in the book.');
  });

  it('of one contact: the first updates it, the others wait for a person', () => {
    const held = read('"Chen, Sarah",sarah@example.com,,,,,,Gold,', '"Chen, Sarah",,0491 570 006,,,,,VIP,');
    expect(view(held).rows.map((row) => [row.state, row.words])).toEqual([
      ['changed', 'Same name and e-mail address. Sarah Chen is in the book.'],
      ['duplicate', 'Row 1 is Sarah Chen of the book as well.'],
    ]);
    const result = commit(change(held, { decisions: [{ row: 2, act: 'update' }] }), 'Both');
    expect(result.counts).toMatchObject({ imported: 0, updated: 2 });
    const sarah = result.rows[0]?.contact;
    expect(fields(sarah)?.tags).toEqual(['Gold', 'VIP']);
    expect(revert(result.import)).toMatchObject({ ok: true, value: { restored: 2, removed: 0, kept: [] } });
    expect(fields(sarah)?.tags).toEqual([]);
  });

  it('of two contacts that are duplicates themselves wait for a person', () => {
    addContacts(test, [{ displayName: 'Sarah Chen', emails: [{ address: 'sarah@example.com', label: null }] }]);
    expect(view(read(SARAH)).rows[0]).toMatchObject({ state: 'duplicate' });
    expect(view(read(SARAH)).rows[0]?.words).toContain('2 contacts of the book fit');
  });
});

describe('decisions', () => {
  const LIKELY = '"Chen, Sara",sara.chen@home.example,0491 570 006,Parramatta,14/03/1984,,,,';
  beforeEach(() => {
    commit(read(SARAH), 'First');
  });

  it('leave a possible duplicate out until somebody decides, for all or for one row', () => {
    const held = read(LIKELY, '"Papas, Olivia",olivia@example.com,,,,,,,');
    expect(view(held).acts).toEqual({ add: 1, update: 0, leaveOut: 1 });
    expect(view(change(held, { duplicates: 'add' })).acts).toEqual({ add: 2, update: 0, leaveOut: 0 });
    const updating = change(held, { duplicates: 'update', decisions: [{ row: 2, act: 'leave-out' }] });
    expect(view(updating).acts).toEqual({ add: 0, update: 1, leaveOut: 1 });
    expect(view(change(updating, { decisions: [{ row: 2, act: null }] })).acts).toEqual({ add: 1, update: 1, leaveOut: 0 });
    const result = commit(updating);
    expect(result.rows.map((row) => [row.row, row.result, row.name, row.why])).toEqual([
      [1, 'updated', 'Sarah Chen', 'Changed e-mail addresses of Sarah Chen. Yours stay: name.'],
      [2, 'skipped', null, 'Left out as chosen.'],
    ]);
    expect(bookOf(test, {}).total).toBe(1);
  });

  it('do not touch a bad row, and a policy that a field has not is refused', () => {
    const held = change(read(',,,Nowhere,,,,,'), { decisions: [{ row: 1, act: 'add' }] });
    expect(view(held).rows[0]).toMatchObject({ state: 'bad', act: null, acts: [] });
    expect(changeHeld(held, { policies: [{ field: 'abn', policy: 'add' }] })).toMatchObject({
      ok: false,
      error: { code: 'import.no-such-policy', status: 422 },
    });
  });

  it('take the file’s value where the policy says so, and nothing where all of ours stays', () => {
    const held = read('"Chen, Sarah",chen@work.example,0491 570 006,,14/03/1984,,,,');
    const kept = change(held, { policies: [{ field: 'emails', policy: 'keep' }] });
    expect(view(kept).rows[0]).toMatchObject({ state: 'changed', differences: [{ field: 'emails', taken: false }] });
    expect(commitImport(test.desk, test.person, kept, { name: 'None', skipBlocked: true })).toMatchObject({
      ok: false,
      error: { code: 'import.nothing-to-import' },
    });
    const result = commit(change(held, { policies: [{ field: 'emails', policy: 'take' }] }));
    expect(fields(result.rows[0]?.contact)?.emails.map((email) => email.address)).toEqual(['chen@work.example']);
    expect(bookOf(test, { q: 'chen@work.example' }).matching).toBe(1);
    expect(bookOf(test, { q: 'sarah@example.com' }).matching).toBe(0);
  });
});

describe('what protects a person', () => {
  it('is never lifted by an import: marks, the suppression list, a withdrawn consent', () => {
    const first = commit(read('"Chen, Sarah",sarah@example.com,,,,,,,yes'), 'First');
    const sarah = first.rows[0]?.contact ?? '';
    expect(fields(sarah)?.flags.doNotContact).toBe(true);
    expect(recordOptIn(test.desk, test.person, sarah, { basis: 'express', evidence: 'Asked at the desk' }).ok).toBe(true);
    expect(unsubscribe(test.desk, test.person, { said: 'sarah@example.com', reason: 'unsubscribed', receivedAt: null }).ok).toBe(true);
    const withdrawn = test.desk.db.statement('select id, withdrawn from marketing_opt_in').all();
    commit(read('"Chen, Sarah",sarah@example.com,0491 570 006,,,,Director,,no'), 'Second');
    expect(fields(sarah)).toMatchObject({ jobTitle: 'Director', flags: { doNotContact: true } });
    expect(suppressedAddresses(test.desk).has('sarah@example.com')).toBe(true);
    expect(test.desk.db.statement('select id, withdrawn from marketing_opt_in').all()).toEqual(withdrawn);
  });
});

describe('revert after later edits', () => {
  it('takes back field by field, keeps what was edited since and lists it row by row', () => {
    const first = commit(read(SARAH, AMELIA), 'First');
    const [sarah = '', amelia = ''] = first.rows.map((row) => row.contact ?? '');
    const second = commit(
      read(
        '"Chen, Sarah",sarah@example.com,,,,,Director,VIP,',
        '"Hartley, Amelia",amelia@example.com,,,,,Owner,,yes',
        '"Papas, Olivia",olivia@example.com,,,,,,,',
        '"Rao, Deepak",deepak@example.com,,,,,,,',
        '"Ng, Grace",grace@example.com,,,,,,,',
      ),
      'Second',
    );
    expect(second.counts).toEqual({ rows: 5, imported: 3, updated: 2, refused: 0, skipped: 0 });
    const [olivia = '', deepak = ''] = second.rows.slice(2).map((row) => row.contact ?? '');
    edit(sarah, { jobTitle: 'Partner' });
    edit(olivia, { notes: 'Called' });
    const noted = commitRecords(test.desk, test.person, { words: 'Noted' }, [
      {
        act: 'create',
        kind: 'note',
        id: '01989a00-0000-7000-8000-0000000000aa',
        document: { contact: deepak, deal: null, text: 'Wants a call', pinned: false, at: test.desk.clock.now() },
      },
    ]);
    expect(noted.ok).toBe(true);
    expect(revert(second.import)).toMatchObject({
      ok: true,
      value: {
        state: 'reverted',
        restored: 1,
        removed: 1,
        kept: [
          {
            row: 1,
            contact: sarah,
            name: 'Sarah Chen',
            why: 'As it was before the import: tags. Stays, edited after the import: job title.',
          },
          { row: 3, contact: olivia, why: 'Stays: it was edited after the import.' },
          { row: 4, contact: deepak, why: 'Stays: notes, tasks or other entries were made about it since.' },
        ],
      },
    });
    expect(fields(sarah)).toMatchObject({ jobTitle: 'Partner', tags: [] });
    expect(fields(amelia)).toMatchObject({ jobTitle: null, flags: { doNotContact: false } });
    const listed = batchResult(test.desk, second.import);
    expect(listed.ok && listed.value.rows.map((row) => [row.row, row.result, row.reverted, row.contact])).toEqual([
      [1, 'updated', 'kept', sarah],
      [2, 'updated', 'removed', amelia],
      [3, 'imported', 'kept', olivia],
      [4, 'imported', 'kept', deepak],
      [5, 'imported', 'removed', null],
    ]);
  });

  it('lists contacts that were merged, removed or erased since, and does not bring them back', () => {
    const first = commit(read(SARAH, AMELIA, '"Papas, Olivia",olivia@example.com,,,,,,,'), 'First');
    const [sarah = '', amelia = ''] = first.rows.map((row) => row.contact ?? '');
    const second = commit(read('"Chen, Sarah",sarah@example.com,,,,,Director,,'), 'Second');
    commitRecords(test.desk, test.person, { words: 'Removed' }, [{ act: 'remove', kind: 'contact', id: amelia }]);
    expect(erasePerson(test.desk, test.person, sarah, 'request').ok).toBe(true);
    expect(revert(second.import)).toMatchObject({ ok: true, value: { restored: 1, removed: 0, kept: [] } });
    expect(revert(first.import)).toMatchObject({ ok: true, value: { removed: 1, kept: [] } });
    const listed = batchResult(test.desk, first.import);
    expect(listed.ok && listed.value.rows.map((row) => row.why)).toEqual([
      'Had left the book before the import was reverted.',
      'Had left the book before the import was reverted.',
      'Taken out again when the import was reverted.',
    ]);
    expect(bookOf(test, {}).total).toBe(0);
  });
});

describe('resultFile', () => {
  it('lists every row with its contact as CSV in which no cell starts a formula, and notes that it left', () => {
    commit(read(SARAH), 'First');
    const second = commit(
      read('"Chen, Sarah",sarah@example.com,,,,,Director,,', '"=1+1",formula@example.com,,,,,,,', ',,,Nowhere,,,,,', SARAH),
      '=Größe "2"',
    );
    const file = resultFile(test.desk, test.person, second.import);
    if (!file.ok) throw new Error(file.error.code);
    expect(file.value.name).toBe('import-gro-e-2-2026-08-04.csv');
    const lines = Buffer.from(file.value.base64, 'base64')
      .toString('utf8')
      .split('\r\n')
      .map((line) => line.replace(/,[0-9a-f-]{36}$/u, ',ID'));
    expect(lines).toEqual([
      '\ufeffRow,Result,Contact,Remarks,After the revert,Contact number',
      '1,Updated,Sarah Chen,Changed job title of Sarah Chen.,,ID',
      expect.stringMatching(/^2,Imported,"'=1\+1",/u),
      expect.stringMatching(/^3,Refused,,/u),
      expect.stringMatching(/^4,Left out,,Same e-mail address as row 1\.,,$/u),
      '',
    ]);
    expect(test.desk.db.statement("select detail from exit_log where what = 'contacts.import-result'").all()).toEqual([
      { detail: 'import-gro-e-2-2026-08-04.csv, 4 rows' },
    ]);
    expect(resultFile(test.desk, test.person, 'nothing')).toMatchObject({ ok: false, error: { status: 404 } });
  });
});
