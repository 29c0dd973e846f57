import { exactCents, MAX_CENTS, toCents, type Cents } from '../money/cents.ts';
import type { AccountNumber, Bsb } from '../identity/bank-account.ts';
import { err, ok, type Result } from '../result.ts';
import { parseLocalDate, type LocalDate } from '../time/local-date.ts';
import { fitText, foldToBecs, type AbaChangeReason } from './aba-text.ts';
import type { BankProfile } from './bank-profile.ts';

/** The account a file is paid from; its BSB and number are the trace account of every line. */
export interface AbaPayer {
  readonly bsb: Bsb;
  readonly account: AccountNumber;
  readonly title: string;
}

/** One credit. `newDetails` sets indicator N (new or varied bank details). */
export interface AbaPaymentLine {
  readonly bsb: Bsb;
  readonly account: AccountNumber;
  readonly title: string;
  readonly cents: Cents;
  readonly lodgementReference: string;
  readonly newDetails?: boolean;
}

/** A batch of credits to write. `processingTime` (HHmm) is used only where the profile asks for it. */
export interface AbaBatch {
  readonly profile: BankProfile;
  readonly payer: AbaPayer;
  readonly processingDate: LocalDate;
  readonly processingTime?: string;
  readonly description: string;
  readonly remitter: string;
  readonly balancingReference?: string;
  readonly lines: readonly AbaPaymentLine[];
}

/** The fields of a file that a change or a refusal can name. */
export type AbaField =
  | 'lines' | 'userName' | 'userId' | 'description' | 'processingDate' | 'processingTime' | 'remitter' | 'payer.bsb'
  | 'payer.account' | 'payer.title' | 'balancingReference' | 'bsb' | 'account' | 'title' | 'cents' | 'lodgementReference' | 'total';

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
  | 'no-lines' | 'too-many-lines' | 'field-missing' | 'field-blank' | 'bsb-not-valid' | 'account-not-valid'
  | 'date-not-valid' | 'time-not-valid' | 'amount-not-positive' | 'amount-not-whole-cents' | 'amount-over-limit'
  | 'total-over-limit' | 'reference-too-long' | 'reference-start' | 'user-id-not-valid';

/** One refusal: what was wrong, where, and what to do. Nothing is written when there is any. */
export interface AbaRefusal {
  readonly code: AbaRefusalCode;
  readonly line: number | null;
  readonly field: AbaField;
  readonly found: string;
  readonly message: string;
  readonly action: string;
}

/** Totals of a file in cents, and its records. `details` counts type 1 records, the balancing line included. */
export interface AbaTotals {
  readonly creditCents: Cents;
  readonly debitCents: Cents;
  readonly netCents: Cents;
  readonly details: number;
}

/** A finished file. `bytes` is ASCII; nothing in it depends on a clock or a locale. */
export interface AbaFile {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly totals: AbaTotals;
  readonly changes: readonly AbaChange[];
}

// The brands already promise most of this; a payment file is checked again where it is written.
interface Report {
  readonly refuse: (code: AbaRefusalCode, line: number | null, field: AbaField, found: string, message: string, action: string) => void;
  readonly change: (line: number | null, field: AbaField, from: string, to: string, why: AbaChangeReason) => void;
}

const left = (text: string, length: number): string => text.padEnd(length, ' ');
const zeros = (value: number | string, length: number): string => String(value).padStart(length, '0');

const bsbField = (bsb: string, line: number | null, field: AbaField, report: Report): string => {
  const parts = /^(\d{3})-?(\d{3})$/.exec(bsb);
  if (parts === null) {
    report.refuse('bsb-not-valid', line, field, bsb, 'A BSB has six digits, written NNN-NNN.', 'Correct the BSB with the payee.');
    return '';
  }
  return `${parts[1]}-${parts[2]}`;
};

