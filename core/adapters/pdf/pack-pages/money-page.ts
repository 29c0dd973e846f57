import { absenceWord, printFact, type Fact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, PackBankLine, PackPayment, PackTaxDocument } from '../evidence-pack-document.ts';
import { mono, plain, strong, type } from '../layout/rich.ts';
import { headed, paragraph, title, type Sheet } from '../layout/sheet.ts';
import { particulars, table, type Particular, type Row } from '../layout/table.ts';
import { actRows, policySentence } from '../batch-acts.ts';
import { accountEnding, count, day, dayLong, dollars, figure, minuteOf } from '../words.ts';

const lead = (pack: EvidencePackDocument): string => {
  const { bank, payment } = pack.money;
  if (bank.kind === 'known' && pack.amounts.total.kind === 'known') {
    return `${dollars(pack.amounts.total.value)} left the account of ${pack.receiver.name} on ${dayLong(bank.value.on)} according to the payer, inside one debit of ${dollars(bank.value.bank)} for the whole batch, matched to the bank statement. Difference between ledger, file and bank: ${figure(bank.value.drift)}.`;
  }
  if (payment.kind === 'known')
    return bank.kind === 'withheld'
      ? `The payment is in batch ${payment.value.batch}. The payer matched its one debit to a bank line; the statement itself stays with the payer.`
      : `The payment is in batch ${payment.value.batch}. No bank line is matched: ${absenceWord(bank.kind === 'known' ? 'not-recorded' : bank.kind)}.`;
  return 'No payment has been made on this referral as far as this pack shows.';
};

const heldWords = (payment: PackPayment, pack: EvidencePackDocument): string =>
  printFact(
    payment.heldUntil,
    ({ until, days, clock }) =>
      `Cooling-off ended ${minuteOf(until, pack.zone)} (${count(days, 'day', 'days')} after the Outcome; ${clock === 'witnessed' ? 'log time, witnessed' : 'payer’s clock, not witnessed'})`,
  );

const paymentEntries = (payment: PackPayment, pack: EvidencePackDocument): readonly Particular[] => [
  [
    'Batch',
    `${payment.batch}, line ${payment.line} (${count(payment.linesPaid, 'line', 'lines')} paid, taken out before approval: ${printFact(payment.linesTakenOut, String)})`,
  ],
  ['Rail', `${payment.rail}, processing date ${day(payment.processingDate)}`],
  [
    'File',
    payment.file.kind === 'known' ? [plain(`${payment.file.value.name}\n`), mono(payment.file.value.hash)] : absenceWord(payment.file.kind),
  ],
  [
    'Paid to',
    `${payment.payee}, ${payment.accountLast4.kind === 'known' ? accountEnding(payment.accountLast4.value) : `account ${absenceWord(payment.accountLast4.kind)}`}; change of account: ${printFact(payment.accountChange, (text) => text)}`,
  ],
  ['Reference on statement', payment.reference],
  ['Held until', heldWords(payment, pack)],
  [
    'Received',
    payment.receivedAttestedAt.kind === 'known'
      ? `attested by the payee ${minuteOf(payment.receivedAttestedAt.value, pack.zone)}`
      : `payee’s attestation: ${absenceWord(payment.receivedAttestedAt.kind)}; “paid” is according to the payer`,
  ],
];

const payment = (sheet: Sheet, pack: EvidencePackDocument): void => {
  const given = pack.money.payment;
  if (given.kind !== 'known') {
    headed(sheet, 'Payment', particulars(sheet, [['Batch', absenceWord(given.kind)]], { labelWidth: 120 }), undefined, 2);
    sheet.skip(11);
    headed(sheet, 'Approvals', particulars(sheet, [['Approvals', absenceWord(given.kind)]], { labelWidth: 120 }), undefined, 2);
    return;
  }
  headed(sheet, 'Payment', particulars(sheet, paymentEntries(given.value, pack), { labelWidth: 120, padding: 2.9 }), undefined, 2);
  sheet.skip(11);
  const columns = [
    { title: 'Step', width: 91 },
    { title: 'Who', width: 112 },
    { title: 'When', width: 118 },
    { title: 'Key', width: 0 },
  ];
  headed(sheet, 'Approvals', table(sheet, columns, actRows(given.value.acts, pack.zone, 'two-lines'), { padding: 2.7 }));
  sheet.skip(4);
  const changed = `Changes to the batch after the last approval: ${printFact(given.value.changedAfterApproval, (text) => text)}.`;
  paragraph(sheet, `${policySentence(given.value.policy)} ${changed}`, type.note);
};

