import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDateFromEpochDay } from '../time/local-date.ts';
import { unknownLines } from './line-key.ts';
import { readStatement, type Statement, type StatementOptions } from './statement.ts';

const root = new URL('../../../test/fixtures/samples/', import.meta.url);
const sample = (name: string): Uint8Array => readFileSync(new URL(`bank-csv/SYNTHETIC_${name}.csv`, root));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (bytes: Uint8Array | string, options?: StatementOptions): Statement => {
  const result = readStatement(typeof bytes === 'string' ? utf8(bytes) : bytes, options);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refusal = (bytes: Uint8Array | string, options?: StatementOptions): string => {
  const result = readStatement(typeof bytes === 'string' ? utf8(bytes) : bytes, options);
  return result.ok ? 'read' : `${result.error.code} ${result.error.line}`;
};
const shown = (statement: Statement): readonly string[] =>
  statement.lines.map(
    (l) => `${l.row} ${l.account ?? '-'} ${l.date} ${l.cents} ${l.balanceCents ?? '-'} ${l.reference ?? '-'} ${l.narrative}`,
  );
const problems = (statement: Statement): readonly string[] => statement.errors.map((e) => `${e.row} ${e.column ?? '-'} ${e.code}`);

describe('bank exports', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'anz_noheader',
      'anz',
      [
        '1 - 2026-10-30 -125000 - - TRANSFER COMM RUN 0007 TO J NGUYEN',
        '2 - 2026-10-30 330000 - - TRANSFER FROM ACME FINANCE LR-2026-00042',
      ],
    ],
    ['anz_transactive', 'anz-transactive', ['1 013999123456 2026-10-30 -125000 - REF001 COMM RUN 0007']],
    [
      'cba_netbank_noheader',
      'cba',
      [
        '1 - 2026-10-30 -125000 1845022 - Transfer To J Nguyen CommBank App COMM RUN 0007',
        '2 - 2026-10-30 330000 1970022 - Direct Credit 301500 ACME FINANCE REF LR-2026-00042',
        '3 - 2026-10-29 -5 1640022 - Account Fee',
      ],
    ],
    [
      'nab_2022_9col_ragged',
      'nab-2022',
      ['1 234567819 2026-10-30 -2000 12345 - V1234 29/10 STATIONERY CO', '2 234567819 2026-10-27 800 14345 - ACME FINANCE'],
    ],
    [
      'nab_internet_banking_2026',
      'nab-2024',
      [
        '1 234567819 2026-10-30 -125000 1845022 - INTERNET TRANSFER COMM RUN 0007',
        '2 234567819 2026-10-30 330000 1970022 - ACME FINANCE LR-2026-00042',
      ],
    ],
    ['westpac_corporate_online', 'westpac-corporate-online', ['1 032000123456 2026-10-30 -125000 - 1234567 COMM RUN 0007']],
    [
      'westpac_live_consumer',
      'westpac-live',
      [
        '1 032000123456 2026-10-30 -125000 1845022 - WITHDRAWAL COMM RUN 0007',
        '2 032000123456 2026-10-30 330000 1970022 - DEPOSIT ACME FINANCE LR-2026-00042',
      ],
    ],
  ])('reads %s', (name, shape, lines) => {
    const statement = read(sample(name));
    expect([statement.shape.id, shown(statement), statement.errors, statement.failedRows]).toEqual([shape, lines, [], 0]);
    expect(statement.findings.filter((finding) => finding.code !== 'account-unknown')).toEqual([]);
  });

  it('reads the two statements of the payout run whole, with their running balance', () => {
    for (const [name, rows, closing] of [
      ['cba_netbank_comm_run_0012', 32, 6_664_353],
      ['westpac_live_comm_run_0012', 31, 6_698_153],
    ] as const) {
      const statement = read(sample(name), { account: '062-001 10101010' });
      expect([statement.dataRows, statement.lines.length, statement.order, statement.from, statement.to]).toEqual([
        rows,
        rows,
        'newest-first',
        '2026-11-02',
        '2026-11-20',
      ]);
      expect(statement.findings.filter((finding) => finding.code === 'balance-break')).toEqual([]);
      expect(statement.lines.reduce((sum, line) => sum + line.cents, 6_120_418)).toBe(closing);
    }
    expect(read(sample('westpac_live_comm_run_0012')).lines[28]?.narrative).toBe(
      'WITHDRAWAL ONLINE 1180032 PYMT Saltwater Property Trust Rent Nov, Suite 3',
    );
  });

  it('reads the older NAB export without header, the re-headed CommBank one, Up, and other names for columns', () => {
    expect(shown(read('28 Dec 17,-4.50,234567819,,EFTPOS,COFFEE,+100.00\n30-Nov-17,+10,234567819, ,CREDIT,ACME,104.50'))).toEqual([
      '1 234567819 2017-12-28 -450 10000 - COFFEE',
      '2 234567819 2017-11-30 1000 10450 - ACME',
    ]);
    expect(shown(read('Date,Amount,Description,Balance\n1/2/2026,"$1,234.50",PAY,"2,234.50"'))).toEqual([
      '1 - 2026-02-01 123450 223450 - PAY',
    ]);
    const up =
      'Time,BSB / Account Number,Transaction Type,Payee,Description,Category,Tags,Subtotal (AUD),Currency,Subtotal (Transaction Currency),Fee (AUD),Round Up (AUD),Total (AUD),Payment Method,Settled Date\n' +
      '2026-10-30T23:50:00+11:00,633-123 / 123456789,Purchase,Cafe,,,,-5.00,AUD,-5.00,,,-5.00,,2026-10-31\n2026-10-29T10:00:00+11:00,633-123 / 123456789,Transfer,ACME,LR-1,,,7,AUD,7,,,7.00,,';
    expect(shown(read(up))).toEqual(['1 633123123456789 2026-10-31 -500 - - Cafe', '2 633123123456789 2026-10-29 700 - - ACME LR-1']);
  });

  it('takes the account the person names where the file names none, and says where it differs', () => {
    expect(read(sample('anz_noheader')).findings.map((f) => f.code)).toEqual(['account-unknown']);
    const named = read(sample('anz_noheader'), { account: '013-999 123456' });
    expect([named.accounts, named.findings]).toEqual([['013999123456'], []]);
    expect(read(sample('westpac_live_consumer'), { account: '062-000 11112222' }).findings.map((f) => f.code)).toEqual(['account-differs']);
  });
});

