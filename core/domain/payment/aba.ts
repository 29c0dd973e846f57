import { exactCents, MAX_CENTS, toCents, type Cents } from '../money/cents.ts';
import type { AccountNumber, Bsb } from '../identity/bank-account.ts';
import { err, ok, type Result } from '../result.ts';
import { parseLocalDate, type LocalDate } from '../time/local-date.ts';
import {
  accountField,
  amountField,
  bsbField,
  referenceField,
  textField,
  zeros,
  type AbaChange,
  type AbaRefusal,
  type Report,
} from './aba-writing.ts';
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

const dateField = (iso: string, report: Report): string => {
  if (!parseLocalDate(iso).ok) {
    report.refuse(
      'date-not-valid',
      null,
      'processingDate',
      iso,
      'The processing date is not a calendar date.',
      'Choose a processing date.',
    );
    return '';
  }
  return `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`;
};

const timeField = (batch: AbaBatch, report: Report): string => {
  if (!batch.profile.headerTime) return '    ';
  const time = batch.processingTime ?? '';
  if (/^([01]\d|2[0-3])[0-5]\d$/.test(time)) return time;
  report.refuse(
    'time-not-valid',
    null,
    'processingTime',
    time,
    'This bank profile wants a processing time, HHmm.',
    'Give a time from 0000 to 2359.',
  );
  return '';
};

const userIdField = (profile: BankProfile, report: Report): string => {
  if (profile.userId === null)
    report.refuse(
      'field-missing',
      null,
      'userId',
      '',
      `${profile.bank} allocates a Direct Entry user ID and none is entered.`,
      'Enter the user ID from the bank in the bank profile.',
    );
  else if (!/^\d{1,6}$/.test(profile.userId))
    report.refuse(
      'user-id-not-valid',
      null,
      'userId',
      profile.userId,
      'A Direct Entry user ID has at most six digits.',
      'Correct it in the bank profile.',
    );
  else return zeros(profile.userId, 6);
  return '';
};

const checkFile = (batch: AbaBatch, total: number, report: Report): void => {
  const { profile, lines } = batch;
  const details = lines.length + (profile.balancing ? 1 : 0);
  if (lines.length === 0) report.refuse('no-lines', null, 'lines', '0', 'The batch has no payments.', 'Add at least one payment.');
  if (details > profile.maxDetails)
    report.refuse(
      'too-many-lines',
      null,
      'lines',
      String(details),
      `${profile.bank} takes at most ${profile.maxDetails} detail records in a file${profile.balancing ? ', the balancing line included' : ''}.`,
      'Split the batch.',
    );
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
