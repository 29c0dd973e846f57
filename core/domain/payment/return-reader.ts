import type { Cents } from '../money/cents.ts';
import { account, amount, bsbForm, cut, matching, text, toRecord, type AbaFinding, type Find } from './aba-fields.ts';
import { physicalLines } from './aba-lines.ts';
import { abaMaxBytes } from './aba-reader.ts';
import { returnReason, type ReturnCodeTables, type ReturnReason } from './return-codes.ts';

/** One returned payment (record type 2). `originalDay` is the day of the month it was processed; `reason` is null for a code no table knows. */
export interface PaymentReturn {
  readonly line: number;
  readonly bsb: string;
  readonly account: string;
  readonly returnCode: string;
  readonly reason: ReturnReason | null;
  readonly transactionCode: string;
  readonly cents: Cents | null;
  readonly title: string;
  readonly lodgementReference: string;
  readonly traceBsb: string;
  readonly traceAccount: string;
  readonly remitter: string;
  readonly originalDay: number | null;
  readonly originalUserId: string;
}

/** Which bank's codes to read, and the ISO date that picks the table in force. */
export interface ReturnContext {
  readonly tables: ReturnCodeTables;
  readonly bank: string;
  readonly date: string;
}

/** The returns of a file, and what was odd in it. Headers and totals (types 0 and 7) are passed over. */
export interface ReturnReading {
  readonly returns: readonly PaymentReturn[];
  readonly findings: readonly AbaFinding[];
}

const readReturn = (record: string, line: number, context: ReturnContext, find: Find): PaymentReturn => {
  const returnCode = cut(record, 18, 18).trim();
  const reason = returnReason(context.tables, context.bank, context.date, returnCode);
  if (reason === null)
    find('warning', 'unknown-return-code', line, 'return code', `No table in force for ${context.bank} knows return code “${returnCode}”.`);
  const day = matching(record, 113, 114, /^(0[1-9]|[12]\d|3[01])$/, 'original processing day', line, find);
  return {
    line,
    bsb: matching(record, 2, 8, bsbForm, 'BSB', line, find),
    account: account(record, 9, 17, 'account', line, find),
    returnCode,
    reason,
    transactionCode: matching(record, 19, 20, /^(13|5[0-7])$/, 'transaction code', line, find),
    cents: amount(record, 21, 30, 'amount', line, find),
    title: text(record, 31, 62, 'title', line, find),
    lodgementReference: cut(record, 63, 80).trim(),
    traceBsb: matching(record, 81, 87, bsbForm, 'trace BSB', line, find),
    traceAccount: account(record, 88, 96, 'trace account', line, find),
    remitter: text(record, 97, 112, 'remitter', line, find),
    originalDay: /^\d\d$/.test(day) ? Number(day) : null,
    originalUserId: matching(record, 115, 120, /^\d{6}$/, 'original user ID', line, find),
  };
};

/** Reads the type 2 records of a return file; the code's meaning comes from the dated table. Never throws. */
export const readReturns = (bytes: Uint8Array, context: ReturnContext): ReturnReading => {
  const findings: AbaFinding[] = [];
  const find: Find = (severity, code, line, field, message) => findings.push({ severity, code, line, field, message });
  if (bytes.length > abaMaxBytes) {
    find('error', 'file-too-large', 0, null, `The file has ${bytes.length} bytes; a return file has at most ${abaMaxBytes}.`);
    return { returns: [], findings };
  }
  const returns: PaymentReturn[] = [];
  for (const physical of physicalLines(bytes).lines) {
    if (/^2\d{3}-\d{3}/.test(physical.text)) returns.push(readReturn(toRecord(physical, find), physical.line, context, find));
    else if (physical.text.trim() !== '' && !/^[07]/.test(physical.text))
      find('warning', 'unrecognised-line', physical.line, null, 'The line is not a return and was left out.');
  }
  if (returns.length === 0) find('error', 'no-details', 0, null, 'The file holds no returned payment.');
  return { returns, findings };
};
