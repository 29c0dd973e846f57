import type { z } from 'zod';
import type { communities as communitiesSchema, MemberRecord, revocations as revocationsSchema } from '../../contract/membership.ts';
import { isInside } from '../../domain/place/place.ts';
import { placeWords } from '../../domain/place/place-words.ts';
import { type KeyFacts, type PracticeFacts, type Register, rolesAt } from '../../protocol/register/state.ts';
import { type MembershipFacts, membershipOf, statusAt, verticalsOn } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { today } from '../referrals/today.ts';
import { reasonWords } from '../referrals/reasons.ts';
import { eventsOf } from '../payouts/event-lookup.ts';
import { verticals } from '../verticals.ts';
import { barredKeys } from './barred-keys.ts';

type MemberKey = MemberRecord['people'][number]['keys'][number];

const keyOf = (key: KeyFacts, barred: ReadonlyMap<string, number>): MemberKey => ({
  key: key.key,
  use: uses[key.use],
  state: key.revokedAt !== null ? (barred.has(key.key) ? 'barred' : 'revoked') : key.retiredAt !== null ? 'retired' : 'counts',
});

/** The desks of a practice with every key that is on each. */
const desksOf = (
  desk: DeskContext,
  register: Register,
  practice: PracticeFacts,
  barred: ReadonlyMap<string, number>,
): MemberRecord['desks'] => {
  const keys = [...register.keys.values()].filter((key) => key.practice === practice.practice && key.desk !== null);
  return [...new Set([...practice.desks.map((one) => one.desk), ...keys.flatMap((key) => key.desk ?? [])])].map((id) => {
    const its = keys.filter((key) => key.desk === id);
    return {
      desk: id,
      since: desk.ledger.rows.byIndex(Math.min(...its.map((key) => key.from)))?.at ?? null,
      keys: its.map((key) => ({ ...keyOf(key, barred), of: register.people.get(key.person ?? '')?.name ?? 'The desk itself' })),
    };
  });
};

const uses: Readonly<Record<KeyFacts['use'], string>> = {
  root: 'Root',
  registrar: 'Registrar',
  sign: 'Signs',
  desk: 'Desk',
  passkey: 'Passkey',
};

/** The last training result of a person. */
const passedBy = ({ training }: MembershipFacts, person: string): MemberRecord['people'][number]['passed'] => {
  const last = training.findLast((one) => one.person === person);
  return last === undefined ? null : { module: last.module, right: last.right, of: last.of, at: last.at };
};

