import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactFields } from './contact.ts';
import { previewImport } from './preview.ts';
import { parseVcards, propertyComponents, propertyList, propertyText } from './vcard.ts';
import { writeVcard } from './vcard-write.ts';

const FACTS = { id: '01989a00-0000-7000-8000-00000000000a', changedAt: '2026-10-14T22:14:09.000Z' };

const blank: ContactFields = {
  kind: 'person',
  entity: 'individual',
  displayName: 'Sarah Chen',
  name: { prefix: null, given: 'Sarah', middle: null, family: 'Chen', suffix: null, nickname: null },
  organisationName: null,
  legalName: null,
  jobTitle: null,
  department: null,
  emails: [],
  phones: [],
  addresses: [],
  websites: [],
  abn: null,
  acn: null,
  dateOfBirth: null,
  notes: null,
  tags: [],
  flags: { assuranceClient: false, doNotContact: false, deceased: false },
  contactPersons: [],
  externalIds: [],
  details: [],
  unread: [],
};

const read = (text: string): ContactFields => {
  const preview = previewImport(new TextEncoder().encode(text), 'cards.vcf', { asOf: '2026-11-21' });
  const contact = preview.ok ? preview.value.rows[0]?.contact : undefined;
  if (contact === undefined || contact === null) throw new Error('the card does not read');
  return contact;
};

const unit = fc.constantFrom('a', 'Ł', 'ü', '🙂', ',', ';', '\\', ':', '"', "'", '%', '-', 'x', 'é', '7', '(', ' ');
const words = fc
  .array(unit, { minLength: 1, maxLength: 120 })
  .map((parts) => parts.join('').normalize('NFC').trim())
  .filter((text) => text !== '');
const lines = fc.array(words, { minLength: 1, maxLength: 4 }).map((all) => all.join('\n'));
const label = fc.constantFrom(null, 'Work', 'Home', 'Mobile', 'Work mobile', 'Fax');
const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'é', 'Ł', 'o'), { minLength: 1, maxLength: 14 }).map((all) => all.join(''));
const names = letters.map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`);

describe('writeVcard', () => {
  it('says every text so that the reader gives it back to the letter', () => {
    fc.assert(
      fc.property(words, words, lines, fc.uniqueArray(words, { maxLength: 3 }), (title, organisation, notes, tags) => {
        const text = writeVcard({ ...blank, jobTitle: title, organisationName: organisation, notes, tags }, FACTS);
        const [card] = parseVcards(text.replaceAll('\r\n', '\n')).cards;
        const property = (name: string) => {
          const found = card?.properties.find((one) => one.name === name);
          if (found === undefined) throw new Error(`no ${name}`);
          return found;
        };
        expect(card).toMatchObject({ version: '4.0', closed: true });
        expect(propertyText(property('TITLE'))).toBe(title);
        expect(propertyComponents(property('ORG'))).toEqual([organisation]);
        expect(propertyText(property('NOTE'))).toBe(notes);
        if (tags.length > 0) expect(propertyList(property('CATEGORIES'))).toEqual(tags);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every line within 75 octets and ends it with CRLF', () => {
    fc.assert(
      fc.property(lines, (notes) => {
        const text = writeVcard({ ...blank, notes }, FACTS);
        expect(text.endsWith('\r\n')).toBe(true);
        for (const line of text.slice(0, -2).split('\r\n')) {
          expect(line).not.toMatch(/[\r\n]/u);
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('comes back through the import as the same contact', () => {
    const phones = fc.uniqueArray(
      fc.record({ digits: fc.integer({ min: 491_570_006, max: 491_579_999 }), extension: fc.option(fc.constantFrom('12', '4711')), label }),
      { maxLength: 3, selector: (one) => one.digits },
    );
    const emails = fc.uniqueArray(fc.record({ local: fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/u), label }), {
      maxLength: 3,
      selector: (one) => one.local,
    });
    fc.assert(
      fc.property(
        names,
        names,
        emails,
        phones,
        fc.option(names),
        fc.option(fc.date({ min: new Date('1930-01-01'), max: new Date('2020-01-01'), noInvalidDate: true })),
        (given, family, mails, numbers, suburb, born) => {
          const contact: ContactFields = {
            ...blank,
            displayName: `${given} ${family}`,
            name: { prefix: null, given, middle: null, family, suffix: null, nickname: null },
            emails: mails.map((one) => ({ address: `${one.local}@example.com`, label: one.label })),
            phones: numbers.map((one) => ({
              raw: `+61${String(one.digits)}`,
              e164: `+61${String(one.digits)}`,
              extension: one.extension,
              label: one.label,
            })),
            addresses:
              suburb === null
                ? []
                : [
                    {
                      label: 'Work',
                      attention: null,
                      lines: ['Unit 4, 12 High St', 'Level 2'],
                      locality: suburb,
                      region: 'NSW',
                      postcode: '2204',
                      country: null,
                      formatted: null,
                    },
                  ],
            dateOfBirth: born === null ? null : { year: born.getUTCFullYear(), month: born.getUTCMonth() + 1, day: born.getUTCDate() },
            abn: '51824753556' as ContactFields['abn'],
            tags: ['VIP', 'Home, loan'],
          };
          const back = read(writeVcard(contact, FACTS));
          expect({ ...back, externalIds: [], phones: back.phones.map(({ raw: _raw, ...phone }) => phone) }).toMatchObject({
            kind: contact.kind,
            displayName: contact.displayName,
            name: { given, family },
            emails: contact.emails,
            phones: contact.phones.map(({ raw: _raw, ...phone }) => phone),
            dateOfBirth: contact.dateOfBirth,
            abn: contact.abn,
            tags: contact.tags,
          });
          expect(back.addresses.map((address) => [address.lines.join('|'), address.locality, address.postcode])).toEqual(
            contact.addresses.map((address) => [address.lines.join('|'), address.locality, address.postcode]),
          );
          expect(back.externalIds.map((external) => external.id)).toContain(`urn:uuid:${FACTS.id}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('writes dates of which a part is unknown, own labels and numbers nobody could read', () => {
    const text = writeVcard(
      {
        ...blank,
        kind: 'organisation',
        name: null,
        dateOfBirth: { year: null, month: 2, day: 29 },
        phones: [{ raw: 'ask at the desk', e164: null, extension: null, label: 'Holiday house' }],
        websites: ['https://example.com/a,b'],
      },
      FACTS,
    );
    expect(text).toContain('\r\nBDAY:--0229\r\n');
    expect(text).toContain('\r\nKIND:org\r\n');
    expect(text).toContain('\r\nitem1.TEL:ask at the desk\r\nitem1.X-ABLABEL:Holiday house\r\n');
    expect(text).toContain('\r\nURL:https://example.com/a,b\r\n');
    expect(text).toContain('\r\nREV:20261014T221409Z\r\n');
  });
});
