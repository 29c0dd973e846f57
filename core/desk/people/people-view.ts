import type { PeopleView } from '../../contract/desk.ts';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import { activePeople, type KeyFacts, type PersonFacts, type Register, rolesAt, tillAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { peopleSql } from '../keys/tables.ts';

type Recognised = PeopleView['people'][number]['recognised'];

/** Highest `n` of each stream that the office says it holds, from the newest file it sent. Empty before it has sent one. */
const seenByOffice = (desk: DeskContext, office: string): Readonly<Record<string, number>> => {
  const row = desk.db.get(
    ledgerSql
      .selectFrom('exchange_file')
      .select('seen')
      .where('direction', '=', 'received')
      .where('practice', '=', office)
      .orderBy('seq', 'desc')
      .limit(1),
  );
  const seen: unknown = row === undefined ? {} : JSON.parse(row.seen);
  return typeof seen === 'object' && seen !== null
    ? Object.fromEntries(Object.entries(seen).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
    : {};
};

/**
 * Whether the office holds the event that states something: what the registrar stated is in the register; what a practice
 * states counts at once, and is "recognised by practice, not yet in register" until a file of the office says that it has seen it.
 */
const recognisedBy = (desk: DeskContext, register: Register): ((event: string) => Recognised) => {
  if (desk.profile.kind === 'office') return () => 'in-register';
  const seen = seenByOffice(desk, register.office);
  return (hash) => {
    const event = desk.ledger.event(hash);
    if (event === undefined) return 'by-practice';
    if (register.keys.get(event.stream)?.use === 'registrar') return 'in-register';
    return (seen[event.stream] ?? -1) >= event.n ? 'in-register' : 'by-practice';
  };
};

/** People, keys and roles of this practice, as the register at this desk says. */
export const peopleView = (desk: DeskContext, viewer: string): PeopleView => {
  const register = registerOf(desk);
  const { practice } = desk.profile;
  const size = desk.ledger.size();
  const recognised = recognisedBy(desk, register);
  const labels = new Map(desk.db.all(peopleSql.selectFrom('passkey').selectAll()).map((row) => [row.key, row]));
  const keysOf = (person: string): readonly KeyFacts[] =>
    [...register.keys.values()].filter((key) => key.person === person).toSorted((a, b) => a.from - b.from);
  const people = [...register.people.values()]
    .filter((person) => person.practice === practice)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const row = (person: PersonFacts): PeopleView['people'][number] => {
    const keys = keysOf(person.person);
    const counting = keys.filter((key) => key.revokedAt === null).map((key) => recognised(key.event));
    return {
      person: person.person,
      name: person.name,
      roles: [...(rolesAt(person, size).length > 0 ? rolesAt(person, size) : (person.roles.at(-1)?.roles ?? []))],
      state: rolesAt(person, size).length > 0 ? 'active' : 'left',
      recognised: counting.includes('by-practice') ? 'by-practice' : 'in-register',
      keys: keys.map((key) => {
        const label = labels.get(key.key);
        const here = key.desk === desk.profile.desk ? 'at this desk' : 'at another desk';
        return {
          key: key.key,
          use: key.use === 'passkey' ? ('passkey' as const) : ('sign' as const),
          words: key.use === 'passkey' ? (label?.label ?? `Passkey ${here}`) : `Signing key ${here}`,
          since: atOf(desk, key.from),
          revokedAt: key.revokedAt === null ? null : atOf(desk, key.revokedAt),
          kind: key.use === 'passkey' ? (label?.kind ?? (key.credential?.backupEligible === true ? 'synced' : 'passkey')) : 'ed25519',
        };
      }),
      you: person.person === viewer,
    };
  };
  return {
    practice: register.practices.get(practice)?.legalName ?? desk.profile.legalName,
    soleSignatory: activePeople(register, practice, size).length === 1,
    people: people.map(row),
    desk: {
      desk: desk.profile.desk,
      keys: [
        { use: 'desk', key: desk.keys.desk.key },
        { use: 'log', key: desk.keys.log.vkey },
        { use: 'pack', key: desk.keys.pack.vkey },
      ],
      till: tillAt(register, practice, size) === desk.profile.desk,
    },
  };
};

const atOf = (desk: DeskContext, index: number): string => desk.ledger.rows.byIndex(index)?.at ?? desk.clock.now();
