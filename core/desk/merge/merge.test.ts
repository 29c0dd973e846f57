import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MergeChoices } from '../../domain/merge/merge-fields.ts';
import { recordOptIn } from '../campaigns/opt-ins.ts';
import { optInsOf } from '../campaigns/opt-ins.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import { relate, relationshipsOf } from '../contacts/relationships/relationships.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { Refusal } from '../refusal.ts';
import type { Result } from '../../domain/result.ts';
import { addActivity, addNote } from '../crm/contact-notes.ts';
import { addContact } from '../crm/crm.fixture.ts';
import { addTask } from '../crm/tasks.ts';
import { rebuildProjections } from '../ledger/rebuild.ts';
import { commitRecords } from '../records/commit.ts';
import { undoGroup } from '../records/history.ts';
import { recordKinds } from '../records/kinds.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { dryRunMerge, mergeContacts } from './merge-contacts.ts';
import { mergeDefinition } from './merge-record.ts';
import { movingFields, SPECIAL_KINDS } from './moving-kinds.ts';
import { currentContact, idsOf } from './redirect.ts';
import { unmerge } from './take-back.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const value = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
};
const contact = (name: string, over: Parameters<typeof addContact>[3] = {}): string => addContact(test.desk, test.person, name, over);
const note = (id: string, text: string): string =>
  value(addNote(test.desk, test.person, { contact: id, deal: null, text, pinned: false })).id;
const task = (id: string, title: string): string =>
  value(
    addTask(test.desk, test.person, {
      contact: id,
      deal: null,
      title,
      text: '',
      owner: `seat:bd-lead` as never,
      due: null,
      remindAt: null,
      priority: 'normal',
    }),
  ).id;
const plan = (survivor: string, merged: string, choices: MergeChoices = {}) =>
  value(dryRunMerge(test.desk, test.person, { survivor, merged, choices }));
const merge = (survivor: string, merged: string, choices: MergeChoices = {}) => {
  const { survivor: one, merged: other } = plan(survivor, merged, choices);
  test.advance(1000);
  const done = value(
    mergeContacts(test.desk, test.person, { survivor, merged, choices, revisions: { survivor: one.revision, merged: other.revision } }),
  );
  test.advance(1000);
  return done;
};
const subjectsOf = (kind: string): readonly (string | null)[] =>
  recordsOf(test.desk.db, recordKinds.get(kind) ?? contactDefinition).map(({ subject }) => subject);
const documentOf = (id: string) => readRecord(test.desk.db, contactDefinition, id)?.document;

