import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyOfRecord, undoGroup } from '../../records/history.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { createContact } from '../book.ts';
import { blankForm, type ContactForm } from '../form.ts';
import { relate, relationshipsOf, unrelate } from './relationships.ts';

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const contact = (fields: Partial<ContactForm>): string => {
  const made = createContact(test.desk, test.person, { ...blankForm, ...fields });
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.id;
};
const seen = (id: string): readonly string[] => relationshipsOf(test.desk, id).map((row) => `${row.words}: ${row.name}`);

describe('relationships', () => {
  it('are read from both sides in the words of each', () => {
    const sarah = contact({ givenName: 'Sarah', familyName: 'Chen' });
    const company = contact({ kind: 'organisation', organisation: 'Chen & Co Provisions Pty Ltd' });
    expect(relate(test.desk, test.person, company, { to: sarah, type: 'director', note: '60 % holder' }).ok).toBe(true);
    expect(seen(company)).toEqual(['Director: Sarah Chen']);
    expect(seen(sarah)).toEqual(['Director of: Chen & Co Provisions Pty Ltd']);
  });

  it('are kept once, whichever side they are entered from', () => {
    const [sarah, michael] = [contact({ givenName: 'Sarah' }), contact({ givenName: 'Michael' })];
    relate(test.desk, test.person, sarah, { to: michael, type: 'spouse', note: '' });
    expect(relate(test.desk, test.person, michael, { to: sarah, type: 'spouse', note: '' })).toMatchObject({
      ok: false,
      error: { code: 'relationship-known' },
    });
    expect(relate(test.desk, test.person, sarah, { to: sarah, type: 'spouse', note: '' })).toMatchObject({
      ok: false,
      error: { code: 'record-not-valid', where: 'to' },
    });
  });

  it('may run in a circle, go away and come back by undo', () => {
    const [one, two, three] = [contact({ givenName: 'A' }), contact({ givenName: 'B' }), contact({ givenName: 'C' })];
    for (const [from, to] of [
      [one, two],
      [two, three],
      [three, one],
    ] as const)
      relate(test.desk, test.person, from, { to, type: 'guardian', note: '' });
    expect(seen(one)).toEqual(['Acts for: C', 'Guardian or attorney: B']);
    const id = relationshipsOf(test.desk, one)[1]?.id ?? '';
    const away = unrelate(test.desk, test.person, id);
    expect(seen(two)).toEqual(['Guardian or attorney: C']);
    undoGroup(test.desk, test.person, away.ok ? away.value.undo : '');
    expect(seen(two)).toHaveLength(2);
    expect(historyOfRecord(test.desk, 'relationship', id)).toMatchObject({ ok: true, value: { entries: [{ act: 'return' }, {}, {}] } });
  });
});
