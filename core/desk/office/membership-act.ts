import { formatAbn, parseAbn } from '../../domain/identity/abn.ts';
import { err } from '../../domain/result.ts';
import type { BodyOf } from '../../protocol/event/catalogue.ts';
import { membershipOf, type MembershipStatus } from '../../protocol/register/membership.ts';
import type { ActHandler, ActOf } from '../acts/plan.ts';
import { registerOf } from '../context.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import { reasonWords } from '../referrals/reasons.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { abnAnswerWords, keptAbnAnswer } from './abn-lookup.ts';
import { markAnswered, requestBehind, statusNow } from './applications.ts';
import { registrarPlan } from './registrar-act.ts';

type Decision = ActOf<'membership'>['decision'];

/** From which status each decision can be made, what follows, and whether it gives a reason. */
const DECISIONS: Readonly<
  Record<Decision, { readonly from: readonly MembershipStatus[]; readonly reason: boolean; readonly tier: boolean }>
> = {
  accept: { from: ['applied'], reason: false, tier: false },
  decline: { from: ['applied', 'vetted'], reason: true, tier: false },
  activate: { from: ['vetted'], reason: false, tier: true },
  suspend: { from: ['active'], reason: true, tier: false },
  reinstate: { from: ['suspended'], reason: true, tier: false },
  resign: { from: ['active', 'suspended'], reason: true, tier: false },
  tier: { from: ['active', 'suspended'], reason: false, tier: true },
};

const STATUS_WORDS: Readonly<Record<MembershipStatus, string>> = {
  applied: 'has applied and is not decided on',
  declined: 'was declined',
  vetted: 'is accepted and not active yet',
  active: 'is an active member',
  suspended: 'is suspended',
  resigned: 'has resigned',
};

const TIERS = { founder: 'founder', standard: 'standard member', senior: 'senior member' } as const;

const sentence = (name: string, act: ActOf<'membership'>, entering: boolean): string => {
  const reason = act.reason === null ? '' : `, because ${reasonWords(act.reason)}`;
  switch (act.decision) {
    case 'accept':
      return `The network office has looked into the application of ${name} and accepts it.`;
    case 'decline':
      return `The network office declines the application of ${name}${reason}.`;
    case 'activate':
      return `${name} ${entering ? 'enters the register and is' : 'is'} from now on an active member: ${TIERS[act.tier ?? 'standard']}.`;
    case 'suspend':
      return `The membership of ${name} is suspended${reason}. It starts nothing new; what is open it finishes.`;
    case 'reinstate':
      return `The suspension of ${name} ends${reason}. It may refer and receive again.`;
    case 'resign':
      return `${name} leaves the network${reason}. It starts nothing new; what is open it finishes.`;
    case 'tier':
      return `${name} is from now on ${TIERS[act.tier ?? 'standard']}.`;
  }
};

/** What the ABR said within the last 30 days, as the decision states it; null where it was not asked. */
const abrOf = (kept: ReturnType<typeof keptAbnAnswer>): BodyOf<'membership.vetted'>['abr'] => {
  if (kept === null) return null;
  const on = kept.at.slice(0, 10);
  if (kept.answer.outcome === 'not-found') return { on, status: 'not-found', gst: false };
  return kept.answer.outcome === 'found' ? { on, status: kept.answer.business.status, gst: kept.answer.business.gst.registered } : null;
};

const draftOf = (act: ActOf<'membership'>, by: string, abr: BodyOf<'membership.vetted'>['abr']): AnyDraft => {
  const { practice } = act;
  const reason = act.reason ?? 'none';
  const tier = act.tier ?? 'standard';
  switch (act.decision) {
    case 'accept':
    case 'decline':
      return { type: 'membership.vetted', body: { practice, accepted: act.decision === 'accept', reason: act.reason, abr, by } };
    case 'activate':
      return { type: 'membership.activated', body: { practice, tier, by } };
    case 'suspend':
      return { type: 'membership.suspended', body: { practice, reason, by } };
    case 'reinstate':
      return { type: 'membership.reinstated', body: { practice, reason, by } };
    case 'resign':
      return { type: 'membership.resigned', body: { practice, reason, by } };
    case 'tier':
      return { type: 'membership.tiered', body: { practice, tier, by } };
  }
};

/** A decision of the office about an applicant or member: read by a person, signed by the registrar's key. Activation also registers the practice. */
export const membershipAct: ActHandler<'membership'> = (desk, person, act) => {
  const register = registerOf(desk);
  const registered = register.practices.get(act.practice);
  const facts = membershipOf(register, act.practice);
  const name = registered?.legalName ?? facts.applied?.legalName;
  const abn = registered?.abn ?? facts.applied?.abn ?? '';
  if (name === undefined || registered?.kind === 'office')
    return refuseToSign(
      'member-unknown',
      404,
      'There is no such applicant or member',
      'The register states neither an application nor a membership of this practice.',
      'Choose it from the list.',
    );
  const rule = DECISIONS[act.decision];
  if (rule.reason && act.reason === null)
    return refuseToSign('reason-missing', 422, 'A reason is needed', 'Every member may read why.', 'Choose a reason.');
  if (rule.tier && act.tier === null)
    return refuseToSign('tier-missing', 422, 'A tier is needed', 'It says founder, standard or senior.', 'Choose a tier.');
  const entering = act.decision === 'activate' && registered === undefined ? requestBehind(desk, act.practice) : undefined;
  if (act.decision === 'activate' && registered === undefined && entering === undefined)
    return refuseToSign(
      'request-missing',
      409,
      'The request of this practice is not held here',
      'Its keys stand in the request file.',
      'Take its request file in again.',
    );
  const kept = keptAbnAnswer(desk, abn);
  const abr = abrOf(kept);
  const refuse = (): Refusal | null => {
    const status = statusNow(desk, act.practice);
    if (rule.from.includes(status)) return null;
    const refused = refuseToSign(
      'status-other',
      409,
      `${name} ${STATUS_WORDS[status]}`,
      'This decision does not follow from there.',
      'Look at the list again: somebody may have decided in between.',
    );
    return refused.error;
  };
  const parsed = parseAbn(abn);
  const early = refuse();
  if (early !== null) return err(early);
  return registrarPlan(desk, person, {
    words: sentence(name, act, registered === undefined),
    facts: [
      { label: 'Practice', value: `${name}, ABN ${parsed.ok ? formatAbn(parsed.value) : abn}` },
      { label: 'Decided by', value: person.name },
      ...(act.decision === 'accept' || act.decision === 'activate'
        ? [{ label: 'ABN Lookup', value: kept === null ? 'Not looked up: as declared' : abnAnswerWords(abn, kept.answer) }]
        : []),
    ],
    warnings:
      act.decision === 'accept' && abr !== null && abr.status !== 'active'
        ? ['The Australian Business Register does not show this ABN as active.']
        : [],
    refuse,
    events: [
      ...(entering === undefined ? [] : [{ type: 'practice.registered', body: entering.body } as const]),
      draftOf(act, person.person, act.decision === 'decline' || act.decision === 'accept' ? abr : null),
    ],
    store: ([first = '']) => {
      if (entering !== undefined) markAnswered(desk, entering.hash, first);
    },
  });
};
