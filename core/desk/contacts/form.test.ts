import { describe, expect, it } from 'vitest';
import { contactFieldsSchema, type ContactFields } from '../../domain/contact/contact.ts';
import { factsOf } from './form-facts.ts';
import { blankForm, type ContactForm, fieldsFromForm, formOf } from './form.ts';

const sarah: ContactForm = {
  ...blankForm,
  givenName: 'Sarah',
  familyName: 'Chen',
  emails: ['Sarah.Chen@Example.com'],
  phones: ['0491 570 156'],
  abn: '51 824 753 556',
  street: '12 Illawarra Rd',
  suburb: 'Marrickville',
  state: 'nsw',
  postcode: '2204',
  note: 'Prefers mornings',
};

const taken = (form: ContactForm, before: ContactFields | null = null): ContactFields => {
  const read = fieldsFromForm(form, before, '2026-08-04');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};
const refused = (form: ContactForm, before: ContactFields | null = null): readonly string[] => {
  const read = fieldsFromForm(form, before, '2026-08-04');
  return read.ok ? [] : read.error.map((issue) => issue.path);
};

describe('fieldsFromForm', () => {
  it('makes a contact that fits its schema', () => {
    const fields = taken(sarah);
    expect(contactFieldsSchema.safeParse(fields).error).toBeUndefined();
    expect(fields).toMatchObject({
      displayName: 'Sarah Chen',
      entity: 'individual',
      abn: '51824753556',
      emails: [{ address: 'Sarah.Chen@example.com' }],
      phones: [{ e164: '+61491570156' }],
    });
    expect(fields.addresses[0]).toMatchObject({
      lines: ['12 Illawarra Rd'],
      region: 'NSW',
      postcode: '2204',
    });
  });

  it('makes an organisation and guesses its kind by its name', () => {
    expect(taken({ ...blankForm, kind: 'organisation', organisation: 'Ng Family Trust' })).toMatchObject({
      kind: 'organisation',
      entity: 'trust',
      displayName: 'Ng Family Trust',
      name: null,
    });
  });

  it.each<[string, Partial<ContactForm>, string]>([
    ['no name', { givenName: ' ', familyName: '' }, 'familyName'],
    ['an organisation without name', { kind: 'organisation', givenName: '', familyName: '' }, 'organisation'],
    ['an organisation with a given name', { kind: 'organisation', organisation: 'Chen Pty Ltd' }, 'givenName'],
    ['an address without @', { emails: ['sarah.chen'] }, 'emails.0'],
    ['a second address that is empty', { emails: ['a@b.example', ''] }, 'emails.1'],
    ['a number without area code', { phones: ['5550 2101'] }, 'phones.0'],
    ['a number without its 0', { phones: ['491570156'] }, 'phones.0'],
    ['words for a number', { phones: ['call me'] }, 'phones.0'],
    ['an ABN with a wrong digit', { abn: '51 824 753 557' }, 'abn'],
    ['a short ABN', { abn: '51 824' }, 'abn'],
    ['a postcode of three digits', { postcode: '204' }, 'postcode'],
    ['a tax file number in the note', { note: 'TFN: 123 456 782' }, 'note'],
  ])('refuses %s', (_, change, path) => {
    expect(refused({ ...sarah, ...change })).toEqual([path]);
  });

  it('names every entry that does not fit', () => {
    expect(refused({ ...sarah, emails: ['x'], phones: ['y'], abn: '1' })).toEqual(['emails.0', 'phones.0', 'abn']);
  });

  it('keeps what the form does not show', () => {
    const before: ContactFields = {
      ...taken(sarah),
      displayName: 'Sarah J Chen',
      emails: [{ address: 'sarah.chen@example.com', label: 'Work' }],
      phones: [{ raw: '5550 2101', e164: null, extension: null, label: 'Home' }],
      addresses: [
        {
          label: 'Postal',
          attention: null,
          lines: ['Level 1', '2 High St'],
          locality: 'Epping',
          region: 'NSW',
          postcode: '2121',
          country: 'Australia',
          formatted: null,
        },
        {
          label: 'Home',
          attention: null,
          lines: ['9 Low St'],
          locality: null,
          region: null,
          postcode: null,
          country: null,
          formatted: null,
        },
      ],
      tags: ['VIP'],
      unread: [{ column: 'ABN', text: '123' }],
      flags: { assuranceClient: false, doNotContact: false, deceased: true },
    };
    expect(taken(formOf(before), before)).toEqual(before);
    const after = taken({ ...formOf(before), note: 'New', suburb: 'Ryde' }, before);
    expect(after).toEqual({
      ...before,
      notes: 'New',
      addresses: [{ ...before.addresses[0], locality: 'Ryde' }, before.addresses[1]],
    });
  });

  it('keeps the name of a couple that was never split', () => {
    const couple: ContactFields = {
      ...taken(sarah),
      entity: 'couple',
      displayName: 'Martin & Joanne Ashby',
      name: null,
    };
    expect(taken({ ...formOf(couple), doNotContact: true }, couple)).toEqual({
      ...couple,
      flags: { ...couple.flags, doNotContact: true },
    });
  });
});

describe('facts of a form', () => {
  const company = { ...blankForm, kind: 'organisation', organisation: 'Chen & Co Provisions Pty Ltd' } as const;

  it('are shown as they are read, and stay where a form leaves them out', () => {
    const facts = {
      entity: 'individual',
      legalName: 'Sarah Mei Chen',
      jobTitle: 'Director',
      acn: '',
      dateOfBirth: '14 Mar 1984',
      deceased: false,
      tags: ['VIP'],
      websites: ['https://chenandco.example'],
      addresses: [{ label: 'Shop', street: '2 King St', suburb: 'Newtown', state: 'NSW', postcode: '2042', country: '' }],
    } as const;
    const read = taken({
      ...sarah,
      facts: { ...facts, tags: [...facts.tags], websites: [...facts.websites], addresses: [...facts.addresses] },
    });
    expect(read.dateOfBirth).toEqual({ year: 1984, month: 3, day: 14 });
    expect(factsOf(read)).toEqual(facts);
    expect(taken(formOf(read), read)).toEqual(read);
    expect(taken({ ...formOf(read), facts: { tags: [] } }, read)).toEqual({ ...read, tags: [] });
  });

  it('keep a birth of which only the year is known', () => {
    const read = taken({ ...sarah, facts: { dateOfBirth: '1984' } });
    expect(read.dateOfBirth).toEqual({ year: 1984, month: null, day: null });
    expect(factsOf(read).dateOfBirth).toBe('1984');
  });

  it('name what does not fit', () => {
    expect(refused({ ...sarah, facts: { dateOfBirth: '14 Mar 2084' } })).toEqual(['facts.dateOfBirth']);
    expect(refused({ ...sarah, facts: { acn: '004 085 617' } })).toEqual(['facts.acn']);
    expect(refused({ ...sarah, facts: { legalName: 'TFN 123 456 782' } })).toEqual(['facts.legalName']);
  });

  it('hold an ACN of a company against its ABN, and let a trust carry its trustee’s', () => {
    const abn = '53 004 085 616';
    expect(taken({ ...company, abn, facts: { entity: 'company', acn: '004 085 616' } }).acn).toBe('004085616');
    expect(refused({ ...company, abn, facts: { entity: 'company', acn: '001 215 354' } })).toEqual(['facts.acn']);
    expect(taken({ ...company, abn, facts: { entity: 'trust', acn: '001 215 354' } }).acn).toBe('001215354');
  });
});
