import type { CommunityFacts, MembershipFacts, VerticalFacts } from '../../protocol/register/membership.ts';
import type { KeyFacts, PersonFacts, PracticeFacts, Register, RuleFacts } from '../../protocol/register/state.ts';

type Stored = Omit<Register, 'replacements' | 'keys' | 'people' | 'practices' | 'rules' | 'membership' | 'communities' | 'verticals'> & {
  readonly replacements: readonly (readonly [string, readonly string[]])[];
  readonly keys: readonly KeyFacts[];
  readonly people: readonly PersonFacts[];
  readonly practices: readonly PracticeFacts[];
  readonly rules: readonly RuleFacts[];
  /** Absent in what was stored before there were decisions about members. */
  readonly membership?: readonly MembershipFacts[];
  readonly communities?: readonly CommunityFacts[];
  readonly verticals?: readonly VerticalFacts[];
};

const sorted = <V>(map: ReadonlyMap<string, V>): readonly V[] =>
  [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

/** The register as the projection stores it; the same register gives the same text. */
export const registerToJson = (register: Register): string => {
  const { replacements, keys, people, practices, rules, membership, communities, verticals, ...rest } = register;
  const stored: Stored = {
    ...rest,
    replacements: [...replacements].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    keys: sorted(keys),
    people: sorted(people),
    practices: sorted(practices),
    rules: sorted(rules),
    membership: sorted(membership),
    communities: sorted(communities),
    verticals: sorted(verticals),
  };
  return JSON.stringify(stored);
};

/** Reads what `registerToJson` wrote; the text comes from the desk's own encrypted database. */
export const registerFromJson = (text: string): Register => {
  const stored = JSON.parse(text) as Stored;
  return {
    ...stored,
    replacements: new Map(stored.replacements),
    keys: new Map(stored.keys.map((key) => [key.key, key])),
    people: new Map(stored.people.map((person) => [person.person, person])),
    practices: new Map(stored.practices.map((practice) => [practice.practice, practice])),
    rules: new Map(stored.rules.map((rule) => [rule.content, rule])),
    membership: new Map((stored.membership ?? []).map((facts) => [facts.practice, facts])),
    communities: new Map((stored.communities ?? []).map((community) => [community.community, community])),
    verticals: new Map((stored.verticals ?? []).map((vertical) => [vertical.vertical, vertical])),
  };
};
