import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../ports/entropy.ts';
import { createContact } from './contacts/book.ts';
import { blankForm } from './contacts/form.ts';
import { noteDefinition } from './crm/records/note-record.ts';
import { commitRecords } from './records/commit.ts';
import { undoGroup } from './records/history.ts';
import { indexOlderRecords } from './records/search-index.ts';
import { recordsOf } from './records/stored-record.ts';
import { erasePerson } from './rights/erase.ts';
import { searchDesk } from './search.ts';
import { openTestDesk, type TestDesk } from './testing/test-desk.ts';

let test: TestDesk;
let sarah = '';

const note = (text: string): string => {
  const id = uuidV7(test.desk.entropy, test.desk.clock.now());
  const document = { contact: sarah, deal: null, text, pinned: false, at: test.desk.clock.now() };
  const done = commitRecords(test.desk, test.person, { words: 'Wrote a note' }, [{ act: 'create', kind: 'note', id, document }]);
  if (!done.ok) throw new Error(done.error.detail);
  return done.value.undo;
};
const titles = (typed: string): readonly string[] => searchDesk(test.desk, typed).map((hit) => hit.title);

beforeEach(() => {
  test = openTestDesk();
  const made = createContact(test.desk, test.person, { ...blankForm, givenName: 'Sarah', familyName: 'Chen', phones: ['0491 570 156'] });
  if (!made.ok) throw new Error(made.error.detail);
  sarah = made.value.id;
});
afterEach(() => test.close());

describe('the search over everything', () => {
  it('finds a note by the beginning of any word, without accents, and leads to its contact', () => {
    note('Fit-out of the second café\nO’Brien pays for the oven');
    expect(searchDesk(test.desk, 'cafe')).toEqual([
      { kind: 'work', title: 'Fit-out of the second café', detail: 'note · Sarah Chen', href: `/contacts/${sarah}`, signed: null },
    ]);
    expect(titles('obri oven')).toEqual(['Fit-out of the second café']);
    expect(titles('second oven nowhere')).toEqual([]);
  });

  it('puts the contact before the work with it', () => {
    note('Chen wants an oven');
    expect(titles('chen')).toEqual(['Sarah Chen', 'Chen wants an oven']);
    expect(titles('0491570')).toEqual(['Sarah Chen']);
  });

  it('follows a change, an undo and an erasure', () => {
    const undo = note('Waits for the lease');
    const [held] = recordsOf(test.desk.db, noteDefinition);
    const change = { act: 'change', kind: 'note', id: held?.id ?? '', set: { text: 'Waits for the bank' }, revision: null } as const;
    expect(commitRecords(test.desk, test.person, { words: 'Changed a note' }, [change]).ok).toBe(true);
    expect(titles('lease')).toEqual([]);
    expect(titles('bank')).toEqual(['Waits for the bank']);
    expect(undoGroup(test.desk, test.person, undo).ok).toBe(true);
    expect(titles('bank')).toEqual([]);
    note('Prefers a call');
    expect(erasePerson(test.desk, test.person, sarah, 'request').ok).toBe(true);
    expect(titles('prefers')).toEqual([]);
  });

  it('finds what was written before there was a search', () => {
    note('Keeps the keys of the shop');
    test.desk.db.exec('delete from record_search');
    expect(titles('keys')).toEqual([]);
    expect(indexOlderRecords(test.desk.db, test.desk.kinds)).toBe(1);
    expect(titles('keys')).toEqual(['Keeps the keys of the shop']);
    expect(indexOlderRecords(test.desk.db, test.desk.kinds)).toBe(0);
  });

  it('reads what is typed as words, never as a question to the index', () => {
    note('Anything');
    for (const typed of ['"', 'any* OR', 'title:', 'NEAR(', '((', '%', '   ']) expect(() => titles(typed)).not.toThrow();
  });
});
