import { err, ok, type Result } from '../../domain/result.ts';
import { type Permission, permits } from '../../domain/permission/permission.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { activePeople, type KeyFacts, type PersonFacts, rolesAt } from '../../protocol/register/state.ts';
import type { ActHandler, Plan } from '../acts/plan.ts';
import { rolesOf } from '../api.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { newPersonKey, type WrappedPersonKey } from '../keys/person-keys.ts';
import { possessionProof } from '../keys/signers.ts';
import { peopleSql } from '../keys/tables.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';
import type { Sessions } from '../sessions.ts';
import { roleWords } from './role-words.ts';

type PeopleActs = {
  readonly person: ActHandler<'person'>;
  readonly roles: ActHandler<'roles'>;
  readonly 'person-left': ActHandler<'person-left'>;
  readonly 'reset-pin': ActHandler<'reset-pin'>;
  readonly 'revoke-key': ActHandler<'revoke-key'>;
  readonly gst: ActHandler<'gst'>;
};

const kept = 'Nothing was signed.';
const offered: Plan['assertion'] = {
  need: 'offered',
  why: 'Changes to people and keys are confirmed with a passkey where one is enrolled.',
};
const plain = { ticks: [], warnings: [], assertion: offered } as const;

const needs = (desk: DeskContext, person: SignedInPerson, permission: Permission): Refusal | null =>
  permits(rolesOf(desk, person.person), permission)
    ? null
    : {
        status: 403,
        code: 'not-permitted',
        title: 'Your role does not allow this',
        detail: `It needs the permission "${permission}".`,
        kept,
        next: 'Ask a principal of your practice.',
      };

/** The person as a member of this practice who has not left. */
const colleague = (desk: DeskContext, person: string): Result<PersonFacts, Refusal> => {
  const facts = registerOf(desk).people.get(person);
  const active = facts !== undefined && facts.practice === desk.profile.practice && facts.leftAt === null;
  return active
    ? ok(facts)
    : err({
        status: 404,
        code: 'no-such-person',
        title: 'This person is not at your practice',
        detail: 'They are not in the register, or have left.',
        kept,
        next: 'Look at People and keys.',
      });
};

const keysOf = (desk: DeskContext, person: string): readonly KeyFacts[] =>
  [...registerOf(desk).keys.values()].filter((key) => key.person === person && key.revokedAt === null);

/** A practice that loses its last principal can never change anything about itself again. */
const lastPrincipal = (desk: DeskContext, person: string): boolean => {
  const size = desk.ledger.size();
  const others = activePeople(registerOf(desk), desk.profile.practice, size).filter((other) => other.person !== person);
  return !others.some((other) => rolesAt(other, size).includes('principal'));
};

const keepOne: Refusal = {
  status: 409,
  code: 'last-principal',
  title: 'A practice needs a principal',
  detail: 'This person is the only principal. Without one, nobody could add people, keys or accounts.',
  kept,
  next: 'Make another person a principal first.',
};

const registration = (desk: DeskContext, person: string, made: ReturnType<typeof newPersonKey>): AnyDraft => {
  const { practice, desk: own } = desk.profile;
  const { key, spki } = made.signer;
  return {
    type: 'key.registered',
    body: {
      practice,
      person,
      desk: own,
      use: 'sign',
      key,
      spki,
      alg: 'ed25519',
      proof: possessionProof(made.signer, { practice, person, desk: own, use: 'sign' }),
    },
  };
};

const revocation = (desk: DeskContext, key: string, reason: string): AnyDraft => ({
  type: 'key.revoked',
  body: { practice: desk.profile.practice, key, reason },
});

const storeKey = (desk: DeskContext, person: string, stored: WrappedPersonKey): void => {
  desk.db.run(peopleSql.insertInto('person_key').values({ ...stored, person, state: 'current', added_at: desk.clock.now() }));
};

/** The wrapped seed of a key that ended is overwritten: a leaver's PIN must not open anything again. */
const destroyKeys = (desk: DeskContext, keys: readonly string[]): void => {
  if (keys.length > 0)
    desk.db.run(
      peopleSql
        .updateTable('person_key')
        .set({ state: 'destroyed', wrapped: new Uint8Array(), salt: new Uint8Array() })
        .where('key', 'in', [...keys]),
    );
};

