import { categoryList, detailsOf } from '../../domain/consent/categories.ts';
import type { PersonHistory } from '../../domain/consent/may-disclose.ts';
import type { ConsentOffer, ConsentState } from '../../domain/consent/state.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { consentOf } from '../../protocol/consent/belongs.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import { type Passed, passGate, sendPersonal, stillPasses } from '../exits/to-practice.ts';
import { commit, keepOpening, openedData } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { initials } from '../referrals/client-details.ts';
import { notNow, practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { daysAfter } from './grant-acts.ts';
import { passedUnder, shownDataSchema } from './introduction-data.ts';
import { dayOf, livingContact, refuse } from './parts.ts';
import { consentByRoot, contactOfLabel, personHistory } from './person.ts';

/** A person's history in which only consents outside a referral can open anything; what was said no to in referrals still counts. */
const outsideReferrals = (person: PersonHistory): PersonHistory => ({
  ...person,
  consents: person.consents.map((held) =>
    held.consent.intent === null ? held : { ...held, referral: { acknowledged: false, ended: true } },
  ),
});

/** The versions an event rests on, with the roots of their consents: a reader finds the client's own yes without searching. */
const restsOn = (desk: DeskContext, leave: Passed): readonly string[] => [
  ...new Set([
    ...leave.consents,
    ...leave.consents.flatMap((hash) => {
      const version = desk.ledger.known(hash);
      const root = version === undefined ? undefined : consentOf(version, desk.ledger.known);
      return root === undefined ? [] : [root.hash];
    }),
  ]),
];

const labelOfLeave = (desk: DeskContext, leave: Passed): string => {
  const version = desk.ledger.known(leave.consents[0] ?? '');
  const root = version === undefined ? undefined : consentOf(version, desk.ledger.known);
  if (root?.type !== 'standing.granted') throw new Error('an introduction rests on a consent outside a referral');
  return root.body.consent;
};

/** Offers an opted-in contact to one practice: it sees initials and purpose, and nothing else until it accepts. */
export const offer: ActHandler<'introduction-offer'> = (desk, by, act) => {
  const contact = livingContact(desk, act.contact);
  if (!contact.ok) return contact;
  const ask = (): PersonHistory => outsideReferrals(personHistory(desk, act.contact));
  const person = ask();
  const standing = person.consents.some(({ consent }) =>
    consent.offers.some(
      (made) => made.recipient === act.recipient && made.purpose === act.purpose && made.answer === null && made.expires > desk.clock.now(),
    ),
  );
  if (standing)
    return err(
      notNow('This introduction was offered already and waits for an answer.', 'Wait for the answer, or for the offer to run out.'),
    );
  const leave = passGate(desk, by, {
    person,
    contact: act.contact,
    recipient: act.recipient,
    purpose: act.purpose,
    fields: act.categories,
    occasion: 'offer',
  });
  if (!leave.ok) return leave;
  const label = labelOfLeave(desk, leave.value);
  const recipient = practiceName(desk, act.recipient);
  const short = initials(contact.value.fields.displayName);
  const shown = commit(desk, {
    for: 'shown',
    referral: label,
    data: { initials: short, words: act.purposeWords },
  });
  const wanted = daysAfter(desk.clock.now(), act.days);
  const expires = wanted < leave.value.until ? wanted : leave.value.until;
  return ok({
    words: `${desk.profile.legalName} offers ${recipient} an introduction to ${short} for ${purposeName(desk, act.purpose).toLowerCase()}: ${act.purposeWords}. Until ${dayOf(desk, expires)}.`,
    facts: [
      { label: `${recipient} sees now`, value: `${short}, ${act.purposeWords}` },
      {
        label: 'After it accepts',
        value: detailsOf(contact.value.fields, act.categories, act.purposeWords)
          .map(({ label: of, value }) => `${of}: ${value}`)
          .join('; '),
      },
      { label: 'Never', value: 'Anything else about the person' },
    ],
    ticks: [],
    warnings: leave.value.weak ? ['The consent was recorded by your practice; the client has not signed it.'] : [],
    events: [
      () => ({
        type: 'introduction.offered',
        about: [...restsOn(desk, leave.value)],
        body: { recipient: act.recipient, purpose: act.purpose, fields: [...act.categories], shown: shown.commitment, expires },
      }),
    ],
    assertion: { need: 'none', why: null },
    check: () => stillPasses(desk, leave.value, ask()),
    store: (hashes) => {
      keepOpening(desk, shown, act.contact);
      sendPersonal(desk, leave.value, hashes[0] ?? '', [shown]);
    },
  });
};

type Found = { readonly state: ConsentState; readonly offer: ConsentOffer };

/** The offer of an event, with the consent that it rests on. */
const offerOf = (desk: DeskContext, hash: string): Result<Found, Refusal> => {
  const event = desk.ledger.known(hash);
  const root = event?.type === 'introduction.offered' ? consentOf(event, desk.ledger.known) : undefined;
  const state = root === undefined ? undefined : consentByRoot(desk, root.hash);
  const made = state?.offers.find((candidate) => candidate.hash === hash);
  if (state === undefined || made === undefined)
    return refuse(
      'offer-unknown',
      'This offer is not held here',
      'No introduction has that number.',
      'Open the list of introductions.',
      404,
    );
  return ok({ state, offer: made });
};

/** The recipient accepts or declines: details come only after a yes. */
export const answerOffer: ActHandler<'introduction-answer'> = (desk, _person, act) => {
  const found = offerOf(desk, act.offer);
  if (!found.ok) return found;
  const { offer: made, state } = found.value;
  if (made.recipient !== desk.profile.practice)
    return refuse(
      'other-practice',
      'Another practice was asked',
      'Only the practice that the offer names answers.',
      'Wait for its answer.',
      403,
    );
  if (made.answer !== null) return err(notNow('This offer was answered already.', 'Open the introduction to see what is next.'));
  if (desk.clock.now() >= made.expires) return err(notNow('This offer has run out.', 'Ask the practice to offer it again.'));
  if (act.accepts && state.cuts.some((cut) => cut.kind === 'withdrawn'))
    return err(notNow('The client has withdrawn the consent.', 'Decline the offer.'));
  const shown = shownDataSchema.safeParse(openedData(desk, made.shown, 'shown'));
  const who = shown.success ? `${shown.data.initials}, ${shown.data.words}` : 'a client';
  const from = practiceName(desk, state.holders[0] ?? null);
  return ok({
    words: act.accepts
      ? `${desk.profile.legalName} accepts the introduction from ${from}: ${who}.`
      : `${desk.profile.legalName} declines the introduction from ${from}: ${who}.`,
    facts: [{ label: 'You receive', value: act.accepts ? `The ${categoryList(made.fields)}, and nothing else` : 'Nothing' }],
    ticks: [],
    warnings: [],
    events: [
      () => ({
        type: 'introduction.answered',
        about: [made.hash],
        body: { accepts: act.accepts, reason: act.accepts ? null : act.reason },
      }),
    ],
    assertion: { need: 'none', why: null },
  });
};

/** Passes the details of an accepted introduction: exactly the fields that were offered, through the gate once more. */
export const passIntroduction: ActHandler<'introduction-pass'> = (desk, by, act) => {
  const found = offerOf(desk, act.offer);
  if (!found.ok) return found;
  const { offer: made, state } = found.value;
  if (!state.holders.includes(desk.profile.practice))
    return refuse(
      'other-practice',
      'Another practice passes the details',
      'Only the practice that offered does this.',
      'Wait for its exchange file.',
      403,
    );
  if (made.answer?.accepts !== true)
    return err(notNow('The introduction was not accepted.', 'Wait for the answer with the next exchange file.'));
  if (passedUnder(state, made) !== undefined)
    return err(notNow('The details were passed already.', 'Export the exchange file again if it got lost.'));
  const contactId = contactOfLabel(desk, state.label, null);
  if (contactId === null)
    return err(notNow('The person is not in the book any more.', 'Tell the other practice that the introduction ends.'));
  const contact = livingContact(desk, contactId);
  if (!contact.ok) return contact;
  const ask = (): PersonHistory => outsideReferrals(personHistory(desk, contactId));
  const leave = passGate(desk, by, {
    person: ask(),
    contact: contactId,
    recipient: made.recipient,
    purpose: made.purpose,
    fields: made.fields,
    occasion: 'disclosure',
  });
  if (!leave.ok) return leave;
  const shown = shownDataSchema.safeParse(openedData(desk, made.shown, 'shown'));
  const details = detailsOf(contact.value.fields, made.fields, shown.success ? shown.data.words : '');
  const attachment = commit(desk, {
    for: 'attachment',
    referral: labelOfLeave(desk, leave.value),
    data: { details: details.map(({ category, label, value }) => ({ category, label, value })), offer: made.hash },
  });
  const recipient = practiceName(desk, made.recipient);
  return ok({
    words: `You pass ${contact.value.fields.displayName}’s ${categoryList(made.fields)} to ${recipient}, and nothing else.`,
    facts: [
      { label: 'Exactly', value: details.map(({ label, value }) => `${label}: ${value}`).join('; ') },
      { label: 'Consent', value: leave.value.consents.map((hash) => hash.slice(0, 16)).join(', ') },
    ],
    ticks: [],
    warnings: leave.value.weak ? ['The consent was recorded by your practice; the client has not signed it.'] : [],
    events: [
      () => ({
        type: 'standing.used',
        about: [...restsOn(desk, leave.value)],
        body: { recipient: made.recipient, fields: [...made.fields], attachment: attachment.commitment },
      }),
    ],
    assertion: { need: 'none', why: null },
    check: () => stillPasses(desk, leave.value, ask()),
    store: (hashes) => {
      keepOpening(desk, attachment, contactId);
      sendPersonal(desk, leave.value, hashes[0] ?? '', [attachment]);
    },
  });
};

/** The recipient's signed receipt of the details. */
export const receiveIntroduction: ActHandler<'introduction-receipt'> = (desk, _person, act) => {
  const event = desk.ledger.known(act.use);
  if (event?.type !== 'standing.used' || event.body.recipient !== desk.profile.practice)
    return refuse(
      'use-unknown',
      'There is no disclosure to confirm',
      'No details under that number were passed to this practice.',
      'Import the exchange file that brings them.',
      404,
    );
  const root = consentOf(event, desk.ledger.known);
  const state = root === undefined ? undefined : consentByRoot(desk, root.hash);
  if (state?.uses.find((use) => use.hash === act.use)?.delivered !== null)
    return err(notNow('The receipt is signed already.', 'Open the introduction to see what is next.'));
  if (openedData(desk, event.body.attachment, 'attachment') === undefined)
    return err(notNow('The details themselves have not arrived.', 'Ask the practice to export the exchange file again.'));
  return ok({
    words: `${desk.profile.legalName} received the details from ${practiceName(desk, state?.holders[0] ?? null)}.`,
    facts: [],
    ticks: [],
    warnings: [],
    events: [() => ({ type: 'standing.delivered', about: [act.use], body: { attachment: event.body.attachment } })],
    assertion: { need: 'none', why: null },
  });
};
