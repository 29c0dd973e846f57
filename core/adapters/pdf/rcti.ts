import { printFact } from '../../domain/text/fact.ts';
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
import { heavyBox } from './layout/boxes.ts';
import { bold, plain, strong, type } from './layout/rich.ts';
import { headed, paragraph, paragraphBlock, title, type Sheet } from './layout/sheet.ts';
import { particulars, table, type Column, type Particular, type Row } from './layout/table.ts';
import { type LegalWording, sentence } from '../../domain/legal/wording.ts';
import { legalWording } from './legal-wording.ts';
import type { RctiDocument, RctiLine } from './rcti-document.ts';
import type { CommissionWorking, PartyOnPaper } from './shared-document.ts';
import { day, dayLong, dollars, figure, minuteOf, percent } from './words.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { formatWhole } from '../../domain/money/amount-text.ts';

const taxableWords = (taxable: RctiLine['taxable']): string => {
  switch (taxable) {
    case 'fully':
      return 'Fully';
    case 'partly':
      return 'Partly';
    case 'not':
      return 'Not';
  }
};

const commissionWords = (working: CommissionWorking, document: RctiDocument): string => {
  const rule = `under rule “${document.rule.name}”, ${noBreak(`version ${document.rule.version}`)}`;
  return working.kind === 'percentage'
    ? `Commission ${percent(working.share)} of ${dollars(working.base)}, ${rule}`
    : `Flat commission of ${dollars(working.result)}, ${rule}`;
};

const columns: readonly Column[] = [
  { title: 'Line', width: 33 },
  { title: 'Supply', width: 205 },
  { title: 'Qty', width: 37, align: 'right' },
  { title: 'Taxable', width: 48 },
  { title: 'Price ex GST', width: 62, align: 'right' },
  { title: 'GST', width: 46, align: 'right' },
  { title: 'Total (AUD)', width: 0, align: 'right' },
];

const supplyRows = (document: RctiDocument): readonly Row[] => [
  ...document.lines.map((line, index): Row => {
    const working = document.commissions[index];
    const details = [...line.details, ...(working === undefined ? [] : [commissionWords(working, document)])].join('\n');
    return {
      cells: [
        String(index + 1),
        [strong(line.supply), plain(`\n${details}`)],
        formatWhole(line.quantity),
        taxableWords(line.taxable),
        figure(line.exGst),
        figure(line.gst),
        figure(line.total),
      ],
    };
  }),
  {
    kind: 'subtotal',
    cells: [{ rich: 'Price excluding GST', span: 6, align: 'right' }, figure(document.exGst)],
  },
  { kind: 'subtotal', cells: [{ rich: 'GST, 10\u00a0%', span: 6, align: 'right' }, figure(document.gst)] },
  {
    kind: 'total',
    cells: [{ rich: 'Total including GST', span: 6, align: 'right' }, figure(document.total)],
  },
];

const registration = (party: PartyOnPaper, role: string, document: RctiDocument): string => {
  const state = party.gst.registered ? 'registered' : 'not registered';
  const { source } = party.gst;
  return source.kind === 'abr'
    ? `${role} ${state}, Australian Business Register checked ${minuteOf(source.checkedAt, document.zone)}`
    : `${role} ${state}, as declared by the practice ${printFact(source.on, day)}; Australian Business Register check: not recorded`;
};

const registrations = (document: RctiDocument): string => {
  const { recipient, supplier } = document;
  const [a, b] = [recipient.gst.source, supplier.gst.source];
  const bothDeclared = a.kind === 'declared' && b.kind === 'declared' && printFact(a.on, day) === printFact(b.on, day);
  if (recipient.gst.registered && supplier.gst.registered && bothDeclared)
    return `Both registered, as declared by the practices ${printFact(a.on, day)}; Australian Business Register check: not recorded`;
  return `${registration(recipient, 'Recipient', document)}\n${registration(supplier, 'Supplier', document)}`;
};

const roundingWords = (document: RctiDocument, wording: LegalWording): string => {
  const steps = document.gstWorkings.map(
    ({ on, division, result }) =>
      `10\u00a0% of ${figure(on)} is ${formatWhole(division.quotient)} cents remainder ${formatWhole(division.remainder)} of ${formatWhole(division.divisor)}: ${figure(result)}`,
  );
  const method = document.gstMethod === 'taxable-supply' ? 'each supply rounded' : 'the invoice rounded once';
  return `${steps.join('; ')}; ${sentence(wording, 'rounding')}${document.gstWorkings.length > 1 ? `, ${method}` : ''}`;
};

