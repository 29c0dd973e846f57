import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { contactQuery } from '../../../contract/contact-list.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { changeContact, createContact } from '../book.ts';
import { blankForm, type ContactForm } from '../form.ts';
import { bookOf } from './book.fixture.ts';
import { fieldsOfContacts, groupContacts, listContacts } from './list.ts';

const people: readonly Partial<ContactForm>[] = [
  {
    givenName: 'Sarah',
    familyName: 'Chen',
    organisation: 'Chen & Co Provisions',
    emails: ['sarah.chen@example.com', 'sarah@home.example'],
    phones: ['0491 570 156'],
    suburb: 'Marrickville',
    postcode: '2204',
    state: 'NSW',
  },
  { givenName: 'Łukasz', familyName: 'Kowalczyk', suburb: 'Epping' },
  { givenName: 'Liam', familyName: 'O’Brien', phones: ['(02) 5550 2101'], abn: '51 824 753 556' },
  { givenName: 'Zoë', familyName: 'Müller', assuranceClient: true },
  { kind: 'organisation', organisation: 'The Hartley Design Trust', doNotContact: true },
];

let test: TestDesk;
const ids: string[] = [];
beforeEach(() => {
  test = openTestDesk();
  ids.length = 0;
  for (const entry of people) {
    const made = createContact(test.desk, test.person, { ...blankForm, ...entry });
    if (!made.ok) throw new Error(made.error.detail);
    ids.push(made.value.id);
    test.advance(1000);
  }
});
afterEach(() => test.close());

const names = (query: z.input<typeof contactQuery> = {}): readonly string[] => bookOf(test, query).rows.map((row) => row.name);

