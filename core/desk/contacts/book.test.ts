import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactView } from '../../contract/contacts.ts';
import { openTestDesk, type TestDesk } from '../testing/test-desk.ts';
import { changeContact, createContact } from './book.ts';
import { contactPage } from './contact-page.ts';
import { findClient } from './find-client.ts';
import { blankForm, type ContactForm } from './form.ts';
import { searchContacts } from './search.ts';

const nobody = () => new Map<string, never>();
const people: readonly Partial<ContactForm>[] = [
  {
    givenName: 'Sarah',
    familyName: 'Chen',
    organisation: 'Chen & Co Provisions',
    emails: ['sarah.chen@example.com'],
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

const id = (at: number): string => ids[at] ?? '';
const page = (at: number) => {
  const read = contactPage(test.desk, test.person, id(at), nobody);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
};

describe('searchContacts', () => {
  it('finds names first and nothing where nothing was typed', () => {
    const hits = searchContacts(test.desk, 'har', 5);
    expect(hits).toEqual([
      {
        kind: 'contact',
        title: 'The Hartley Design Trust',
        detail: '',
        href: `/contacts/${id(4)}`,
        signed: null,
      },
    ]);
    expect(searchContacts(test.desk, 'chen', 5)[0]?.detail).toBe('Chen & Co Provisions · Marrickville');
    expect(searchContacts(test.desk, ' ', 5)).toEqual([]);
    expect(searchContacts(test.desk, '(((', 5)).toEqual([]);
  });
});

describe('contactPage', () => {
  it('shows a contact, where it came from, and its neighbours', () => {
    const sarah = page(0);
    expect(contactView.safeParse(sarah).error).toBeUndefined();
    expect(sarah).toMatchObject({
      name: 'Sarah Chen',
      previous: null,
      next: id(4),
      revision: 1,
      source: { batch: null, name: 'Entered by Priya Nair', row: null },
    });
    expect(page(2)).toMatchObject({ previous: id(3), next: null });
    expect(sarah.timeline.map((line) => line.words)).toEqual(['Entered by Priya Nair.']);
  });

  it('says when there is no such contact', () => {
    expect(contactPage(test.desk, test.person, 'nobody', nobody)).toMatchObject({
      ok: false,
      error: { status: 404, code: 'contact-unknown' },
    });
  });
});

describe('changeContact', () => {
  it('records each change with before and after, and finds the contact by its new words only', () => {
    const form = { ...page(0).fields, familyName: 'Chén-Wong', suburb: 'Ryde', note: 'Called' };
    expect(changeContact(test.desk, test.person, id(0), form, 1)).toMatchObject({
      ok: true,
      value: { id: id(0), revision: 2 },
    });
    expect(page(0).timeline.map((line) => line.words)).toEqual([
      'Priya Nair changed address from “Marrickville NSW 2204” to “Ryde NSW 2204”; changed name from “Sarah Chen” to “Sarah Chén-Wong”; changed family name from “Chen” to “Chén-Wong”; added the note.',
      'Entered by Priya Nair.',
    ]);
    expect(searchContacts(test.desk, 'wong', 5).map((hit) => hit.title)).toEqual(['Sarah Chén-Wong']);
    expect(searchContacts(test.desk, 'marrickville', 5)).toEqual([]);
  });

  it('records nothing where nothing changed', () => {
    expect(changeContact(test.desk, test.person, id(0), page(0).fields, 1)).toEqual({
      ok: true,
      value: { id: id(0), revision: 1, undo: null },
    });
    expect(page(0).timeline.length).toBe(1);
  });

  it('refuses when somebody else saved first', () => {
    changeContact(test.desk, { ...test.person, name: 'Tom Walsh' }, id(0), { ...page(0).fields, note: 'Tom was here' }, 1);
    const late = changeContact(test.desk, test.person, id(0), { ...page(0).fields, note: 'Mine' }, 1);
    expect(late).toMatchObject({
      ok: false,
      error: { status: 409, code: 'changed-in-between', detail: 'Tom Walsh changed note to “Tom was here”; you entered “Mine”.' },
    });
    expect(page(0).fields.note).toBe('Tom was here');
  });

  it('leaves everything as it was when an entry does not fit', () => {
    const refused = changeContact(test.desk, test.person, id(0), { ...page(0).fields, emails: ['nothing'], note: 'x' }, 1);
    expect(refused).toMatchObject({
      ok: false,
      error: { status: 422, where: 'emails.0', kept: 'Nothing was saved.' },
    });
    expect(page(0)).toMatchObject({ revision: 1, fields: { note: '' } });
  });

  it('changes nothing on a desk in recovery', () => {
    const desk = { ...test.desk, recovery: { why: 'The ledger is older than what this desk acknowledged.' } };
    expect(createContact(desk, test.person, { ...blankForm, givenName: 'X' })).toMatchObject({
      ok: false,
      error: { status: 423 },
    });
    expect(changeContact(desk, test.person, id(0), page(0).fields, 1)).toMatchObject({
      ok: false,
      error: { status: 423 },
    });
  });
});

describe('findClient', () => {
  it('gives a referral what it needs and no more', () => {
    expect(findClient(test.desk, id(0))).toEqual({
      contact: id(0),
      name: 'Sarah Chen',
      givenName: 'Sarah',
      emails: ['sarah.chen@example.com'],
      phones: ['0491 570 156'],
      assuranceClient: false,
      doNotContact: false,
    });
    expect(findClient(test.desk, 'nobody')).toBeUndefined();
  });
});

describe('a referral partner', () => {
  it('is a practice of the register, and what the form does not say stays', () => {
    const stranger = { ...blankForm, givenName: 'Max', familyName: 'Lowe', facts: { partner: '019a224b-2000-7000-8000-000000000001' } };
    expect(createContact(test.desk, test.person, stranger)).toMatchObject({
      ok: false,
      error: { code: 'contact-not-valid', where: 'facts.partner' },
    });
    expect(createContact(test.desk, test.person, { ...stranger, facts: { partner: '' } }).ok).toBe(true);
  });
});
