import { categoryList } from '../../domain/consent/categories.ts';
import { termsChange } from '../../domain/consent/standing.ts';
import type { ConsentState } from '../../domain/consent/state.ts';
import { openVersions, ownTerms } from '../../domain/consent/terms.ts';
import { ok } from '../../domain/result.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { monthsAfter } from '../referrals/intent-act.ts';
import { practiceName } from '../referrals/party.ts';
import { actingOn, committedTerms, dayOf, nameOf, refuse } from './parts.ts';
import { daysAfter, REVIEW_DAYS } from './grant-acts.ts';
import { contactOfLabel } from './person.ts';
import { withdrawalOf } from './withdrawal.ts';

/** Most events that one event can be about. */
const MOST_NAMED = 8;

const nameList = (desk: DeskContext, practices: readonly string[]): string =>
  practices.map((practice) => practiceName(desk, practice)).join(', ');

const whose = (desk: DeskContext, state: ConsentState): string => nameOf(desk, state) ?? 'The person';

/** What an amendment changes, in words; empty when it changes nothing. */
export const changeWords = (desk: DeskContext, change: ReturnType<typeof termsChange>): readonly string[] => [
  ...(change.added.categories.length > 0 ? [`New: ${categoryList(change.added.categories)}`] : []),
  ...(change.removed.categories.length > 0 ? [`No longer: ${categoryList(change.removed.categories)}`] : []),
  ...(change.removed.recipients.length > 0 ? [`No longer to ${nameList(desk, change.removed.recipients)}`] : []),
  ...(change.until === null ? [] : [`Until ${dayOf(desk, change.until.after)} instead of ${dayOf(desk, change.until.before)}`]),
  ...(change.use === null ? [] : [change.use.after === 'one-off' ? 'For one time instead of standing' : 'Standing instead of one time']),
];