describe('encodings and delimiters', () => {
  const text = '30/10/2026,"-12.50","Café Zoë","+100.00"\r\n29/10/2026,"-1.00","O’Brien – fee","+112.50"\r\n';
  const utf16 = (little: boolean): Uint8Array => {
    const bytes = new Uint8Array(2 + text.length * 2);
    const view = new DataView(bytes.buffer);
    Array.from(`\ufeff${text}`).forEach((char, index) => view.setUint16(index * 2, char.charCodeAt(0), little));
    return bytes;
  };
  const cp1252 = Uint8Array.from(Array.from(text).map((char) => ({ '’': 0x92, '–': 0x96 })[char] ?? char.charCodeAt(0)));
  it.each<[string, Uint8Array]>([
    ['utf-8', utf8(text)],
    ['utf-8-bom', utf8(`\ufeff${text}`)],
    ['windows-1252', cp1252],
    ['utf-16le', utf16(true)],
    ['utf-16be', utf16(false)],
  ])('reads %s', (encoding, bytes) => {
    const statement = read(bytes);
    expect([statement.encoding, statement.lines.map((line) => line.narrative)]).toEqual([encoding, ['Café Zoë', 'O’Brien – fee']]);
  });

  it('reads semicolons and tabs', () => {
    for (const delimiter of [';', '\t'])
      expect(shown(read(`30/10/2026${delimiter}-12.50${delimiter}FEE${delimiter}100.00`))).toEqual(['1 - 2026-10-30 -1250 10000 - FEE']);
  });
});

