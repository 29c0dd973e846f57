import { noBreak } from '../../domain/text/no-break.ts';
import type { ConsentReceiptDocument, ReceiptContact } from './consent-receipt-document.ts';
import { absenceWord, printFact } from './facts.ts';
import { footerDot, furnitureOf } from './furniture.ts';
import { writePdf } from './layout/file.ts';
import { grid, ink, weight } from './layout/grid.ts';
import { qrCode } from './layout/qr.ts';
import { mono, plain, strong, type, type Rich, type Span } from './layout/rich.ts';
import { beside, full, headed, paragraph, paragraphBlock, ruleAcross, title, type Area, type Sheet } from './layout/sheet.ts';
import { particulars, table, type Particular } from './layout/table.ts';
import { legalWording, sentence, type LegalWording } from './legal-wording.ts';
import { abnText, day, dayOf, minuteOf } from './words.ts';

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'no one') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

const recipientNames = (receipt: ConsentReceiptDocument): string => listed(receipt.recipients.map((recipient) => recipient.name));

const occasionWords = (receipt: ConsentReceiptDocument): { readonly title: string; readonly lead: string; readonly at: string } => {
  switch (receipt.occasion.kind) {
    case 'given':
      return { title: 'titleGiven', lead: 'leadGiven', at: dayOf(receipt.givenAt, receipt.zone) };
    case 'amended':
      return { title: 'titleAmended', lead: 'leadAmended', at: dayOf(receipt.occasion.at, receipt.zone) };
    case 'withdrawn':
      return { title: 'titleWithdrawn', lead: 'leadWithdrawn', at: dayOf(receipt.occasion.at, receipt.zone) };
  }
};

const receivers = (receipt: ConsentReceiptDocument): Rich => [
  ...receipt.recipients.flatMap((recipient, index): readonly Span[] => [
    ...(index > 0 ? [plain('; ')] : []),
    strong(recipient.legalName),
    plain(`, ${noBreak(`ABN ${abnText(recipient.abn)}`)}`),
  ]),
  plain(', and no one else'),
];

const howLong = (receipt: ConsentReceiptDocument): Rich => {
  if (receipt.occasion.kind === 'withdrawn')
    return [
      plain(`From ${minuteOf(receipt.givenAt, receipt.zone)}, withdrawn `),
      strong(minuteOf(receipt.occasion.at, receipt.zone)),
      plain(` (${receipt.occasion.method})`),
    ];
  const review = printFact(receipt.reviewOn, (date) => `We remind you on ${day(date)}`);
  const until =
    receipt.endsAt.kind === 'known'
      ? [strong(minuteOf(receipt.endsAt.value, receipt.zone)), plain(', then it ends by itself. ')]
      : [plain('; end: '), strong(printFact(receipt.endsAt, () => '')), plain('. ')];
  return [
    plain(`From ${minuteOf(receipt.givenAt, receipt.zone)} to `),
    ...until,
    plain(receipt.reviewOn.kind === 'known' ? review : `Review: ${review}`),
  ];
};

const agreed = (receipt: ConsentReceiptDocument): readonly Particular[] => [
  [
    'Who agreed',
    `You, ${receipt.client}, ${receipt.capacity}${receipt.where.kind === 'known' ? `, ${receipt.where.value}` : `; place ${absenceWord(receipt.where.kind)}`}`,
  ],
  ['Which details', `Your ${listed(receipt.details)}`],
  ['Not included', printFact(receipt.notIncluded, (items) => `Your ${listed(items)}`)],
  ['Who passes them on', `${receipt.discloser.name}, ${noBreak(`ABN ${abnText(receipt.discloser.abn)}`)}`],
  ['Who receives them', receivers(receipt)],
  ['What for', receipt.purpose],
  ['How long', howLong(receipt)],
  ['Who is paid', printFact(receipt.benefit, (text) => text)],
  ...(receipt.occasion.kind === 'withdrawn'
    ? [['Already passed on', printFact<string>(receipt.occasion.alreadyDisclosed, (text) => text)] satisfies Particular]
    : []),
];

const changes = (sheet: Sheet, receipt: ConsentReceiptDocument): void => {
  if (receipt.occasion.kind !== 'amended') return;
  const columns = [
    { title: 'What changed', width: 130 },
    { title: 'Before', width: 170 },
    { title: 'Now', width: 0 },
  ];
  const rows = receipt.occasion.changes.map((change) => ({
    cells: [change.what, change.before, [strong(change.after)]],
  }));
  table(sheet, columns, rows, { style: type.large }).draw();
  sheet.skip(10);
};

const ways = (contact: ReceiptContact): string => {
  const known = [
    ...(contact.phone.kind === 'known' ? [`call ${noBreak(contact.phone.value)}`] : []),
    ...(contact.email.kind === 'known' ? [`e-mail ${contact.email.value}`] : []),
  ];
  return known.length === 0 ? 'write to us' : known.join(', ');
};