/** Links of a practice with other members, as far as each side has said so. */
const partnersOf = (register: Register, practice: string): MemberRecord['partners'] => {
  const own = membershipOf(register, practice).partners;
  return [...register.practices.values()]
    .flatMap((other) => {
      const here = own.includes(other.practice);
      const there = membershipOf(register, other.practice).partners.includes(practice);
      if (!here && !there) return [];
      const said = here && there ? ('both' as const) : here ? ('here' as const) : ('there' as const);
      return [{ practice: other.practice, name: other.legalName, said }];
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
};

/** Everything the register says about one practice; undefined where it states none. Professional data: every member may see it. */
export const memberRecordOf = (desk: DeskContext, practice: string): MemberRecord | undefined => {
  const register = registerOf(desk);
  const found = register.practices.get(practice);
  if (found === undefined) return undefined;
  const now = desk.ledger.size();
  const facts = membershipOf(register, practice);
  const barred = barredKeys(desk, practice);
  const names = new Map(verticals(desk).map((vertical) => [vertical.code, vertical]));
  const day = today(desk);
  const current = verticalsOn(register, practice, day);
  const nameOf = (code: string): string => names.get(code)?.name ?? code.replaceAll('-', ' ');
  const dated = [
    ...found.verticals
      .filter((code) => !facts.verticals.some((span) => span.vertical === code && span.from === null))
      .map((vertical) => ({ vertical, from: null, until: null })),
    ...facts.verticals,
  ];
  return {
    practice,
    legalName: found.legalName,
    abn: found.abn,
    kind: found.kind,
    status: statusAt(register, practice, now) ?? 'active',
    tier: facts.tier,
    gst: found.gst.map(({ at, gst }) => ({ registered: gst.registered, from: gst.from, source: gst.source, stated: at })),
    abr: facts.abr,
    standing: facts.standing.map(({ at, status, reason, by, event }) => ({
      at,
      status,
      reason: reason === null ? null : reasonWords(reason),
      by: by === null ? null : (register.people.get(by)?.name ?? 'Not recorded'),
      event,
    })),
    verticals: dated.map(({ vertical, from, until }) => ({
      code: vertical,
      name: nameOf(vertical),
      from,
      until,
      now: current.includes(vertical) && (until === null || day < until) && (from ?? '') <= day,
    })),
    products: facts.products.map(({ vertical, product, from, until }) => ({
      vertical,
      product,
      now: from <= day && (until === null || day < until),
      name: names.get(vertical)?.products.find((one) => one.code === product)?.name ?? product.replaceAll('-', ' '),
      from,
      until,
    })),
    communities: facts.communities.map((one) => ({ ...one, name: register.communities.get(one.community)?.name ?? 'Not recorded' })),
    located: facts.located,
    partners: partnersOf(register, practice),
    honours: {
      points: facts.honours.reduce((sum, honour) => sum + honour.points, 0),
      given: facts.honours
        .map(({ from, points, reason, at }) => ({
          from: register.practices.get(from)?.legalName ?? 'Not recorded',
          points,
          reason: reasonWords(reason),
          at,
        }))
        .toReversed(),
    },
    people: [...register.people.values()]
      .filter((person) => person.practice === practice)
      .map((person) => ({
        person: person.person,
        name: person.name,
        roles: [...rolesAt(person, now)],
        left: person.leftAt !== null,
        passed: passedBy(facts, person.person),
        keys: [...register.keys.values()].filter((key) => key.person === person.person).map((key) => keyOf(key, barred)),
      }))
      .toSorted((a, b) => Number(a.left) - Number(b.left) || a.name.localeCompare(b.name)),
    desks: desksOf(desk, register, found, barred),
  };
};

/** Keys that were revoked or retired and people who have left, in every practice, newest first. */
export const revocationsOf = (desk: DeskContext): z.infer<typeof revocationsSchema> => {
  const register = registerOf(desk);
  const practiceName = (practice: string): string => register.practices.get(practice)?.legalName ?? 'Not recorded';
  const holder = (key: string): string => {
    const facts = register.keys.get(key);
    return register.people.get(facts?.person ?? '')?.name ?? (facts?.use === 'desk' ? 'The desk' : 'Not recorded');
  };
  return [
    ...eventsOf(desk, 'key.revoked').map(({ hash, at, body }) => ({
      event: hash,
      at,
      practice: practiceName(body.practice),
      what: 'key-revoked' as const,
      who: holder(body.key),
      key: body.key,
      reason: reasonWords(body.reason),
    })),
    ...eventsOf(desk, 'key.barred').flatMap(({ hash, at, body }) =>
      body.keys.map((key) => ({
        event: hash,
        at,
        practice: practiceName(body.practice),
        what: 'key-barred' as const,
        who: holder(key),
        key,
        reason: reasonWords(body.reason),
      })),
    ),
    ...eventsOf(desk, 'key.retired').map(({ hash, at, body }) => ({
      event: hash,
      at,
      practice: practiceName(body.practice),
      what: 'key-retired' as const,
      who: holder(body.key),
      key: body.key,
      reason: null,
    })),
    ...eventsOf(desk, 'person.left').map(({ hash, at, body }) => ({
      event: hash,
      at,
      practice: practiceName(body.practice),
      what: 'person-left' as const,
      who: register.people.get(body.person)?.name ?? 'Not recorded',
      key: null,
      reason: reasonWords(body.reason),
    })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1));
};

/** Communities of the network with their outlines, the members that belong to each today or later, and those whose place lies inside. */
export const communitiesOf = (desk: DeskContext): z.infer<typeof communitiesSchema> => {
  const register = registerOf(desk);
  const day = today(desk);
  const members = [...register.practices.values()].filter((one) => one.kind === 'member');
  return [...register.communities.values()]
    .map(({ community, name, polygon }) => ({
      community,
      name,
      polygon: [...polygon],
      members: members
        .flatMap(({ practice, legalName }) => {
          const { communities, located } = membershipOf(register, practice);
          const joined = communities.findLast((one) => one.community === community && (one.until === null || day < one.until));
          const at = located?.at ?? null;
          const inside = at !== null && isInside(at, polygon);
          return joined === undefined && !inside
            ? []
            : [{ practice, legalName, place: placeWords(located), at, inside, from: joined?.from ?? null, until: joined?.until ?? null }];
        })
        .toSorted((a, b) => a.legalName.localeCompare(b.legalName)),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
};
