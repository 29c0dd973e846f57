import { formatWhole } from '../../domain/money/amount-text.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { absenceWord, printFact } from '../../domain/text/fact.ts';
import type { CommissionStatementDocument, StatementLine } from './commission-statement-document.ts';
import { furnitureOf } from './furniture.ts';
import {
  feeWords,
  headKeywords,
  issuerFooter,
  numbered,
  partiesAndParticulars,
  paymentWords,
  soleSignatoryWords,
  yearTable,
} from './invoice-parts.ts';
import { writePdf } from './layout/file.ts';
import { plain, strong, type } from './layout/rich.ts';
import { headed, paragraph, title, type Sheet } from './layout/sheet.ts';
import { particulars, table, type Column, type Particular, type Row } from './layout/table.ts';
import { type LegalWording, sentence } from '../../domain/legal/wording.ts';
import { legalWording } from './legal-wording.ts';
import { abnText, day, figure, minuteOf, percent } from './words.ts';
import { halfEvenWords, productWords, quotientWords } from './working-words.ts';

const columns: readonly Column[] = [
  { title: 'Line', width: 33 },
  { title: 'For', width: 255 },
  { title: 'Base ex GST', width: 0, align: 'right' },
  { title: 'Commission (AUD)', width: 92, align: 'right' },
];

const ruleWords = (document: CommissionStatementDocument): string =>
  `under rule “${document.rule.name}”, ${noBreak(`version ${document.rule.version}`)}`;

const lineWords = (line: StatementLine, document: CommissionStatementDocument): string =>
  [...line.details, `${line.working.kind === 'percentage' ? percent(line.working.share) : 'Flat amount'} ${ruleWords(document)}`].join(
    '\n',
  );

const supplyRows = (document: CommissionStatementDocument): readonly Row[] => [
  ...document.lines.map((line, index): Row => ({
    cells: [
      String(index + 1),
      [strong(line.supply), plain(`\n${lineWords(line, document)}`)],
      figure(line.working.base),
      figure(line.amount),
    ],
  })),
  { kind: 'subtotal', cells: [{ rich: 'GST', span: 3, align: 'right' }, absenceWord('none')] },
  {
    kind: 'subtotal',
    cells: [{ rich: 'Amount withheld', span: 3, align: 'right' }, printFact(document.withheld, figure)],
  },
  { kind: 'total', cells: [{ rich: 'Total paid', span: 3, align: 'right' }, figure(document.total)] },
];

const workingColumns: readonly Column[] = [
  { title: 'Step', width: 190 },
  { title: 'Working', width: 0, align: 'right' },
  { title: 'Amount (AUD)', width: 90, align: 'right' },
];

const workingRows = (line: StatementLine): readonly Row[] => {
  const { working } = line;
  const base: Row = {
    cells: [`Base: ${line.baseWords}`, `${formatWhole(working.base)} cents`, figure(working.base)],
  };
  const steps: readonly Row[] =
    working.kind === 'percentage'
      ? [
          { cells: ['Base × rate', `${productWords(working).replace(' = ', ' bps = ')}`, '–'] },
          { cells: ['Divide by 10,000', quotientWords(working.division), '–'] },
          { cells: ['Rounding: banker’s', halfEvenWords(working.division), '–'] },
        ]
      : [{ cells: ['Flat amount under the rule', `${formatWhole(working.result)} cents`, '–'] }];
  const cap: readonly Row[] = working.cap.kind === 'known' ? [{ cells: ['Cap', working.cap.value, '–'] }] : [];
  return [base, ...steps, ...cap, { kind: 'total', cells: ['Commission', `${formatWhole(working.result)} cents`, figure(working.result)] }];
};

const registrationWords = (document: CommissionStatementDocument): string => {
  const { source } = document.payee.gst;
  const state = document.payee.gst.registered ? 'Registered' : 'Not registered';
  return source.kind === 'abr'
    ? `${state}. Australian Business Register checked ${minuteOf(source.checkedAt, document.zone)}`
    : `${state}, as declared by the practice ${printFact(source.on, day)}; Australian Business Register check: not recorded`;
};

const facts = (document: CommissionStatementDocument, wording: LegalWording): readonly Particular[] => [
  ['GST registration', registrationWords(document)],
  ['ABN', sentence(wording, 'abnQuoted', { abn: abnText(document.payee.abn) })],
  ['If you register', sentence(wording, 'ifYouRegister', { payer: document.payer.name })],
  ['Payment', paymentWords(document.payment)],
  ['Platform fee', printFact(document.fee, (fee) => `Paid by ${fee.payer}, not taken from this amount: ${feeWords(fee)}`)],
  ['Adjustments', printFact(document.adjustments, (text) => text)],
];

const draw = (sheet: Sheet, document: CommissionStatementDocument): void => {
  const wording = legalWording('commission-statement', document.wording);
  title(sheet, sentence(wording, 'title'));
  sheet.skip(3);
  paragraph(sheet, sentence(wording, 'notATaxInvoice'));
  sheet.skip(10);
  partiesAndParticulars(sheet, { heading: 'Paid by', party: document.payer }, { heading: 'Paid to (referrer)', party: document.payee }, [
    ['Number', numbered(document.number)],
    ['Date', numbered(day(document.issuedOn))],
    ['Referral', plain(document.referral)],
    ['Payment', plain(printFact(document.payment, (payment) => payment.batch))],
  ]);
  sheet.skip(16);
  table(sheet, columns, supplyRows(document), { padding: 3.6 }).draw();
  sheet.skip(14);
  document.lines.forEach((line, index) => {
    const heading = document.lines.length === 1 ? 'How the amount was worked out' : `How line ${index + 1} was worked out`;
    headed(sheet, heading, table(sheet, workingColumns, workingRows(line), { padding: 2.7 }));
    sheet.skip(14);
  });
  headed(
    sheet,
    'Why there is no GST and nothing was withheld',
    particulars(sheet, facts(document, wording), { labelWidth: 118, padding: 2.8 }),
    undefined,
    2,
  );
  sheet.skip(14);
  yearTable(sheet, document.yearToDate, '', ['Statement', 'statements'], false);
  sheet.skip(5);
  const sole = document.soleSignatory ? `${soleSignatoryWords} ` : '';
  paragraph(sheet, `${sole}${sentence(wording, 'disputes', { payer: document.payer.name })} Wording ${wording.version}.`, type.note);
};

/**
 * A commission statement as PDF, for a referrer who is not registered for GST: not a tax invoice.
 * `at` (ISO 8601 UTC) is the only time in the file; the same arguments give the same bytes.
 */
export const renderCommissionStatement = async (document: CommissionStatementDocument, at: string): Promise<Uint8Array> =>
  await writePdf({
    title: `Commission statement ${document.number}`,
    keywords: headKeywords(document, document.number, document.referral),
    at,
    furniture: furnitureOf(document, `Commission statement ${document.number}`, issuerFooter(document.payer, document.event)),
    attachments: [],
    draw: (sheet) => draw(sheet, document),
  });
