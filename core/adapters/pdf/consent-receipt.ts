import {
  type Piece,
  receiptContent,
  type ReceiptContent,
  type ReceiptRow,
  type ReceiptSection,
} from '../../domain/consent/receipt/content.ts';
import type { ConsentReceipt } from '../../domain/consent/receipt/receipt.ts';
import { formatAbn } from '../../domain/identity/abn.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { footerDot, furnitureOf } from './furniture.ts';
import { writePdf } from './layout/file.ts';
import { grid, ink, weight } from './layout/grid.ts';
import { qrCode } from './layout/qr.ts';
import { mono, plain, strong, type, type Rich } from './layout/rich.ts';
import { beside, full, headed, paragraph, paragraphBlock, ruleAcross, title, type Area, type Sheet } from './layout/sheet.ts';
import { particulars, table, type Particular } from './layout/table.ts';
import { legalWording } from './legal-wording.ts';
import { minuteOf } from './words.ts';

const rich = (pieces: readonly Piece[]): Rich => pieces.map((piece) => (piece.strong ? strong(piece.text) : plain(piece.text)));

const particular = (row: ReceiptRow): Particular => [row.label, rich(row.pieces)];

const changes = (sheet: Sheet, content: ReceiptContent): void => {
  if (content.changes.length === 0) return;
  const columns = [
    { title: 'What changed', width: 96 },
    { title: 'Before', width: 216 },
    { title: 'Now', width: 0 },
  ];
  const rows = content.changes.map((change) => ({
    cells: [change.what, change.before, [strong(change.after)]],
  }));
  table(sheet, columns, rows, { style: type.large }).draw();
  sheet.skip(6);
};

const rights = (sheet: Sheet, content: ReceiptContent): void => {
  const width = grid.width / 2 - 16;
  const left: Area = { x: grid.left, width };
  const right: Area = { x: grid.left + grid.width / 2 + 12, width: width + 4 };
  const draw = (section: ReceiptSection, area: Area): void => {
    headed(sheet, section.heading, paragraphBlock(sheet, rich(section.pieces), type.large, area), area, 3);
    sheet.skip(8);
  };
  sheet.room(190);
  beside(sheet, [
    () => {
      for (const section of content.control) draw(section, left);
    },
    () => {
      for (const section of content.effects) draw(section, right);
    },
  ]);
  draw(content.complaints, full);
};

const foot = (sheet: Sheet, receipt: ConsentReceipt, content: ReceiptContent): void => {
  const size = 64;
  sheet.room(size + 14);
  ruleAcross(sheet, full, weight.head, ink.rule);
  sheet.skip(9);
  const top = sheet.top();
  const entries = content.particulars.map((row): Particular =>
    row.label === 'Notice SHA-256' ? [row.label, [mono(receipt.notice.hash)]] : particular(row),
  );
  particulars(sheet, entries, {
    area: { x: grid.left, width: grid.width - size - 12 },
    labelWidth: 76,
    ruled: 'none',
    padding: 0.8,
    style: type.small,
  }).draw();
  qrCode(
    sheet,
    `FLIP360-CONSENT ${receipt.number} ${receipt.fingerprint}`,
    'QR code with the receipt number and the full fingerprint',
    grid.right - size,
    top,
    size,
  );
};

const draw = (sheet: Sheet, receipt: ConsentReceipt): void => {
  const content = receiptContent(receipt, legalWording('consent-receipt', receipt.wording));
  title(sheet, content.title);
  sheet.skip(4);
  paragraph(sheet, content.lead, type.letter);
  sheet.skip(10);
  changes(sheet, content);
  particulars(sheet, content.rows.map(particular), {
    labelWidth: 140,
    style: type.large,
    labels: 'strong',
    // An amendment has a table more: closer rows keep it on one page.
    padding: content.changes.length > 0 ? 1.8 : 3.4,
    ruled: 'framed',
  }).draw();
  sheet.skip(content.changes.length > 0 ? 6 : 9);
  rights(sheet, content);
  sheet.skip(4);
  foot(sheet, receipt, content);
};

/**
 * The person's own copy of a consent, on grant, amendment, withdrawal or after 90 days (CDR rules 4.18, 4.20), with the exact notice text
 * attached. `at` (ISO 8601 UTC) is the only time in the file; the same arguments give the same bytes.
 */
export const renderConsentReceipt = async (receipt: ConsentReceipt, at: string): Promise<Uint8Array> =>
  await writePdf({
    title: `Consent receipt ${receipt.number}`,
    keywords: [receipt.number, receipt.fingerprint],
    at,
    furniture: furnitureOf(receipt, `Consent receipt ${receipt.number}`, [
      plain(`${receipt.discloser.name}, ${noBreak(`ABN ${formatAbn(receipt.discloser.abn)}`)}`),
      footerDot,
      plain(`Given ${minuteOf(receipt.givenAt, receipt.zone)}`),
    ]),
    attachments: [
      {
        name: 'notice.txt',
        mediaType: 'text/plain',
        description: 'The notice as shown',
        bytes: new TextEncoder().encode(receipt.notice.text),
      },
    ],
    draw: (sheet) => draw(sheet, receipt),
  });
