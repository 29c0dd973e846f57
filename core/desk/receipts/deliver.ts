import { legalWording } from '../../adapters/pdf/legal-wording.ts';
import { printPdf } from '../../adapters/pdf/print.ts';
import type { ReceiptForms, receiptSend, ReceiptSent } from '../../contract/receipts.ts';
import type { z } from 'zod';
import { receiptEmail, receiptSms, SMS_SEGMENTS } from '../../domain/consent/receipt/messages.ts';
import type { ConsentReceipt } from '../../domain/consent/receipt/receipt.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { logReceipt } from '../consents/receipts-due.ts';
import { consentByRoot, contactOfLabel } from '../consents/person.ts';
import { fileToPerson } from '../exits/files.ts';
import { mailerToPerson } from '../exits/to-person.ts';
import { notPermitted } from '../permitted.ts';
import type { Refusal } from '../refusal.ts';
import { type Owed, standingReceipt } from './standing-receipt.ts';

const unknown: Refusal = {
  status: 404,
  code: 'receipt-unknown',
  title: 'No receipt can be made here',
  detail: 'This desk does not hold the consent, the person’s name or the notice: they were erased, or another practice holds them.',
  next: 'Make it at the desk where the consent was given.',
};
const noMail: Refusal = {
  status: 503,
  code: 'no-mail',
  title: 'No mail server is set',
  detail: 'Receipts go out through the practice’s own mail server.',
  kept: 'Nothing was sent; the receipt is still due.',
  next: 'Open Settings, Mail, or print the receipt.',
};
const otherAddress: Refusal = {
  status: 422,
  code: 'address-other',
  title: 'This address is not the person’s',
  detail: 'A receipt goes only to an address or number that is on record for the person.',
  where: 'address',
  kept: 'Nothing was sent; the receipt is still due.',
  next: 'Choose one of the addresses on record, or add it to the contact first.',
};
const tooLong = (segments: number): Refusal => ({
  status: 422,
  code: 'sms-too-long',
  title: 'The receipt does not fit a text message',
  detail: `It would take ${String(segments)} segments; ${String(SMS_SEGMENTS)} are the most. Nothing that it must say is left out.`,
  kept: 'Nothing was sent; the receipt is still due.',
  next: 'Send it by e-mail, or print it.',
});

/** Addresses and numbers on record for the person of a consent. */
const pointsOf = (
  desk: DeskContext,
  owed: Owed,
): { readonly contact: string | null; readonly emails: readonly string[]; readonly phones: readonly string[] } => {
  const state = consentByRoot(desk, owed.consent);
  const contact = state === undefined ? null : contactOfLabel(desk, state.label, state.intent);
  const fields = contact === null ? undefined : contactById(desk.db, contact)?.fields;
  return {
    contact,
    emails: fields?.emails.map((email) => email.address) ?? [],
    phones: fields?.phones.map((phone) => phone.e164 ?? phone.raw) ?? [],
  };
};

/** The receipt in every form it can take, as the person would get it, with where it can go. Sends nothing. Errors: `receipt-unknown`. */
export const receiptForms = (desk: DeskContext, owed: Owed): Result<ReceiptForms, Refusal> => {
  const receipt = standingReceipt(desk, owed);
  if (receipt === undefined) return err(unknown);
  const wording = legalWording('consent-receipt', receipt.wording);
  const sms = receiptSms(receipt, wording);
  const { emails, phones } = pointsOf(desk, owed);
  return ok({
    number: receipt.number,
    code: receipt.code,
    email: receiptEmail(receipt, wording),
    sms: sms.ok
      ? { text: sms.value.text, segments: sms.value.segments, fits: true }
      : { text: '', segments: sms.error.segments, fits: false },
    emails: [...emails],
    phones: [...phones],
  });
};

type Input = z.output<typeof receiptSend>;
type Delivered = {
  readonly outcome: 'delivered' | 'failed';
  readonly detail: string;
  readonly document: string;
  readonly answer: ReceiptSent;
};

