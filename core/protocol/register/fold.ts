import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import { ZERO_HASH } from '../event/payload.ts';
import { applyMembership, isMembershipEvent, MEMBERSHIP_TYPES } from './membership.ts';
import { inLogOrder, type PlaceOf } from './moment.ts';
import { recoveryCountsFrom } from './recovery.ts';
import type { DeskFacts, KeyFacts, PersonFacts, PracticeFacts, Register, RuleFacts } from './state.ts';

type MutableRegister = {
  -readonly [K in keyof Register]: Register[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : Register[K];
};

/** Types that change the register when accepted. */
export const REGISTER_TYPES: ReadonlySet<string> = new Set<string>([
  'registrar.appointed',
  'registrar.replaced',
  'practice.registered',
  'practice.recovered',
  'practice.changed',
  'person.registered',
  'person.left',
  'role.changed',
  'key.registered',
  'key.deskRegistered',
  'key.revoked',
  'key.barred',
  'key.retired',
  'till.assigned',
  'rule.proposed',
  'rule.approved',
  'rule.published',
  ...MEMBERSHIP_TYPES,
]);

/** True for events that belong to the register and travel to every member. */
export const isRegisterEvent = (event: KnownEvent): boolean => REGISTER_TYPES.has(event.type);

/** A register with its founding event folded in. The caller has checked that one of the listed roots signed it. */
export const foundRegister = (event: LoggedOf<'registrar.appointed'>): Register => {
  const register: MutableRegister = {
    net: event.hash,
    network: event.body.network,
    test: event.body.test,
    office: event.body.office,
    roots: event.body.roots.map((root) => ({ ...root, key: '' })),
    threshold: event.body.threshold,
    replacements: new Map(),
    keys: new Map(),
    people: new Map(),
    practices: new Map(),
    rules: new Map(),
    membership: new Map(),
    communities: new Map(),
    verticals: new Map(),
    last: { index: event.index, at: event.at },
  };
  return register;
};

/** Places the key ids of the roots and the first registrar, which need hashing, into a founded register. */
export const withFoundingKeys = (register: Register, event: LoggedOf<'registrar.appointed'>, rootKeyIds: readonly string[]): Register => {
  const keys = new Map<string, KeyFacts>();
  register.roots.forEach((root, position) => {
    const key = rootKeyIds[position] ?? '';
    keys.set(key, stated(event, { key, spki: root.spki, use: 'root', practice: null, person: null, desk: null }, event.index - 1));
  });
  const { registrar } = event.body;
  keys.set(registrar.key, stated(event, { ...registrar, use: 'registrar', practice: null, person: null, desk: null }));
  return {
    ...register,
    roots: register.roots.map((root, position) => ({ ...root, key: rootKeyIds[position] ?? '' })),
    keys,
  };
};

/** The event is the founding event of a register: first of its stream, without a network above it. */
export const isFounding = (event: KnownEvent): event is Extract<KnownEvent, { type: 'registrar.appointed' }> =>
  event.type === 'registrar.appointed' && event.n === 0 && event.net === ZERO_HASH;

const stated = (
  event: Logged<KnownEvent>,
  facts: Pick<KeyFacts, 'key' | 'spki' | 'use' | 'practice' | 'person' | 'desk'> & Partial<Pick<KeyFacts, 'alg' | 'credential' | 'since'>>,
  from: number = event.index,
): KeyFacts => ({
  alg: 'ed25519',
  credential: null,
  since: null,
  ...facts,
  from,
  event: event.hash,
  revokedAt: null,
  retiredAfter: null,
  retiredAt: null,
});

/**
 * The register after one more accepted register event. Pure: the given register is not changed. Events of other types return it as it is.
 * The caller has checked signature, authority (§5.5) and proofs of possession.
 */
export const applyToRegister = (before: Register, event: Logged<KnownEvent>): Register => {
  if (!isRegisterEvent(event)) return before;
  const register: Register = { ...before, last: event.index < before.last.index ? before.last : { index: event.index, at: event.at } };
  if (isMembershipEvent(event)) return applyMembership(register, event);
  switch (event.type) {
    case 'registrar.replaced':
      return replaceRegistrar(register, event);
    case 'practice.registered':
      return addPractice(register, event);
    case 'practice.recovered':
      return recoverPractice(register, event);
    case 'practice.changed':
      return changePractice(register, event.body.practice, (practice) => ({
        ...practice,
        gst: [...practice.gst, { from: event.index, at: event.at, gst: event.body.gst }],
      }));
    case 'person.registered': {
      const { person, practice, name, roles } = event.body;
      if (register.people.has(person)) return register;
      return withPerson(register, {
        person,
        practice,
        name,
        roles: [{ from: event.index, roles }],
        leftAt: null,
      });
    }
    case 'person.left':
      return changePerson(register, event.body.person, event.body.practice, (person) => ({
        ...person,
        leftAt: person.leftAt ?? event.index,
      }));
    case 'role.changed':
      return changePerson(register, event.body.person, event.body.practice, (person) => ({
        ...person,
        roles: [...person.roles, { from: event.index, roles: event.body.roles }],
      }));
    case 'key.registered': {
      const { key, spki, alg, use, practice, person, desk, credential } = event.body;
      if (register.keys.has(key)) return register;
      return withKey(register, stated(event, { key, spki, alg, use, practice, person, desk, credential: credential ?? null }));
    }
    case 'key.deskRegistered':
      return changePractice(register, event.body.practice, (practice) => withDesk(practice, event.body, event.index));
    case 'key.revoked':
      return changeKey(register, event.body.key, event.body.practice, (key) => ({
        ...key,
        revokedAt: key.revokedAt ?? event.index,
      }));
    case 'key.barred':
      return event.body.keys.reduce(
        (folded, barred) => changeKey(folded, barred, event.body.practice, (key) => ({ ...key, revokedAt: key.revokedAt ?? event.index })),
        register,
      );
    case 'key.retired':
      return changeKey(register, event.body.key, event.body.practice, (key) =>
        key.retiredAt === null ? { ...key, retiredAfter: event.body.n, retiredAt: event.index } : key,
      );
    case 'till.assigned':
      return changePractice(register, event.body.practice, (practice) => ({
        ...practice,
        till: event.body.desk,
        tills: [...practice.tills, { from: event.index, desk: event.body.desk }],
      }));
    case 'rule.proposed':
    case 'rule.approved':
    case 'rule.published':
      return applyRule(register, event);
    default:
      return register;
  }
};

/** A person or key that a register event speaks of and no event has stated yet; null when all are there. */
export const unstatedFact = (event: KnownEvent, register: Register): string | null => {
  switch (event.type) {
    case 'key.registered':
      return event.body.person === null || register.people.has(event.body.person) ? null : 'the person of this key is not stated yet';
    case 'person.left':
    case 'role.changed':
      return register.people.has(event.body.person) ? null : 'this person is not stated yet';
    case 'practice.recovered':
      return register.people.has(event.body.person) ? null : 'the person of these keys is not stated yet';
    case 'key.barred':
      return event.body.keys.every((key) => register.keys.has(key)) ? null : 'a key that it bars is not stated yet';
    case 'key.revoked':
    case 'key.retired':
      return register.keys.has(event.body.key) ? null : 'this key is not stated yet';
    default:
      return null;
  }
};

/** Types that change a practice which an event before them states. */
const OF_A_PRACTICE: ReadonlySet<string> = new Set(['practice.changed', 'practice.recovered', 'key.deskRegistered', 'till.assigned']);

/**
 * The register of a founded one and events that all count, in the order of the network log (protocol §5.4): the same whatever order they arrived in. One that
 * speaks of what a later one states, or names a later one, stands right after that.
 */
export const foldInOrder = (founded: Register, events: readonly Logged<KnownEvent>[], placeOf: PlaceOf): Register => {
  const given = new Set(events.map(({ hash }) => hash));
  const done = new Set<string>();
  let register = founded;
  let pending: Logged<KnownEvent>[] = [];
  const isReady = (event: Logged<KnownEvent>): boolean =>
    unstatedFact(event, register) === null &&
    !(OF_A_PRACTICE.has(event.type) && 'practice' in event.body && !register.practices.has(String(event.body.practice))) &&
    [...event.about, ...(event.type === 'rule.published' ? event.body.approvals : [])].every((hash) => done.has(hash) || !given.has(hash));
  const apply = (event: Logged<KnownEvent>): void => {
    register = applyToRegister(register, event);
    done.add(event.hash);
  };
  for (const event of inLogOrder(events, placeOf)) {
    pending.push(event);
    for (let again = true; again;) {
      again = false;
      const left: Logged<KnownEvent>[] = [];
      for (const one of pending) {
        if (!isReady(one)) left.push(one);
        else {
          apply(one);
          again = left.length > 0;
        }
      }
      pending = left;
    }
  }
  for (const event of pending) apply(event);
  return register;
};

/** Takes effect with the vote that reaches the threshold; of a key that was stated before, the first statement goes on counting (protocol §5.3). */
const replaceRegistrar = (register: Register, event: LoggedOf<'registrar.replaced'>): Register => {
  const { registrar } = event.body;
  const before = register.replacements.get(registrar.key) ?? [];
  const signers = new Set([...before, event.stream]);
  const replacements = new Map(register.replacements).set(registrar.key, [...signers].toSorted());
  const held = register.keys.get(registrar.key);
  const serving = held?.use === 'registrar' && held.revokedAt === null;
  if (before.length >= register.threshold || signers.size < register.threshold || serving) return { ...register, replacements };
  const keys = new Map<string, KeyFacts>();
  for (const [id, key] of register.keys)
    keys.set(id, key.use === 'registrar' && key.revokedAt === null ? { ...key, revokedAt: event.index } : key);
  if (held === undefined)
    keys.set(registrar.key, stated(event, { ...registrar, use: 'registrar', practice: null, person: null, desk: null }));
  return { ...register, replacements, keys };
};

const addPractice = (register: Register, event: LoggedOf<'practice.registered'>): Register => {
  const { body } = event;
  if (register.practices.has(body.practice)) return register;
  const practice: PracticeFacts = {
    practice: body.practice,
    kind: body.kind,
    legalName: body.legalName,
    abn: body.abn,
    verticals: body.verticals,
    gst: [{ from: event.index, at: event.at, gst: body.gst }],
    desks: [{ desk: body.desk, from: event.index, sealKey: body.sealKey, log: body.log, pack: body.pack, recovered: null, since: null }],
    till: body.desk,
    tills: [{ from: event.index, desk: body.desk }],
    from: event.index,
  };
  const owner = { practice: body.practice, desk: body.desk };
  const person: PersonFacts = {
    person: body.person.person,
    practice: body.practice,
    name: body.person.name,
    roles: [{ from: event.index, roles: body.person.roles }],
    leftAt: null,
  };
  const keys = new Map(register.keys);
  // Of several statements of one key the first counts, as in `key.registered`.
  for (const key of [
    stated(event, {
      key: body.personKey.key,
      spki: body.personKey.spki,
      use: 'sign',
      person: person.person,
      ...owner,
    }),
    stated(event, { key: body.deskKey.key, spki: body.deskKey.spki, use: 'desk', person: null, ...owner }),
  ])
    if (!keys.has(key.key)) keys.set(key.key, key);
  return {
    ...register,
    keys,
    practices: new Map(register.practices).set(body.practice, practice),
    people: new Map(register.people).set(person.person, person),
  };
};

/** Keys of a recovery count from 72 hours on; of several statements of one key the first counts. */
const recoverPractice = (register: Register, event: LoggedOf<'practice.recovered'>): Register => {
  const { practice, desk, person, personKey, deskKey } = event.body;
  const since = recoveryCountsFrom(event.at);
  const keys = new Map(register.keys);
  for (const key of [
    stated(event, { ...keyOf(personKey), use: 'sign', practice, person, desk, since }),
    stated(event, { ...keyOf(deskKey), use: 'desk', practice, person: null, desk, since }),
  ])
    if (!keys.has(key.key)) keys.set(key.key, key);
  return changePractice({ ...register, keys }, practice, (facts) =>
    withDesk(facts, event.body, event.index, { recovered: event.hash, since }),
  );
};

const keyOf = ({ key, spki }: { readonly key: string; readonly spki: string }) => ({ key, spki });

const applyRule = (
  register: Register,
  event: LoggedOf<'rule.proposed'> | LoggedOf<'rule.approved'> | LoggedOf<'rule.published'>,
): Register => {
  const { content } = event.body;
  const known = register.rules.get(content);
  const signer = register.keys.get(event.stream)?.person ?? '';
  switch (event.type) {
    case 'rule.proposed': {
      if (known !== undefined) return register;
      const { rule, version, effectiveFrom } = event.body;
      return withRule(register, {
        rule,
        version,
        content,
        effectiveFrom,
        proposal: event.hash,
        proposer: signer,
        approvals: [],
        published: null,
      });
    }
    case 'rule.approved': {
      if (known === undefined || event.about[0] !== known.proposal || signer === known.proposer) return register;
      if (known.approvals.some((approval) => approval.person === signer)) return register;
      return withRule(register, {
        ...known,
        approvals: [...known.approvals, { event: event.hash, person: signer }],
      });
    }
    case 'rule.published': {
      if (known === undefined || known.published !== null || event.about[0] !== known.proposal) return register;
      const counted = known.approvals.filter((approval) => event.body.approvals.includes(approval.event));
      if (counted.length < 2 || counted.length !== event.body.approvals.length) return register;
      return withRule(register, {
        ...known,
        published: { event: event.hash, index: event.index, at: event.at },
      });
    }
  }
};

const withRule = (register: Register, rule: RuleFacts): Register => ({
  ...register,
  rules: new Map(register.rules).set(rule.content, rule),
});
const withKey = (register: Register, key: KeyFacts): Register => ({
  ...register,
  keys: new Map(register.keys).set(key.key, key),
});
const withPerson = (register: Register, person: PersonFacts): Register => ({
  ...register,
  people: new Map(register.people).set(person.person, person),
});

const withDesk = (
  practice: PracticeFacts,
  body: Omit<DeskFacts, 'from' | 'recovered' | 'since'>,
  from: number,
  recovery: Pick<DeskFacts, 'recovered' | 'since'> = { recovered: null, since: null },
): PracticeFacts => {
  const { desk, sealKey, log, pack } = body;
  return { ...practice, desks: [...practice.desks, { desk, sealKey, log, pack, from, ...recovery }] };
};

const changePractice = (register: Register, id: string, change: (practice: PracticeFacts) => PracticeFacts): Register => {
  const practice = register.practices.get(id);
  return practice === undefined ? register : { ...register, practices: new Map(register.practices).set(id, change(practice)) };
};

const changePerson = (register: Register, id: string, practice: string, change: (person: PersonFacts) => PersonFacts): Register => {
  const person = register.people.get(id);
  return person === undefined || person.practice !== practice ? register : withPerson(register, change(person));
};

const changeKey = (register: Register, id: string, practice: string, change: (key: KeyFacts) => KeyFacts): Register => {
  const key = register.keys.get(id);
  return key === undefined || key.practice !== practice ? register : withKey(register, change(key));
};
