import type { ConsentReceipt } from '../../domain/consent/receipt/receipt.ts';
import { known, none, notRecorded } from '../../domain/text/fact.ts';
import { wordingOn } from '../../adapters/pdf/legal-wording.ts';
import { printPdf } from '../../adapters/pdf/print.ts';
import type { ConsentFacts, ReferralState } from '../../domain/referral/state.ts';
import { type Bytes, bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import { dateIn } from '../referrals/calendar.ts';
import { benefitDataSchema, clientData, wordsDataSchema } from '../referrals/client-details.ts';
import { practiceName } from '../referrals/party.ts';
import {
  abnOf,
  benefitOnReceipt,
  complaintsFor,
  instantOf,
  officeContact,
  recipientsOnReceipt,
  zoneOf,
} from '../receipts/receipt-parts.ts';
import { shortCodeFor } from '../receipts/short-codes.ts';
import { purposeName } from '../verticals.ts';

/**
 * The client's receipt of one consent (CDR rule 4.18 as the bar): who, what, to whom, until when, the benefit, how to withdraw, the exact notice.
 * Undefined where this desk does not hold the client's details or the notice: a receipt never guesses.
 */
export const consentReceiptOf = (desk: DeskContext, state: ReferralState, consent: ConsentFacts): ConsentReceipt | undefined => {
  const client = clientData(desk, state);
  const notice = wordsDataSchema.safeParse(openedData(desk, consent.notice.text, 'notice'));
  const benefit = benefitDataSchema.safeParse(openedData(desk, consent.benefit, 'benefit'));
  if (client === undefined || !notice.success) return undefined;
  const register = registerOf(desk);
  const discloser = state.terms.referrer;
  const invited = state.invitations.find((entry) => entry.step === 1);
  const text = `${notice.data.words}\n`;
  const subject = `the matter “${purposeName(desk, consent.purpose).toLowerCase()}”`;
  return {
    network: register.test ? 'test' : 'live',
    zone: zoneOf(desk),
    fingerprint: consent.hash,
    number: `CR-${consent.hash.slice(0, 12).toUpperCase()}`,
    code: shortCodeFor(desk, consent.hash),
    occasion: { kind: 'given' },
    client: client.name,
    capacity: 'for yourself',
    where:
      consent.by === 'client'
        ? known(`at the desk of ${practiceName(desk, invited?.practice ?? discloser)}`)
        : known(`as recorded by ${practiceName(desk, discloser)}`),
    discloser: { name: practiceName(desk, discloser), abn: abnOf(desk, discloser), contact: officeContact(desk) },
    recipients: recipientsOnReceipt(desk, consent.recipients),
    subject,
    details: [
      'name',
      ...(client.phones.length > 0 ? ['telephone number'] : []),
      ...(client.emails.length > 0 ? ['e-mail address'] : []),
      `the words “${client.purpose}”`,
    ],
    notIncluded: known(['tax file number', 'tax returns', 'bank details', 'health or family details']),
    purpose: `So that ${consent.recipients.map((practice) => practiceName(desk, practice)).join(', ')} can contact you about ${subject}. Nothing else`,
    givenAt: instantOf(consent.at),
    endsAt: known(instantOf(consent.validUntil)),
    reviewOn: none,
    benefit: benefit.success ? benefitOnReceipt(benefit.data.words) : notRecorded,
    lookUp: none,
    recipientComplaints: complaintsFor(desk, consent.purpose, consent.at),
    sent: notRecorded,
    sequence: 'first receipt',
    notice: {
      version: `Version ${String(consent.notice.version)}`,
      language: 'English',
      text,
      hash: bytesToHex(desk.primitives.sha256(utf8Encode(text))),
    },
    wording: wordingOn('consent-receipt', dateIn(desk.zone, consent.at)).version,
  };
};

/** The receipt as a page; the same consent gives the same bytes. Undefined as `consentReceiptOf`. */
export const consentReceiptPdf = async (desk: DeskContext, state: ReferralState, consent: ConsentFacts): Promise<Bytes | undefined> => {
  const document = consentReceiptOf(desk, state, consent);
  return document === undefined ? undefined : printPdf({ kind: 'consent-receipt', document, at: consent.at });
};