const personAct: ActHandler<'person'> = (desk, signer, act) => {
  const refused = needs(desk, signer, 'manage-people');
  if (refused !== null) return err(refused);
  if (act.roles.includes('registrar') && desk.profile.kind !== 'office') return err(officeRole);
  const taken = activePeople(registerOf(desk), desk.profile.practice, desk.ledger.size()).some(
    (other) => other.name.toLowerCase() === act.name.toLowerCase(),
  );
  const person = uuidV7(desk.entropy, desk.clock.now());
  const made = newPersonKey(desk, act.pin);
  const roles = [...new Set(act.roles)];
  return ok({
    ...plain,
    words: `${act.name} joins ${desk.profile.legalName} as ${roleWords(roles)}, with a key of their own at this desk.`,
    facts: [
      { label: 'Person', value: act.name },
      { label: 'Roles', value: roleWords(roles) },
      { label: 'Key', value: made.signer.key.slice(0, 16) },
    ],
    warnings: taken ? [`There is already somebody called ${act.name} at your practice.`] : [],
    events: [
      () => ({
        type: 'person.registered',
        body: { practice: desk.profile.practice, person, name: act.name, roles },
      }),
      () => registration(desk, person, made),
    ],
    store: () => {
      desk.db.run(
        peopleSql
          .insertInto('local_person')
          .values({ person, name: act.name, added_at: desk.clock.now(), failed: 0, last_failed_at: null }),
      );
      storeKey(desk, person, made.stored);
    },
    answer: { person },
  });
};

const officeRole: Refusal = {
  status: 422,
  code: 'role-of-office',
  title: 'Registrar is a role of the network office',
  detail: 'Member practices have no registrar.',
  kept,
  next: 'Choose other roles.',
};

const rolesAct: ActHandler<'roles'> = (desk, signer, act) => {
  const refused = needs(desk, signer, 'manage-people');
  if (refused !== null) return err(refused);
  const person = colleague(desk, act.person);
  if (!person.ok) return person;
  if (act.roles.includes('registrar') && desk.profile.kind !== 'office') return err(officeRole);
  if (!act.roles.includes('principal') && lastPrincipal(desk, act.person)) return err(keepOne);
  const before = roleWords(rolesAt(person.value, desk.ledger.size()));
  const roles = [...new Set(act.roles)];
  return ok({
    ...plain,
    words: `${person.value.name} is ${roleWords(roles)} from now on.`,
    facts: [
      { label: 'Person', value: person.value.name },
      { label: 'Until now', value: before },
      { label: 'From now on', value: roleWords(roles) },
    ],
    events: [() => ({ type: 'role.changed', body: { practice: desk.profile.practice, person: act.person, roles } })],
    answer: { person: act.person },
  });
};

const leftAct =
  (sessions: Sessions): ActHandler<'person-left'> =>
  (desk, signer, act) => {
    const refused = needs(desk, signer, 'manage-people');
    if (refused !== null) return err(refused);
    const person = colleague(desk, act.person);
    if (!person.ok) return person;
    if (lastPrincipal(desk, act.person)) return err(keepOne);
    if (act.person === signer.person)
      return err({
        status: 409,
        code: 'not-yourself',
        title: 'Another principal signs that you leave',
        detail: 'The key that signs this would end in the middle of it.',
        kept,
        next: 'Ask another principal.',
      });
    const keys = keysOf(desk, act.person);
    return ok({
      ...plain,
      words: `${person.value.name} leaves ${desk.profile.legalName}; none of their keys counts from now on.`,
      facts: [
        { label: 'Person', value: person.value.name },
        { label: 'Keys that end', value: String(keys.length) },
        { label: 'What they signed', value: 'stays as it is' },
      ],
      events: [
        () => ({
          type: 'person.left',
          body: { practice: desk.profile.practice, person: act.person, reason: act.reason },
        }),
        ...keys.map((key) => () => revocation(desk, key.key, act.reason)),
      ],
      store: () =>
        destroyKeys(
          desk,
          keys.map((key) => key.key),
        ),
      after: async () => sessions.closeAll(act.person),
      answer: { person: act.person },
    });
  };

