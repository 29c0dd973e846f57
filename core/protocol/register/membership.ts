import type { KnownEvent, Logged } from '../event/event.ts';
import type { BodyOf } from '../event/catalogue.ts';
import { heldAt, type Moment, toMoment } from './moment.ts';
import type { Register } from './state.ts';

export type MembershipStatus = 'applied' | 'declined' | 'vetted' | 'active' | 'suspended' | 'resigned';
export type Tier = BodyOf<'membership.activated'>['tier'];
export type Place = BodyOf<'practice.located'>['at'];

/** A status from the event at `from` on: it counts for what stands after it in the log. */
export type Standing = {
  readonly from: number;
  readonly at: string;
  readonly status: MembershipStatus;
  readonly reason: string | null;
  /** Person of the office who decided; null for an application. */
  readonly by: string | null;
  readonly event: string;
};

/** What the register says about the membership of one practice, whether it is registered yet or not. */
export type MembershipFacts = {
  readonly practice: string;
  readonly standing: readonly Standing[];
  readonly applied: (Omit<BodyOf<'membership.applied'>, 'practice'> & { readonly at: string }) | null;
  readonly abr: BodyOf<'membership.vetted'>['abr'];
  readonly tier: Tier | null;
  /** Verticals with dates, beyond those of the registration. */
  readonly verticals: readonly { readonly vertical: string; readonly from: string | null; readonly until: string | null }[];
  readonly products: readonly Omit<BodyOf<'product.listed'>, 'practice'>[];
  readonly communities: readonly { readonly community: string; readonly from: string; readonly until: string | null }[];
  readonly located: Omit<BodyOf<'practice.located'>, 'practice'> | null;
  /** Practices that this one says it is linked with. */
  readonly partners: readonly string[];
  readonly honours: readonly { readonly from: string; readonly points: number; readonly reason: string; readonly at: string }[];
  readonly training: readonly (Omit<BodyOf<'training.passed'>, 'practice'> & { readonly at: string })[];
};

export type CommunityFacts = { readonly community: string; readonly name: string; readonly polygon: readonly Place[] };
export type VerticalFacts = Omit<BodyOf<'vertical.defined'>, 'by'>;

const none = (practice: string): MembershipFacts => ({
  practice,
  standing: [],
  applied: null,
  abr: null,
  tier: null,
  verticals: [],
  products: [],
  communities: [],
  located: null,
  partners: [],
  honours: [],
  training: [],
});

/** What the register says about a membership; nothing yet where it is silent. */
export const membershipOf = (register: Register, practice: string): MembershipFacts => register.membership.get(practice) ?? none(practice);

/** How many of the first decisions lead a practice into the network: its application up to becoming active. */
export const enteringSteps = (standing: readonly Standing[]): number => {
  const decided = standing.findIndex(({ status }) => status === 'active' || status === 'suspended' || status === 'resigned');
  if (decided < 0) return standing.length;
  return standing[decided]?.status === 'active' && decided > 0 ? decided + 1 : decided;
};

/**
 * Status of a practice at a moment (protocol §5.7). A registered practice of which the register tells no decision is active: networks that
 * were founded before there were decisions go on. Becoming active the first time goes by the log at hand, like a statement. Undefined for a practice that is unknown.
 */
export const statusAt = (register: Register, practice: string, at: number | Moment): MembershipStatus | undefined => {
  const moment = toMoment(at);
  const standing = register.membership.get(practice)?.standing ?? [];
  const stated = heldAt(standing, moment, enteringSteps(standing));
  if (stated !== undefined) return stated.status;
  const registered = register.practices.get(practice);
  return registered === undefined || registered.from >= moment.index ? undefined : 'active';
};

/** Verticals of a practice on a day (YYYY-MM-DD), sorted as they were stated: the vertical active on the referral date counts. */
export const verticalsOn = (register: Register, practice: string, day: string): readonly string[] => {
  const registered = register.practices.get(practice)?.verticals ?? [];
  const dated = membershipOf(register, practice).verticals;
  const spans = [
    ...registered
      .filter((code) => !dated.some((span) => span.vertical === code && span.from === null))
      .map((vertical) => ({ vertical, from: null, until: null })),
    ...dated,
  ];
  return [
    ...new Set(spans.filter((span) => (span.from ?? '') <= day && (span.until === null || day < span.until)).map((span) => span.vertical)),
  ];
};

/** Communities that a practice has joined and not left on a day (YYYY-MM-DD). */
export const communitiesOn = (register: Register, practice: string, day: string): readonly string[] =>
  communitySpans(register, practice, day).map((one) => one.community);

const communitySpans = (register: Register, practice: string, day: string): MembershipFacts['communities'] =>
  membershipOf(register, practice).communities.filter((one) => one.from <= day && (one.until === null || day < one.until));

/**
 * Communities to which two practices both belong on a day (YYYY-MM-DD), that which they have shared longest first: by the later of the two days of
 * joining, then by id.
 */
export const sharedCommunities = (register: Register, one: string, other: string, day: string): readonly string[] => {
  const theirs = communitySpans(register, other, day);
  const shared = communitySpans(register, one, day).flatMap(({ community, from }) =>
    theirs.filter((span) => span.community === community).map((span) => ({ community, since: span.from > from ? span.from : from })),
  );
  const sorted = shared.toSorted((a, b) => (`${a.since} ${a.community}` < `${b.since} ${b.community}` ? -1 : 1));
  return [...new Set(sorted.map(({ community }) => community))];
};

