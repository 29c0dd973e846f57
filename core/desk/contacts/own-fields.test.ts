import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chip } from '../../domain/contact/filter/filter.ts';
import { filterText } from '../../domain/contact/filter/filter-text.ts';
import type { OwnField } from '../../domain/contact/own-field.ts';
import { undoGroup } from '../records/history.ts';
import { changeSetting } from '../settings/store.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { changeContact, createContact } from './book.ts';
import { contactPage } from './contact-page.ts';
import { blankForm } from './form.ts';
import { bookOf } from './list/book.fixture.ts';
import { changeCell } from './list/cell.ts';
import { fieldsOfContacts } from './list/list.ts';
import { ownFieldsSetting } from './own-fields.ts';

const FIELDS: readonly OwnField[] = [
  { code: 'program', name: 'Bookkeeping program', type: 'choice', choices: ['Xero', 'MYOB'] },
  { code: 'review', name: 'Next review', type: 'date', choices: [] },
  { code: 'fee', name: 'Fee agreed', type: 'number', choices: [] },
  { code: 'portal', name: 'Uses the portal', type: 'yes-no', choices: [] },
];

let test: TestDesk;
let sarah = '';

const set = (fields: readonly OwnField[]): void => {
  const done = changeSetting(test.desk, test.person, ownFieldsSetting, { fields: [...fields] }, { takesEffect: null, note: '' });
  expect(done.ok).toBe(true);
};
const form = (givenName: string, own: Record<string, string>) => ({ ...blankForm, givenName, familyName: 'Chen', facts: { own } });
const add = (given: string, own: Record<string, string>): string => {
  const made = createContact(test.desk, test.person, form(given, own));
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.id;
};
const names = (chip: Chip, sort = 'name') =>
  bookOf(test, { f: filterText({ match: 'all', parts: [chip] }), sort }).rows.map((row) => row.name);
const ownOf = (id: string): unknown => {
  const page = contactPage(test.desk, test.person, id, () => new Map());
  return page.ok ? page.value.facts.own : page.error;
};

beforeEach(() => {
  test = openTestDesk();
  set(FIELDS);
  sarah = add('Sarah', { program: 'Xero', review: '4 Aug 2026', fee: '1,200', portal: 'yes' });
  add('Ines', { program: 'MYOB', fee: '800.50' });
  add('Noah', {});
});
afterEach(() => test.close());

describe('fields of the practice’s own', () => {
  it('are kept by type and shown as they are typed', () => {
    expect(ownOf(sarah)).toEqual({ program: 'Xero', review: '2026-08-04', fee: '1200', portal: 'yes' });
  });

  it('refuse what does not fit, by field', () => {
    const refused = createContact(test.desk, test.person, form('Mia', { program: 'QuickBooks', fee: 'plenty' }));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'contact-not-valid', issues: [{ path: 'facts.own.program' }, { path: 'facts.own.fee' }] },
    });
  });

  it('narrow and order the list', () => {
    expect(names({ field: 'own-program', op: 'any', values: ['Xero'] })).toEqual(['Sarah Chen']);
    expect(names({ field: 'own-portal', op: 'yes', values: [] })).toEqual(['Sarah Chen']);
    expect(names({ field: 'own-fee', op: 'between', values: ['500', '1000'] })).toEqual(['Ines Chen']);
    expect(names({ field: 'own-review', op: 'filled', values: [] })).toEqual(['Sarah Chen']);
    expect(bookOf(test, { sort: 'own-fee' }).rows.map((row) => row.name)).toEqual(['Ines Chen', 'Sarah Chen', 'Noah Chen']);
    expect(bookOf(test, {}).rows.find((row) => row.id === sarah)?.own).toMatchObject({ program: 'Xero', portal: 'yes' });
  });

  it('are changed in a cell of the list, and taken back', () => {
    const changed = changeCell(test.desk, test.person, sarah, { column: 'own-program', value: 'MYOB', revision: 1 });
    expect(changed).toMatchObject({ ok: true, value: { row: { own: { program: 'MYOB', fee: '1200' } } } });
    if (changed.ok && changed.value.undo !== null) undoGroup(test.desk, test.person, changed.value.undo);
    expect(ownOf(sarah)).toMatchObject({ program: 'Xero' });
    expect(changeCell(test.desk, test.person, sarah, { column: 'own-program', value: 'Reckon', revision: 3 })).toMatchObject({
      ok: false,
      error: { code: 'contact-not-valid' },
    });
  });

  it('keep what is recorded while a field is out of the settings, and show it when it returns', () => {
    set(FIELDS.slice(1));
    expect(fieldsOfContacts(test.desk, test.person).fields.map((field) => field.name)).not.toContain('own-program');
    expect(changeContact(test.desk, test.person, sarah, form('Sarah', { program: 'Xero', fee: '1300' }), null).ok).toBe(true);
    expect(changeContact(test.desk, test.person, sarah, form('Sarah', { program: 'MYOB' }), null)).toMatchObject({ ok: false });
    set(FIELDS);
    expect(names({ field: 'own-program', op: 'any', values: ['Xero'] })).toEqual(['Sarah Chen']);
    expect(ownOf(sarah)).toMatchObject({ program: 'Xero', fee: '1300' });
  });
});
