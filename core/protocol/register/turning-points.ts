import type { KnownEvent } from '../event/event.ts';
import { enteringSteps } from './membership.ts';
import { type Moment, momentAt } from './moment.ts';
import type { PersonFacts, Register } from './state.ts';

const ofPerson = (person: PersonFacts | undefined): readonly number[] =>
  person === undefined ? [] : [...person.roles.slice(1).map(({ from }) => from), ...(person.leftAt === null ? [] : [person.leftAt])];

/** What came after a practice entered. */
const ofMembership = (register: Register, practice: string): readonly number[] => {
  const standing = register.membership.get(practice)?.standing ?? [];
  return standing.slice(enteringSteps(standing)).map(({ from }) => from);
};

/**
 * Entries of the register that may end or change what lets an event count: revocation and retirement of its key and passkey, the end or change of roles, for an intent
 * the standing of both practices, for a release the till, for an approval the people of the practice. Empty for almost every event.
 */
export const turningPoints = (register: Register, event: KnownEvent): readonly number[] => {
  const key = register.keys.get(event.stream);
  if (key === undefined && event.type !== 'referral.intent') return [];
  const passkey = event.assertion === undefined ? undefined : register.keys.get(event.assertion.keyid);
  const points: (number | null)[] = [key?.revokedAt ?? null, key?.retiredAt ?? null, passkey?.revokedAt ?? null];
  points.push(...ofPerson(register.people.get(key?.person ?? '')));
  const practice = key?.practice ?? '';
  if (event.type === 'referral.intent')
    for (const party of [event.body.referrer, event.body.receiver]) points.push(...ofMembership(register, party));
  if (event.type === 'batch.released') points.push(...(register.practices.get(practice)?.tills ?? []).slice(1).map(({ from }) => from));
  if (event.type === 'batch.approved')
    for (const person of register.people.values())
      if (person.practice === practice) points.push(...(person.roles[0] === undefined ? [] : [person.roles[0].from]), ...ofPerson(person));
  return points.filter((point) => point !== null);
};

/** The moments in the life of a register at which an event could stand that its facts judge differently: right before each turning point. */
export const momentsBefore = (points: readonly number[], index: number): readonly Moment[] =>
  [...new Set(points)].map((point) => ({ ...momentAt(index), isAfter: (entry) => entry < point }));

/** True where the register holds any such entry, so that an event may have stood before or after one. */
export const hasTurningPoints = (register: Register): boolean =>
  [...register.keys.values()].some(({ revokedAt, retiredAt }) => revokedAt !== null || retiredAt !== null) ||
  [...register.people.values()].some((person) => ofPerson(person).length > 0) ||
  [...register.membership.keys()].some((practice) => ofMembership(register, practice).length > 0) ||
  [...register.practices.values()].some(({ tills }) => tills.length > 1);