describe('rows that are wrong', () => {
  const westpac = 'Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial\n';
  it('are named with row and column and are not read', () => {
    const statement = read(
      `${westpac}032000123456,30/10/2026,GOOD,1.00,,99.00,PAYMENT,\n` +
        '032000123456,10/30/2026,MONTH FIRST,1.00,,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,BOTH,1.00,2.00,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,NEITHER,,,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,SIGNED,-1.00,,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,FRACTION,1.005,,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,COMMAS,"1,00.00",,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,Rent, Suite 3,1.00,,98.00,PAYMENT,\n' +
        '032000123456,30/10/2026,BALANCE,1.00,,soon,PAYMENT,\n',
    );
    expect(problems(statement)).toEqual([
      '2 Date date-not-valid',
      '3 Credit Amount amount-two-sided',
      '4 Debit Amount amount-missing',
      '5 Debit Amount amount-sign',
      '6 Debit Amount amount-not-valid',
      '7 Debit Amount amount-not-valid',
      '8 - row-length',
      '9 Balance balance-not-valid',
    ]);
    expect([statement.dataRows, statement.lines.length, statement.failedRows]).toEqual([9, 1, 8]);
  });

  it('are put right only where one way fits', () => {
    const nab = 'Date,Amount,Account Number,,Transaction Type,Transaction Details,Balance,Category,Merchant Name,Processed On\n';
    const rows = `${nab}30 Oct 26,-20,234567819,DEBIT,STATIONERY,123.45,Shopping,Stationery Co,30 Oct 26\n30 Oct 26,-20,234567819,,DEBIT,STATIONERY,143.45\n`;
    expect(shown(read(rows)).map((line) => line.slice(0, 37))).toEqual([
      '1 234567819 2026-10-30 -2000 12345 - ',
      '2 234567819 2026-10-30 -2000 14345 - ',
    ]);
    expect(
      problems(read(`${nab}30 Oct 26,-20,234567819,,DEBIT,STATIONERY,123.45,,,\n30 Oct 26,-20,234567819,DEBIT,STATIONERY,soon,x`)),
    ).toEqual(['2 - row-length']);
    const transactive = new TextDecoder().decode(sample('anz_transactive'));
    expect(problems(read(transactive.replace('REF001,', '')))).toEqual(['1 - row-length']);
  });

  it('refuse another currency', () => {
    expect(problems(read(new TextDecoder().decode(sample('westpac_corporate_online')).replace(',AUD,', ',USD,')))).toEqual([
      '1 CCY currency-not-aud',
    ]);
  });
});

describe('running balance', () => {
  it('shows where a line is missing or an amount was changed, whichever way the file runs', () => {
    const lines = new TextDecoder().decode(sample('cba_netbank_comm_run_0012')).trim().split('\r\n');
    const breaks = (rows: readonly string[]): readonly string[] =>
      read(rows.join('\n')).findings.flatMap((f) => (f.code === 'balance-break' ? [`${f.row} ${f.expectedCents - f.foundCents}`] : []));
    expect(breaks(lines.toReversed())).toEqual([]);
    expect(breaks(lines.toSpliced(10, 1))).toEqual(['10 66000']);
    expect(breaks(lines.with(4, (lines[4] ?? '').replace('-3300.00', '-3300.10')))).toEqual(['5 -10']);
  });
});

describe('files that are not read', () => {
  it.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'no-rows 0'],
    ['blank lines', '\n , ,\n', 'no-rows 0'],
    ['a header alone', 'Date,Amount,Description,Balance\n', 'no-rows 1'],
    ['an unknown header', 'run,payment_id\nCOMM,1', 'unknown-shape 1'],
    ['a header in names of its own', 'Day,Balance,Details\n1/1/2026,100.00,x', 'unknown-shape 1'],
    ['prose', 'Dear customer,\nyour statement is ready.', 'unknown-shape 1'],
    ['a column named twice', 'Date,Amount,Description,Balance,Amount\n1/1/2026,1,x,1,2', 'duplicate-headers 1'],
    ['an unknown header with a name twice', 'When,Value,Value\n1/1/2026,1,2', 'duplicate-headers 1'],
    ['an open quotation mark', '30/10/2026,"-1.00,FEE\n29/10/2026,1,x', 'quote-not-closed 1'],
    ['a workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'not-a-text-file 0'],
    ['bytes of no encoding', Uint8Array.from([...utf8('30/10/2026,-1.00,'), 0x81, 0x8d]), 'unknown-encoding 1'],
  ])('are refused: %s', (_name, bytes, expected) => {
    expect(refusal(bytes)).toBe(expected);
  });

  it('are refused when too large', () => {
    expect(refusal('30/10/2026,-1.00,FEE\n'.repeat(3), { maxBytes: 40 })).toBe('file-too-large 0');
    expect(refusal('30/10/2026,-1.00,FEE\n'.repeat(3), { maxRows: 2 })).toBe('too-many-rows 0');
  });
});

