import type { ConsentState } from '../../domain/consent/state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Opening } from '../../protocol/commitment.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import type { DeskContext } from '../context.ts';
import { commit, openedData } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { clientDataSchema } from '../referrals/client-details.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { z } from 'zod';
import { noticeOn } from './notice.ts';
import { consentByRoot, recipientOf } from './person.ts';

/** Data behind the `client` commitment of a consent outside a referral. */
const personDataSchema = z.strictObject({ contactPoint: z.string(), name: z.string() });

export const refuse = (
  code: string,
  title: string,
  detail: string,
  next: string,
  status: Refusal['status'] = 422,
): { readonly ok: false; readonly error: Refusal } => err({ status, code, title, detail, kept: 'Nothing was signed.', next });

/** The day of an instant as people read it. */
export const dayOf = (desk: Pick<DeskContext, 'zone'>, at: string): string => formatDate(dateIn(desk.zone, at));

/** `CR-` and twelve digits of the root's hash: printed on receipts, enough to find the consent again. */
export const codeOf = (root: string): string => `CR-${root.slice(0, 12).toUpperCase()}`;

/** A living contact of the book. */
export const livingContact = (desk: DeskContext, id: string): Result<Contact, Refusal> => {
  const contact = contactById(desk.db, id);
  if (contact === undefined)
    return refuse(
      'contact-unknown',
      'This contact is not in the book',
      'It may have been removed or merged.',
      'Choose the person again.',
      404,
    );
  if (contact.fields.flags.deceased)
    return refuse(
      'contact-deceased',
      'This contact is marked deceased',
      'Nobody can consent for the person here.',
      'Clear the mark on the contact if it is wrong.',
    );
  return ok(contact);
};

/** Checks the recipients of a consent: other members of the network, each named. Answers their names. */
export const namedRecipients = (desk: DeskContext, recipients: readonly string[]): Result<readonly string[], Refusal> => {
  const bad = recipients.find((practice) => !['active', 'suspended'].includes(recipientOf(desk, practice).status));
  if (bad !== undefined)
    return refuse(
      'recipient-unknown',
      'This practice cannot be a recipient',
      'A consent names other member practices of the register, one by one.',
      'Choose each practice from the list.',
    );
  if (new Set(recipients).size !== recipients.length)
    return refuse('recipient-twice', 'A practice stands twice', 'Each recipient is named once.', 'Take one of them out.');
  return ok(recipients.map((practice) => practiceName(desk, practice)));
};

/** Whether a contact point is one of the contact's own: what the practice verified has to be on record. */
export const hasContactPoint = (contact: Contact, point: string): boolean => {
  const plain = (text: string): string => text.replace(/\s+/gu, '').toLowerCase();
  const { emails, phones } = contact.fields;
  return [...emails.map((email) => email.address), ...phones.flatMap((phone) => [phone.raw, phone.e164 ?? ''])].some(
    (known) => known !== '' && plain(known) === plain(point),
  );
};

/** The consent with this root. `as`: what this desk has to be for the act. */
export const actingOn = (desk: DeskContext, root: string, as: 'holder' | 'any'): Result<ConsentState, Refusal> => {
  const state = consentByRoot(desk, root);
  if (state === undefined)
    return refuse(
      'consent-unknown',
      'This consent is not held here',
      `No consent with the hash ${root.slice(0, 16)} is in this desk's ledger.`,
      'Open the list of consents.',
      404,
    );
  const own = desk.profile.practice;
  const holder = state.holders.includes(own);
  if (!holder && (as === 'holder' || !(state.versions[0]?.recipients ?? []).includes(own)))
    return refuse(
      'other-practice',
      'Another practice holds this consent',
      'Only the practice it was given to does this.',
      'Ask that practice.',
      403,
    );
  if (state.cuts.some((cut) => cut.kind === 'withdrawn'))
    return refuse(
      'consent-withdrawn',
      'This consent was withdrawn',
      'A withdrawn consent is never changed or revived.',
      'Record a new consent if the person gives one.',
      409,
    );
  return ok(state);
};

/** Commitments of the terms of a consent, and their openings. */
export const committedTerms = (
  desk: DeskContext,
  label: string,
  input: {
    readonly benefit: string;
    readonly artefact: string;
    readonly identified: { readonly how: string; readonly contactPoint: string };
    readonly channel: 'desk' | 'phone' | 'email' | 'paper';
  },
) => {
  const notice = noticeOn(desk, dateIn(desk.zone, desk.clock.now()));
  const words = commit(desk, { for: 'notice', referral: label, data: { words: notice.text } });
  const benefit = commit(desk, { for: 'benefit', referral: label, data: { estimate: null, words: input.benefit } });
  const artefact = commit(desk, { for: 'artefact', referral: label, data: { words: input.artefact } });
  const point = commit(desk, {
    for: 'contact-point',
    referral: label,
    data: { address: input.identified.contactPoint, channel: input.identified.contactPoint.includes('@') ? 'email' : 'phone' },
  });
  const openings: readonly Opening[] = [words, benefit, artefact, point];
  return {
    notice,
    openings,
    body: {
      notice: { id: notice.id, version: notice.version, language: notice.language, text: words.commitment },
      benefit: benefit.commitment,
      identified: { how: input.identified.how, contactPoint: point.commitment },
      channel: input.channel,
      artefact: artefact.commitment,
      invite: null,
      inviteProof: null,
    },
  };
};

/** The person's name as this desk may know it: of the consent, or of its referral; null where the desk holds neither. */
export const nameOf = (desk: Pick<DeskContext, 'db'>, state: Pick<ConsentState, 'client'>): string | null => {
  const data = openedData(desk, state.client, 'client');
  const outside = personDataSchema.safeParse(data);
  if (outside.success) return outside.data.name;
  const referred = clientDataSchema.safeParse(data);
  return referred.success ? referred.data.name : null;
};