const resetAct =
  (sessions: Sessions): ActHandler<'reset-pin'> =>
  (desk, signer, act) => {
    const own = act.person === signer.person;
    const refused = own ? null : needs(desk, signer, 'manage-people');
    if (refused !== null) return err(refused);
    const person = colleague(desk, act.person);
    if (!person.ok) return person;
    const made = newPersonKey(desk, act.pin);
    const old = keysOf(desk, act.person).filter((key) => key.use === 'sign' && key.desk === desk.profile.desk);
    return ok({
      ...plain,
      words: `${own ? 'You sign' : `${person.value.name} signs`} with a new key and a new PIN at this desk; the old key ends.`,
      facts: [
        { label: 'Person', value: person.value.name },
        { label: 'New key', value: made.signer.key },
        { label: 'Keys that end', value: old.map((key) => key.key.slice(0, 16)).join(', ') },
      ],
      // The new key first: a principal who resets their own PIN signs both with the key that ends.
      events: [() => registration(desk, act.person, made), ...old.map((key) => () => revocation(desk, key.key, act.reason))],
      store: () => {
        const known = desk.db.get(peopleSql.selectFrom('local_person').select('person').where('person', '=', act.person));
        if (known === undefined)
          desk.db.run(
            peopleSql.insertInto('local_person').values({
              person: act.person,
              name: person.value.name,
              added_at: desk.clock.now(),
              failed: 0,
              last_failed_at: null,
            }),
          );
        else desk.db.run(peopleSql.updateTable('local_person').set({ failed: 0, last_failed_at: null }).where('person', '=', act.person));
        storeKey(desk, act.person, made.stored);
        destroyKeys(
          desk,
          old.map((key) => key.key),
        );
      },
      after: async () => sessions.closeAll(act.person),
      answer: { person: act.person },
    });
  };

const revokeAct =
  (sessions: Sessions): ActHandler<'revoke-key'> =>
  (desk, signer, act) => {
    const key = registerOf(desk).keys.get(act.key);
    if (key === undefined || key.practice !== desk.profile.practice || key.revokedAt !== null)
      return err({
        status: 404,
        code: 'no-such-key',
        title: 'This key is not one of yours',
        detail: 'It is not a key of your practice, or it has ended already.',
        kept,
        next: 'Look at People and keys.',
      });
    const refused = key.person === signer.person ? null : needs(desk, signer, 'manage-people');
    if (refused !== null) return err(refused);
    const { person } = key;
    const lastSigning = key.use === 'sign' && person !== null && keysOf(desk, person).filter((other) => other.use === 'sign').length === 1;
    if (lastSigning && lastPrincipal(desk, person))
      return err({
        ...keepOne,
        detail: 'This is the only signing key of the only principal.',
        next: 'Reset the PIN instead: that makes a new key and ends this one.',
      });
    const name = person === null ? 'the desk' : (registerOf(desk).people.get(person)?.name ?? person);
    return ok({
      ...plain,
      words: `${key.use === 'passkey' ? 'A passkey' : 'The signing key'} of ${name} ends now.`,
      facts: [
        { label: 'Key', value: key.key },
        {
          label: 'What it signed',
          value: 'stays as it is; a suspected misuse before now is a dispute about named events',
        },
      ],
      warnings: lastSigning ? [`${name} cannot sign here any more until a principal resets their PIN.`] : [],
      events: [() => revocation(desk, act.key, act.reason)],
      store: () => destroyKeys(desk, [act.key]),
      after: async () => (key.use === 'sign' && person !== null ? sessions.closeAll(person) : undefined),
      answer: person === null ? {} : { person },
    });
  };

const gstAct: ActHandler<'gst'> = (desk, signer, act) => {
  const refused = needs(desk, signer, 'manage-settings');
  if (refused !== null) return err(refused);
  if (act.registered && act.from === null)
    return err({
      status: 422,
      code: 'gst-from',
      title: 'Since when is the practice registered for GST?',
      detail: 'The date is needed for every tax invoice.',
      where: 'from',
      kept,
      next: 'Enter the date of registration.',
    });
  const gst = { registered: act.registered, from: act.from, source: 'declared' as const };
  return ok({
    ...plain,
    words: act.registered
      ? `${desk.profile.legalName} is registered for GST from ${act.from ?? ''}, as it declares.`
      : `${desk.profile.legalName} is not registered for GST${act.from === null ? '' : ` from ${act.from}`}, as it declares.`,
    facts: [
      { label: 'GST', value: act.registered ? 'registered' : 'not registered' },
      { label: 'Source', value: 'declared by the practice' },
    ],
    events: [() => ({ type: 'practice.changed', body: { practice: desk.profile.practice, gst } })],
  });
};

/** Handlers of the acts about people, keys and registration. */
export const peopleActs = ({ sessions }: { readonly sessions: Sessions }): PeopleActs => ({
  person: personAct,
  roles: rolesAct,
  'person-left': leftAct(sessions),
  'reset-pin': resetAct(sessions),
  'revoke-key': revokeAct(sessions),
  gst: gstAct,
});
