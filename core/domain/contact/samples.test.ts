import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { contactFieldsSchema } from './contact.ts';
import { previewImport, type Preview } from './preview.ts';

const AS_OF = '2026-11-21';
const folder = new URL('../../../test/fixtures/samples/', import.meta.url);

const preview = (path: string): Preview => {
  const result = previewImport(readFileSync(new URL(path, folder)), path, { asOf: AS_OF });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const google = preview('contacts-csv/SYNTHETIC_google_contacts_60.csv');
const xero = preview('contacts-csv/SYNTHETIC_xero_contacts_40.csv');
const practice = preview('contacts-csv/SYNTHETIC_practice_export_120.csv');
const contactAt = (from: Preview, row: number) => {
  const contact = from.rows.find((candidate) => candidate.row === row)?.contact;
  if (contact === null || contact === undefined) throw new Error(`no contact in row ${row}`);
  return contact;
};
const named = (from: Preview, name: string) => from.rows.filter((row) => row.contact?.displayName === name);

describe('every sample', () => {
  it.each([
    ['google', google, 60],
    ['xero', xero, 40],
    ['practice', practice, 120],
  ] as const)('counts every row of %s in and out', (source, from, rows) => {
    expect(from.mapping.source).toBe(source);
    expect(from.counts).toMatchObject({ rows, importable: rows, refused: 0, blank: 0 });
    expect(from.rows.map((row) => row.row)).toEqual(Array.from({ length: rows }, (_, at) => at + 1));
  });

  it('makes contacts that fit the model', () => {
    for (const from of [google, xero, practice]) {
      for (const { contact } of from.rows) expect(contactFieldsSchema.safeParse(contact).error).toBeUndefined();
    }
  });
});

describe('Google, 60 rows', () => {
  it('finds the repeats that share an address or number, and names the reason', () => {
    const sharing = (rows: readonly number[]): readonly string[] =>
      google.repeats.filter((repeat) => repeat.rows.join() === rows.join()).map((repeat) => repeat.reason);
    expect(sharing([5, 9, 16])).toEqual(['phone']);
    expect(sharing([5, 9])).toEqual(['email']);
    expect(sharing([6, 13])).toEqual(['email', 'phone']);
    expect(sharing([15, 51])).toEqual(['email']);
    expect(sharing([23, 27])).toEqual(['phone']);
    expect(sharing([26, 36])).toEqual(['email']);
    expect(sharing([33, 47])).toEqual(['email', 'phone']);
    expect(sharing([42, 46])).toEqual(['email', 'phone']);
    expect(sharing([49, 55])).toEqual(['email']);
    expect(sharing([54, 56])).toEqual(['email']);
  });

  it('shows father and son, and a couple, as sharing a number under different names', () => {
    for (const rows of [
      [10, 60],
      [32, 53],
    ]) {
      expect(google.repeats.find((repeat) => repeat.reason === 'phone' && repeat.rows.join() === rows.join())).toMatchObject({
        sameName: false,
      });
    }
  });

  it('reads composed and decomposed Unicode as one name, and keeps accents, other scripts and curly quotes', () => {
    expect(contactAt(google, 13).displayName).toBe(contactAt(google, 6).displayName);
    for (const name of [
      'Łukasz Kowalczyk',
      'Hoàng Minh Trần',
      '丽娜 王',
      'Aoife O’Brien',
      "Aoife O'Brien",
      'Kirra ☀️ Dunlop',
      'Freja Sørensen',
    ]) {
      expect(named(google, name).length, name).toBeGreaterThan(0);
    }
  });

  it('reads Australian and foreign spellings of numbers to E.164', () => {
    const numbers = (row: number) => contactAt(google, row).phones.map((phone) => phone.e164);
    expect(numbers(1)).toEqual(['+61491571804']);
    expect(numbers(3)).toEqual(['+61491571266']);
    expect(numbers(11)).toEqual(['+611300975707']);
    expect(numbers(12)).toEqual(['+61491571491']);
    expect(numbers(28)).toEqual(['+61491579760']);
    expect(numbers(29)).toEqual(['+61855501418']);
    expect(numbers(34)).toEqual(['+61491576398', '+61355501437']);
    expect(contactAt(google, 57).phones[0]).toMatchObject({
      e164: '+61355500199',
      extension: '204',
      label: 'Work',
    });
    // The range kept for drama in the UK is no real number.
    expect(contactAt(google, 50).phones[0]).toMatchObject({ raw: '+44 7700 900123', e164: null });
  });

  it('handles organisations, mail-only rows, surname-first cells, stray spaces, cell line breaks and partial dates', () => {
    expect(contactAt(google, 51)).toMatchObject({
      kind: 'organisation',
      displayName: 'Coastquill Conveyancing Pty Ltd',
    });
    expect(contactAt(google, 58)).toMatchObject({ displayName: 'reception@harbourlane.example', name: null });
    expect(contactAt(google, 23).name).toMatchObject({ given: 'Colin', family: 'Abernathy' });
    expect(contactAt(google, 38)).toMatchObject({
      displayName: 'Oliver Penhaligon',
      emails: [{ address: 'oliver.penhaligon@example.com' }],
    });
    expect(contactAt(google, 39).notes?.split('\n')).toHaveLength(3);
    expect(contactAt(google, 24).dateOfBirth).toEqual({ year: null, month: 3, day: 7 });
    expect(contactAt(google, 18).addresses[0]).toMatchObject({ postcode: '0870', region: 'NT' });
    expect(contactAt(google, 20).flags).toEqual({
      assuranceClient: false,
      doNotContact: true,
      deceased: false,
    });
    expect(contactAt(google, 2).tags).toEqual(['Clients']);
  });
});

describe('Xero, 40 rows', () => {
  it('reads every ABN in its five spellings, and the ACN of companies', () => {
    expect(xero.rows.every((row) => row.contact?.abn !== null)).toBe(true);
    const companies = xero.rows.flatMap((row) => (row.contact?.acn ? [row.contact] : []));
    expect(companies.length).toBeGreaterThan(10);
    expect(companies.every((company) => company.abn?.endsWith(company.acn ?? '?'))).toBe(true);
    expect(xero.rows.flatMap((row) => row.problems)).toEqual([]);
  });

  it('flags the two ABNs that occur twice', () => {
    expect(xero.repeats.filter((repeat) => repeat.reason === 'abn').map((repeat) => repeat.rows)).toEqual([
      [1, 39],
      [2, 40],
    ]);
  });

  it('tells a business with a contact person from a person', () => {
    expect(contactAt(xero, 1)).toMatchObject({
      kind: 'organisation',
      contactPersons: [{ name: 'Marguerite Hallam' }, { name: 'Theo Hallam', email: 'theo@harbourlane.example' }],
    });
    expect(contactAt(xero, 24)).toMatchObject({
      kind: 'person',
      displayName: 'Fergus Aird',
      name: { given: 'Fergus', family: 'Aird' },
    });
  });

  it('keeps no bank account', () => {
    const text = JSON.stringify(xero.rows);
    for (const account of ['10203040', '6200055667788', 'J NGUYEN']) expect(text).not.toContain(account);
    expect(xero.findings).toContainEqual(
      expect.objectContaining({
        code: 'columns-not-imported',
        columns: expect.arrayContaining(['BankAccountNumber']),
      }),
    );
  });
});

describe('practice export, 120 rows', () => {
  it('gives the same contacts from UTF-8, UTF-8 with mark and Windows-1252', () => {
    const marked = preview('contacts-csv/SYNTHETIC_practice_export_120_utf8_bom.csv');
    const older = preview('contacts-csv/SYNTHETIC_practice_export_120_windows-1252.csv');
    expect([practice.encoding, marked.encoding, older.encoding]).toEqual(['utf-8', 'utf-8-bom', 'windows-1252']);
    expect(marked.rows).toEqual(practice.rows);
    expect(older.rows).toEqual(practice.rows);
    expect(older.findings[0]).toMatchObject({ code: 'encoding-fallback' });
    expect(older.encodingSamples).toContain('Étienne');
  });

  it('keeps accents, curly quotes, dashes and signs', () => {
    for (const name of [
      'Étienne Bagatelle',
      'Café Zürich Pty Ltd',
      'The “Bluebell” Hybrid Trust',
      'Nine–Fathom Brewing Pty Ltd',
      'Declan O’Shaughnessy',
    ]) {
      expect(named(practice, name), name).toHaveLength(1);
    }
    expect(named(practice, 'Céline Moreau')[0]?.contact?.notes).toContain('café meetings ok; fee quoted €0');
    expect(named(practice, 'Miles Harrowgate')[0]?.contact?.notes).toContain('½ share');
  });

  it('names exactly the three ABNs that fail, and keeps their text', () => {
    const bad = practice.rows.filter((row) => row.problems.some((problem) => problem.code === 'abn-not-valid'));
    expect(bad.map((row) => row.contact?.displayName)).toEqual([
      'Dusty Trails Transport P/L',
      'Fitzwilliam & Sons',
      'Jacarow Joinery Pty Ltd',
    ]);
    expect(bad.map((row) => row.contact?.abn)).toEqual([null, null, null]);
    expect(bad[0]?.contact?.unread).toEqual([{ column: 'ABN', text: '79 987 622 641' }]);
    expect(bad[0]?.problems[0]).toMatchObject({ row: 34, line: 36, column: 'ABN', severity: 'warns' });
    expect(practice.rows.filter((row) => row.contact?.abn !== null)).toHaveLength(38);
  });

  it('drops the tax file numbers from everything it returns', () => {
    expect(practice.findings).toContainEqual({ code: 'tfn-column-dropped', column: 'TFN', cells: 6 });
    expect(JSON.stringify(practice)).not.toMatch(/123 ?456 ?782/);
  });

  it('reads dates of birth in four spellings', () => {
    const born = (name: string) => named(practice, name)[0]?.contact?.dateOfBirth;
    expect(born('Colin Abernathy')).toEqual({ year: 1945, month: 12, day: 9 });
    expect(born('Devon Achterberg')).toEqual({ year: 1949, month: 10, day: 14 });
    expect(born('Noor Al-Hassan')).toEqual({ year: 1982, month: 1, day: 18 });
    expect(born('Penelope Jane Ashworth')).toEqual({ year: 1972, month: 10, day: 9 });
  });

  it('marks the audit client, the one not to be contacted and the estate', () => {
    const flagged = (flag: 'assuranceClient' | 'doNotContact' | 'deceased') =>
      practice.rows.filter((row) => row.contact?.flags[flag]).map((row) => row.contact?.displayName);
    expect(flagged('assuranceClient')).toEqual(['Quillback Dental Pty. Ltd.']);
    expect(flagged('doNotContact')).toEqual(['Gwendolyn Pryce']);
    expect(flagged('deceased')).toEqual(['Estate of the late Agnes Harrowgate']);
  });

  it('turns surname-first names, couples, trusts and generations', () => {
    expect(named(practice, 'Grant Holloway & Jasleen Kaur')[0]?.contact).toMatchObject({
      entity: 'couple',
      phones: [{}, { label: 'Grant' }, { label: 'Jas' }],
    });
    expect(named(practice, 'Martin & Joanne Ashby')[0]?.problems.map((problem) => problem.code)).toContain('couple-record');
    expect(named(practice, 'The Trustee for Mallee Unit Trust')[0]?.contact).toMatchObject({
      kind: 'organisation',
      entity: 'trust',
    });
    expect(named(practice, 'Bruce McAllister Jnr')[0]?.contact?.name).toMatchObject({
      given: 'Bruce',
      family: 'McAllister',
      suffix: 'Jnr',
    });
    expect(contactAt(practice, 1)).toMatchObject({
      addresses: [
        {
          label: 'Postal',
          lines: ['3 Wattlebark Lane'],
          locality: 'WOLLONGONG',
          region: 'NSW',
          postcode: '2500',
        },
      ],
      externalIds: [{ system: 'practice', id: 'ABER001' }],
    });
  });

  it('flags the four repeats by their reasons', () => {
    const codes = (rows: readonly number[]) => rows.map((row) => contactAt(practice, row).externalIds[0]?.id);
    const groups = practice.repeats.map((repeat) => `${repeat.reason} ${codes(repeat.rows).join('+')}`);
    expect(groups).toEqual(
      expect.arrayContaining(['abn BRIN900+BRIN001', 'abn NGUY002+NGUY900', 'phone OBRI001+OBRI900', 'email FAIR900+FAIR001+FAIR002']),
    );
  });
});

describe('vCard samples', () => {
  it.each([
    ['John_Doe_BLACK_BERRY.vcf', ['John Doe']],
    ['John_Doe_EVOLUTION.vcf', ['John Richter, James Doe Sr.']],
    ['John_Doe_GMAIL.vcf', ['John Richter, James Doe Sr.']],
    ['gmail-list.vcf', ['Arnold Smith', 'Chris Beatle', 'Doug White']],
    ['gmail-single.vcf', ['Greg Dartmouth']],
    ['gmail-single2.vcf', ['VCard Test']],
    ['outlook-2003.vcf', ['John Doe III']],
    ['rfc6350-example.vcf', ['Simon Perreault']],
  ])('reads %s', (file, names) => {
    const from = preview(`vcard/${file}`);
    expect(from.rows.map((row) => row.contact?.displayName)).toEqual(names);
    for (const row of from.rows) expect(contactFieldsSchema.safeParse(row.contact).error).toBeUndefined();
  });

  it('reads values, labels, folds and soft breaks', () => {
    const rfc = contactAt(preview('vcard/rfc6350-example.vcf'), 1);
    expect(rfc.phones[0]).toMatchObject({ e164: '+14186569254', extension: '102', label: 'Work' });
    expect(rfc.dateOfBirth).toEqual({ year: null, month: 2, day: 3 });
    expect(rfc.addresses[0]).toMatchObject({
      lines: ['Suite D2-630', '2875 Laurier'],
      locality: 'Quebec',
      postcode: 'G1V 2M2',
      country: 'Canada',
    });
    const outlook = contactAt(preview('vcard/outlook-2003.vcf'), 1);
    expect(outlook).toMatchObject({
      organisationName: 'Company, The',
      notes: 'This is the note field!!\nSecond line\n\nThird line is empty',
    });
    const gmail = contactAt(preview('vcard/gmail-single2.vcf'), 1);
    expect(gmail.emails.map((email) => email.label)).toEqual([null, 'Home', 'Work', null, 'CustomEmailCategory']);
    expect(gmail.notes).toBe('note line 1\nnote line 2\nCustomField: field value');
  });
});
