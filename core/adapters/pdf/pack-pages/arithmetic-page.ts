import { formatWhole } from '../../../domain/money/amount-text.ts';
import { noBreak } from '../../../domain/text/no-break.ts';
import { absenceWord, printFact, type Fact } from '../../../domain/text/fact.ts';
import type { EvidencePackDocument, PackArithmetic } from '../evidence-pack-document.ts';
import { strong, plain, type, type Rich } from '../layout/rich.ts';
import { headed, paragraph, title, type Sheet } from '../layout/sheet.ts';
import { table, type Row } from '../layout/table.ts';
import { figure, percent } from '../words.ts';
import { gstWords, halfEvenWords, halfUpWords, productWords, quotientWords } from '../working-words.ts';

/** Marks a line that has no amount of its own: only results have. */
const noAmount = '–';

interface Ledger {
  readonly rows: Row[];
  /** Adds a line and returns its number. */
  line(step: Rich, working: string, clause: string, amount: string, total?: boolean): number;
  group(heading: string): void;
}

const openLedger = (): Ledger => {
  const rows: Row[] = [];
  let number = 0;
  return {
    rows,
    line: (step, working, clause, amount, total = false) => {
      number += 1;
      rows.push({ kind: total ? 'total' : 'plain', cells: [String(number), step, working, clause, amount] });
      return number;
    },
    group: (heading) => {
      rows.push({ kind: 'group', cells: [heading] });
    },
  };
};

const clauseText = (clause: Fact<string>): string => printFact(clause, (number) => number);
const centsWords = (value: number): string => noBreak(`${formatWhole(value)} cents`);

const commissionLines = (ledger: Ledger, given: PackArithmetic): { readonly base: number; readonly result: number } => {
  const { commission, clauses } = given;
  ledger.group('Commission');
  const source = given.baseSource.kind === 'known' ? given.baseSource.value : `source ${absenceWord(given.baseSource.kind)}`;
  const base = ledger.line(
    `Base: ${given.baseWords}\n${source}`,
    centsWords(commission.base),
    clauseText(clauses.base),
    figure(commission.base),
  );
  if (commission.kind === 'percentage') {
    const share = ledger.line(
      'Rate',
      `${formatWhole(commission.share)} bps (${percent(commission.share)})`,
      clauseText(clauses.share),
      noAmount,
    );
    ledger.line(`Product, line ${base} × line ${share}`, productWords(commission), clauseText(clauses.share), noAmount);
    ledger.line('Divide by 10,000', quotientWords(commission.division), clauseText(clauses.share), noAmount);
    ledger.line(
      'Rounding: banker’s (nearest cent, a tie to the even cent)',
      halfEvenWords(commission.division),
      clauseText(clauses.rounding),
      noAmount,
    );
  } else ledger.line('Flat amount under the rule', centsWords(commission.result), clauseText(clauses.share), noAmount);
  if (commission.cap.kind === 'known') ledger.line('Cap', commission.cap.value, clauseText(clauses.share), noAmount);
  const result = ledger.line(
    'Commission ex GST',
    centsWords(commission.result),
    clauseText(clauses.share),
    figure(commission.result),
    true,
  );
  return { base, result };
};

const gstLines = (ledger: Ledger, given: PackArithmetic, commissionLine: number): number | undefined => {
  const { gst, clauses } = given;
  if (gst.kind !== 'known') {
    ledger.group(`GST on the commission: ${absenceWord(gst.kind)} (referrer not registered)`);
    return undefined;
  }
  ledger.group('GST on the commission (referrer registered)');
  ledger.line(`Product, line ${commissionLine} × 10 of 100`, `${formatWhole(gst.value.on)} × 1 ÷ 10`, clauseText(clauses.gst), noAmount);
  ledger.line('Divide by 10', quotientWords(gst.value.division), clauseText(clauses.gst), noAmount);
  ledger.line(
    'Rounding: half-up (0.5 cent upwards)\nGST Act s 9-90',
    halfUpWords(gst.value.division),
    clauseText(clauses.gstRounding),
    noAmount,
  );
  return ledger.line('GST', centsWords(gst.value.result), clauseText(clauses.gst), figure(gst.value.result), true);
};

