import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DuplicateList } from '../../../contract/duplicates.ts';
import { labelledBook, REPEATED_KINDS } from '../../../domain/duplicate/testing/labelled-book.ts';
import { NO_STANDING } from '../../../domain/contact/document.ts';
import type { Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import { changeContact } from '../../contacts/book.ts';
import { blankForm, contactForm, type ContactForm, formOf } from '../../contacts/form.ts';
import { contactById } from '../../contacts/stored-contact.ts';
import { addContact } from '../../crm/crm.fixture.ts';
import type { JobControl } from '../../jobs.ts';
import { commitRecords } from '../../records/commit.ts';
import type { Refusal } from '../../refusal.ts';
import { mergeRoutes } from '../../routes/merge-routes.ts';
import { openTestApi } from '../../testing/test-api.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { dryRunMerge, mergeContacts } from '../merge-contacts.ts';
import { unmerge } from '../take-back.ts';
import { AT_ONCE, catchUp } from './catch-up.ts';
import { decidePair, duplicateList, duplicateSummary } from './queue.ts';
import { searchBook } from './search-book.ts';
import { similarContacts } from './similar.ts';
import { contactCount } from './stored-pairs.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const value = <T>(result: Result<T, Refusal>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
};
const control = (change: Partial<JobControl> = {}): JobControl => ({
  progress: () => undefined,
  cancelled: () => false,
  breathe: () => Promise.resolve(),
  ...change,
});
const queue = (state: 'open' | 'later' | 'different' = 'open'): DuplicateList =>
  duplicateList(test.desk, { state, offset: 0, limit: 100 }, null);
const names = (state: 'open' | 'later' | 'different' = 'open'): readonly string[] =>
  queue(state).pairs.map(({ left, right }) => [left.name, right.name].toSorted().join(' + '));
const contact = (name: string, over: Parameters<typeof addContact>[3] = {}): string => addContact(test.desk, test.person, name, over);
const email = (address: string) => ({ emails: [{ address, label: null }] });
const merge = (survivor: string, merged: string) => {
  const plan = value(dryRunMerge(test.desk, test.person, { survivor, merged, choices: {} }));
  const revisions = { survivor: plan.survivor.revision, merged: plan.merged.revision };
  return value(mergeContacts(test.desk, test.person, { survivor, merged, choices: {}, revisions }));
};

/** Puts a made-up book into the desk and answers which client each contact is. */
const fill = (seed: number, size: number): ReadonlyMap<string, string> => {
  const clients = new Map<string, string>();
  const steps = labelledBook(seed, size).map(({ client, fields }) => {
    const id = uuidV7(test.desk.entropy, test.desk.clock.now());
    clients.set(id, client);
    return { act: 'create' as const, kind: 'contact', id, document: { ...fields, source: { kind: 'entered' as const }, ...NO_STANDING } };
  });
  value(commitRecords(test.desk, test.person, { words: 'A book' }, steps));
  return clients;
};

