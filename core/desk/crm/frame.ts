import type { CrmFrame } from '../../contract/crm.ts';
import { entryRuleWords } from '../../domain/crm/lifecycle/entry-rule.ts';
import { HAND_OVERS } from '../../domain/crm/workspace/hand-over.ts';
import { seatOwner } from '../../domain/crm/workspace/owner.ts';
import { WORKSPACE_ROLES } from '../../domain/crm/workspace/role.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import { settingOf } from '../settings/store.ts';
import { accessViews } from './access.ts';
import { activePeople, choosableOwners, ownersFor } from './owners.ts';
import { lifecycleSetting } from './settings.ts';

/** Stages, workspaces, seats, owners and what the person may do: what every page of work with contacts starts from. */
export const crmFrame = (desk: DeskContext, person: SignedInPerson): CrmFrame => {
  const owners = ownersFor(desk, person);
  return {
    stages: settingOf(desk, lifecycleSetting).stages.map(({ id, name, criteria, rules, next }) => ({
      id,
      name,
      criteria,
      rules: rules.map((rule) => ({ rule, words: entryRuleWords(rule) })),
      next: [...next],
    })),
    workspaces: WORKSPACE_ROLES.map((role) => ({
      role,
      name: owners.workspaces.roles[role].name,
      seats: owners.workspaces.roles[role].seats.map((seat) => {
        const owner = seatOwner(seat.id);
        return { owner, name: seat.name, person: seat.person, words: owners.view(owner).words };
      }),
      handOverTo: [...HAND_OVERS[role]],
    })),
    owners: [...choosableOwners(desk, owners, person)],
    people: [...activePeople(desk)],
    access: [...accessViews(desk, person.person)],
    mayEdit: notPermitted(desk, person.person, 'edit-contacts') === null,
    mayViewAs: notPermitted(desk, person.person, 'manage-people') === null,
  };
};