const accountField = (account: string, line: number | null, field: AbaField, report: Report): string => {
  if (/^[0-9-]{1,9}$/.test(account) && /[1-9]/.test(account)) return account.padStart(9, ' ');
  report.refuse('account-not-valid', line, field, account, 'An account number has at most nine digits and hyphens, and is not all zeros.', 'Correct the account number with the payee.');
  return '';
};

const textField = (text: string, length: number, punctuation: string, line: number | null, field: AbaField, report: Report): string => {
  const fitted = fitText(text, length, punctuation);
  if (fitted.text === '') {
    report.refuse('field-blank', line, field, text, 'Nothing is left that a bank would accept.', 'Enter it in plain letters and digits.');
    return '';
  }
  if (fitted.why !== null) report.change(line, field, text, fitted.text, fitted.why);
  return left(fitted.text, length);
};

const referenceField = (text: string, punctuation: string, line: number | null, field: AbaField, report: Report): string => {
  const folded = foldToBecs(text, punctuation);
  if (folded === '') {
    report.refuse('field-blank', line, field, text, 'The reference is empty once folded to what a bank accepts.', 'Give the payment a reference of plain letters and digits.');
    return '';
  }
  if (folded.length > 18) {
    report.refuse('reference-too-long', line, field, text, `The reference has ${folded.length} characters; the file holds 18 and a reference is never cut.`, 'Shorten the reference.');
    return '';
  }
  if (/^[0-]/.test(folded)) {
    report.refuse('reference-start', line, field, text, 'A lodgement reference must not start with a zero or a hyphen.', 'Put a letter before it.');
    return '';
  }
  if (folded !== text) report.change(line, field, text, folded, 'characters');
  return left(folded, 18);
};

const amountField = (cents: number, line: number, report: Report): string => {
  if (!Number.isSafeInteger(cents))
    report.refuse('amount-not-whole-cents', line, 'cents', String(cents), 'The amount is not a whole number of cents.', 'Round the amount where it is calculated.');
  else if (cents <= 0)
    report.refuse('amount-not-positive', line, 'cents', String(cents), 'A payment must be more than zero.', 'Leave the line out of the batch.');
  else if (cents > MAX_CENTS)
    report.refuse('amount-over-limit', line, 'cents', String(cents), 'A line may not exceed $99,999,999.99.', 'Split the payment or use another rail.');
  else return zeros(cents, 10);
  return '';
};

const dateField = (iso: string, report: Report): string => {
  if (!parseLocalDate(iso).ok) {
    report.refuse('date-not-valid', null, 'processingDate', iso, 'The processing date is not a calendar date.', 'Choose a processing date.');
    return '';
  }
  return `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`;
};

const timeField = (batch: AbaBatch, report: Report): string => {
  if (!batch.profile.headerTime) return '    ';
  const time = batch.processingTime ?? '';
  if (/^([01]\d|2[0-3])[0-5]\d$/.test(time)) return time;
  report.refuse('time-not-valid', null, 'processingTime', time, 'This bank profile wants a processing time, HHmm.', 'Give a time from 0000 to 2359.');
  return '';
};

const userIdField = (profile: BankProfile, report: Report): string => {
  if (profile.userId === null)
    report.refuse('field-missing', null, 'userId', '', `${profile.bank} allocates a Direct Entry user ID and none is entered.`, 'Enter the user ID from the bank in the bank profile.');
  else if (!/^\d{1,6}$/.test(profile.userId))
    report.refuse('user-id-not-valid', null, 'userId', profile.userId, 'A Direct Entry user ID has at most six digits.', 'Correct it in the bank profile.');
  else return zeros(profile.userId, 6);
  return '';
};

const checkFile = (batch: AbaBatch, total: number, report: Report): void => {
  const { profile, lines } = batch;
  const details = lines.length + (profile.balancing ? 1 : 0);
  if (lines.length === 0)
    report.refuse('no-lines', null, 'lines', '0', 'The batch has no payments.', 'Add at least one payment.');
  if (details > profile.maxDetails)
    report.refuse('too-many-lines', null, 'lines', String(details), `${profile.bank} takes at most ${profile.maxDetails} detail records in a file${profile.balancing ? ', the balancing line included' : ''}.`, 'Split the batch.');
  if (total > MAX_CENTS)
    report.refuse('total-over-limit', null, 'total', String(total), 'A file may not exceed $99,999,999.99 in total.', 'Split the batch.');
};