describe('recognising lines again', () => {
  it('adds nothing when the same statement comes twice, reversed, or overlapping', () => {
    const text = new TextDecoder().decode(sample('cba_netbank_comm_run_0012')).trim().split('\r\n');
    const account = { account: '062001 10101010' };
    const known = new Set(read(text.join('\n'), account).lines.map((line) => line.key));
    expect(known.size).toBe(32);
    expect(unknownLines(read(text.toReversed().join('\n'), account).lines, known)).toEqual([]);
    expect(unknownLines(read(text.slice(5, 20).join('\n').replaceAll('NetBank', 'Netbank app'), account).lines, known)).toEqual([]);
  });

  it('keeps lines that are alike apart by an ordinal and says so', () => {
    const statement = read('30/10/2026,-5.00,COFFEE\n30/10/2026,-5.00,COFFEE\n');
    expect(statement.lines.map((line) => line.key.slice(-2))).toEqual(['|1', '|2']);
    expect(statement.findings.map((f) => `${f.row} ${f.code}`)).toEqual(['1 account-unknown', '2 lines-alike']);
  });
});

const entry = fc.record({
  day: fc.integer({ min: 18_000, max: 24_000 }),
  cents: fc.integer({ min: -9_999_999, max: 9_999_999 }).filter((c) => c !== 0),
  text: fc.stringMatching(/^[A-Za-z0-9 ,"'&-]{1,40}$/),
});
const decimal = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
const quoted = (text: string): string => `"X${text.replaceAll('"', '""')}X"`;

describe('any statement', () => {
  it('reads back to the cent in signed and in split columns', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), (entries) => {
        let balance = 1_000_000_000;
        const rows = entries.map(({ day, cents, text }) => {
          balance += cents;
          const iso = localDateFromEpochDay(day);
          return {
            iso,
            cents,
            text,
            balance,
            local: `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`,
          };
        });
        const cba = rows.map((r) => `${r.local},"${decimal(r.cents)}",${quoted(r.text)},"+${decimal(r.balance)}"`).join('\r\n');
        const westpac =
          'Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial\r\n' +
          rows
            .map(
              (r) =>
                `032000123456,${r.local},${quoted(r.text)},${r.cents < 0 ? `${decimal(-r.cents)},` : `,${decimal(r.cents)}`},${decimal(r.balance)},PAYMENT,`,
            )
            .join('\r\n');
        for (const text of [cba, westpac]) {
          const statement = read(text);
          expect(statement.errors).toEqual([]);
          expect(statement.lines.map((l) => [l.date, l.cents, l.balanceCents])).toEqual(rows.map((r) => [r.iso, r.cents, r.balance]));
          expect(statement.findings.filter((f) => f.code === 'balance-break')).toEqual([]);
          expect(new Set(statement.lines.map((l) => l.key)).size).toBe(rows.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never throws on random bytes, random text or damaged samples', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => typeof readStatement(bytes).ok === 'boolean'),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('"', ',', '\n', '\r', '1', '/', 'Oct', '-', '.', 'Date', 'Amount', ' '),
          maxLength: 200,
        }),
        (text) => typeof readStatement(utf8(text)).ok === 'boolean',
      ),
      { numRuns: 1_000 },
    );
    const good = sample('westpac_live_comm_run_0012');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }), (edits) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of edits) bytes[at] = value;
        const result = readStatement(bytes);
        if (result.ok) expect(result.value.lines.length + result.value.failedRows).toBe(result.value.dataRows);
      }),
      { numRuns: 500 },
    );
  });
});
