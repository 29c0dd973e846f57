import type { ConsentRequested } from '../../contract/consent.ts';
import { ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { contactById } from '../contacts/stored-contact.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { dateIn } from '../referrals/calendar.ts';
import { daysAfter } from './grant-acts.ts';
import { dayOf, namedRecipients } from './parts.ts';
import { noticeOn } from './notice.ts';
import { consentSql } from './tables.ts';

/** Days before the same person may be asked the same question again; after a no, longer. */
const ASK_AGAIN_DAYS = 14;
const AFTER_REFUSAL_DAYS = 90;

/** From when a person may be asked again about a practice and purpose; null when nothing stands against asking now. */
export const askAgainFrom = (desk: DeskContext, contact: string, recipient: string, purpose: string): string | null => {
  const now = desk.clock.now();
  const last = (table: 'request' | 'refusal'): string | null =>
    desk.db
      .statement<[string, string, string], { readonly at: string | null }>(
        table === 'request'
          ? 'select max(at) as at from consent_request q, json_each(q.recipients) j where q.contact = ? and q.purpose = ? and j.value = ?'
          : 'select max(f.at) as at from consent_link l join consent_refusal f on f.label = l.label, json_each(f.recipients) j where l.contact = ? and f.purpose = ? and j.value = ?',
      )
      .get(contact, purpose, recipient)?.at ?? null;
  const asked = last('request');
  const refused = last('refusal');
  const from = [
    asked === null ? '' : daysAfter(asked, ASK_AGAIN_DAYS),
    refused === null ? '' : daysAfter(refused, AFTER_REFUSAL_DAYS),
  ].toSorted()[1];
  return from === undefined || from <= now ? null : from;
};

/**
 * Records that people were asked: by whom, when, over which channel, with which notice. Whoever was asked the same lately, may not be contacted, or has
 * no address for the channel is left out and named.
 */
export const requestConsent = (
  desk: DeskContext,
  by: SignedInPerson,
  input: {
    readonly contacts: readonly string[];
    readonly recipients: readonly string[];
    readonly purpose: string;
    readonly channel: 'desk' | 'phone' | 'email' | 'paper';
  },
): Result<ConsentRequested, Refusal> => {
  const names = namedRecipients(desk, input.recipients);
  if (!names.ok) return names;
  const at = desk.clock.now();
  const notice = noticeOn(desk, dateIn(desk.zone, at));
  const asked: { id: string; contact: string }[] = [];
  const left: { contact: string; why: string; from: string | null }[] = [];
  desk.db.transaction(() => {
    for (const contact of new Set(input.contacts)) {
      const found = contactById(desk.db, contact);
      const from =
        input.recipients.map((recipient) => askAgainFrom(desk, contact, recipient, input.purpose)).find((day) => day !== null) ?? null;
      const address =
        input.channel === 'email'
          ? (found?.fields.emails[0]?.address ?? null)
          : input.channel === 'phone'
            ? (found?.fields.phones[0]?.raw ?? null)
            : null;
      const why =
        found === undefined
          ? 'Not in the book'
          : found.fields.flags.deceased
            ? 'Marked deceased'
            : found.fields.flags.doNotContact
              ? 'Marked do not contact'
              : from !== null
                ? `Asked or answered lately: ask again from ${dayOf(desk, from)}`
                : address === null && (input.channel === 'email' || input.channel === 'phone')
                  ? `No ${input.channel === 'email' ? 'e-mail address' : 'telephone number'} on record`
                  : null;
      if (why !== null) {
        left.push({ contact, why, from });
        continue;
      }
      const id = uuidV7(desk.entropy, at);
      desk.db.run(
        consentSql.insertInto('consent_request').values({
          id,
          contact,
          recipients: JSON.stringify(input.recipients),
          purpose: input.purpose,
          channel: input.channel,
          address,
          notice: `${notice.id} ${String(notice.version)}`,
          at,
          by: by.person,
          by_name: by.name,
          closed_at: null,
        }),
      );
      asked.push({ id, contact });
    }
  });
  return ok({ asked, left });
};
