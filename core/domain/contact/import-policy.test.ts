import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactFields } from './contact.ts';
import { DEFAULT_POLICIES, differencesOf, IMPORT_FIELDS, type ImportPolicies, policiesOf, updatedFields } from './import-policy.ts';
import { previewImport } from './preview.ts';

const HEADER = 'Client Name,Email,Mobile,Suburb,Postcode,Address,ABN,Date of Birth,Job Title,Notes,Tags,Status';
const read = (line: string): ContactFields => {
  const preview = previewImport(new TextEncoder().encode(`${HEADER}\n${line}\n`), 'a.csv', { asOf: '2026-08-04' });
  const contact = preview.ok ? preview.value.rows[0]?.contact : null;
  if (contact === null || contact === undefined) throw new Error(`no contact in ${line}`);
  return contact;
};
const ours = read('"Chen, Sarah",sarah@example.com,0491 570 006,Parramatta,2150,1 Wattle St,,14/03/1984,,Met at the fair,Gold,Active');
const all = (policy: 'fill' | 'add' | 'take' | 'keep'): ImportPolicies =>
  Object.fromEntries(
    IMPORT_FIELDS.map((field) => [field, policiesOf(field).includes(policy) ? policy : 'fill']),
  ) as unknown as ImportPolicies;
const fieldsOf = (file: ContactFields, policies = DEFAULT_POLICIES) =>
  differencesOf(ours, file, policies).map(({ field, taken }) => [field, taken]);

describe('differencesOf', () => {
  it('finds nothing in the same row, in other spelling, or in empty cells', () => {
    expect(differencesOf(ours, ours, all('take'))).toEqual([]);
    expect(fieldsOf(read('SARAH CHEN,SARAH@example.com,+61 491 570 006,parramatta,2150,1 Wattle St.,,14/03/1984,,,gold,Active'))).toEqual(
      [],
    );
    expect(fieldsOf(read('"Chen, Sarah",,0491570006,,,,,,,,,'), all('take'))).toEqual([]);
  });

  it('fills what is empty, adds to lists and keeps what is there', () => {
    const file = read('"Chen, Sarah Mei",chen@work.example,0491 570 156,Epping,2121,2 High St,,15/03/1984,Director,Likes tea,VIP,Inactive');
    expect(fieldsOf(file)).toEqual(
      [
        ['name', false],
        ['jobTitle', true],
        ['emails', true],
        ['phones', true],
        ['addresses', true],
        ['dateOfBirth', false],
        ['notes', false],
        ['tags', true],
        ['details', false],
      ].toSorted((left, right) => IMPORT_FIELDS.indexOf(left[0] as never) - IMPORT_FIELDS.indexOf(right[0] as never)),
    );
    const next = updatedFields(ours, file, DEFAULT_POLICIES);
    expect(next.emails.map((email) => email.address)).toEqual(['sarah@example.com', 'chen@work.example']);
    expect(next).toMatchObject({ displayName: ours.displayName, dateOfBirth: ours.dateOfBirth, notes: ours.notes, jobTitle: 'Director' });
    expect(next.tags).toEqual(['Gold', 'VIP']);
  });

  it('takes what the file says, and of facts only those it names', () => {
    const file = read('"Chen, Sarah",chen@work.example,,,,,,15/03/1984,,Likes tea,,Inactive');
    const next = updatedFields(ours, file, all('take'));
    expect(next.emails.map((email) => email.address)).toEqual(['chen@work.example']);
    expect(next.phones).toEqual(ours.phones);
    expect(next.dateOfBirth).toEqual({ year: 1984, month: 3, day: 15 });
    expect(next.details).toEqual([{ label: 'Status', value: 'Inactive' }]);
    expect(updatedFields(ours, file, { ...all('keep'), notes: 'add' }).notes).toBe('Met at the fair\nLikes tea');
  });

  it('keeps all of ours where the policy says so', () => {
    const file = read('"Chan, Sara",x@example.com,0491 570 157,Ryde,2112,3 Low St,51 824 753 556,1/1/1990,Clerk,Other,New,Gone');
    expect(updatedFields(ours, file, all('keep'))).toEqual(ours);
    expect(differencesOf(ours, file, all('keep')).every((difference) => !difference.taken)).toBe(true);
  });

  it('lends missing parts of a name where given and family name agree', () => {
    const titled = { ...ours, name: ours.name === null ? null : { ...ours.name, prefix: 'Dr', nickname: 'Sal' } };
    expect(updatedFields(ours, titled, DEFAULT_POLICIES).name).toMatchObject({
      prefix: 'Dr',
      nickname: 'Sal',
      given: 'Sarah',
      family: 'Chen',
    });
    expect(updatedFields(titled, ours, DEFAULT_POLICIES)).toEqual(titled);
  });

  it('sets what protects a person and never lifts it', () => {
    const marked = { ...ours, flags: { assuranceClient: true, doNotContact: true, deceased: false } };
    for (const policy of ['fill', 'take', 'keep'] as const) {
      expect(updatedFields(marked, ours, all(policy)).flags).toEqual(marked.flags);
      expect(updatedFields(ours, marked, all(policy)).flags).toEqual(marked.flags);
    }
    expect(fieldsOf(marked)).toEqual([['flags', true]]);
  });

  it('a person stays a person, an organisation an organisation with its name', () => {
    const firm = read('Hartley Design Pty Ltd,,,,,,51 824 753 556,,,,,');
    expect(updatedFields(ours, firm, all('take'))).toMatchObject({ kind: 'person', displayName: ours.displayName, name: ours.name });
    const renamed = read('Hartley Studio Pty Ltd,,,,,,51 824 753 556,,,,,');
    expect(updatedFields(firm, renamed, DEFAULT_POLICIES).displayName).toBe(firm.displayName);
    expect(updatedFields(firm, renamed, all('take'))).toMatchObject({
      displayName: renamed.displayName,
      organisationName: renamed.organisationName,
    });
  });

  it('says nothing more of a row once it was taken, whatever the policies', () => {
    const word = fc.constantFrom('', 'a@example.com', 'b@example.com');
    const date = fc.constantFrom('', '1/2/1980', '3/4/1991');
    const line = fc
      .tuple(
        word,
        fc.constantFrom('', '0491 570 156', '0491 570 157'),
        date,
        fc.constantFrom('', 'VIP', 'Gold'),
        fc.constantFrom('', 'x', 'y'),
      )
      .map(([email, phone, born, tag, status]) => read(`"Chen, Sarah",${email},${phone},,,,,${born},,${status},${tag},${status}`));
    fc.assert(
      fc.property(line, line, (left, right) => {
        const taken = updatedFields(left, right, all('take'));
        expect(differencesOf(taken, right, all('take'))).toEqual([]);
        const grown = updatedFields(left, right, DEFAULT_POLICIES);
        expect(updatedFields(grown, right, DEFAULT_POLICIES)).toEqual(grown);
        for (const email of left.emails) expect(grown.emails).toContainEqual(email);
      }),
      { numRuns: 300 },
    );
  });
});
