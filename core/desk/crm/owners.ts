import type { OwnerView } from '../../contract/crm.ts';
import type { WorkspaceRole } from '../../domain/crm/workspace/role.ts';
import { ownersOf, ownerWords, seatsOf, type Workspaces } from '../../domain/crm/workspace/workspaces.ts';
import { seatOwner } from '../../domain/crm/workspace/owner.ts';
import { rolesAt } from '../../protocol/register/state.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { settingOf } from '../settings/store.ts';
import { workspacesSetting } from './settings.ts';

/** Who owns what at this desk, read once for a whole answer. */
export type Owners = {
  readonly workspaces: Workspaces;
  /** Everything the viewer owns through: themselves and their seats. */
  readonly mine: readonly string[];
  readonly view: (owner: string) => OwnerView;
  readonly nameOf: (person: string) => string | undefined;
};

type Person = { readonly person: string; readonly name: string };

/** People of this practice who have a role now, by name. Before the register answers there is the person who set the desk up. */
export const activePeople = (desk: DeskContext): readonly Person[] => {
  const register = desk.ledger.register();
  if (register === null) return [];
  return [...register.people.values()]
    .filter((one) => one.practice === desk.profile.practice && rolesAt(one, desk.ledger.size()).length > 0)
    .map(({ person, name }) => ({ person, name }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

/** Reads seats and names for one viewer. */
export const ownersFor = (desk: DeskContext, viewer: Person): Owners => {
  const workspaces = settingOf(desk, workspacesSetting);
  const register = desk.ledger.register();
  const nameOf = (person: string): string | undefined =>
    register?.people.get(person)?.name ?? (person === viewer.person ? viewer.name : undefined);
  const mine = ownersOf(workspaces, viewer.person);
  return {
    workspaces,
    mine,
    nameOf,
    view: (owner) => ({ owner, words: ownerWords(workspaces, owner, nameOf), you: mine.some((one) => one === owner) }),
  };
};

/** Everybody who can be named as owner: the people, then the seats. */
export const choosableOwners = (desk: DeskContext, owners: Owners, viewer: Person): readonly OwnerView[] => {
  const active = activePeople(desk);
  const people = active.some((one) => one.person === viewer.person) ? active : [viewer, ...active];
  return [
    ...people.map(({ person }) => owners.view(person)),
    ...seatsOf(owners.workspaces).map(({ seat }) => owners.view(seatOwner(seat.id))),
  ];
};

/** Name of a workspace. */
export const roleName = (owners: Owners, role: WorkspaceRole): string => owners.workspaces.roles[role].name;

/** The owner of a record by name, for its history; null for every other field. */
export const ownerFieldWords = (desk: DeskContext, field: string, value: JsonValue): string | null => {
  if (field !== 'owner' || typeof value !== 'string') return null;
  const register = desk.ledger.register();
  return ownerWords(settingOf(desk, workspacesSetting), value, (person) => register?.people.get(person)?.name);
};
