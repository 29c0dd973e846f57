import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { columnMappingSchema, fitMapping, recogniseSource, suggestMapping } from './mapping.ts';
import { previewImport } from './preview.ts';

const names = readFileSync(new URL('../../../test/fixtures/samples/contacts-csv/COLUMN_NAMES.md', import.meta.url), 'utf8');
const headerOf = (title: string): readonly string[] => {
  const block = names.slice(names.indexOf(`## ${title}`));
  return (/```\n([^\n]+)/.exec(block)?.[1] ?? '').split(',');
};
const preview = (text: string) => {
  const result = previewImport(new TextEncoder().encode(text), 'list.csv', { asOf: '2026-11-21' });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('suggestMapping', () => {
  it.each([
    ['Google (legacy)', 'google-legacy', 50],
    ['Outlook.com', 'outlook', 61],
    ['Outlook CSV written by Google', 'outlook-from-google', 88],
    ['MYOB cards', 'myob', 13],
  ] as const)('knows every column of %s', (title, source, count) => {
    const headers = headerOf(title);
    expect(headers).toHaveLength(count);
    const suggested = suggestMapping(headers);
    expect(suggested.mapping.source).toBe(source);
    expect(suggested.unknown).toEqual([]);
    expect(suggested.confidence).toBe(100);
  });

  it('recognises programs by names in any order', () => {
    const headers = headerOf('Outlook.com');
    fc.assert(
      fc.property(fc.shuffledSubarray([...headers], { minLength: headers.length }), (shuffled) => recogniseSource(shuffled) === 'outlook'),
    );
  });

  it('is never sure about a file of unknown origin, and lists what it does not know', () => {
    const suggested = suggestMapping(['Full Name', 'Mobile', 'Shoe size']);
    expect(suggested.mapping.source).toBe('generic');
    expect(suggested.mapping.columns.map((column) => column.field)).toEqual(['fullName', 'phone', 'ignore']);
    expect(suggested.unknown).toEqual(['Shoe size']);
    expect(suggested.confidence).toBeLessThanOrEqual(70);
  });

  it('ties suburb and postcode to the one address that has a street', () => {
    expect(suggestMapping(['Client Name', 'Postal Address', 'Suburb', 'Postcode']).mapping.columns.map((column) => column.group)).toEqual([
      '',
      'postal',
      'postal',
      'postal',
    ]);
  });

  it('drops a tax file number column, whatever a saved mapping says', () => {
    for (const header of ['TFN', 'Client TFN', 'Tax File Number', 'tax_file_no', 'T.F.N.']) {
      expect(suggestMapping(['Name', header]).mapping.columns[1]?.field, header).toBe('tfn');
      const forced = fitMapping({ v: 1, name: 'x', source: 'generic', columns: [{ header, field: 'notes', group: '', label: '' }] }, [
        'Name',
        header,
      ]);
      expect(forced.mapping.columns[1]?.field).toBe('tfn');
    }
  });
});

describe('saved mappings', () => {
  const saved = columnMappingSchema.parse(
    JSON.parse(
      JSON.stringify({
        v: 1,
        name: 'Broker export',
        source: 'generic',
        columns: [
          { header: 'Who', field: 'fullName', group: '', label: '' },
          { header: 'Ring on', field: 'phone', group: '', label: 'Mobile' },
          { header: 'Gone', field: 'notes', group: '', label: '' },
        ],
      }),
    ),
  );

  it('fit by name in another order, and say what is unknown and what is absent', () => {
    const fitted = fitMapping(saved, ['RING ON', 'Extra', 'Who']);
    expect(fitted.mapping.columns.map((column) => column.field)).toEqual(['phone', 'ignore', 'fullName']);
    expect(fitted).toMatchObject({ unknown: ['Extra'], absent: ['Gone'] });
  });

  it('give the same contacts as before when columns are moved', () => {
    const read = (text: string) => {
      const result = previewImport(new TextEncoder().encode(text), 'b.csv', {
        asOf: '2026-11-21',
        mapping: saved,
      });
      return result.ok ? result.value.rows.map((row) => row.contact) : result.error;
    };
    expect(read('Who,Ring on\n"Ng, Mei",0491 570 156')).toEqual(read('Ring on,Who\n0491 570 156,"Ng, Mei"'));
  });
});

describe('programs without a sample file', () => {
  it('reads MYOB cards: braces, tabs, company or person, "*None"', () => {
    const from = preview(
      '{}\nCo./Last Name\tFirst Name\tCard ID\tAddr 1 - Line 1\tAddr 1 - City\tAddr 1 - State\tAddr 1 - Postcode\tAddr 1 - Phone # 1\tAddr 1 - Email\tA.B.N.\nNg\tMei\t*None\t1 Wattle Lane\tHobart\tTas\t7000\t03 5550 3115\tmei@example.com\t\nIronwick Lending Pty Ltd\t\tIRON\t\t\t\t\t\t\t70 986 434 324\n',
    );
    expect(from).toMatchObject({ delimiter: '\t', mapping: { source: 'myob' } });
    expect(from.rows[0]?.contact).toMatchObject({
      kind: 'person',
      displayName: 'Mei Ng',
      externalIds: [],
      addresses: [{ lines: ['1 Wattle Lane'], region: 'TAS' }],
    });
    expect(from.rows[1]?.contact).toMatchObject({
      kind: 'organisation',
      entity: 'company',
      abn: '70986434324',
      externalIds: [{ system: 'myob', id: 'IRON' }],
    });
  });

  it('reads Outlook: labels from column names', () => {
    const from = preview(
      'First Name,Last Name,E-mail Address,E-mail 2 Address,Mobile Phone,Business Street,Business City,Business Country/Region,Birthday,Company\nMei,Ng,mei@example.com,m2@example.com,0491 570 156,1 Wattle Lane,Hobart,Australia,7/3/1984,Ng Legal\n',
    );
    expect(from.mapping.source).toBe('outlook');
    expect(from.rows[0]?.contact).toMatchObject({
      displayName: 'Mei Ng',
      organisationName: 'Ng Legal',
      emails: [{ address: 'mei@example.com' }, { address: 'm2@example.com' }],
      phones: [{ e164: '+61491570156', label: 'Mobile' }],
      addresses: [{ label: 'Business', lines: ['1 Wattle Lane'], locality: 'Hobart', country: 'Australia' }],
      dateOfBirth: { year: 1984, month: 3, day: 7 },
    });
  });

  it('reads Google legacy: values joined by " ::: "', () => {
    const from = preview(
      'Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\nMei Ng,Mei,Ng,Friends ::: * My Contacts,* Home,mei@example.com ::: m2@example.com\n',
    );
    expect(from.mapping.source).toBe('google-legacy');
    expect(from.rows[0]?.contact).toMatchObject({
      displayName: 'Mei Ng',
      tags: ['Friends'],
      emails: [
        { address: 'mei@example.com', label: 'Home' },
        { address: 'm2@example.com', label: 'Home' },
      ],
    });
  });
});
