import { formatAbn } from '../../identity/abn.ts';
import { type LegalWording, sentence } from '../../legal/wording.ts';
import { absenceWord, printFact } from '../../text/fact.ts';
import { noBreak } from '../../text/no-break.ts';
import { formatDate, formatDateLong, formatDateTime } from '../../time/date-text.ts';
import type { Instant } from '../../time/instant.ts';
import { localDate, type ZoneId } from '../../time/zone.ts';
import type { AmendedField, ConsentReceipt, ReceiptContact } from './receipt.ts';

/** A run of words; `strong` where the page sets it in bold. */
export interface Piece {
  readonly text: string;
  readonly strong: boolean;
}
/** A labelled row of the receipt. */
export interface ReceiptRow {
  readonly label: string;
  readonly pieces: readonly Piece[];
}
export interface ReceiptSection {
  readonly heading: string;
  readonly pieces: readonly Piece[];
}

/**
 * What a receipt says, in the order of the page (design documents/3): the content of Consumer Data Right rule 4.18. No-break spaces keep dates and
 * numbers on one line.
 */
export interface ReceiptContent {
  readonly title: string;
  readonly lead: string;
  readonly changes: readonly AmendedField[];
  readonly rows: readonly ReceiptRow[];
  /** How to look it up, change it, withdraw; after a withdrawal, where protection stops. */
  readonly control: readonly ReceiptSection[];
  /** What a withdrawal does or did, and where protection stops. */
  readonly effects: readonly ReceiptSection[];
  readonly complaints: ReceiptSection;
  /** Receipt number, notice and its hash. */
  readonly particulars: readonly ReceiptRow[];
}

const plain = (text: string): Piece => ({ text, strong: false });
const strong = (text: string): Piece => ({ text, strong: true });

/** “name, mobile number and e-mail address”. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'no one') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** Names of the recipients, as sentences use them. */
export const recipientNames = (receipt: ConsentReceipt): string => listed(receipt.recipients.map((recipient) => recipient.name));

/** “4 Aug 2026” of an instant, on one line. */
export const dayIn = (at: Instant, zone: ZoneId): string => noBreak(formatDate(localDate(at, zone)));
const longDay = (at: Instant, zone: ZoneId): string => noBreak(formatDateLong(localDate(at, zone)));
const minute = (at: Instant, zone: ZoneId): string => noBreak(formatDateTime(at, zone));

/** “call 02 5550 0142, e-mail privacy@…”: how the practice is reached. */
export const waysOf = (contact: ReceiptContact): string => {
  const known = [
    ...(contact.phone.kind === 'known' ? [`call ${noBreak(contact.phone.value)}`] : []),
    ...(contact.email.kind === 'known' ? [`e-mail ${contact.email.value}`] : []),
  ];
  return known.length === 0 ? 'write to us' : known.join(', ');
};

/** Sets the given words of a sentence in bold. */
const emphasised = (text: string, words: readonly string[]): readonly Piece[] => {
  const [word, ...rest] = words;
  if (word === undefined) return text === '' ? [] : [plain(text)];
  const at = text.indexOf(word);
  if (at < 0) return emphasised(text, rest);
  return [...emphasised(text.slice(0, at), rest), strong(word), ...emphasised(text.slice(at + word.length), rest)];
};

const OCCASIONS = {
  given: { title: 'titleGiven', lead: 'leadGiven' },
  amended: { title: 'titleAmended', lead: 'leadAmended' },
  withdrawn: { title: 'titleWithdrawn', lead: 'leadWithdrawn' },
  reminder: { title: 'titleReminder', lead: 'leadReminder' },
} as const;

/** The day the lead speaks of: of the grant, or of what changed it. */
const leadDay = ({ occasion, givenAt }: ConsentReceipt): Instant =>
  occasion.kind === 'given' || occasion.kind === 'reminder' ? givenAt : occasion.at;

const receivers = (receipt: ConsentReceipt): readonly Piece[] => [
  ...receipt.recipients.flatMap((recipient, index) => [
    ...(index > 0 ? [plain('; ')] : []),
    strong(recipient.legalName),
    plain(`, ${noBreak(`ABN ${formatAbn(recipient.abn)}`)}`),
  ]),
  plain(', and no one else'),
];

const howLong = ({ occasion, givenAt, endsAt, reviewOn, zone }: ConsentReceipt): readonly Piece[] => {
  const from = `From ${minute(givenAt, zone)}`;
  if (occasion.kind === 'withdrawn')
    return [plain(`${from}, withdrawn `), strong(minute(occasion.at, zone)), plain(` (${occasion.method})`)];
  const until =
    endsAt.kind === 'known'
      ? [strong(minute(endsAt.value, zone)), plain(', then it ends by itself. ')]
      : [plain('; end: '), strong(absenceWord(endsAt.kind)), plain('. ')];
  const review =
    reviewOn.kind === 'known' ? `We remind you on ${noBreak(formatDate(reviewOn.value))}` : `Review: ${absenceWord(reviewOn.kind)}`;
  return [plain(`${from} to `), ...until, plain(review)];
};