/** Types that change a membership, a community or a vertical when accepted. */
export const MEMBERSHIP_TYPES = [
  'membership.applied',
  'membership.vetted',
  'membership.activated',
  'membership.tiered',
  'membership.suspended',
  'membership.reinstated',
  'membership.resigned',
  'vertical.defined',
  'vertical.joined',
  'vertical.left',
  'product.listed',
  'community.defined',
  'community.joined',
  'community.left',
  'practice.located',
  'partner.linked',
  'partner.unlinked',
  'honour.awarded',
  'training.passed',
] as const;
export type MembershipEvent = Extract<Logged<KnownEvent>, { readonly type: (typeof MEMBERSHIP_TYPES)[number] }>;

const TYPES: ReadonlySet<string> = new Set(MEMBERSHIP_TYPES);

/** True for events about memberships, verticals and communities. */
export const isMembershipEvent = (event: Logged<KnownEvent>): event is MembershipEvent => TYPES.has(event.type);

/** The register after one more event about memberships, verticals or communities. Pure; the caller has checked signature and authority. */
export const applyMembership = (register: Register, event: MembershipEvent): Register => {
  if (event.type === 'vertical.defined') {
    const { by: _by, ...vertical } = event.body;
    return { ...register, verticals: new Map(register.verticals).set(vertical.vertical, vertical) };
  }
  if (event.type === 'community.defined') {
    const { by: _by, ...community } = event.body;
    return { ...register, communities: new Map(register.communities).set(community.community, community) };
  }
  const practice = event.type === 'honour.awarded' ? event.body.to : event.body.practice;
  const before = membershipOf(register, practice);
  return { ...register, membership: new Map(register.membership).set(practice, changed(register, before, event)) };
};

type OfPractice = Exclude<MembershipEvent, { readonly type: 'vertical.defined' | 'community.defined' }>;

const changed = (register: Register, facts: MembershipFacts, event: OfPractice): MembershipFacts => {
  const stands = (status: MembershipStatus, reason: string | null, by: string | null): readonly Standing[] => [
    ...facts.standing,
    { from: event.index, at: event.at, status, reason, by, event: event.hash },
  ];
  switch (event.type) {
    case 'membership.applied': {
      const { practice: _practice, ...applied } = event.body;
      return { ...facts, applied: { ...applied, at: event.at }, standing: stands('applied', null, null) };
    }
    case 'membership.vetted': {
      const { accepted, reason, by, abr } = event.body;
      return { ...facts, abr, standing: stands(accepted ? 'vetted' : 'declined', reason, by) };
    }
    case 'membership.activated':
      return { ...facts, tier: event.body.tier, standing: stands('active', null, event.body.by) };
    case 'membership.tiered':
      return { ...facts, tier: event.body.tier };
    case 'membership.suspended':
      return { ...facts, standing: stands('suspended', event.body.reason, event.body.by) };
    case 'membership.reinstated':
      return { ...facts, standing: stands('active', event.body.reason, event.body.by) };
    case 'membership.resigned':
      return { ...facts, standing: stands('resigned', event.body.reason, event.body.by) };
    case 'vertical.joined': {
      const { vertical, from } = event.body;
      return { ...facts, verticals: [...facts.verticals, { vertical, from, until: null }] };
    }
    case 'vertical.left':
      return { ...facts, verticals: left(register, facts, event.body) };
    case 'product.listed': {
      const { practice: _practice, ...product } = event.body;
      const others = facts.products.filter((one) => one.product !== product.product || one.vertical !== product.vertical);
      return { ...facts, products: [...others, product] };
    }
    case 'community.joined': {
      const { community, from } = event.body;
      return { ...facts, communities: [...facts.communities, { community, from, until: null }] };
    }
    case 'community.left': {
      const { community, on } = event.body;
      return {
        ...facts,
        communities: facts.communities.map((one) => (one.community === community && one.until === null ? { ...one, until: on } : one)),
      };
    }
    case 'practice.located': {
      const { practice: _practice, ...located } = event.body;
      return { ...facts, located };
    }
    case 'partner.linked':
      return { ...facts, partners: [...new Set([...facts.partners, event.body.with])] };
    case 'partner.unlinked':
      return { ...facts, partners: facts.partners.filter((other) => other !== event.body.with) };
    case 'honour.awarded': {
      const { practice, points, reason } = event.body;
      return { ...facts, honours: [...facts.honours, { from: practice, points, reason, at: event.at }] };
    }
    case 'training.passed': {
      const { practice: _practice, ...passed } = event.body;
      return { ...facts, training: [...facts.training, { ...passed, at: event.at }] };
    }
  }
};

/** Ends every open span of a vertical, also the one that began with the registration. */
const left = (
  register: Register,
  facts: MembershipFacts,
  { practice, vertical, on }: { readonly practice: string; readonly vertical: string; readonly on: string },
): MembershipFacts['verticals'] => {
  const ended = facts.verticals.map((span) => (span.vertical === vertical && span.until === null ? { ...span, until: on } : span));
  const registered = register.practices.get(practice)?.verticals.includes(vertical) === true;
  return registered && !ended.some((span) => span.vertical === vertical && span.from === null)
    ? [{ vertical, from: null, until: on }, ...ended]
    : ended;
};