describe('a merge', () => {
  it('says beforehand exactly what it then does', () => {
    const [sarah, shell, michael] = [contact('Sarah Chen'), contact('S Chen', { jobTitle: 'Owner' }), contact('Michael Chen')];
    note(shell, 'Called about the bakery');
    task(shell, 'Send the form');
    value(relate(test.desk, test.person, shell, { to: michael, type: 'spouse', note: '' }));
    value(relate(test.desk, test.person, shell, { to: sarah, type: 'sibling', note: '' }));
    const before = plan(sarah, shell);
    expect(before.moves.map(({ kind }) => kind).toSorted()).toEqual(['note', 'relationship', 'task']);
    expect(before.drops).toEqual([
      expect.objectContaining({ kind: 'relationship', why: 'It is between the two, and nobody has a relationship with themselves.' }),
    ]);
    expect(before.fields.find(({ field }) => field === 'jobTitle')).toMatchObject({ survivor: '', merged: 'Owner', result: 'Owner' });
    expect(contactById(test.desk.db, shell)?.id).toBe(shell);

    merge(sarah, shell);
    expect(subjectsOf('note')).toEqual([sarah]);
    expect(subjectsOf('task')).toEqual([sarah]);
    expect(relationshipsOf(test.desk, sarah).map((row) => `${row.words} ${row.name}`)).toEqual(['Spouse Michael Chen']);
    expect(documentOf(sarah)?.jobTitle).toBe('Owner');
    const [record] = recordsOf(test.desk.db, mergeDefinition);
    expect(record?.document.moved).toHaveLength(3);
    expect(record?.document.dropped).toHaveLength(1);
  });

  it('leads the old id to the survivor, through several merges', () => {
    const [one, two, three] = [contact('Sarah Chen'), contact('Sara Chen'), contact('S Chen')];
    merge(two, three);
    merge(one, two);
    expect(currentContact(test.desk.db, three)).toBe(one);
    expect(contactById(test.desk.db, three)?.id).toBe(one);
    expect(idsOf(test.desk.db, one).toSorted()).toEqual([one, two, three].toSorted());
    expect(dryRunMerge(test.desk, test.person, { survivor: one, merged: three, choices: {} })).toMatchObject({
      error: { code: 'merge-with-itself' },
    });
  });

  it('of three records one after the other keeps what each had', () => {
    const ids = ['a@x.au', 'b@x.au', 'c@x.au'].map((address) => contact('Sarah Chen', { emails: [{ address, label: null }] }));
    const [one = '', two = '', three = ''] = ids;
    for (const id of ids) note(id, `about ${id}`);
    merge(one, two);
    merge(one, three);
    expect(documentOf(one)?.emails.map(({ address }) => address)).toEqual(['a@x.au', 'b@x.au', 'c@x.au']);
    expect(subjectsOf('note')).toEqual([one, one, one]);
  });

  it('refuses a preview that is no longer true, a stranger, and a person without the permission', () => {
    const [sarah, shell] = [contact('Sarah Chen'), contact('S Chen')];
    const seen = plan(sarah, shell);
    commitRecords(test.desk, test.person, { words: 'x' }, [
      { act: 'change', kind: 'contact', id: shell, set: { jobTitle: 'Chef' }, revision: null },
    ]);
    const input = {
      survivor: sarah,
      merged: shell,
      choices: {},
      revisions: { survivor: seen.survivor.revision, merged: seen.merged.revision },
    };
    expect(mergeContacts(test.desk, test.person, input)).toMatchObject({
      error: { code: 'changed-in-between', kept: 'Nothing was merged.' },
    });
    expect(
      dryRunMerge(test.desk, test.person, { survivor: sarah, merged: '01890000-0000-7000-8000-00000000dead', choices: {} }),
    ).toMatchObject({
      error: { code: 'contact-unknown' },
    });
    expect(contactById(test.desk.db, shell)?.id).toBe(shell);
  });

  it('lets the stricter count: flags, and a withdrawn consent to marketing for both', () => {
    const flags = { assuranceClient: true, doNotContact: true, deceased: false };
    const [sarah, shell] = [contact('Sarah Chen'), contact('S Chen', { flags })];
    const asked = { basis: 'express', evidence: 'Form of 3 Aug 2026' } as const;
    value(recordOptIn(test.desk, test.person, sarah, asked));
    const other = value(recordOptIn(test.desk, test.person, shell, asked));
    commitRecords(test.desk, test.person, { words: 'x' }, [
      { act: 'change', kind: 'marketing-consent', id: other.id, set: { withdrawnAt: test.desk.clock.now() }, revision: null },
    ]);
    expect(plan(sarah, shell).narrows).toHaveLength(1);
    const { merge: id } = merge(sarah, shell, { 'flags.doNotContact': { take: 'survivor' } });
    expect(documentOf(sarah)?.flags).toEqual(flags);
    expect([...optInsOf(test.desk, [sarah]).values()].every(({ withdrawn }) => withdrawn)).toBe(true);
    value(unmerge(test.desk, test.person, id));
    expect(optInsOf(test.desk, [sarah]).get(sarah)).toEqual({ basis: 'express', withdrawn: false });
    expect(documentOf(sarah)?.flags.doNotContact).toBe(false);
  });

  it('moves records of every kind by the field that names the contact, but for the kinds that are named', () => {
    expect(Object.keys(SPECIAL_KINDS).filter((kind) => !recordKinds.has(kind))).toEqual([]);
    expect(movingFields('legal-hold', { contact: 'a' }, 'a')).toEqual(['contact']);
    expect(movingFields('legal-hold', { contact: 'b' }, 'a')).toEqual([]);
    expect(movingFields('suppression', { contact: 'a' }, 'a')).toEqual([]);
  });

  it('can be folded again from its operations', async () => {
    const [sarah, shell, michael] = [contact('Sarah Chen'), contact('S Chen'), contact('Michael Chen')];
    note(shell, 'x');
    value(relate(test.desk, test.person, shell, { to: michael, type: 'spouse', note: '' }));
    const first = merge(sarah, shell);
    value(unmerge(test.desk, test.person, first.merge));
    merge(sarah, shell);
    const control = { progress: () => undefined, cancelled: () => false, breathe: () => Promise.resolve() };
    expect(value(await rebuildProjections(test.desk, control)).tables.filter((table) => table.live !== table.rebuilt)).toEqual([]);
  });
});