const rowsOf = (receipt: ConsentReceipt): readonly ReceiptRow[] => {
  const { client, capacity, where, discloser, occasion } = receipt;
  const place = where.kind === 'known' ? `, ${where.value}` : `; place ${absenceWord(where.kind)}`;
  const row = (label: string, text: string): ReceiptRow => ({ label, pieces: [plain(text)] });
  return [
    row('Who agreed', `You, ${client}, ${capacity}${place}`),
    row('Which details', `Your ${listed(receipt.details)}`),
    row(
      'Not included',
      printFact(receipt.notIncluded, (items) => `Your ${listed(items)}`),
    ),
    row('Who passes them on', `${discloser.name}, ${noBreak(`ABN ${formatAbn(discloser.abn)}`)}`),
    { label: 'Who receives them', pieces: receivers(receipt) },
    row('What for', receipt.purpose),
    { label: 'How long', pieces: howLong(receipt) },
    row(
      'Who is paid',
      printFact(receipt.benefit, (text) => text),
    ),
    ...(occasion.kind === 'withdrawn'
      ? [
          row(
            'Already passed on',
            printFact(occasion.alreadyDisclosed, (text) => text),
          ),
        ]
      : []),
  ];
};

const controlOf = (receipt: ConsentReceipt, wording: LegalWording): readonly ReceiptSection[] => {
  const { lookUp, discloser, code, occasion } = receipt;
  const ways = waysOf(discloser.contact);
  const look: ReceiptSection = {
    heading: sentence(wording, occasion.kind === 'withdrawn' ? 'lookUpWithdrawnHeading' : 'lookUpHeading'),
    pieces:
      lookUp.kind === 'known'
        ? emphasised(sentence(wording, 'lookUp', { address: lookUp.value.address, code }), [lookUp.value.address, code])
        : emphasised(sentence(wording, 'lookUpInPerson', { discloser: discloser.name, code }), [code]),
  };
  const recipients = recipientNames(receipt);
  if (occasion.kind === 'withdrawn')
    return [
      look,
      { heading: sentence(wording, 'protectionHeading'), pieces: [plain(sentence(wording, 'protectionWithdrawn', { recipients }))] },
    ];
  return [
    look,
    {
      heading: sentence(wording, 'withdrawHeading'),
      pieces: emphasised(sentence(wording, lookUp.kind === 'known' ? 'withdrawOnline' : 'withdrawSimple', { ways }), [
        'or simply',
        'Simply',
      ]),
    },
  ];
};

const effectsOf = (receipt: ConsentReceipt, wording: LegalWording): readonly ReceiptSection[] => {
  const names = { recipients: recipientNames(receipt), discloser: receipt.discloser.name, ways: waysOf(receipt.discloser.contact) };
  const section = (heading: string, text: string): ReceiptSection => ({
    heading: sentence(wording, heading),
    pieces: [plain(sentence(wording, text, names))],
  });
  const { occasion } = receipt;
  return occasion.kind === 'withdrawn'
    ? [
        section('consequencesWithdrawnHeading', 'consequencesWithdrawn'),
        section('deletionHeading', occasion.deletionRequested ? 'deletionRequested' : 'deletionOffered'),
      ]
    : [section('consequencesHeading', 'consequences'), section('protectionHeading', 'protection')];
};

const complaintsOf = (receipt: ConsentReceipt, wording: LegalWording): ReceiptSection => {
  const { person, phone, email, address } = receipt.discloser.contact;
  // The e-mail address stands among the ways to withdraw; without a telephone number it is the way here too.
  const contact = [person, ...(phone.kind === 'known' ? [phone] : [email]), address]
    .flatMap((fact) => (fact.kind === 'known' ? [fact.value] : []))
    .join(', ');
  const further = receipt.recipientComplaints.kind === 'known' ? ` ${receipt.recipientComplaints.value}` : '';
  return {
    heading: sentence(wording, 'complaintsHeading'),
    pieces: [plain(`${sentence(wording, 'complaints', { contact })}${further}`)],
  };
};

const particularsOf = (receipt: ConsentReceipt): readonly ReceiptRow[] => {
  const { occasion, notice, zone } = receipt;
  const sent = printFact(receipt.sent, ({ channel, at }) => `${channel} ${minute(at, zone)}`);
  const row = (label: string, text: string): ReceiptRow => ({ label, pieces: [plain(text)] });
  return [
    row('Receipt', `${receipt.number}, ${receipt.sequence}; sent: ${sent}`),
    row('Notice you saw', `${notice.version}, ${notice.language}. Its exact text is attached to this document`),
    row('Notice SHA-256', notice.hash),
    row('Amended', occasion.kind === 'amended' ? minute(occasion.at, zone) : 'Not amended'),
    row('Wording', receipt.wording),
  ];
};

/** What the receipt says, in one wording. Throws where the wording lacks a sentence: a fault of the resource file. */
export const receiptContent = (receipt: ConsentReceipt, wording: LegalWording): ReceiptContent => {
  const words = OCCASIONS[receipt.occasion.kind];
  return {
    title: sentence(wording, words.title),
    lead: sentence(wording, words.lead, {
      client: receipt.client,
      day: longDay(leadDay(receipt), receipt.zone),
      discloser: receipt.discloser.name,
      recipients: recipientNames(receipt),
      subject: receipt.subject,
    }),
    changes: receipt.occasion.kind === 'amended' ? receipt.occasion.changes : [],
    rows: rowsOf(receipt),
    control: controlOf(receipt, wording),
    effects: effectsOf(receipt, wording),
    complaints: complaintsOf(receipt, wording),
    particulars: particularsOf(receipt),
  };
};
