import type { Cents } from '../money/cents.ts';
import { toCents } from '../money/cents.ts';
import { physicalLines, type LineEnding, type PhysicalLine } from './aba-lines.ts';
import { isoDay } from './iso-day.ts';

/** Files above this size are not read: 1,000 details take 122 kB. */
export const abaMaxBytes = 8_000_000;

/** An `error` makes the file wrong for a bank; a `warning` is unusual; a `note` was put right while reading. */
export type AbaFindingSeverity = 'error' | 'warning' | 'note';

/** What the reader can find. */
export type AbaFindingCode =
  | 'file-too-large' | 'no-batch' | 'not-ascii' | 'character-outside-set' | 'blanks-stripped' | 'record-too-long' | 'unrecognised-line'
  | 'record-outside-batch' | 'batch-not-closed' | 'reserved-not-blank' | 'extension-used' | 'field-not-valid' | 'field-blank'
  | 'line-ending' | 'credit-total' | 'debit-total' | 'net-total' | 'record-count' | 'no-details'
  | 'several-batches' | 'withholding' | 'debit-line';

/** One finding. `line` is the physical line from 1, 0 for the file; `field` names the field where one is meant. */
export interface AbaFinding {
  readonly severity: AbaFindingSeverity;
  readonly code: AbaFindingCode;
  readonly line: number;
  readonly field: string | null;
  readonly message: string;
}

/** A type 0 record. `processingDate` is ISO, null where the field holds no date. */
export interface AbaHeader {
  readonly line: number;
  readonly headerBsb: string;
  readonly headerAccount: string;
  readonly reel: string;
  readonly fi: string;
  readonly userName: string;
  readonly userId: string;
  readonly description: string;
  readonly processingDate: string | null;
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

type Find = (severity: AbaFindingSeverity, code: AbaFindingCode, line: number, field: string | null, message: string) => void;

const cut = (record: string, first: number, last: number): string => record.slice(first - 1, last);

const blank = (record: string, first: number, last: number, line: number, find: Find): void => {
  if (cut(record, first, last).trim() !== '')
    find('warning', 'reserved-not-blank', line, null, `Positions ${first} to ${last} should be blank and hold “${cut(record, first, last).trim()}”.`);
};

const text = (record: string, first: number, last: number, name: string, line: number, find: Find): string => {
  const field = cut(record, first, last);
  if (field.trim() === '') find('error', 'field-blank', line, name, `The ${name} is blank.`);
  else if (field.startsWith(' ')) find('warning', 'field-not-valid', line, name, `The ${name} is not left-justified.`);
  return field.trim();
};

const matching = (record: string, first: number, last: number, form: RegExp, name: string, line: number, find: Find): string => {
  const field = cut(record, first, last);
  if (!form.test(field)) find('error', 'field-not-valid', line, name, `The ${name} “${field}” is not in its form.`);
  return field.trim();
};

const amount = (record: string, first: number, last: number, name: string, line: number, find: Find): Cents | null => {
  const field = cut(record, first, last);
  const cents = /^\d+$/.test(field) ? toCents(Number(field)) : null;
  if (cents !== null && cents.ok) return cents.value;
  find('error', 'field-not-valid', line, name, `The ${name} “${field}” is not an amount in cents.`);
  return null;
};

const account = (record: string, first: number, last: number, name: string, line: number, find: Find): string => {
  const field = cut(record, first, last);
  if (!/^[0-9 -]{9}$/.test(field) || !/[1-9]/.test(field))
    find('error', 'field-not-valid', line, name, `The ${name} “${field}” is not an account number.`);
  else if (field.endsWith(' ')) find('warning', 'field-not-valid', line, name, `The ${name} is not right-justified.`);
  return field.trim();
};

const date = (record: string, line: number, find: Find): string | null => {
  const field = cut(record, 75, 80);
  const parts = /^(\d{2})(\d{2})(\d{2})$/.exec(field);
  const iso = parts === null ? null : isoDay(2000 + Number(parts[3]), Number(parts[2]), Number(parts[1]));
  if (iso === null) find('error', 'field-not-valid', line, 'processing date', `The processing date “${field}” is not DDMMYY.`);
  return iso;
};

const bsbForm = /^\d{3}-\d{3}$/;

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
    find('warning', 'field-not-valid', line, 'lodgement reference', 'The lodgement reference is blank or starts with a blank, zero or hyphen.');
  return field.trim();
};

const readDetail = (record: string, line: number, find: Find): AbaDetail => {
  const cents = amount(record, 21, 30, 'amount', line, find);
  if (cents === 0) find('error', 'field-not-valid', line, 'amount', 'The amount is zero.');
  const withholdingCents = amount(record, 113, 120, 'withholding', line, find);
  if (withholdingCents !== null && withholdingCents > 0)
    find('note', 'withholding', line, 'withholding', 'The line withholds tax.');
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

const becs = /^[A-Za-z0-9 ^_[\]',?;:=#/.*()&%!$@+-]*$/;

const toRecord = ({ line, text: raw }: PhysicalLine, find: Find): string => {
  if (/[^\x20-\x7e]/.test(raw)) find('error', 'not-ascii', line, null, 'The record holds characters outside printable ASCII.');
  else if (!becs.test(raw)) find('warning', 'character-outside-set', line, null, 'The record holds characters outside the BECS set.');
  if (raw.length > 120) {
    const rest = raw.slice(120);
    find(rest.trim() === '' ? 'warning' : 'error', 'record-too-long', line, null, `The record has ${raw.length} characters.`);
    return raw.slice(0, 120);
  }
  if (raw.length < 120) find('note', 'blanks-stripped', line, null, `The record has ${raw.length} characters; its trailing blanks were stripped.`);
  return raw.padEnd(120, ' ');
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
    merged[merged.length - 1] = { ...before, message: `Lines ${before.line} to ${last} are not records and were left out.` };
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
