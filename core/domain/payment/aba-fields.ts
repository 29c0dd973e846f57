import { toCents, type Cents } from '../money/cents.ts';
import type { PhysicalLine } from './aba-lines.ts';

/** An `error` makes the file wrong for a bank; a `warning` is unusual; a `note` was put right while reading. */
export type AbaFindingSeverity = 'error' | 'warning' | 'note';

/** What the reader can find. */
export type AbaFindingCode =
  | 'file-too-large'
  | 'no-batch'
  | 'not-ascii'
  | 'character-outside-set'
  | 'blanks-stripped'
  | 'record-too-long'
  | 'unrecognised-line'
  | 'record-outside-batch'
  | 'batch-not-closed'
  | 'reserved-not-blank'
  | 'extension-used'
  | 'field-not-valid'
  | 'field-blank'
  | 'line-ending'
  | 'credit-total'
  | 'debit-total'
  | 'net-total'
  | 'record-count'
  | 'no-details'
  | 'several-batches'
  | 'withholding'
  | 'debit-line'
  | 'unknown-return-code';

/** One finding. `line` is the physical line from 1, 0 for the file; `field` names the field where one is meant. */
export interface AbaFinding {
  readonly severity: AbaFindingSeverity;
  readonly code: AbaFindingCode;
  readonly line: number;
  readonly field: string | null;
  readonly message: string;
}

/** Notes a finding. */
export type Find = (severity: AbaFindingSeverity, code: AbaFindingCode, line: number, field: string | null, message: string) => void;

/** Positions `first` to `last` of a record, counted from 1. */
export const cut = (record: string, first: number, last: number): string => record.slice(first - 1, last);

/** Warns where reserved positions hold something. */
export const blank = (record: string, first: number, last: number, line: number, find: Find): void => {
  if (cut(record, first, last).trim() !== '')
    find(
      'warning',
      'reserved-not-blank',
      line,
      null,
      `Positions ${first} to ${last} should be blank and hold “${cut(record, first, last).trim()}”.`,
    );
};

/** Left-justified text that must not be blank, trimmed. */
export const text = (record: string, first: number, last: number, name: string, line: number, find: Find): string => {
  const field = cut(record, first, last);
  if (field.trim() === '') find('error', 'field-blank', line, name, `The ${name} is blank.`);
  else if (field.startsWith(' ')) find('warning', 'field-not-valid', line, name, `The ${name} is not left-justified.`);
  return field.trim();
};

/** A field that must have a form, trimmed. */
export const matching = (record: string, first: number, last: number, form: RegExp, name: string, line: number, find: Find): string => {
  const field = cut(record, first, last);
  if (!form.test(field)) find('error', 'field-not-valid', line, name, `The ${name} “${field}” is not in its form.`);
  return field.trim();
};

/** A zero-filled amount in cents, or null and an error. */
export const amount = (record: string, first: number, last: number, name: string, line: number, find: Find): Cents | null => {
  const field = cut(record, first, last);
  const cents = /^\d+$/.test(field) ? toCents(Number(field)) : null;
  if (cents !== null && cents.ok) return cents.value;
  find('error', 'field-not-valid', line, name, `The ${name} “${field}” is not an amount in cents.`);
  return null;
};

/** A right-justified account number, trimmed, leading zeros kept. */
export const account = (record: string, first: number, last: number, name: string, line: number, find: Find): string => {
  const field = cut(record, first, last);
  if (!/^[0-9 -]{9}$/.test(field) || !/[1-9]/.test(field))
    find('error', 'field-not-valid', line, name, `The ${name} “${field}” is not an account number.`);
  else if (field.endsWith(' ')) find('warning', 'field-not-valid', line, name, `The ${name} is not right-justified.`);
  return field.trim();
};

/** `NNN-NNN`. */
export const bsbForm = /^\d{3}-\d{3}$/;

const becs = /^[A-Za-z0-9 ^_[\]',?;:=#/.*()&%!$@+-]*$/;

/** Checks the characters and the length of a line and pads it to the 120 of a record. */
export const toRecord = ({ line, text: raw }: PhysicalLine, find: Find): string => {
  if (/[^\x20-\x7e]/.test(raw)) find('error', 'not-ascii', line, null, 'The record holds characters outside printable ASCII.');
  else if (!becs.test(raw)) find('warning', 'character-outside-set', line, null, 'The record holds characters outside the BECS set.');
  if (raw.length > 120) {
    const rest = raw.slice(120);
    find(rest.trim() === '' ? 'warning' : 'error', 'record-too-long', line, null, `The record has ${raw.length} characters.`);
    return raw.slice(0, 120);
  }
  if (raw.length < 120)
    find('note', 'blanks-stripped', line, null, `The record has ${raw.length} characters; its trailing blanks were stripped.`);
  return raw.padEnd(120, ' ');
};