/** New terms of a consent: renewal, more or less of it. The plan says what changes before anybody signs. */
export const amend: ActHandler<'consent-amend'> = (desk, _person, act) => {
  const found = actingOn(desk, act.consent, 'holder');
  if (!found.ok) return found;
  const state = found.value;
  const [root] = state.versions;
  if (root === undefined || !act.recipients.every((practice) => root.recipients.includes(practice)))
    return refuse(
      'recipient-added',
      'A consent gets no new recipient',
      'Another practice is another consent: nobody learns of a consent that did not name them.',
      'Record a new consent for that practice.',
    );
  const names = [...openVersions(state).map((version) => version.hash), ...state.cuts.map((cut) => cut.hash)];
  const about = [...new Set(names)];
  if (about.length > MOST_NAMED)
    return refuse(
      'too-many-changes',
      'This consent was changed too often',
      'More than eight changes are open.',
      'Record a new consent.',
      409,
    );
  const now = desk.clock.now();
  const validUntil = monthsAfter(now, act.months);
  const change = termsChange(ownTerms(state), {
    recipients: act.recipients,
    categories: act.categories,
    validUntil,
    oneOff: act.use === 'one-off',
  });
  const words = changeWords(desk, change);
  const terms = committedTerms(desk, state.label, act);
  const contact = contactOfLabel(desk, state.label, state.intent);
  return ok({
    words: `${whose(desk, state)} changes what ${desk.profile.legalName} may give ${nameList(desk, act.recipients)}. ${words.length === 0 ? 'The terms stay the same.' : `${words.join('. ')}.`}`,
    facts: [
      ...words.map((value) => ({ label: 'Changes', value })),
      { label: 'Fee told before', value: act.benefit },
      { label: 'Notice', value: `${terms.notice.id}, version ${String(terms.notice.version)}` },
      { label: 'Evidence', value: act.artefact },
    ],
    ticks: [
      { id: 'changesSaid', text: 'The person was told what changes' },
      { id: 'benefitBefore', text: 'The fee was said before the yes' },
    ],
    warnings: ['This is your practice’s record of what was said. It is weaker evidence than the client’s own signature, and is shown so.'],
    events: [
      () => ({
        type: 'consent.amended',
        about,
        body: {
          recipients: [...act.recipients],
          purpose: root.purpose,
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
      for (const opening of terms.openings) keepOpening(desk, opening, contact);
    },
  });
};

/** Less of a consent: practices, details or time. As easy as a withdrawal, and recorded by whoever the person tells. */
export const narrow: ActHandler<'consent-narrow'> = (desk, _person, act) => {
  const found = actingOn(desk, act.consent, 'any');
  if (!found.ok) return found;
  const state = found.value;
  if (act.recipients.length === 0 && act.categories.length === 0 && act.until === null)
    return refuse(
      'nothing-narrowed',
      'Nothing is taken out',
      'Choose a practice, a detail or an earlier end.',
      'Choose what the person takes out.',
    );
  const artefact = commit(desk, { for: 'artefact', referral: state.label, data: { words: act.artefact } });
  const parts = [
    ...(act.recipients.length > 0 ? [`nothing goes to ${nameList(desk, act.recipients)} any more`] : []),
    ...(act.categories.length > 0 ? [`the ${categoryList(act.categories)} stay here`] : []),
    ...(act.until === null ? [] : [`it ends on ${dayOf(desk, act.until)}`]),
  ];
  return ok({
    words: `${whose(desk, state)} takes something out of the consent: ${parts.join(', ')}.`,
    facts: [{ label: 'Evidence', value: act.artefact }],
    ticks: [],
    warnings: [],
    events: [
      () => ({
        type: 'consent.narrowed',
        about: openVersions(state)
          .map((version) => version.hash)
          .slice(0, MOST_NAMED),
        body: {
          recipients: [...act.recipients],
          categories: [...act.categories],
          until: act.until,
          method: act.method,
          artefact: artefact.commitment,
        },
      }),
    ],
    assertion: { need: 'none', why: null },
    store: () => keepOpening(desk, artefact, contactOfLabel(desk, state.label, state.intent)),
  });
};

/** The person takes the whole consent back. What follows is said first; recipients learn of it with the next exchange. */
export const withdrawConsent: ActHandler<'consent-withdraw'> = (desk, _person, act) => {
  const found = actingOn(desk, act.consent, 'any');
  if (!found.ok) return found;
  const state = found.value;
  const [root] = state.versions;
  if (root === undefined) throw new Error('a consent has a version');
  const artefact = commit(desk, { for: 'artefact', referral: state.label, data: { words: act.artefact } });
  const preview = withdrawalOf(desk, state);
  const holders = [...new Set(state.uses.filter((use) => use.deleted === null).map((use) => use.recipient))];
  const referral = state.intent === null ? undefined : desk.ledger.known(state.intent)?.referral;
  const [version = root] = openVersions(state);
  return ok({
    words: `${whose(desk, state)} withdraws the consent. ${preview.words}`,
    facts: [
      { label: 'Told with the next exchange', value: preview.told.map(({ name }) => name).join(', ') || 'Nobody' },
      ...preview.stops.map(({ label, words }) => ({ label, value: words })),
      { label: 'Deletion', value: act.askDeletion && holders.length > 0 ? `Asked of ${nameList(desk, holders)}` : preview.deletion.words },
      { label: 'Evidence', value: act.artefact },
    ],
    ticks: [],
    warnings: [],
    events: [
      () =>
        referral === undefined
          ? {
              type: 'standing.withdrawn',
              about: [version.hash],
              body: { method: act.method, reason: act.reason, artefact: artefact.commitment },
            }
          : { type: 'consent.withdrawn', referral, about: [state.root], body: { method: act.method, reason: act.reason } },
      ...(act.askDeletion && holders.length > 0
        ? [
            () => ({
              type: 'consent.deletionRequested' as const,
              about: [state.root],
              body: { recipients: holders, method: act.method },
            }),
          ]
        : []),
    ],
    assertion: { need: 'none', why: null },
    store: () => keepOpening(desk, artefact, contactOfLabel(desk, state.label, state.intent)),
  });
};
