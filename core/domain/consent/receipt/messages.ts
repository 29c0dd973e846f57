import { type LegalWording, sentence } from '../../legal/wording.ts';
import { err, ok, type Result } from '../../result.ts';
import { plainForSms, smsSize } from '../../text/sms.ts';
import { dayIn, listed, type Piece, receiptContent, type ReceiptContent, recipientNames } from './content.ts';
import type { ConsentReceipt } from './receipt.ts';

/** A receipt as one e-mail in plain text. */
export type ReceiptEmail = { readonly subject: string; readonly text: string };

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');
const words = (pieces: readonly Piece[]): string => spaced(pieces.map((piece) => piece.text).join(''));

const changeLines = ({ changes }: ReceiptContent): readonly string[] =>
  changes.length === 0
    ? []
    : ['What changed', ...changes.map((change) => `- ${change.what}: before: ${spaced(change.before)}; now: ${spaced(change.after)}`), ''];

/** The receipt as e-mail: the same content as the page, with the exact notice text at its end. */
export const receiptEmail = (receipt: ConsentReceipt, wording: LegalWording): ReceiptEmail => {
  const content = receiptContent(receipt, wording);
  const sections = [...content.control, ...content.effects, content.complaints].flatMap((section) => [
    section.heading,
    words(section.pieces),
    '',
  ]);
  const text = [
    spaced(content.lead),
    '',
    ...changeLines(content),
    ...content.rows.map((row) => `${row.label}: ${words(row.pieces)}`),
    '',
    ...sections,
    `Receipt: ${receipt.number}, ${receipt.sequence}`,
    `Code: ${receipt.code}`,
    `Fingerprint: ${receipt.fingerprint}`,
    '',
    `The notice you saw: ${receipt.notice.version}, ${receipt.notice.language}, SHA-256 ${receipt.notice.hash}`,
    '',
    receipt.notice.text.trimEnd(),
    '',
    `${receipt.discloser.name}${receipt.network === 'test' ? ' (test network: this is not a real consent)' : ''}`,
  ];
  return { subject: `${content.title}: ${receipt.discloser.name}, ${receipt.number}`, text: `${text.join('\n')}\n` };
};

/** Most segments of a receipt by text message: more is likely to arrive in pieces, and costs. */
export const SMS_SEGMENTS = 2;

/** The receipt does not fit a text message without leaving something out that it must say. */
export type SmsTooLong = { readonly code: 'sms-too-long'; readonly segments: number; readonly most: number };
export type ReceiptSms = { readonly text: string; readonly segments: number };

const SENTENCES = { given: 'smsGiven', amended: 'smsAmended', withdrawn: 'smsWithdrawn', reminder: 'smsReminder' } as const;

const reachedBy = ({ lookUp, discloser: { contact } }: ConsentReceipt): string => {
  const simple =
    contact.phone.kind === 'known' ? `call ${contact.phone.value}` : contact.email.kind === 'known' ? contact.email.value : 'ask us';
  return lookUp.kind === 'known' ? `${lookUp.value.address} or ${simple}` : `${simple} or tell us`;
};

/** Words as a text message has room for: “e-mail address” is “e-mail”, “the words “home loan”” is “home loan”. */
const short = (words: string): string =>
  words
    .replaceAll(/the words (“[^”]+”)/gu, '$1')
    .replaceAll(/\b(mobile|telephone) number\b/gu, '$1')
    .replaceAll('e-mail address', 'e-mail');

const before = ({ occasion }: ConsentReceipt): string =>
  occasion.kind === 'amended' ? short(occasion.changes.map((change) => change.before).join('; ')) : '';

/**
 * The receipt as a text message of at most two segments. Everything rule 4.18 demands is in it; what does not fit is never cut.
 * Error: `sms-too-long`: the receipt then goes by e-mail or on paper.
 */
export const receiptSms = (receipt: ConsentReceipt, wording: LegalWording): Result<ReceiptSms, SmsTooLong> => {
  const { occasion, zone, givenAt, endsAt } = receipt;
  const text = plainForSms(
    sentence(wording, SENTENCES[occasion.kind], {
      discloser: receipt.discloser.name,
      recipients: recipientNames(receipt),
      subject: receipt.subject,
      details: short(listed(receipt.details)),
      day: dayIn(occasion.kind === 'given' || occasion.kind === 'reminder' ? givenAt : occasion.at, zone),
      end: endsAt.kind === 'known' ? dayIn(endsAt.value, zone) : 'withdrawn',
      before: before(receipt),
      reach: reachedBy(receipt),
      code: receipt.code,
    }),
  );
  const { segments } = smsSize(text);
  return segments > SMS_SEGMENTS ? err({ code: 'sms-too-long', segments, most: SMS_SEGMENTS }) : ok({ text, segments });
};
