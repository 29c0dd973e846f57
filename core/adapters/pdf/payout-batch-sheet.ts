import { formatWhole } from '../../domain/money/amount-text.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { actRows, policySentence } from './batch-acts.ts';
import { absenceWord, printFact } from '../../domain/text/fact.ts';
import { footerDot, furnitureOf } from './furniture.ts';
import { writePdf } from './layout/file.ts';
import { figureBox } from './layout/boxes.ts';
import { grid } from './layout/grid.ts';
import { mono, muted, plain, strong, struck, type } from './layout/rich.ts';
import { beside, headed, paragraph, title, type Area, type Sheet } from './layout/sheet.ts';
import { particulars, table, type Column, type Particular, type Row } from './layout/table.ts';
import type { BatchSheetLine, PayoutBatchDocument } from './payout-batch-document.ts';
import { abnText, accountDots, accountEnding, day, figure, minuteOf } from './words.ts';

const stateWord = (state: PayoutBatchDocument['state']): string => `${state.charAt(0).toUpperCase()}${state.slice(1)}`;

const columns: readonly Column[] = [
  { title: 'Line', width: 30 },
  { title: 'Payee', width: 148 },
  { title: 'RCTI or statement', width: 108 },
  { title: 'Account', width: 44 },
  { title: 'Ex GST', width: 55, align: 'right' },
  { title: 'GST', width: 45, align: 'right' },
  { title: 'Total (AUD)', width: 0, align: 'right' },
];

const payeeCell = (name: string, abn: BatchSheetLine['abn']): string => `${name}\n${noBreak(`ABN ${abnText(abn)}`)}`;

const lineRow = (line: BatchSheetLine): Row => {
  const gst = printFact(line.gst, figure);
  if (line.takenOut.kind === 'known') {
    return {
      kind: 'quiet',
      cells: [
        String(line.line),
        [struck(line.payee), muted(`\n${noBreak(`ABN ${abnText(line.abn)}`)}`)],
        [strong('Taken out'), plain(`\n${line.takenOut.value}`)],
        [struck(accountDots(line.accountLast4))],
        [struck(figure(line.exGst))],
        [struck(gst)],
        [struck(figure(line.total))],
      ],
    };
  }
  const change = line.accountChange.kind === 'known' ? `\nAccount changed: ${line.accountChange.value}` : '';
  return {
    cells: [
      String(line.line),
      `${payeeCell(line.payee, line.abn)}${change}`,
      printFact(line.document, (number) => number),
      accountDots(line.accountLast4),
      figure(line.exGst),
      gst,
      figure(line.total),
    ],
  };
};

const lineRows = (batch: PayoutBatchDocument): readonly Row[] => {
  const fee: readonly Row[] =
    batch.fee.kind === 'known'
      ? [
          {
            cells: [
              String(batch.fee.value.line),
              payeeCell(batch.fee.value.payee, batch.fee.value.abn),
              'Platform fee, all lines; office’s own invoice',
              accountDots(batch.fee.value.accountLast4),
              figure(batch.fee.value.exGst),
              figure(batch.fee.value.gst),
              figure(batch.fee.value.total),
            ],
          },
        ]
      : [{ cells: [{ rich: `Platform fee: ${absenceWord(batch.fee.kind)}`, span: 7, align: 'left' }] }];
  return [
    ...batch.lines.map(lineRow),
    {
      kind: 'total',
      cells: [
        { rich: 'Commission to be paid', span: 2, align: 'left' },
        { rich: batch.documentsInWords, span: 2, align: 'left' },
        figure(batch.commission.exGst),
        figure(batch.commission.gst),
        figure(batch.commission.total),
      ],
    },
    ...fee,
    { kind: 'total', cells: [{ rich: 'Leaves the account', span: 6, align: 'left' }, figure(batch.total)] },
  ];
};

