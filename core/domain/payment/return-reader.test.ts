import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReturnCodes, returnReason, type ReturnCodeTables } from './return-codes.ts';
import { readReturns } from './return-reader.ts';

const parsed = parseReturnCodes(JSON.parse(readFileSync(new URL('../../../resources/return-codes.json', import.meta.url), 'utf8')));
const tables: ReturnCodeTables = parsed.ok ? parsed.value : [];
const context = { tables, bank: 'CBA', date: '2026-11-16' };
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const published =
  '2123-234  46476428530000050050John Doe                        R45343            345-453 23432342Remitter        07054321';

describe('returned payments', () => {
  it('reads the published example record', () => {
    expect(readReturns(ascii(published), context)).toEqual({
      returns: [
        {
          line: 1,
          bsb: '123-234',
          account: '4647642',
          returnCode: '8',
          reason: { reason: 'Invalid user ID', confidence: 'M' },
          transactionCode: '53',
          cents: 50_050,
          title: 'John Doe',
          lodgementReference: 'R45343',
          traceBsb: '345-453',
          traceAccount: '23432342',
          remitter: 'Remitter',
          originalDay: 7,
          originalUserId: '054321',
        },
      ],
      findings: [],
    });
  });

  it('passes over header and total and names a code no table knows', () => {
    const unknown = published.slice(0, 17) + '7' + published.slice(18);
    const reading = readReturns(ascii(`0${' '.repeat(17)}01CBA\r\n${unknown}\r\n7999-999\r\nsomething else`), context);
    expect(reading.returns.map((entry) => [entry.line, entry.reason])).toEqual([[2, null]]);
    expect(reading.findings.map((finding) => [finding.code, finding.line])).toEqual([
      ['unknown-return-code', 2],
      ['unrecognised-line', 4],
    ]);
  });

  it('takes the bank’s own table in force, else the default', () => {
    const reasons = (bank: string, date: string): readonly (string | undefined)[] =>
      ['3', '6', '9'].map((code) => returnReason(tables, bank, date, code)?.reason);
    expect(reasons('CBA', '2026-11-16')).toEqual(['Account closed', 'Refer to customer', 'Technically invalid']);
    expect(reasons('WBC', '2026-11-16')).toEqual(['Account closed', 'Insufficient funds', undefined]);
    expect(reasons('CBA', '2000-01-01')).toEqual([undefined, undefined, undefined]);
    expect(parseReturnCodes({ tables: [] }).ok).toBe(false);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => readReturns(bytes, context).findings.length > 0));
    fc.assert(
      fc.property(fc.string({ maxLength: 130 }), (tail) => {
        expect(readReturns(ascii(`2123-234${tail.replace(/[\r\n]/g, '')}`), context).returns).toHaveLength(1);
      }),
    );
  });
});