const facts = (document: RctiDocument, wording: LegalWording): readonly Particular[] => [
  ['Rounding of GST', roundingWords(document, wording)],
  [
    'Time of issue',
    `Supply made ${day(document.supplyMadeOn)}; value determined ${day(document.valueDeterminedOn)}. ${sentence(wording, 'timeLimit')}, by ${day(document.issueBy)}`,
  ],
  ['GST registration', registrations(document)],
  ['Payment', paymentWords(document.payment)],
  ['Adjustments this period', printFact(document.adjustments, (text) => text)],
  [
    'Platform fee',
    document.fee.kind === 'known'
      ? `For information only: not part of this supply, not deducted from it. ${feeWords(document.fee.value)}, paid by ${document.fee.value.payer} to ${document.fee.value.office}; its tax invoice: ${printFact(document.feeInvoice, (number) => number)}`
      : printFact(document.fee, () => ''),
  ],
];

const agreementTexts = (document: RctiDocument, wording: LegalWording): readonly string[] => {
  const { agreement } = document;
  switch (agreement.kind) {
    case 'separate': {
      const clause = agreement.clause.kind === 'known' ? `, clause ${agreement.clause.value}` : '';
      return [
        sentence(wording, 'agreementSeparate', {
          agreement: `${agreement.number} of ${dayLong(agreement.on)}${clause}`,
        }),
        sentence(wording, 'declarations'),
      ];
    }
    case 'embedded':
      return [sentence(wording, 'agreementEmbedded'), sentence(wording, 'declarations'), sentence(wording, 'embeddedAcceptance')];
  }
};

const draw = (sheet: Sheet, document: RctiDocument): void => {
  const wording = legalWording('rcti', document.wording);
  title(sheet, sentence(wording, 'title'));
  sheet.skip(9);
  partiesAndParticulars(
    sheet,
    { heading: 'Recipient (buyer), issues this invoice', party: document.recipient },
    { heading: 'Supplier (referrer)', party: document.supplier },
    [
      ['Number', numbered(document.number)],
      ['Date of issue', numbered(day(document.issuedOn))],
      ['Referral', plain(document.referral)],
      ['Payment', plain(printFact(document.payment, (payment) => payment.batch))],
    ],
  );
  sheet.skip(16);
  table(sheet, columns, supplyRows(document), { padding: 3.4 }).draw();
  sheet.skip(13);
  heavyBox(sheet, undefined, sentence(wording, 'gstPayable'), bold({ ...type.table, size: 9 }));
  sheet.skip(8);
  particulars(sheet, facts(document, wording), { labelWidth: 112, padding: 2.6 }).draw();
  sheet.skip(10);
  const [first, ...rest] = agreementTexts(document, wording);
  headed(sheet, 'Statement of agreement', paragraphBlock(sheet, first ?? '', type.table), undefined, 4);
  for (const text of rest) {
    sheet.skip(4);
    paragraph(sheet, text, type.table);
  }
  sheet.skip(10);
  yearTable(sheet, document.yearToDate, ', this supplier', ['RCTI', 'RCTIs'], true);
  sheet.skip(4);
  const sole = document.soleSignatory ? `${soleSignatoryWords} ` : '';
  paragraph(sheet, `${sole}${sentence(wording, 'keep')} Wording ${wording.version}.`, type.note);
};

/**
 * A recipient created tax invoice as PDF (GST Act s 29-70(1) and (3); LI 2023/20).
 * `at` (ISO 8601 UTC) is the only time in the file; the same arguments give the same bytes.
 */
export const renderRcti = async (document: RctiDocument, at: string): Promise<Uint8Array> =>
  await writePdf({
    title: `Recipient created tax invoice ${document.number}`,
    keywords: headKeywords(document, document.number, document.referral),
    at,
    furniture: furnitureOf(document, `RCTI ${document.number}`, issuerFooter(document.recipient, document.event)),
    attachments: [],
    draw: (sheet) => draw(sheet, document),
  });