const feeLines = (ledger: Ledger, given: PackArithmetic, baseLine: number): number | undefined => {
  const { fee, clauses } = given;
  if (fee.kind !== 'known') {
    ledger.group(`Platform fee: ${absenceWord(fee.kind)}`);
    return undefined;
  }
  ledger.group('Platform fee (a separate supply, paid by the receiving practice)');
  const { working, gst } = fee.value;
  if (working.kind === 'percentage') {
    ledger.line(
      `Product, line ${baseLine} × ${formatWhole(working.share)} bps (${percent(working.share)})`,
      productWords(working),
      clauseText(clauses.fee),
      noAmount,
    );
    ledger.line('Divide by 10,000', quotientWords(working.division), clauseText(clauses.fee), noAmount);
    ledger.line('Rounding: banker’s', halfEvenWords(working.division), clauseText(clauses.feeRounding), noAmount);
  } else ledger.line('Flat fee under the rule', centsWords(working.result), clauseText(clauses.fee), noAmount);
  if (working.cap.kind === 'known') ledger.line('Cap', working.cap.value, clauseText(clauses.fee), noAmount);
  const line = ledger.line('Platform fee ex GST', centsWords(working.result), clauseText(clauses.fee), figure(working.result), true);
  ledger.line(
    'GST on the platform fee, half-up',
    `${gstWords(gst)}: ${halfUpWords(gst.division)}`,
    clauseText(clauses.feeGst),
    figure(gst.result),
  );
  return line;
};

const shares = (sheet: Sheet, given: PackArithmetic, baseLine: number): void => {
  const columns = [
    { title: `Share of line ${baseLine}, ex GST`, width: 0 },
    { title: 'Amount (AUD)', width: 110, align: 'right' },
  ] as const;
  const rows: readonly Row[] = [
    ...given.shares.map((share): Row => ({ cells: [share.who, figure(share.cents)] })),
    {
      kind: 'total',
      cells: [`Sum; difference from line ${baseLine}: ${figure(given.sharesDifference)}`, figure(given.sharesTotal)],
    },
  ];
  headed(sheet, 'The base, divided', table(sheet, columns, rows, { padding: 2.6 }));
};

/** Page 3: from the base to what is payable, line by line, each with the clause it rests on. */
export const arithmeticPage = (sheet: Sheet, pack: EvidencePackDocument): void => {
  sheet.anchor('arithmetic');
  title(sheet, 'The arithmetic');
  sheet.skip(3);
  if (pack.arithmetic.kind !== 'known') {
    paragraph(sheet, [
      plain('Calculation: '),
      strong(absenceWord(pack.arithmetic.kind)),
      plain('. No amount has been computed on this referral.'),
    ]);
    return;
  }
  const given = pack.arithmetic.value;
  paragraph(
    sheet,
    `Whole cents and whole basis points only; no decimals are carried. Clause numbers are those of the rule on ${sheet.pageOf('rule')}. ${
      given.recomputed ? 'Recomputed at export with the same result.' : 'It was not recomputed at export.'
    }`,
  );
  sheet.skip(5);
  const ledger = openLedger();
  const commission = commissionLines(ledger, given);
  const gst = gstLines(ledger, given, commission.result);
  const payable = gst === undefined ? `line ${commission.result}` : `line ${commission.result} + line ${gst}`;
  ledger.line(`Payable to the referrer, ${payable}`, centsWords(given.payable), noAmount, figure(given.payable), true);
  feeLines(ledger, given, commission.base);
  const columns = [
    { title: 'Line', width: 31 },
    { title: 'Step', width: 182 },
    { title: 'Working', width: 164, align: 'right' },
    { title: 'Clause', width: 42, align: 'right' },
    { title: 'Amount (AUD)', width: 0, align: 'right' },
  ] as const;
  table(sheet, columns, ledger.rows, { padding: 2.9 }).draw();
  sheet.skip(11);
  shares(sheet, given, commission.base);
  sheet.skip(5);
  paragraph(
    sheet,
    [
      ...given.remarks,
      `“${noAmount}”: the line is a step and has no amount or clause of its own. Loan amount: withheld, not needed for this sum.`,
    ].join(' '),
    type.note,
  );
};