const contactWords = ({ person, phone, email, address }: ReceiptContact): string =>
  [person, phone, email, address].flatMap((fact) => (fact.kind === 'known' ? [fact.value] : [])).join(', ');

const rights = (sheet: Sheet, receipt: ConsentReceiptDocument, wording: LegalWording): void => {
  const width = grid.width / 2 - 16;
  const left: Area = { x: grid.left, width };
  const right: Area = { x: grid.left + grid.width / 2 + 12, width: width + 4 };
  const section = (heading: string, rich: Rich, area: Area): void => {
    headed(sheet, heading, paragraphBlock(sheet, rich, type.large, area), area, 3);
    sheet.skip(8);
  };
  const { lookUp, discloser } = receipt;
  const names = {
    recipients: recipientNames(receipt),
    discloser: discloser.name,
    ways: ways(discloser.contact),
  };
  const withdrawn = receipt.occasion.kind === 'withdrawn';
  sheet.room(190);
  beside(sheet, [
    () => {
      const text = lookUp.kind === 'known' ? sentence(wording, 'lookUp', lookUp.value) : sentence(wording, 'lookUpInPerson', names);
      section(sentence(wording, 'lookUpHeading'), text, left);
      if (!withdrawn)
        section(
          sentence(wording, 'withdrawHeading'),
          sentence(wording, lookUp.kind === 'known' ? 'withdrawOnline' : 'withdrawSimple', names),
          left,
        );
    },
    () => {
      section(
        sentence(wording, withdrawn ? 'consequencesWithdrawnHeading' : 'consequencesHeading'),
        sentence(wording, withdrawn ? 'consequencesWithdrawn' : 'consequences', names),
        right,
      );
      section(sentence(wording, 'protectionHeading'), sentence(wording, 'protection', names), right);
    },
  ]);
  const complaints =
    `${sentence(wording, 'complaints', { contact: contactWords(discloser.contact) })} ${receipt.recipientComplaints.kind === 'known' ? receipt.recipientComplaints.value : ''}`.trim();
  section(sentence(wording, 'complaintsHeading'), complaints, full);
};

const foot = (sheet: Sheet, receipt: ConsentReceiptDocument, wording: LegalWording): void => {
  const size = 64;
  sheet.room(size + 14);
  ruleAcross(sheet, full, weight.head, ink.rule);
  sheet.skip(9);
  const top = sheet.top();
  const sent = printFact(receipt.sent, ({ channel, at }) => `${channel} ${minuteOf(at, receipt.zone)}`);
  const entries: readonly Particular[] = [
    ['Receipt', `${receipt.number}, ${receipt.sequence}; sent: ${sent}`],
    ['Notice you saw', `${receipt.notice.version}, ${receipt.notice.language}. Its exact text is attached to this document`],
    ['Notice SHA-256', [mono(receipt.notice.hash)]],
    ['Amended', receipt.occasion.kind === 'amended' ? minuteOf(receipt.occasion.at, receipt.zone) : 'Not amended'],
    ['Wording', wording.version],
  ];
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

const draw = (sheet: Sheet, receipt: ConsentReceiptDocument): void => {
  const wording = legalWording('consent-receipt', receipt.wording);
  const occasion = occasionWords(receipt);
  title(sheet, sentence(wording, occasion.title));
  sheet.skip(4);
  const lead = sentence(wording, occasion.lead, {
    client: receipt.client,
    day: occasion.at,
    discloser: receipt.discloser.name,
    recipients: recipientNames(receipt),
    subject: receipt.subject,
  });
  paragraph(sheet, lead, type.letter);
  sheet.skip(10);
  changes(sheet, receipt);
  particulars(sheet, agreed(receipt), {
    labelWidth: 140,
    style: type.large,
    labels: 'strong',
    padding: 5,
    ruled: 'framed',
  }).draw();
  sheet.skip(12);
  rights(sheet, receipt, wording);
  sheet.skip(4);
  foot(sheet, receipt, wording);
};

/**
 * The client's own copy of a consent, on grant, amendment or withdrawal (CDR rule 4.18), with the exact notice text attached.
 * `at` (ISO 8601 UTC) is the only time in the file; the same arguments give the same bytes.
 */
export const renderConsentReceipt = async (receipt: ConsentReceiptDocument, at: string): Promise<Uint8Array> =>
  await writePdf({
    title: `Consent receipt ${receipt.number}`,
    keywords: [receipt.number, receipt.fingerprint],
    at,
    furniture: furnitureOf(receipt, `Consent receipt ${receipt.number}`, [
      plain(`${receipt.discloser.name}, ${noBreak(`ABN ${abnText(receipt.discloser.abn)}`)}`),
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