describe('the search of the book', () => {
  it('finds in the desk what the pure search finds, keeps what was decided, and can be repeated', async () => {
    const clients = fill(31, 500);
    expect(duplicateSummary(test.desk, null)).toMatchObject({ searchedAt: null, counts: { open: 0 } });
    expect(duplicateSummary(test.desk, null).behind).toBeGreaterThan(AT_ONCE);
    const found = value(await searchBook(test.desk, control()));
    expect(found.contacts).toBe(clients.size);
    const pairs = queue().pairs;
    expect(duplicateSummary(test.desk, null)).toMatchObject({ behind: 0, counts: { open: found.pairs } });
    const wrong = pairs.filter(({ left, right }) => clients.get(left.id) !== clients.get(right.id));
    expect(wrong.length / pairs.length).toBeLessThan(0.1);
    expect(REPEATED_KINDS.length).toBeGreaterThan(0);
    const [first] = pairs;
    if (first === undefined) throw new Error('no pair');
    value(decidePair(test.desk, test.person, { left: first.right.id, right: first.left.id, decision: 'different' }));
    value(await searchBook(test.desk, control()));
    expect(duplicateSummary(test.desk, null).counts).toEqual({ open: found.pairs - 1, later: 0, different: 1 });
  });

  it('tells how many changes wait, also while more come', async () => {
    fill(7, 260);
    expect(duplicateSummary(test.desk, null).behind).toBe(contactCount(test.desk.db));
    value(await searchBook(test.desk, control()));
    fill(8, AT_ONCE + 20);
    const first = duplicateSummary(test.desk, null).behind;
    expect(first).toBeGreaterThan(AT_ONCE);
    contact('Nia Okafor');
    expect(duplicateSummary(test.desk, null).behind).toBe(first + 1);
  });

  it('leaves the pairs as they were when it is stopped', async () => {
    fill(32, 600);
    value(await searchBook(test.desk, control()));
    const before = queue().pairs;
    let asked = 0;
    const stopped = await searchBook(
      test.desk,
      control({
        cancelled: () => {
          asked += 1;
          return asked > 3;
        },
      }),
    );
    expect(stopped).toMatchObject({ ok: false, error: { code: 'search-stopped' } });
    expect(queue().pairs).toEqual(before);
  });

  it('compares one contact at once after each change, as a search of the whole book would', async () => {
    const sarah = contact('Sarah Chen', email('sarah@chen.au'));
    const walker = contact('Tom Walker', email('tom@walker.au'));
    expect(names()).toEqual([]);
    const shell = contact('Sara Chen', email('sarah@chen.au'));
    expect(names()).toEqual(['Sara Chen + Sarah Chen']);
    const [pair] = queue().pairs;
    expect(pair?.reasons.map(({ words }) => words)).toContain('Same e-mail address: sarah@chen.au');

    const form = formOf(contactById(test.desk.db, shell)?.fields ?? (undefined as never));
    value(changeContact(test.desk, test.person, shell, contactForm.parse({ ...form, emails: ['other@chen.au'] }), null));
    expect(names()).toEqual([]);
    value(
      changeContact(test.desk, test.person, walker, contactForm.parse({ ...form, givenName: 'Sarah', emails: ['sarah@chen.au'] }), null),
    );
    expect(names()).toEqual(['Sarah Chen + Sarah Chen']);
    value(await searchBook(test.desk, control()));
    expect(names()).toEqual(['Sarah Chen + Sarah Chen']);
    expect(sarah).not.toBe(walker);
  });

  it('asks no more about a merged pair, and again after it was taken apart', () => {
    const [sarah, shell] = [contact('Sarah Chen', email('sarah@chen.au')), contact('Sarah Chen', email('sarah@chen.au'))];
    expect(names()).toHaveLength(1);
    const { merge: id } = merge(sarah, shell);
    expect(names()).toEqual([]);
    test.advance(1000);
    value(unmerge(test.desk, test.person, id));
    expect(names()).toHaveLength(1);
  });

  it('forgets nobody it was told to erase: keys and pairs go with the contact', () => {
    const shell = contact('Sarah Chen', email('sarah@chen.au'));
    contact('Sarah Chen', email('sarah@chen.au'));
    catchUp(test.desk);
    value(commitRecords(test.desk, test.person, { words: 'x' }, [{ act: 'remove', kind: 'contact', id: shell }]));
    const left = test.desk.db.statement<[string], { readonly count: number }>(
      'select count(*) as count from duplicate_key where contact not in (select no from contact) or ? is null',
    );
    expect(left.get(shell)).toEqual({ count: 0 });
    expect(names()).toEqual([]);
  });
});

describe('decisions about a pair', () => {
  it('take it off the queue, put it off, and can be taken back', () => {
    const [sarah, shell] = [contact('Sarah Chen', email('sarah@chen.au')), contact('Sarah Chen', email('sarah@chen.au'))];
    const pair = { left: sarah, right: shell };
    const later = value(decidePair(test.desk, test.person, { ...pair, decision: 'later' }));
    expect([names().length, names('later').length]).toEqual([0, 1]);
    expect(value(decidePair(test.desk, test.person, { ...pair, decision: 'later' })).undo).toBe(null);
    value(decidePair(test.desk, test.person, { ...pair, decision: 'different' }));
    expect([names('later').length, names('different').length]).toEqual([0, 1]);
    value(decidePair(test.desk, test.person, { ...pair, decision: null }));
    expect(names()).toHaveLength(1);
    expect(later.undo).not.toBe(null);
    expect(decidePair(test.desk, test.person, { ...pair, right: sarah, decision: 'later' })).toMatchObject({
      error: { code: 'contact-unknown' },
    });
  });
});

describe('contacts similar to one that is being entered', () => {
  const similar = (change: Partial<ContactForm>, except: string | null = null) =>
    similarContacts(test.desk, { ...blankForm, ...change }, except).map(({ name, strength }) => `${name}: ${strength}`);

  it('are found as soon as an address is whole, with the reason, and told from those who only share it', () => {
    const sarah = contact('Sarah Chen', email('home@chen.au'));
    expect(similar({ emails: ['home@ch'] })).toEqual([]);
    expect(similar({ emails: ['home@chen.au'] })).toEqual(['Sarah Chen: shares']);
    expect(similar({ givenName: 'Michael', familyName: 'Chen', emails: ['home@chen.au'] })).toEqual(['Sarah Chen: shares']);
    expect(similar({ givenName: 'Sarah', familyName: 'Chen', emails: ['home@chen.au', 'not yet'] })).toEqual(['Sarah Chen: strong']);
    expect(similar({ givenName: 'Sarah', familyName: 'Chen', emails: ['home@chen.au'] }, sarah)).toEqual([]);
  });

  it('are asked for by whoever may edit, through the routes', async () => {
    contact('Sarah Chen', email('home@chen.au'));
    const api = openTestApi(test, mergeRoutes);
    const answer = await api.call('POST', '/contacts/similar', { ...blankForm, emails: ['home@chen.au'], except: null });
    expect(answer.json).toMatchObject({ contacts: [{ name: 'Sarah Chen', reasons: ['Same e-mail address: home@chen.au'] }] });
    expect((await api.call('GET', '/duplicates')).json).toMatchObject({ counts: { open: 0 }, pairs: [] });
    const auditor = openTestApi(test, mergeRoutes, ['auditor']);
    expect((await auditor.call('POST', '/merges/dry-run', { survivor: 'x', merged: 'y' })).status).toBe(403);
  });
});
