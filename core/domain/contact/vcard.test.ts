import { describe, expect, it } from 'vitest';

import { previewImport } from './preview.ts';
import { parseVcards, propertyComponents, propertyList, propertyText, vcardProgram } from './vcard.ts';

const preview = (text: string, encode: (text: string) => Uint8Array = (source) => new TextEncoder().encode(source)) => {
  const result = previewImport(encode(text), 'cards.vcf', { asOf: '2026-11-21' });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const property = (line: string) => {
  const found = parseVcards(`BEGIN:VCARD\n${line}\nEND:VCARD`).cards[0]?.properties[0];
  if (found === undefined) throw new Error('no property');
  return found;
};

describe('parseVcards', () => {
  it('takes quoted-printable with soft breaks in its charset', () => {
    expect(propertyText(property('NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 and =\nmore=0D=0Anext'))).toBe(
      'Café and more\nnext',
    );
    expect(propertyText(property('FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Jos=E9'))).toBe('José');
    expect(propertyText(property('FN;ENCODING=QUOTED-PRINTABLE:Jos=E9 =93B=94'))).toBe('José “B”');
    expect(propertyComponents(property('N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Jos=C3=A9;;;'))).toEqual([
      'Núñez',
      'José',
      '',
      '',
      '',
    ]);
  });

  it('reads bare 2.1 types, quoted and repeated parameters, groups and RFC 6868 escapes', () => {
    expect(property('TEL;WORK;VOICE:1').params.get('TYPE')).toEqual(['WORK', 'VOICE']);
    expect(property('TEL;TYPE="work,cell";TYPE=pref:1').params.get('TYPE')).toEqual(['work', 'cell', 'pref']);
    expect(property('item1.EMAIL;X-A="a;b:c":x@example.com')).toMatchObject({
      group: 'item1',
      name: 'EMAIL',
      value: 'x@example.com',
    });
    expect(property("N;X-B=a^'b^n:x").params.get('X-B')).toEqual(['a"b\n']);
  });

  it('unescapes and splits only at unescaped separators', () => {
    expect(propertyText(property('NOTE:a\\, b\\; c\\\\n\\nd'))).toBe('a, b; c\\n\nd');
    expect(propertyComponents(property('ORG:A\\; B;C,D'))).toEqual(['A; B', 'C, D']);
    expect(propertyList(property('CATEGORIES:a\\,b,c,'))).toEqual(['a,b', 'c']);
  });

  it('skips pictures, folded or not, and nested agents', () => {
    const from = preview(
      `BEGIN:VCARD\nVERSION:2.1\nPHOTO;ENCODING=BASE64;TYPE=JPEG:${'QUJD'.repeat(10)}\n ${'QUJD'.repeat(10)}\n${'QUJD'.repeat(10)}\n\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nFN:Mei Ng\nEND:VCARD\n`,
    );
    expect(from.rows.map((row) => row.contact?.displayName)).toEqual(['Mei Ng']);
    expect(JSON.stringify(from.rows)).not.toContain('QUJD');
    expect(from.findings).toContainEqual({
      code: 'properties-left-out',
      names: [
        { name: 'PHOTO', times: 1 },
        { name: 'AGENT', times: 1 },
      ],
    });
  });

  it('reads CR, LF and CRLF alike', () => {
    const card = 'BEGIN:VCARD\nVERSION:3.0\nFN:Mei Ng\nNOTE:a\n b\nEND:VCARD\n';
    const [lf, crlf, cr] = ['\n', '\r\n', '\r'].map((end) => preview(card.replaceAll('\n', end)).rows);
    expect(crlf).toEqual(lf);
    expect(cr).toEqual(lf);
    expect(lf?.[0]?.contact?.notes).toBe('ab');
  });

  it('reads cards in UTF-16 and Windows-1252', () => {
    const text = 'BEGIN:VCARD\nVERSION:2.1\nFN:Zoë Núñez\nEND:VCARD\n';
    const utf16 = (source: string) =>
      Uint8Array.from([0xff, 0xfe, ...source.split('').flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8])]);
    const latin = (source: string) => Uint8Array.from(source.split(''), (char) => char.charCodeAt(0));
    expect(preview(text, utf16).rows).toEqual(preview(text).rows);
    expect(preview(text, latin).rows).toEqual(preview(text).rows);
  });

  it('reads Apple labels, companies and birthdays without a year', () => {
    const from = preview(
      'BEGIN:VCARD\nVERSION:3.0\nN:Ng;Mei;;;\nFN:Mei Ng\nitem1.TEL;type=pref:0491 570 156\nitem1.X-ABLabel:_$!<HomeFAX>!$_\nBDAY;X-APPLE-OMIT-YEAR=1604;value=date:1604-03-07\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:Ng Legal\nORG:Ng Legal;\nX-ABShowAs:COMPANY\nEND:VCARD\n',
    );
    expect(from.rows[0]?.contact).toMatchObject({
      phones: [{ e164: '+61491570156', label: 'HomeFAX' }],
      dateOfBirth: { year: null, month: 3, day: 7 },
    });
    expect(from.rows[1]?.contact).toMatchObject({ kind: 'organisation', displayName: 'Ng Legal' });
  });

  it('refuses a cut card by row, keeps the others, and says where stray text is', () => {
    const from = preview('hello\nBEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:C');
    expect(from.counts).toMatchObject({ rows: 3, importable: 1, refused: 2 });
    expect(from.rows.map((row) => row.problems.some((problem) => problem.code === 'card-not-closed'))).toEqual([true, false, true]);
    expect(from.findings).toContainEqual({ code: 'text-outside-cards', lines: [1] });
  });
});

describe('vcardProgram', () => {
  it.each([
    ['PRODID:-//Apple Inc.//macOS 14.5//EN', 'vCard from Apple Contacts'],
    ['PRODID:-//Apple Inc.//iPhone OS 17.0//EN', 'vCard from Apple Contacts'],
    ['item1.X-ABLabel:_$!<HomePage>!$_', 'vCard from Apple Contacts'],
    ['PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN', 'vCard from Outlook'],
    ['PRODID;VALUE=TEXT:-//Google//Contacts//EN', 'vCard from Google Contacts'],
    ['NOTE:PRODID of nobody', 'vCard'],
  ])('%s', (line, name) => expect(vcardProgram(`BEGIN:VCARD\r\nVERSION:3.0\r\n${line}\r\nEND:VCARD\r\n`)).toBe(name));
});
