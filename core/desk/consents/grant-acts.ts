import { categoryList, detailsOf } from '../../domain/consent/categories.ts';
import { ok } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import { currentContact } from '../merge/redirect.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { monthsAfter } from '../referrals/intent-act.ts';
import { purposeName } from '../verticals.ts';
import { committedTerms, dayOf, hasContactPoint, livingContact, namedRecipients, refuse } from './parts.ts';
import { consentSql } from './tables.ts';

/** Days after which a consent is looked at again, the CDR's notification as the bar. */
export const REVIEW_DAYS = 90;

/** `days` later, UTC. */
export const daysAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + days * 86_400_000).toISOString();

const link = (desk: DeskContext, label: string, named: string): void => {
  // The contact may have become part of another while this was being signed.
  const contact = currentContact(desk.db, named);
  desk.db.run(consentSql.insertInto('consent_link').values({ label, contact, origin: contact, at: desk.clock.now() }));
};

/** Closes what was asked of a contact and is answered now. */
const closeRequests = (desk: DeskContext, contact: string, purpose: string): void => {
  desk.db.run(
    consentSql
      .updateTable('consent_request')
      .set({ closed_at: desk.clock.now() })
      .where('contact', '=', contact)
      .where('purpose', '=', purpose)
      .where('closed_at', 'is', null),
  );
};

/** A yes that the practice records for a person: with artefact, shown as weaker than the client's own signature. */
export const grant: ActHandler<'consent-grant'> = (desk, _person, act) => {
  const contact = livingContact(desk, act.contact);
  if (!contact.ok) return contact;
  const names = namedRecipients(desk, act.recipients);
  if (!names.ok) return names;
  if (!hasContactPoint(contact.value, act.identified.contactPoint))
    return refuse(
      'contact-point-unknown',
      'The verified contact point is not on record',
      'What was used to know the person has to be one of their e-mail addresses or telephone numbers.',
      'Add it to the contact, or choose one that is there.',
    );
  const { fields } = contact.value;
  const now = desk.clock.now();
  const label = uuidV7(desk.entropy, now);
  const client = commit(desk, {
    for: 'client',
    referral: label,
    data: { contactPoint: act.identified.contactPoint, name: fields.displayName },
  });
  const terms = committedTerms(desk, label, act);
  const validUntil = monthsAfter(now, act.months);
  const purpose = purposeName(desk, act.purpose).toLowerCase();
  return ok({
    words: `${fields.displayName} allows ${desk.profile.legalName} to give ${names.value.join(', ')} the ${categoryList(act.categories)}, for one purpose: ${purpose}. Until ${dayOf(desk, validUntil)}.`,
    facts: [
      { label: 'Recipients', value: names.value.join(', ') },
      {
        label: 'What would pass',
        value:
          detailsOf(fields, act.categories, '')
            .map(({ label: of, value }) => `${of}: ${value}`)
            .join('; ') || 'Nothing is on record yet',
      },
      { label: 'Use', value: act.use === 'one-off' ? 'Once' : 'Standing' },
      { label: 'Fee told before', value: act.benefit },
      { label: 'Notice', value: `${terms.notice.id}, version ${String(terms.notice.version)}` },
      { label: 'Evidence', value: act.artefact },
    ],
    ticks: [
      { id: 'benefitBefore', text: 'The fee was said before the yes' },
      { id: 'noticeGiven', text: `The notice, version ${String(terms.notice.version)}, was given or read out` },
      { id: 'ownChoice', text: 'It was a choice of its own, tied to nothing else' },
    ],
    warnings: ['This is your practice’s record of what was said. It is weaker evidence than the client’s own signature, and is shown so.'],
    events: [
      () => ({
        type: 'standing.granted',
        body: {
          consent: label,
          discloser: desk.profile.practice,
          client: client.commitment,
          recipients: [...act.recipients],
          purpose: act.purpose,
          categories: [...act.categories],
          validFrom: now,
          validUntil,
          reviewAt: daysAfter(now, REVIEW_DAYS),
          use: act.use,
          capacity: act.capacity,
          ...terms.body,
        },
      }),
    ],
    assertion: { need: 'offered', why: null },
    store: () => {
      for (const opening of [client, ...terms.openings]) keepOpening(desk, opening, act.contact);
      link(desk, label, act.contact);
      closeRequests(desk, act.contact, act.purpose);
    },
  });
};

/** A no that the practice records. It stays at this desk: nobody else learns that the person was asked. */
export const refuseConsent: ActHandler<'consent-refuse'> = (desk, _person, act) => {
  const contact = livingContact(desk, act.contact);
  if (!contact.ok) return contact;
  const names = namedRecipients(desk, act.recipients);
  if (!names.ok) return names;
  const label = uuidV7(desk.entropy, desk.clock.now());
  const { displayName } = contact.value.fields;
  const client = commit(desk, { for: 'client', referral: label, data: { contactPoint: '', name: displayName } });
  const artefact = commit(desk, { for: 'artefact', referral: label, data: { words: act.artefact } });
  return ok({
    words: `${displayName} says no: nothing goes to ${names.value.join(', ')} for ${purposeName(desk, act.purpose).toLowerCase()}.`,
    facts: [{ label: 'Evidence', value: act.artefact }],
    ticks: [],
    warnings: [],
    events: [
      () => ({
        type: 'standing.refused',
        body: {
          consent: label,
          discloser: desk.profile.practice,
          client: client.commitment,
          recipients: [...act.recipients],
          purpose: act.purpose,
          channel: act.channel,
          artefact: artefact.commitment,
          invite: null,
          inviteProof: null,
        },
      }),
    ],
    assertion: { need: 'none', why: null },
    store: () => {
      for (const opening of [client, artefact]) keepOpening(desk, opening, act.contact);
      link(desk, label, act.contact);
      closeRequests(desk, act.contact, act.purpose);
    },
  });
};