describe('an un-merge', () => {
  it('brings both back as they were', () => {
    const [sarah, shell, michael] = [contact('Sarah Chen'), contact('S Chen', { jobTitle: 'Owner' }), contact('Michael Chen')];
    const moved = note(shell, 'Called about the bakery');
    value(relate(test.desk, test.person, michael, { to: shell, type: 'spouse', note: '' }));
    value(relate(test.desk, test.person, shell, { to: sarah, type: 'sibling', note: '' }));
    const before = [documentOf(sarah), documentOf(shell)];
    const { merge: id } = merge(sarah, shell);
    const done = value(unmerge(test.desk, test.person, id));
    expect(done).toMatchObject({ survivor: sarah, restored: shell, kept: [], added: [] });
    expect([documentOf(sarah), documentOf(shell)]).toEqual(before);
    expect(contactById(test.desk.db, shell)?.id).toBe(shell);
    expect(recordsOf(test.desk.db, recordKinds.get('note') ?? contactDefinition)).toMatchObject([{ id: moved, subject: shell }]);
    expect(relationshipsOf(test.desk, shell).map((row) => row.name)).toEqual(['Sarah Chen', 'Michael Chen']);
  });

  it('leaves what was changed or added since, and lists it', () => {
    const [sarah, shell] = [contact('Sarah Chen'), contact('S Chen', { jobTitle: 'Owner', department: 'Bakery' })];
    const { merge: id } = merge(sarah, shell);
    commitRecords(test.desk, test.person, { words: 'x' }, [
      { act: 'change', kind: 'contact', id: sarah, set: { jobTitle: 'Baker' }, revision: null },
    ]);
    const added = value(
      addActivity(test.desk, test.person, {
        contact: sarah,
        deal: null,
        type: 'call',
        at: test.desk.clock.now() as never,
        minutes: 5,
        direction: 'in',
        subject: 'Asked for a quote',
        text: '',
      }),
    ).id;
    const done = value(unmerge(test.desk, test.person, id));
    expect(done.kept).toEqual([
      expect.objectContaining({ record: sarah, why: 'jobTitle: changed since the merge'.replace('jobTitle', 'job title') }),
    ]);
    expect(done.added).toEqual([expect.objectContaining({ record: added })]);
    expect(documentOf(sarah)).toMatchObject({ jobTitle: 'Baker', department: null });
    expect(documentOf(shell)).toMatchObject({ jobTitle: 'Owner', department: 'Bakery' });
  });

  it('is what undo does with a merge, once, and undo of it says what to do', () => {
    const [sarah, shell] = [contact('Sarah Chen'), contact('S Chen')];
    const { undo } = merge(sarah, shell);
    const back = value(undoGroup(test.desk, test.person, undo));
    expect(contactById(test.desk.db, shell)?.id).toBe(shell);
    expect(undoGroup(test.desk, test.person, undo)).toMatchObject({ error: { code: 'undone-before' } });
    expect(undoGroup(test.desk, test.person, back.undo)).toMatchObject({ error: { code: 'not-by-undo' } });
  });

  it('waits for the later merge of the survivor', () => {
    const [one, two, three] = [contact('Sarah Chen'), contact('Sara Chen'), contact('S Chen')];
    const first = merge(two, three);
    const second = merge(one, two);
    expect(unmerge(test.desk, test.person, first.merge)).toMatchObject({ error: { code: 'merge-survivor-merged' } });
    value(unmerge(test.desk, test.person, second.merge));
    value(unmerge(test.desk, test.person, first.merge));
    expect([one, two, three].map((id) => contactById(test.desk.db, id)?.id)).toEqual([one, two, three]);
    expect(unmerge(test.desk, test.person, first.merge)).toMatchObject({ error: { code: 'merge-unknown' } });
  });

  it('of one of three leaves the others together', () => {
    const [one, two, three] = [contact('Sarah Chen'), contact('Sara Chen'), contact('S Chen')];
    const first = merge(one, two);
    merge(one, three);
    value(unmerge(test.desk, test.person, first.merge));
    expect([two, three].map((id) => currentContact(test.desk.db, id))).toEqual([two, one]);
  });
});