const taxEntries = (tax: PackTaxDocument, pack: EvidencePackDocument): readonly Particular[] => [
  [
    tax.kind === 'rcti' ? 'RCTI' : 'Commission statement',
    [plain(`${tax.number}, issued ${minuteOf(tax.issuedAt, pack.zone)}\n`), mono(tax.hash)],
  ],
  ['Registered for GST', tax.gst],
  [
    'Clock',
    `Value determined ${day(tax.valueDeterminedOn)}; issued ${count(tax.issuedAfterDays, 'day', 'days')} later (${
      tax.limitDays.kind === 'known' ? `limit ${count(tax.limitDays.value, 'day', 'days')}` : `limit ${absenceWord(tax.limitDays.kind)}`
    })`,
  ],
];

const taxDocument = (sheet: Sheet, pack: EvidencePackDocument): void => {
  const given = pack.money.taxDocument;
  const entries: readonly Particular[] =
    given.kind === 'known' ? taxEntries(given.value, pack) : [['RCTI or statement', absenceWord(given.kind)]];
  headed(sheet, 'Tax document', particulars(sheet, entries, { labelWidth: 120, padding: 2.9 }), undefined, 2);
};

const bankRows = (bank: PackBankLine): readonly Row[] => [
  {
    cells: [
      day(bank.on),
      `${bank.description}\n${accountEnding(bank.accountLast4)}`,
      figure(bank.ledger),
      figure(bank.file),
      figure(bank.bank),
      figure(bank.drift),
    ],
  },
  {
    cells: [
      day(bank.on),
      'of which this referral',
      figure(bank.lineLedger),
      figure(bank.lineFile),
      printFact(bank.lineBank, figure),
      absenceWord('not-recorded'),
    ],
  },
];

const bankLine = (sheet: Sheet, pack: EvidencePackDocument, given: Fact<PackBankLine>): void => {
  if (given.kind !== 'known') {
    headed(sheet, 'Bank', particulars(sheet, [['Statement line', absenceWord(given.kind)]], { labelWidth: 120 }), undefined, 2);
    return;
  }
  const columns = [
    { title: 'Date', width: 69 },
    { title: 'Statement line', width: 158 },
    { title: 'Ledger', width: 64, align: 'right' },
    { title: 'File', width: 62, align: 'right' },
    { title: 'Bank (AUD)', width: 64, align: 'right' },
    { title: 'Drift', width: 0, align: 'right' },
  ] as const;
  headed(sheet, 'Bank', table(sheet, columns, bankRows(given.value), { padding: 2.9 }));
  sheet.skip(4);
  paragraph(
    sheet,
    [
      plain(
        `Matched by ${given.value.matchedBy}, ${minuteOf(given.value.matchedAt, pack.zone)}. Source: ${given.value.source}. The bank shows the batch as one debit; a single line’s bank amount is not recorded. Returns by the payee’s bank: `,
      ),
      strong(printFact(given.value.returns, (text) => text)),
      plain('.'),
    ],
    type.note,
  );
};

/** Page 6: batch, approvals with those set back, rail, file, tax document, and the one debit on the statement. */
export const moneyPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('money');
  title(sheet, 'Money');
  sheet.skip(3);
  paragraph(sheet, lead(pack));
  sheet.skip(8);
  payment(sheet, pack);
  sheet.skip(9);
  taxDocument(sheet, pack);
  sheet.skip(10);
  bankLine(sheet, pack, pack.money.bank);
};
