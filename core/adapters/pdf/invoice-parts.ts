import { noBreak } from '../../domain/text/no-break.ts';
import { formatWhole } from '../../domain/money/amount-text.ts';
import { absenceWord, printFact, type Fact } from '../../domain/text/fact.ts';
import { grid } from './layout/grid.ts';
import { muted, plain, strong, type, type Span } from './layout/rich.ts';
import { beside, full, headed, paragraph, type Area, type Sheet } from './layout/sheet.ts';
import { particulars, table, type Column, type Particular, type Row } from './layout/table.ts';
import type { DocumentHead, PartyOnPaper, PaymentOnPaper, PlatformFee, YearToDate } from './shared-document.ts';
import { footerDot } from './furniture.ts';
import { mono } from './layout/rich.ts';
import { abnText, accountEnding, day, dollars, figure, percent, shortHash, yearSpan } from './words.ts';

const partyBlock = (sheet: Sheet, heading: string, party: PartyOnPaper, registered: string, area: Area): void => {
  paragraph(sheet, heading, type.question, area);
  sheet.skip(2);
  paragraph(sheet, party.legalName, type.party, area);
  const address = party.address.kind === 'known' ? party.address.value : [`Address: ${absenceWord(party.address.kind)}`];
  for (const line of [...address, noBreak(`ABN ${abnText(party.abn)}`), registered]) paragraph(sheet, line, type.table, area);
};

/** “Registered for GST”, “Sole trader, not registered for GST”. */
export const registeredWords = (party: PartyOnPaper): string => {
  const words = party.gst.registered ? 'registered for GST' : 'not registered for GST';
  const whole = party.entity.kind === 'known' ? `${party.entity.value}, ${words}` : words;
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}`;
};

/** The two parties and the particulars of the document, side by side. */
export const partiesAndParticulars = (
  sheet: Sheet,
  left: { readonly heading: string; readonly party: PartyOnPaper },
  middle: { readonly heading: string; readonly party: PartyOnPaper },
  entries: readonly (readonly [string, Span])[],
): void => {
  const third: Area = { x: grid.left + 318, width: grid.width - 318 };
  beside(sheet, [
    () => partyBlock(sheet, left.heading, left.party, registeredWords(left.party), { x: grid.left, width: 150 }),
    () =>
      partyBlock(sheet, middle.heading, middle.party, registeredWords(middle.party), {
        x: grid.left + 159,
        width: 150,
      }),
    () => {
      paragraph(sheet, 'Particulars', type.question, third);
      sheet.skip(2);
      const rows = entries.map(([label, value]): Particular => [label, [value]]);
      particulars(sheet, rows, { area: third, labelWidth: 62, ruled: 'none', padding: 0.7 }).draw();
    },
  ]);
};

/** Where and when it is paid, with the last four digits of the account only. */
export const paymentWords = (payment: Fact<PaymentOnPaper>): string =>
  printFact(payment, (paid) => `${paid.rail}, ${day(paid.on)}, to the ${accountEnding(paid.accountLast4)}, reference ${paid.reference}`);

/** The network office's fee in words: never part of the supply and never taken from it. */
export const feeWords = (fee: PlatformFee): string => {
  const { working, gst, total } = fee;
  const share = working.kind === 'percentage' ? `${percent(working.share)} of ${dollars(working.base)} is` : 'A flat fee of';
  return `${share} ${dollars(working.result)} + GST ${dollars(gst.result)} = ${dollars(total)}`;
};

/** The financial year so far, one row a document, summed by the record. */
export const yearTable = (
  sheet: Sheet,
  year: YearToDate,
  heading: string,
  noun: readonly [one: string, many: string],
  withGst: boolean,
): void => {
  const columns: readonly Column[] = withGst
    ? [
        { title: noun[0], width: 101 },
        { title: 'Issued', width: 110 },
        { title: 'Ex GST', width: 90, align: 'right' },
        { title: 'GST', width: 80, align: 'right' },
        { title: 'Total (AUD)', width: 0, align: 'right' },
      ]
    : [
        { title: noun[0], width: 125 },
        { title: 'Date', width: 150 },
        { title: 'Amount (AUD)', width: 0, align: 'right' },
      ];
  const amounts = (exGst: string, gst: string, total: string): readonly string[] => (withGst ? [exGst, gst, total] : [total]);
  const rows: readonly Row[] = [
    ...year.lines.map((line): Row => ({
      cells: [line.number, day(line.issuedOn), ...amounts(figure(line.exGst), printFact(line.gst, figure), figure(line.total))],
    })),
    {
      kind: 'total',
      cells: [
        {
          rich: `${formatWhole(year.count)} ${year.count === 1 ? noun[0] : noun[1]}`,
          span: 2,
          align: 'left',
        },
        ...amounts(figure(year.exGst), printFact(year.gst, figure), figure(year.total)),
      ],
    },
  ];
  headed(sheet, `Financial year ${yearSpan(year.firstDay)} to date${heading}`, table(sheet, columns, rows, { padding: 2.3 }), full, 4);
};

/** Issuer and event in the footer of an invoice or statement. */
export const issuerFooter = (
  issuer: PartyOnPaper,
  event: Fact<{ readonly logIndex: Fact<number>; readonly hash: string }>,
): readonly Span[] => [
  plain(`Issued by ${issuer.legalName}, ${noBreak(`ABN ${abnText(issuer.abn)}`)}`),
  footerDot,
  ...(event.kind === 'known'
    ? [plain(`Log index ${printFact(event.value.logIndex, formatWhole)}, `), mono(shortHash(event.value.hash))]
    : [muted(`Event ${absenceWord(event.kind)}`)]),
];

/** What a document of a one-person practice says about its issue. */
export const soleSignatoryWords = 'Issued by a sole signatory: the register shows one active person at the issuer.';

/** Number in bold for the particulars. */
export const numbered = (text: string): Span => strong(text);

/** Entries every invoice-like document starts with. */
export const headKeywords = (head: DocumentHead, number: string, referral: string): readonly string[] => [
  number,
  referral,
  head.fingerprint,
];
