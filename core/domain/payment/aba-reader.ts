import type { Cents } from '../money/cents.ts';
import { localDateOf, type LocalDate } from '../time/local-date.ts';
import {
  account,
  amount,
  blank,
  bsbForm,
  cut,
  matching,
  text,
  toRecord,
  type AbaFinding,
  type AbaFindingCode,
  type Find,
} from './aba-fields.ts';
import { physicalLines, type LineEnding } from './aba-lines.ts';

/** Files above this size are not read: 1,000 details take 122 kB. */
export const abaMaxBytes = 8_000_000;

/** A type 0 record. `processingDate` is null where the field holds no date. */
export interface AbaHeader {
  readonly line: number;
  readonly headerBsb: string;
  readonly headerAccount: string;
  readonly reel: string;
  readonly fi: string;
  readonly userName: string;
  readonly userId: string;
  readonly description: string;
  readonly processingDate: LocalDate | null;
  readonly processingTime: string;
}

/** A type 1 record. `cents` is null where the field holds no amount. Text is trimmed; account numbers keep leading zeros. */
export interface AbaDetail {
  readonly line: number;
  readonly bsb: string;
  readonly account: string;
  readonly indicator: string;
  readonly transactionCode: string;
  readonly cents: Cents | null;
  readonly title: string;
  readonly lodgementReference: string;
  readonly traceBsb: string;
  readonly traceAccount: string;
  readonly remitter: string;
  readonly withholdingCents: Cents | null;
}

/** A type 7 record: amounts in cents as stated, null where unreadable. */
export interface AbaTrailer {
  readonly line: number;
  readonly netCents: Cents | null;
  readonly creditCents: Cents | null;
  readonly debitCents: Cents | null;
  readonly details: number | null;
}

/** One 0…7 sequence. `balances` says that stated and computed totals and count agree. `trailer` is null where it is missing. */
export interface AbaReadBatch {
  readonly header: AbaHeader;
  readonly details: readonly AbaDetail[];
  readonly trailer: AbaTrailer | null;
  readonly creditCents: number;
  readonly debitCents: number;
  readonly balances: boolean;
}

/** All that was read. A file is fit for a bank when no finding is an error. */
export interface AbaReading {
  readonly lineEnding: LineEnding;
  readonly batches: readonly AbaReadBatch[];
  readonly findings: readonly AbaFinding[];
}

const date = (record: string, line: number, find: Find): LocalDate | null => {
  const field = cut(record, 75, 80);
  const parts = /^(\d{2})(\d{2})(\d{2})$/.exec(field);
  const day = parts === null ? null : localDateOf({ year: 2000 + Number(parts[3]), month: Number(parts[2]), day: Number(parts[1]) });
  if (day !== null && day.ok) return day.value;
  find('error', 'field-not-valid', line, 'processing date', `The processing date “${field}” is not DDMMYY.`);
  return null;
};

const readHeader = (record: string, line: number, find: Find): AbaHeader => {
  const extension = cut(record, 2, 17).trim() !== '' || cut(record, 81, 84).trim() !== '';
  if (extension) find('note', 'extension-used', line, null, 'The header holds an account or a time, an extension some banks use.');
  if (cut(record, 2, 8).trim() !== '') matching(record, 2, 8, bsbForm, 'header BSB', line, find);
  if (cut(record, 81, 84).trim() !== '') matching(record, 81, 84, /^([01]\d|2[0-3])[0-5]\d$/, 'processing time', line, find);
  blank(record, 18, 18, line, find);
  blank(record, 24, 30, line, find);
  blank(record, 85, 120, line, find);
  return {
    line,
    headerBsb: cut(record, 2, 8).trim(),
    headerAccount: cut(record, 9, 17).trim(),
    reel: matching(record, 19, 20, /^\d\d$/, 'reel sequence', line, find),
    fi: matching(record, 21, 23, /^[A-Z]{3}$/, 'financial institution', line, find),
    userName: text(record, 31, 56, 'user name', line, find),
    userId: matching(record, 57, 62, /^\d{6}$/, 'user ID', line, find),
    description: text(record, 63, 74, 'description', line, find),
    processingDate: date(record, line, find),
    processingTime: cut(record, 81, 84).trim(),
  };
};

const reference = (record: string, line: number, find: Find): string => {
  const field = cut(record, 63, 80);
  if (/^[ 0-]/.test(field))
    find(
      'warning',
      'field-not-valid',
      line,
      'lodgement reference',
      'The lodgement reference is blank or starts with a blank, zero or hyphen.',
    );
  return field.trim();
};

const readDetail = (record: string, line: number, find: Find): AbaDetail => {
  const cents = amount(record, 21, 30, 'amount', line, find);
  if (cents === 0) find('error', 'field-not-valid', line, 'amount', 'The amount is zero.');
  const withholdingCents = amount(record, 113, 120, 'withholding', line, find);
  if (withholdingCents !== null && withholdingCents > 0) find('note', 'withholding', line, 'withholding', 'The line withholds tax.');
  const transactionCode = matching(record, 19, 20, /^(13|5[0-7])$/, 'transaction code', line, find);
  if (transactionCode === '13') find('note', 'debit-line', line, 'transaction code', 'The line is a debit.');
  return {
    line,
    bsb: matching(record, 2, 8, bsbForm, 'BSB', line, find),
    account: account(record, 9, 17, 'account', line, find),
    indicator: matching(record, 18, 18, /^[ NTWXY]$/, 'indicator', line, find),
    transactionCode,
    cents,
    title: text(record, 31, 62, 'title', line, find),
    lodgementReference: reference(record, line, find),
    traceBsb: matching(record, 81, 87, bsbForm, 'trace BSB', line, find),
    traceAccount: account(record, 88, 96, 'trace account', line, find),
    remitter: text(record, 97, 112, 'remitter', line, find),
    withholdingCents,
  };
};

