import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Filter } from '../../../domain/contact/filter/filter.ts';
import { readFilterText } from '../../../domain/contact/filter/filter-text.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { addContacts } from './book.fixture.ts';
import { contactsIn } from './segment.ts';

let test: TestDesk;

beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const filter = (text: string): Filter => {
  const read = readFilterText(text);
  if (!read.ok) throw new Error('the filter cannot be read');
  return read.value;
};

it('holds every contact that the filter selects, by name', () => {
  const many = addContacts(
    test,
    Array.from({ length: 300 }, (_, at) => ({ displayName: `Zoe ${String(1000 + at)}`, tags: ['VIP'] })),
  );
  const [ann] = addContacts(test, [{ displayName: 'Ann Abel', tags: ['VIP'] }, { displayName: 'Ben Other' }]);
  expect(contactsIn(test.desk, test.person, filter('tags:any:VIP'))).toEqual({ ok: true, value: [ann, ...many] });
});

it('is refused when a part of it cannot be judged, never read wider', () => {
  addContacts(test, [{ displayName: 'Ann Abel' }]);
  expect(contactsIn(test.desk, test.person, filter('no-such-field:any:VIP'))).toMatchObject({
    ok: false,
    error: { code: 'filter-not-judged', where: 'segment' },
  });
});
