import type { Permission } from '../../permission/permission.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from './role.ts';
import { seatsOf, type Workspaces } from './workspaces.ts';

/** What can be done in a workspace. Notes, tasks and activities are open to whoever may edit contacts and are not listed. */
export const WORKSPACE_ACTS = ['qualify', 'work-deals', 'work-tickets', 'see-health', 'see-dashboard', 'hand-over'] as const;

export type WorkspaceAct = (typeof WORKSPACE_ACTS)[number];

/** Own actions of each workspace. */
export const ACTS_OF: Readonly<Record<WorkspaceRole, readonly WorkspaceAct[]>> = {
  bd: ['qualify', 'hand-over'],
  sales: ['qualify', 'work-deals', 'hand-over'],
  cs: ['qualify', 'work-tickets', 'see-health', 'hand-over'],
  cmo: ['see-dashboard', 'see-health', 'hand-over'],
};

/** Why somebody may or may not act in a workspace. */
export type AccessReason = 'seat' | 'leads-the-practice' | 'seat-open' | 'not-seated' | 'role-may-not';

export interface WorkspaceAccess {
  readonly role: WorkspaceRole;
  /** May look at it: the register role lets the person see clients. */
  readonly see: boolean;
  /** May act in it. */
  readonly act: boolean;
  readonly reason: AccessReason;
}

/**
 * What one person may do in each workspace. The register role comes first: who may not edit contacts acts nowhere. Then the seats: who has
 * one acts there, and who manages the people acts everywhere. While no seat of a workspace is taken, whoever may edit contacts acts in it,
 * so that nothing is stuck before the seats are assigned.
 */
export const workspaceAccess = (
  workspaces: Workspaces,
  person: string,
  may: (permission: Permission) => boolean,
): readonly WorkspaceAccess[] =>
  WORKSPACE_ROLES.map((role) => {
    const see = may('see-clients');
    if (!may('edit-contacts')) return { role, see, act: false, reason: 'role-may-not' };
    const seats = seatsOf(workspaces).filter((placed) => placed.role === role);
    if (seats.some(({ seat }) => seat.person === person)) return { role, see, act: true, reason: 'seat' };
    if (may('manage-people')) return { role, see, act: true, reason: 'leads-the-practice' };
    if (seats.every(({ seat }) => seat.person === null)) return { role, see, act: true, reason: 'seat-open' };
    return { role, see, act: false, reason: 'not-seated' };
  });

/** Whether a person may do an act: in at least one workspace that has it and lets them act. */
export const mayAct = (access: readonly WorkspaceAccess[], act: WorkspaceAct): boolean =>
  access.some((one) => one.act && ACTS_OF[one.role].includes(act));
