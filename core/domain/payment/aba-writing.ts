import { MAX_CENTS } from '../money/cents.ts';
import { fitText, foldToBecs, type AbaChangeReason } from './aba-text.ts';

/** The fields of a file that a change or a refusal can name. */
export type AbaField =
  | 'lines'
  | 'userName'
  | 'userId'
  | 'description'
  | 'processingDate'
  | 'processingTime'
  | 'remitter'
  | 'payer.bsb'
  | 'payer.account'
  | 'payer.title'
  | 'balancingReference'
  | 'bsb'
  | 'account'
  | 'title'
  | 'cents'
  | 'lodgementReference'
  | 'total';

/** A difference between what was entered and what the file says. `line` counts payments from 1; null is the file itself. */
export interface AbaChange {
  readonly line: number | null;
  readonly field: AbaField;
  readonly from: string;
  readonly to: string;
  readonly why: AbaChangeReason;
}

/** Why no file was written. */
export type AbaRefusalCode =
  | 'no-lines'
  | 'too-many-lines'
  | 'field-missing'
  | 'field-blank'
  | 'bsb-not-valid'
  | 'account-not-valid'
  | 'date-not-valid'
  | 'time-not-valid'
  | 'amount-not-positive'
  | 'amount-not-whole-cents'
  | 'amount-over-limit'
  | 'total-over-limit'
  | 'reference-too-long'
  | 'reference-start'
  | 'user-id-not-valid';

/** One refusal: what was wrong, where, and what to do. Nothing is written when there is any. */
export interface AbaRefusal {
  readonly code: AbaRefusalCode;
  readonly line: number | null;
  readonly field: AbaField;
  readonly found: string;
  readonly message: string;
  readonly action: string;
}

/** Collects refusals and changes while a file is laid out. */
export interface Report {
  readonly refuse: (code: AbaRefusalCode, line: number | null, field: AbaField, found: string, message: string, action: string) => void;
  readonly change: (line: number | null, field: AbaField, from: string, to: string, why: AbaChangeReason) => void;
}

const left = (text: string, length: number): string => text.padEnd(length, ' ');
/** A number right-justified and zero-filled. */
export const zeros = (value: number | string, length: number): string => String(value).padStart(length, '0');

// The brands already promise most of what follows; a payment file is checked again where it is written.

/** `NNN-NNN`. */
export const bsbField = (bsb: string, line: number | null, field: AbaField, report: Report): string => {
  const parts = /^(\d{3})-?(\d{3})$/.exec(bsb);
  if (parts === null) {
    report.refuse('bsb-not-valid', line, field, bsb, 'A BSB has six digits, written NNN-NNN.', 'Correct the BSB with the payee.');
    return '';
  }
  return `${parts[1]}-${parts[2]}`;
};

/** An account number, right-justified, leading zeros and hyphens kept. */
export const accountField = (account: string, line: number | null, field: AbaField, report: Report): string => {
  if (/^[0-9-]{1,9}$/.test(account) && /[1-9]/.test(account)) return account.padStart(9, ' ');
  report.refuse(
    'account-not-valid',
    line,
    field,
    account,
    'An account number has at most nine digits and hyphens, and is not all zeros.',
    'Correct the account number with the payee.',
  );
  return '';
};

/** Text folded to the bank's character set and cut to its field, with every difference reported. */
export const textField = (
  text: string,
  length: number,
  punctuation: string,
  line: number | null,
  field: AbaField,
  report: Report,
): string => {
  const fitted = fitText(text, length, punctuation);
  if (fitted.text === '') {
    report.refuse('field-blank', line, field, text, 'Nothing is left that a bank would accept.', 'Enter it in plain letters and digits.');
    return '';
  }
  if (fitted.why !== null) report.change(line, field, text, fitted.text, fitted.why);
  return left(fitted.text, length);
};

/** A lodgement reference: folded, reported, and refused rather than cut. */
export const referenceField = (text: string, punctuation: string, line: number | null, field: AbaField, report: Report): string => {
  const folded = foldToBecs(text, punctuation);
  if (folded === '') {
    report.refuse(
      'field-blank',
      line,
      field,
      text,
      'The reference is empty once folded to what a bank accepts.',
      'Give the payment a reference of plain letters and digits.',
    );
    return '';
  }
  if (folded.length > 18) {
    report.refuse(
      'reference-too-long',
      line,
      field,
      text,
      `The reference has ${folded.length} characters; the file holds 18 and a reference is never cut.`,
      'Shorten the reference.',
    );
    return '';
  }
  if (/^[0-]/.test(folded)) {
    report.refuse(
      'reference-start',
      line,
      field,
      text,
      'A lodgement reference must not start with a zero or a hyphen.',
      'Put a letter before it.',
    );
    return '';
  }
  if (folded !== text) report.change(line, field, text, folded, 'characters');
  return left(folded, 18);
};

/** An amount in whole cents, more than zero. */
export const amountField = (cents: number, line: number, report: Report): string => {
  if (!Number.isSafeInteger(cents))
    report.refuse(
      'amount-not-whole-cents',
      line,
      'cents',
      String(cents),
      'The amount is not a whole number of cents.',
      'Round the amount where it is calculated.',
    );
  else if (cents <= 0)
    report.refuse(
      'amount-not-positive',
      line,
      'cents',
      String(cents),
      'A payment must be more than zero.',
      'Leave the line out of the batch.',
    );
  else if (cents > MAX_CENTS)
    report.refuse(
      'amount-over-limit',
      line,
      'cents',
      String(cents),
      'A line may not exceed $99,999,999.99.',
      'Split the payment or use another rail.',
    );
  else return zeros(cents, 10);
  return '';
};