const about = (sheet: Sheet, batch: PayoutBatchDocument): void => {
  const left: Area = { x: grid.left, width: 235 };
  const right: Area = { x: grid.left + 247, width: grid.width - 247 };
  const needs = batch.policy.soleSignatory
    ? `Sole signatory: ${batch.policy.because}`
    : batch.policy.needed === 1
      ? '1 approval'
      : `${batch.policy.needed} approvals`;
  const cutOff = printFact(batch.cutOff, ({ at, met }) => `${minuteOf(at, batch.zone)}, ${met ? 'met' : 'missed'}`);
  const block = (area: Area, labelWidth: number, entries: readonly Particular[]) => (): void =>
    particulars(sheet, entries, { area, labelWidth, ruled: 'none', padding: 0.7 }).draw();
  beside(sheet, [
    block(left, 70, [
      ['Payer', batch.payer.legalName],
      ['Account', noBreak(accountEnding(batch.accountLast4).replace('account\u00a0', ''))],
      ['Rail', batch.rail],
    ]),
    block(right, 84, [
      ['Cut-off', cutOff],
      ['Processing date', day(batch.processingDate)],
      ['Needs', needs],
    ]),
  ]);
};

const fileEntries = (batch: PayoutBatchDocument): readonly Particular[] => {
  const hash: Particular = ['Batch hash', [mono(batch.batchHash)]];
  if (batch.file.kind !== 'known') return [hash, ['File', absenceWord(batch.file.kind)]];
  const { name, exportedAt, exports, hash: fileHash, totals } = batch.file.value;
  return [
    hash,
    [
      exports === 1 ? 'File, exported once' : `File, exported ${formatWhole(exports)} times`,
      `${name}, ${minuteOf(exportedAt, batch.zone)}`,
    ],
    ['File SHA-256', [mono(fileHash)]],
    [
      'Control totals',
      `Credits ${figure(totals.credits)}, balancing debit ${figure(totals.debits)}, net ${figure(totals.net)}; ${formatWhole(totals.creditRecords)} + ${formatWhole(totals.debitRecords)} detail records\nDifference from the table above: ${figure(totals.difference)}`,
    ],
  ];
};

const draw = (sheet: Sheet, batch: PayoutBatchDocument): void => {
  title(sheet, 'Payout batch, approval sheet');
  sheet.skip(3);
  figureBox(sheet, [
    { label: 'State', value: stateWord(batch.state) },
    {
      label: 'Approvals',
      value: batch.policy.soleSignatory ? 'Sole signatory' : `${batch.policy.given} of ${batch.policy.needed}`,
    },
    { label: 'Lines', value: `${batch.linesPaid} paid, ${batch.linesTakenOut} out` },
    { label: 'Total (AUD)', value: figure(batch.total) },
  ]);
  sheet.skip(9);
  about(sheet, batch);
  sheet.skip(7);
  table(sheet, columns, lineRows(batch), { padding: 2.2 }).draw();
  sheet.skip(4);
  paragraph(
    sheet,
    ['The line taken out stays visible and is in no total.', ...batch.remarks].slice(batch.linesTakenOut > 0 ? 0 : 1).join(' '),
    type.note,
  );
  sheet.skip(8);
  const acts = [
    { title: 'Act', width: 66 },
    { title: 'Who', width: 119 },
    { title: 'When', width: 106 },
    { title: 'Key and what was signed', width: 0 },
  ];
  headed(
    sheet,
    'Who did what',
    table(sheet, acts, actRows(batch.acts, batch.zone, 'one-line'), { padding: 2.2, style: type.small }),
    undefined,
    4,
  );
  sheet.skip(4);
  paragraph(
    sheet,
    `${policySentence(batch.policy)} Any change after the first approval sets all approvals back to none. Every act signs the batch hash on screen; ink is not needed.`,
    type.note,
  );
  sheet.skip(7);
  headed(sheet, 'The bank file', particulars(sheet, fileEntries(batch), { labelWidth: 116, padding: 2.1 }), undefined, 2);
};

/**
 * The approval sheet of a payout batch as PDF.
 * `at` (ISO 8601 UTC) is the only time in the file; the same arguments give the same bytes.
 */
export const renderPayoutBatchSheet = async (batch: PayoutBatchDocument, at: string): Promise<Uint8Array> =>
  await writePdf({
    title: `Payout batch ${batch.number}`,
    keywords: [batch.number, batch.fingerprint],
    at,
    furniture: furnitureOf(batch, `Payout batch ${batch.number}`, [
      plain(`Paid by ${batch.payer.legalName}, ${noBreak(`ABN ${abnText(batch.payer.abn)}`)}`),
      footerDot,
      plain(`Printed ${minuteOf(batch.printedAt, batch.zone)}`),
    ]),
    attachments: [],
    draw: (sheet) => draw(sheet, batch),
  });
