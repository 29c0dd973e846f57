import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContactDocument, contactDocumentSchema, NO_STANDING } from '../contact/document.ts';
import { labelledBook } from '../duplicate/testing/labelled-book.ts';
import { MERGE_FIELDS, planFields } from './merge-fields.ts';

const documents: readonly ContactDocument[] = labelledBook(21, 120).map(({ fields }) => ({
  ...fields,
  source: { kind: 'entered' },
  ...NO_STANDING,
}));
const [first] = documents;
if (first === undefined) throw new Error('no contact');
const base = first;

const sarah: ContactDocument = {
  ...base,
  displayName: 'Sarah Chen',
  name: { prefix: null, given: 'Sarah', middle: null, family: 'Chen', suffix: null, nickname: null },
  emails: [{ address: 'sarah@chen.au', label: null }],
  phones: [],
  tags: ['VIP'],
  notes: 'Prefers mornings.',
  jobTitle: null,
};
const shell: ContactDocument = {
  ...sarah,
  displayName: 'S Chen',
  name: { prefix: 'Ms', given: 'S', middle: null, family: 'Chen', suffix: null, nickname: null },
  emails: [
    { address: 'Sarah@Chen.au', label: 'work' },
    { address: 's.chen@bakery.au', label: null },
  ],
  phones: [{ raw: '0491 570 156', e164: '+61491570156', extension: null, label: 'mobile' }],
  tags: ['vip', 'bakery'],
  notes: 'Owns the bakery.',
  jobTitle: 'Owner',
  flags: { assuranceClient: true, doNotContact: true, deceased: false },
};

describe('the fields of two records of one client', () => {
  it('keep the survivor’s own values, fill what it lacks, and join lists without repeating', () => {
    const { document, outcomes } = planFields(sarah, shell, {});
    expect(document).toMatchObject({
      displayName: 'Sarah Chen',
      jobTitle: 'Owner',
      tags: ['VIP', 'bakery'],
      notes: 'Prefers mornings.\n\nOwns the bakery.',
    });
    expect(document.emails.map(({ address }) => address)).toEqual(['sarah@chen.au', 's.chen@bakery.au']);
    expect(document.name).toMatchObject({ prefix: 'Ms', given: 'Sarah' });
    expect(outcomes.filter(({ drops }) => drops).map(({ field }) => field)).toEqual(['displayName', 'name.given']);
  });

  it('take the choice of a person, also a text of their own', () => {
    const { document } = planFields(sarah, shell, {
      displayName: { take: 'own', value: ' Sarah Chen-Walker ' },
      jobTitle: { take: 'survivor' },
      emails: { take: 'merged' },
    });
    expect(document).toMatchObject({ displayName: 'Sarah Chen-Walker', jobTitle: null });
    expect(document.emails).toEqual(shell.emails);
  });

  it('take of each flag the stricter, whatever is chosen', () => {
    const { document, outcomes } = planFields(sarah, shell, {
      'flags.doNotContact': { take: 'survivor' },
      'flags.assuranceClient': { take: 'survivor' },
    });
    expect(document.flags).toEqual({ assuranceClient: true, doNotContact: true, deceased: false });
    expect(outcomes.find(({ field }) => field === 'flags.doNotContact')?.options).toEqual(['both']);
  });

  it('always make a valid contact, say of every difference what becomes of it, and drop nothing unsaid', () => {
    const contact = fc.constantFrom(...documents);
    const take = fc.constantFrom('survivor', 'merged', 'both') satisfies fc.Arbitrary<'survivor' | 'merged' | 'both'>;
    const choices = fc.dictionary(
      fc.constantFrom(...MERGE_FIELDS),
      take.map((one) => ({ take: one })),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(contact, contact, choices, (survivor, merged, chosen) => {
        const { document, outcomes } = planFields(survivor, merged, chosen);
        expect(contactDocumentSchema.safeParse(document).success).toBe(true);
        expect(document.source).toEqual(survivor.source);
        const dropped = new Set(outcomes.filter(({ drops }) => drops).map(({ field }) => field));
        for (const { address } of merged.emails)
          if (!dropped.has('emails')) expect(document.emails.map((email) => email.address.toLowerCase())).toContain(address.toLowerCase());
        if (merged.dateOfBirth !== null && !dropped.has('dateOfBirth')) expect(document.dateOfBirth).toEqual(merged.dateOfBirth);
      }),
    );
  });

  it('of a contact with itself change nothing', () => {
    for (const document of documents) expect(planFields(document, document, {})).toEqual({ document, outcomes: [] });
  });
});
