import type { z } from 'zod';
import type { referralOptions } from '../../contract/referrals.ts';
import type { RuleVersion } from '../../domain/commission/rule-version.ts';
import { isInside, kilometresBetween, type Place } from '../../domain/place/place.ts';
import { placeWords } from '../../domain/place/place-words.ts';
import {
  communitiesOn,
  type MembershipStatus,
  membershipOf,
  sharedCommunities,
  statusAt,
  verticalsOn,
} from '../../protocol/register/membership.ts';
import { consentSql } from '../consents/tables.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { ClientOfBook } from './client-details.ts';
import { agreementWith } from './intent-act.ts';
import { today } from './today.ts';
import { referralSql } from './tables.ts';

type Receiver = z.infer<typeof referralOptions>['receivers'][number];

const RETURNING = 'Has left the network and asks to come back: it starts nothing new until it is active';
const NOT_ACTIVE: Readonly<Record<Exclude<MembershipStatus, 'active'>, string>> = {
  applied: RETURNING,
  vetted: RETURNING,
  declined: 'Has left the network: it starts nothing new',
  suspended: 'Suspended by the network office: it starts nothing new',
  resigned: 'Has left the network: it starts nothing new',
};

/** Intents of a contact, whoever they were for. */
const intentsOf = (desk: DeskContext, contact: string): readonly string[] =>
  desk.db.all(referralSql.selectFrom('client_link').select('intent').where('contact', '=', contact)).map((row) => row.intent);

/** Practices that stated a conflict of interest with this contact: at intake, or as the reason for declining. */
const conflictsOf = (desk: DeskContext, intents: readonly string[]): ReadonlySet<string> => {
  const stated = new Set<string>();
  for (const intent of intents) {
    const state = desk.ledger.referral(intent);
    if (state === undefined) continue;
    const found = desk.ledger
      .referralEvents(intent)
      .some(
        (event) =>
          (event.type === 'referral.intake' && event.body.conflict.found) ||
          (event.type === 'referral.declined' && event.body.reason === 'conflict'),
      );
    if (found) stated.add(state.terms.receiver);
  }
  return stated;
};

type Refused = { readonly practice: string; readonly purpose: string };

/** Purposes for which the contact said no to a practice, and has not said yes to it since. */
const refusalsOf = (desk: DeskContext, contact: string, intents: readonly string[]): readonly Refused[] => {
  const labels = desk.db.all(consentSql.selectFrom('consent_link').select('label').where('contact', '=', contact)).map((row) => row.label);
  const own = (row: { readonly label: string; readonly intent: string | null }): boolean =>
    row.intent === null ? labels.includes(row.label) : intents.includes(row.intent);
  const granted = desk.db
    .all(
      consentSql.selectFrom('consent_recipient').select(['practice', 'purpose', 'at', 'label', 'intent', 'ended']).where('ended', '=', 0),
    )
    .filter(own);
  return desk.db
    .all(consentSql.selectFrom('consent_refusal').select(['label', 'intent', 'purpose', 'at', 'recipients']))
    .filter(own)
    .flatMap((row) =>
      (JSON.parse(row.recipients) as readonly string[])
        .filter((practice) => !granted.some((yes) => yes.practice === practice && yes.purpose === row.purpose && yes.at > row.at))
        .map((practice) => ({ practice, purpose: row.purpose })),
    );
};

/** Communities whose land holds a place, or that a practice has joined and not left. */
const communitiesHolding = (desk: DeskContext, practice: string, at: Place | null, day: string): readonly string[] => {
  const register = registerOf(desk);
  const joined = communitiesOn(register, practice, day);
  const around =
    at === null ? [] : [...register.communities.values()].filter(({ polygon }) => isInside(at, polygon)).map(({ community }) => community);
  return [...new Set([...joined, ...around])];
};

/**
 * Every other member as a receiver for one client, over the register of this desk: where it works, how far away, and where it cannot receive, why:
 * not active, a conflict of interest that it stated, an audit client, no published rule. A purpose that the client refused for it stands in `refused`.
 */
export const receiversFor = (
  desk: DeskContext,
  client: ClientOfBook,
  rules: readonly { readonly rule: RuleVersion }[],
): readonly Receiver[] => {
  const register = registerOf(desk);
  const day = today(desk);
  const intents = intentsOf(desk, client.contact);
  const conflicts = conflictsOf(desk, intents);
  const refusals = refusalsOf(desk, client.contact, intents);
  const own = membershipOf(register, desk.profile.practice).located?.at ?? null;
  return [...register.practices.values()]
    .filter((practice) => practice.kind === 'member' && practice.practice !== desk.profile.practice)
    .map((practice) => {
      const verticals = verticalsOn(register, practice.practice, day);
      const status = statusAt(register, practice.practice, desk.ledger.size()) ?? 'active';
      const at = membershipOf(register, practice.practice).located?.at ?? null;
      const why =
        status !== 'active'
          ? NOT_ACTIVE[status]
          : client.assuranceClient
            ? 'Audit client: no commission is allowed'
            : client.doNotContact
              ? 'The contact is marked do not contact'
              : conflicts.has(practice.practice)
                ? `It stated a conflict of interest with ${client.name}`
                : rules.some(({ rule }) => rule.verticals === 'any' || verticals.includes(rule.verticals.to))
                  ? null
                  : 'No published rule for this practice’s verticals';
      return {
        practice: practice.practice,
        name: practice.legalName,
        abn: practice.abn,
        verticals: [...verticals],
        eligible: why === null,
        why,
        refused: refusals.filter((refusal) => refusal.practice === practice.practice).map((refusal) => refusal.purpose),
        agreement: agreementWith(desk, practice.practice) === null ? null : 'Referral agreement on file',
        place: placeWords(membershipOf(register, practice.practice).located),
        km: own === null || at === null ? null : Math.round(kilometresBetween(own, at)),
        communities: [...communitiesHolding(desk, practice.practice, at, day)],
        shared: [...sharedCommunities(register, desk.profile.practice, practice.practice, day)],
      };
    })
    .toSorted((a, b) => Number(b.eligible) - Number(a.eligible) || a.name.localeCompare(b.name));
};