/**
 * Writes a direct-entry (ABA, Cemtex) file: one type 0, the credits with code 50, a code 13 balancing line where the
 * profile wants one, one type 7; 120 ASCII characters a record, CR LF between records. Text is folded to the profile's
 * character set and every difference is reported; a reference is refused rather than cut; withholding is always zero.
 * The same batch gives the same bytes. Source: BECS Procedures, Appendix C2 and C7.
 */
export const writeAba = (batch: AbaBatch): Result<AbaFile, readonly AbaRefusal[]> => {
  const refusals: AbaRefusal[] = [];
  const changes: AbaChange[] = [];
  const report: Report = {
    refuse: (code, line, field, found, message, action) => refusals.push({ code, line, field, found, message, action }),
    change: (line, field, from, to, why) => changes.push({ line, field, from, to, why }),
  };
  const { profile, payer, lines } = batch;
  const set = profile.charset;
  const countable = lines.filter((line) => toCents(line.cents).ok && line.cents > 0);
  const credits = countable.reduce((sum, line) => (sum <= MAX_CENTS ? sum + line.cents : sum), 0);
  checkFile(batch, credits, report);

  const payerBsb = bsbField(payer.bsb, null, 'payer.bsb', report);
  const payerAccount = accountField(payer.account, null, 'payer.account', report);
  const payerTitle = profile.balancing ? textField(payer.title, 32, set, null, 'payer.title', report) : '';
  const userName = textField(profile.userName ?? payer.title, 26, set, null, 'userName', report);
  const remitter = textField(batch.remitter, 16, set, null, 'remitter', report);
  const header =
    `0${profile.headerAccount ? `${payerBsb}${payerAccount} ` : ' '.repeat(17)}01${profile.fi}${' '.repeat(7)}${userName}` +
    `${userIdField(profile, report)}${textField(batch.description, 12, set, null, 'description', report)}` +
    `${dateField(batch.processingDate, report)}${timeField(batch, report)}${' '.repeat(36)}`;

  const trace = `${payerBsb}${payerAccount}${remitter}00000000`;
  const details = lines.map((line, index) => {
    const at = index + 1;
    return (
      `1${bsbField(line.bsb, at, 'bsb', report)}${accountField(line.account, at, 'account', report)}` +
      `${line.newDetails === true ? 'N' : ' '}50${amountField(line.cents, at, report)}` +
      `${textField(line.title, 32, set, at, 'title', report)}` +
      `${referenceField(line.lodgementReference, set, at, 'lodgementReference', report)}${trace}`
    );
  });
  if (profile.balancing) {
    const reference = referenceField(batch.balancingReference ?? batch.description, set, null, 'balancingReference', report);
    details.push(`1${payerBsb}${payerAccount} 13${zeros(credits, 10)}${payerTitle}${reference}${trace}`);
  }
  if (refusals.length > 0) return err(refusals);

  const debits = profile.balancing ? credits : 0;
  const totals = {
    creditCents: exactCents(credits),
    debitCents: exactCents(debits),
    netCents: exactCents(credits - debits),
    details: details.length,
  };
  const footer =
    `7999-999${' '.repeat(12)}${zeros(totals.netCents, 10)}${zeros(credits, 10)}${zeros(debits, 10)}` +
    `${' '.repeat(24)}${zeros(details.length, 6)}${' '.repeat(40)}`;
  const text = [header, ...details, footer].join('\r\n') + (profile.trailingNewline ? '\r\n' : '');
  return ok({ text, bytes: new TextEncoder().encode(text), totals, changes });
};