const readTrailer = (record: string, line: number, find: Find): AbaTrailer => {
  blank(record, 9, 20, line, find);
  blank(record, 51, 74, line, find);
  blank(record, 81, 120, line, find);
  const count = matching(record, 75, 80, /^\d{6}$/, 'record count', line, find);
  return {
    line,
    netCents: amount(record, 21, 30, 'net total', line, find),
    creditCents: amount(record, 31, 40, 'credit total', line, find),
    debitCents: amount(record, 41, 50, 'debit total', line, find),
    details: /^\d{6}$/.test(count) ? Number(count) : null,
  };
};

const closeBatch = (header: AbaHeader, details: readonly AbaDetail[], trailer: AbaTrailer | null, find: Find): AbaReadBatch => {
  const sum = (debit: boolean): number =>
    details.reduce((total, detail) => ((detail.transactionCode === '13') === debit ? total + (detail.cents ?? 0) : total), 0);
  const creditCents = sum(false);
  const debitCents = sum(true);
  if (details.length === 0) find('error', 'no-details', header.line, null, 'The batch has no detail record.');
  if (trailer === null) {
    find('error', 'batch-not-closed', header.line, null, 'The batch has no type 7 record.');
    return { header, details, trailer, creditCents, debitCents, balances: false };
  }
  const differs = (code: AbaFindingCode, name: string, stated: number | null, computed: number): boolean => {
    if (stated === computed) return false;
    find('error', code, trailer.line, name, `The ${name} says ${stated ?? 'nothing readable'}; the records make ${computed}.`);
    return true;
  };
  const wrong = [
    differs('credit-total', 'credit total', trailer.creditCents, creditCents),
    differs('debit-total', 'debit total', trailer.debitCents, debitCents),
    differs('net-total', 'net total', trailer.netCents, Math.abs(creditCents - debitCents)),
    differs('record-count', 'record count', trailer.details, details.length),
    details.some((detail) => detail.cents === null),
  ];
  return { header, details, trailer, creditCents, debitCents, balances: !wrong.includes(true) };
};

const mergeStrayLines = (findings: readonly AbaFinding[]): readonly AbaFinding[] => {
  const merged: AbaFinding[] = [];
  let last = 0;
  for (const finding of findings) {
    const before = merged.at(-1);
    if (before?.code !== 'unrecognised-line' || finding.code !== before.code || finding.severity !== before.severity) {
      merged.push(finding);
      last = finding.line;
      continue;
    }
    last = Math.max(last, finding.line);
    merged[merged.length - 1] = {
      ...before,
      message: `Lines ${before.line} to ${last} are not records and were left out.`,
    };
  }
  return merged;
};

const kindOf = (line: string): 'header' | 'detail' | 'trailer' | null => {
  if (/^0.{17}\d\d[A-Z]{3} {7}/.test(line)) return 'header';
  if (/^1\d{3}-\d{3}/.test(line)) return 'detail';
  return line.startsWith('7999-999') ? 'trailer' : null;
};

/**
 * Reads a direct-entry file. Tolerant in form (CR LF, LF or CR; trailing blanks stripped; several batches; lines that are
 * no records), strict in what it reports: every departure from BECS Procedures, Appendix C2, is a finding, and totals and
 * count are computed afresh. Never throws.
 */
export const readAba = (bytes: Uint8Array): AbaReading => {
  const findings: AbaFinding[] = [];
  const find: Find = (severity, code, line, field, message) => findings.push({ severity, code, line, field, message });
  if (bytes.length > abaMaxBytes) {
    find('error', 'file-too-large', 0, null, `The file has ${bytes.length} bytes; a payment file has at most ${abaMaxBytes}.`);
    return { lineEnding: 'none', batches: [], findings };
  }
  const { lines, ending } = physicalLines(bytes);
  if (ending === 'lf' || ending === 'cr' || ending === 'mixed')
    find('warning', 'line-ending', 0, null, 'Records are not separated by CR LF throughout.');
  const batches: AbaReadBatch[] = [];
  let header: AbaHeader | null = null;
  let details: AbaDetail[] = [];
  for (const physical of lines) {
    const kind = kindOf(physical.text);
    if (kind === null) {
      if (physical.text.trim() === '') continue;
      const broken = header !== null && /^[017]/.test(physical.text);
      find(broken ? 'error' : 'warning', 'unrecognised-line', physical.line, null, 'The line is not a record and was left out.');
    } else if (kind === 'header') {
      if (header !== null) batches.push(closeBatch(header, details, null, find));
      header = readHeader(toRecord(physical, find), physical.line, find);
      details = [];
    } else if (header === null) {
      find('error', 'record-outside-batch', physical.line, null, 'The record stands outside any batch and was left out.');
    } else if (kind === 'detail') {
      details.push(readDetail(toRecord(physical, find), physical.line, find));
    } else {
      batches.push(closeBatch(header, details, readTrailer(toRecord(physical, find), physical.line, find), find));
      header = null;
    }
  }
  if (header !== null) batches.push(closeBatch(header, details, null, find));
  if (batches.length === 0) find('error', 'no-batch', 0, null, 'The file holds no direct-entry batch.');
  if (batches.length > 1) find('warning', 'several-batches', 0, null, `The file holds ${batches.length} batches.`);
  return { lineEnding: ending, batches, findings: mergeStrayLines(findings) };
};