const byEmail = async (
  desk: DeskContext,
  person: SignedInPerson,
  receipt: ConsentReceipt,
  input: Input,
  contact: string | null,
): Promise<Result<Delivered, Refusal>> => {
  const identity = 'the address on record';
  const mailer = mailerToPerson(desk, { by: person, what: 'consent-receipt', contact, identity });
  if (mailer === null || input.address === null) return err(mailer === null ? noMail : otherAddress);
  const message = receiptEmail(receipt, legalWording('consent-receipt', receipt.wording));
  const sent = await mailer.send({ to: input.address, ...message });
  const document = bytesToHex(desk.primitives.sha256(utf8Encode(message.text)));
  return ok({
    outcome: sent.ok ? 'delivered' : 'failed',
    detail: sent.ok ? 'handed to the mail server' : sent.why.slice(0, 500),
    document,
    answer: { outcome: sent.ok ? 'delivered' : 'failed', detail: sent.ok ? '' : sent.why, pdf: null, text: null },
  });
};

const onPaper = async (desk: DeskContext, person: SignedInPerson, receipt: ConsentReceipt, contact: string | null): Promise<Delivered> => {
  const bytes = Uint8Array.from(await printPdf({ kind: 'consent-receipt', document: receipt, at: desk.clock.now() }));
  const pdf = fileToPerson(
    desk,
    person,
    { name: `consent-receipt-${receipt.number.toLowerCase()}.pdf`, mediaType: 'application/pdf', bytes },
    { what: 'consent-receipt', detail: receipt.number, contact, identity: 'handed over or posted to the address on record' },
  );
  return { outcome: 'delivered', detail: 'printed', document: pdf.sha256, answer: { outcome: 'delivered', detail: '', pdf, text: null } };
};

const byText = (desk: DeskContext, receipt: ConsentReceipt): Result<Delivered, Refusal> => {
  const sms = receiptSms(receipt, legalWording('consent-receipt', receipt.wording));
  if (!sms.ok) return err(tooLong(sms.error.segments));
  const document = bytesToHex(desk.primitives.sha256(utf8Encode(sms.value.text)));
  return ok({
    outcome: 'delivered',
    detail: `text copied, ${String(sms.value.segments)} segments`,
    document,
    answer: { outcome: 'delivered', detail: '', pdf: null, text: sms.value.text },
  });
};

/**
 * Gives a person the receipt they are owed, outside the window: by the practice's mail, on paper, or as a text to copy into the practice's phone. Each
 * delivery is kept with its address and the hash of what was given; a failed one leaves the receipt due.
 * Errors: `not-permitted`, `receipt-unknown`, `address-other`, `no-mail`, `sms-too-long`.
 */
export const deliverReceipt = async (desk: DeskContext, person: SignedInPerson, input: Input): Promise<Result<ReceiptSent, Refusal>> => {
  const refused = notPermitted(desk, person.person, 'record-consent');
  if (refused !== null) return err(refused);
  const receipt = standingReceipt(desk, input);
  if (receipt === undefined) return err(unknown);
  const { contact, emails, phones } = pointsOf(desk, input);
  const points = input.channel === 'email' ? emails : phones;
  if (input.channel !== 'print' && (input.address === null || !points.includes(input.address))) return err(otherAddress);
  const done =
    input.channel === 'email'
      ? await byEmail(desk, person, receipt, input, contact)
      : input.channel === 'sms'
        ? byText(desk, receipt)
        : ok(await onPaper(desk, person, receipt, contact));
  if (!done.ok) return done;
  const { outcome, detail, document, answer } = done.value;
  const { consent, event, occasion, channel, address } = input;
  const logged = logReceipt(desk, person, { consent, event, occasion, channel, address, document, outcome, detail });
  return logged.ok ? ok(answer) : logged;
};