describe('listContacts', () => {
  it('sorts people by family name and everything else by its name', () => {
    expect(names()).toEqual(['Sarah Chen', 'The Hartley Design Trust', 'Łukasz Kowalczyk', 'Zoë Müller', 'Liam O’Brien']);
    expect(names({ sort: '-name' })).toEqual([...names()].toReversed());
  });

  it('sorts by other columns, with blanks last', () => {
    expect(names({ sort: 'suburb' }).slice(0, 2)).toEqual(['Łukasz Kowalczyk', 'Sarah Chen']);
    expect(names({ sort: 'organisation' }).slice(0, 2)).toEqual(['Sarah Chen', 'The Hartley Design Trust']);
    expect(names({ sort: 'added' })[0]).toBe('Sarah Chen');
    expect(names({ sort: '-added' })[0]).toBe('The Hartley Design Trust');
    expect(names({ sort: 'email' })[0]).toBe('Sarah Chen');
    for (const sort of ['stage', 'owner', 'consent', 'referral', 'active', 'changed', 'own-gone', 'height'])
      expect(names({ sort })).toHaveLength(5);
  });

  it.each([
    ['luk', ['Łukasz Kowalczyk']],
    ['mull zo', ['Zoë Müller']],
    ['MÜLLER', ['Zoë Müller']],
    ["o'bri", ['Liam O’Brien']],
    ['obrien', ['Liam O’Brien']],
    ['o brien', ['Liam O’Brien']],
    ['0491 570', ['Sarah Chen']],
    ['+61491570156', ['Sarah Chen']],
    ['491570', ['Sarah Chen']],
    ['02 5550', ['Liam O’Brien']],
    ['51 824 753', ['Liam O’Brien']],
    ['2204', ['Sarah Chen']],
    ['marrick', ['Sarah Chen']],
    ['sarah.chen@ex', ['Sarah Chen']],
    ['provisions chen', ['Sarah Chen']],
    ['chen xyz', []],
    ['%', []],
    ['" OR name:*', []],
  ])('finds by %j', (q, expected) => {
    expect(names({ q })).toEqual(expected);
  });

  it('counts what fits and what there is', () => {
    const list = bookOf(test, { limit: 2, offset: 4 });
    expect([list.rows.length, list.matching, list.total]).toEqual([1, 5, 5]);
    const found = bookOf(test, { q: 'chen' });
    expect([found.rows.length, found.matching, found.total]).toEqual([1, 1, 5]);
    expect(bookOf(test, { q: '%' }).matching).toBe(0);
  });

  it('counts again after a change, and not before', () => {
    expect(bookOf(test, { f: 'suburb:is:Epping' }).matching).toBe(1);
    createContact(test.desk, test.person, { ...blankForm, givenName: 'Mei', familyName: 'Ng', suburb: 'Epping' });
    expect(bookOf(test, { f: 'suburb:is:Epping' }).matching).toBe(2);
  });

  it('shows marks and where sharing stands', () => {
    const { rows } = bookOf(test);
    expect(rows.map((row) => row.flags)).toEqual([[], ['do-not-contact'], [], ['assurance-client'], []]);
    expect(rows[0]?.sharing).toEqual({ state: 'not-asked', words: 'Not asked', rest: null });
    expect(rows[0]?.referral).toBeNull();
  });

  it('shows a changed contact as it is now, and a removed one no more', () => {
    changeContact(test.desk, test.person, ids[1] ?? '', { ...blankForm, givenName: 'Łukasz', familyName: 'Abel', suburb: 'Ryde' }, null);
    expect(names()[0]).toBe('Łukasz Abel');
    expect(names({ f: 'suburb:is:epping' })).toEqual([]);
    expect(names({ f: 'suburb:is:ryde' })).toEqual(['Łukasz Abel']);
  });

  it.each([
    ['email:has:home.example', ['Sarah Chen']],
    ['email:not:sarah@home.example', 4],
    ['phone:starts:04 91', ['Sarah Chen']],
    ['phone:is:0491 570 156', ['Sarah Chen']],
    ['phone:has:2101', ['Liam O’Brien']],
    ['phone:has:nothing', []],
    ['abn:starts:51 824', ['Liam O’Brien']],
    ['name:has:lukasz', ['Łukasz Kowalczyk']],
    ['name:has:%25', []],
    ['name:has:_', []],
    ['suburb:empty', 3],
    ['organisation:filled', 2],
    ['kind:any:organisation|assurance:yes', ['The Hartley Design Trust', 'Zoë Müller']],
    ['kind:any:person;(assurance:yes|region:any:NSW)', ['Sarah Chen', 'Zoë Müller']],
    ['silent:yes', ['The Hartley Design Trust']],
    ['added:last:1', 5],
    ['added:before:2026-08-04', 0],
    ['consent:any:not-asked', 5],
    ['consent:none:not-asked', 0],
    ['owner:empty', 5],
    ['tags:none:VIP', 5],
  ] satisfies (readonly [string, number | readonly string[]])[])('narrows by %s', (f, expected) => {
    const found = names({ f });
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
    expect(bookOf(test, { f }).matching).toBe(found.length);
  });

  it('names what it cannot judge and refuses what it cannot read', () => {
    expect(bookOf(test, { f: 'height:is:2;kind:any:organisation' })).toMatchObject({ leftOut: ['height:is:2'], matching: 1 });
    expect(listContacts(test.desk, test.person, { q: '', f: '((', sort: 'name', offset: 0, limit: 10 })).toMatchObject({
      ok: false,
      error: { code: 'filter-not-readable' },
    });
  });
});

describe('groupContacts', () => {
  it('counts each group, the unknown last', () => {
    const grouped = (group: 'kind' | 'suburb' | 'consent', f = '') => groupContacts(test.desk, test.person, { q: '', f, group });
    expect(grouped('kind')).toEqual({
      ok: true,
      value: {
        groups: [
          { key: 'person', name: 'Person', count: 4 },
          { key: 'organisation', name: 'Organisation', count: 1 },
        ],
        more: false,
        leftOut: [],
      },
    });
    expect(grouped('suburb')).toMatchObject({
      value: {
        groups: [
          { key: 'Epping', name: 'Epping', count: 1 },
          { key: 'Marrickville', name: 'Marrickville', count: 1 },
          { key: null, name: 'Not recorded', count: 3 },
        ],
      },
    });
    expect(grouped('consent', 'assurance:yes')).toMatchObject({ value: { groups: [{ key: 'not-asked', name: 'Not asked', count: 1 }] } });
  });
});

describe('fieldsOfContacts', () => {
  it('lists every field with the choices of the desk', () => {
    const view = fieldsOfContacts(test.desk, test.person);
    expect(view.you).toBe(test.person.person);
    expect(view.fields.find((field) => field.name === 'kind')?.options).toEqual([
      { code: 'person', name: 'Person' },
      { code: 'organisation', name: 'Organisation' },
    ]);
  });
});
