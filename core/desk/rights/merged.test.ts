import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addNote } from '../crm/contact-notes.ts';
import { addContact, registerWithTom } from '../crm/crm.fixture.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import { relate } from '../contacts/relationships/relationships.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { dryRunMerge, mergeContacts } from '../merge/merge-contacts.ts';
import { unmerge } from '../merge/take-back.ts';
import { applyRetention, retentionPreview } from '../privacy/retention.ts';
import { addEntry } from '../privacy/registers.ts';
import { legalHoldDefinition } from '../privacy/privacy-records.ts';
import { undoGroup } from '../records/history.ts';
import { recordKinds } from '../records/kinds.ts';
import { readRecord, recordsOf } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import type { Result } from '../../domain/result.ts';
import { jobsNow } from '../testing/jobs-now.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { rowsSaying } from './rows-saying.fixture.ts';
import { erasePerson, planErasure, reapplyErasures } from './erase.ts';

const DAY = 86_400_000;
/** Words that nothing but the merged contact says. */
const [NAME, EMAIL, NOTE] = ['Zyxquorn Chen', 'zyxquorn@sample.example', 'Qwertwix prefers mornings'];

let test: TestDesk;
let desk: DeskContext;
let priya: SignedInPerson;
beforeEach(() => {
  test = openTestDesk();
  priya = test.person;
  const register = registerWithTom(test.desk, priya.person, ['principal']);
  desk = { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
});
afterEach(() => test.close());

const value = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
};

/** Merges a contact with a note and a relationship into another; the survivor takes nothing of its name. */
const merged = () => {
  const survivor = addContact(desk, priya, 'Sarah Chen', { emails: [{ address: 'sarah@sample.example', label: null }] });
  const gone = addContact(desk, priya, NAME, { emails: [{ address: EMAIL, label: null }] });
  const other = addContact(desk, priya, 'Wei Lin');
  value(addNote(desk, priya, { contact: gone, deal: null, text: NOTE, pinned: false }));
  value(relate(desk, priya, gone, { to: other, type: 'spouse', note: `About ${NAME}` }));
  const plan = value(dryRunMerge(desk, priya, { survivor, merged: gone, choices: {} }));
  test.advance(1000);
  const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
  const done = value(mergeContacts(desk, priya, { survivor, merged: gone, choices: {}, revisions }));
  test.advance(1000);
  return { survivor, gone, other, merge: done.merge, undo: done.undo };
};

describe('an erasure of a contact that another was merged into', () => {
  it('leaves nothing of either, nor a way back', () => {
    const { survivor, gone, merge, undo } = merged();
    for (const words of [NAME, EMAIL, NOTE]) expect(rowsSaying(desk.db, words).length, words).toBeGreaterThan(0);
    expect(planErasure(desk, survivor).mentions).toEqual([]);
    expect(erasePerson(desk, priya, survivor, 'request')).toMatchObject({ ok: true, value: { complete: true } });
    for (const words of [NAME, EMAIL, NOTE, 'Sarah Chen', 'sarah@sample.example']) expect(rowsSaying(desk.db, words), words).toEqual([]);
    expect(readRecord(desk.db, contactDefinition, gone)).toBeUndefined();
    expect(desk.erasures.read().toSorted()).toEqual([survivor, gone].toSorted());
    expect(rowsSaying(desk.db, 'Wei Lin').length).toBeGreaterThan(0);
    const refused = unmerge(desk, priya, merge);
    expect(refused).toMatchObject({ ok: false, error: { code: 'merge-unknown', kept: 'Nothing was changed.' } });
    expect(!refused.ok && refused.error.detail).toContain('an erased person does not come back');
    expect(undoGroup(desk, priya, undo)).toMatchObject({ ok: false });
    expect(rowsSaying(desk.db, NAME)).toEqual([]);
  });

  it('names records of others that quote the merged one', () => {
    const { survivor, other } = merged();
    const note = value(addNote(desk, priya, { contact: other, deal: null, text: `Friend of ${NAME}`, pinned: false })).id;
    expect(planErasure(desk, survivor).mentions).toEqual([{ kind: 'note', record: note, subject: other, name: 'Wei Lin' }]);
  });

  it('is held back by a hold that was set on the merged one', () => {
    const survivor = addContact(desk, priya, 'Sarah Chen');
    const gone = addContact(desk, priya, NAME);
    value(addEntry(desk, priya, legalHoldDefinition, { contact: gone, reason: 'Claim', since: '2026-08-04', lifted: null }));
    const plan = value(dryRunMerge(desk, priya, { survivor, merged: gone, choices: {} }));
    const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
    value(mergeContacts(desk, priya, { survivor, merged: gone, choices: {}, revisions }));
    expect(erasePerson(desk, priya, survivor, 'request')).toMatchObject({ ok: false, error: { code: 'legal-hold' } });
  });

  it('is finished on a database that has forgotten it', () => {
    const { survivor, gone } = merged();
    desk.erasures.add([survivor, gone]);
    reapplyErasures(desk);
    for (const words of [NAME, EMAIL, NOTE]) expect(rowsSaying(desk.db, words), words).toEqual([]);
  });
});

describe('retention of a merged contact', () => {
  it('does not take what moved along with it, and goes with the contact that remained', async () => {
    const { survivor, gone } = merged();
    test.advance(31 * DAY);
    expect(retentionPreview(desk)).toMatchObject({ remove: 0, erase: 0, first: [] });
    value(await jobsNow((control) => applyRetention(desk, priya, control)));
    expect(recordsOf(desk.db, recordKinds.get('note') ?? contactDefinition)).toMatchObject([{ subject: survivor, removedAt: null }]);
    expect(readRecord(desk.db, contactDefinition, gone)).toBeDefined();

    test.advance(8 * 366 * DAY);
    expect(retentionPreview(desk).first.map(({ contact }) => contact)).toEqual(expect.arrayContaining([survivor]));
    value(await jobsNow((control) => applyRetention(desk, priya, control)));
    test.advance(31 * DAY);
    value(await jobsNow((control) => applyRetention(desk, priya, control)));
    for (const words of [NAME, EMAIL, NOTE]) expect(rowsSaying(desk.db, words), words).toEqual([]);
  });
});
