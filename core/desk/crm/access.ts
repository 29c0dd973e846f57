import type { AccessView } from '../../contract/crm.ts';
import {
  ACTS_OF,
  type AccessReason,
  mayAct,
  type WorkspaceAccess,
  workspaceAccess,
  type WorkspaceAct,
} from '../../domain/crm/workspace/access.ts';
import type { WorkspaceRole } from '../../domain/crm/workspace/role.ts';
import { permits } from '../../domain/permission/permission.ts';
import { rolesOf } from '../api.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { workspacesSetting } from './settings.ts';

const WHY: Readonly<Record<AccessReason, string>> = {
  seat: 'You act here: you have a seat in this workspace',
  'leads-the-practice': 'You act here because you manage the people of the practice',
  'seat-open': 'Nobody has a seat here yet, so everybody who may edit contacts acts here',
  'not-seated': 'You have no seat here; you may look',
  'role-may-not': 'Your role does not edit contacts; you may look',
};

/** What a person may do in each workspace, from their register roles and the seats. */
export const accessOf = (desk: DeskContext, person: string): readonly WorkspaceAccess[] => {
  const roles = rolesOf(desk, person);
  return workspaceAccess(settingOf(desk, workspacesSetting), person, (permission) => permits(roles, permission));
};

/** The same in words, for the window. */
export const accessViews = (desk: DeskContext, person: string): readonly AccessView[] => {
  const { roles } = settingOf(desk, workspacesSetting);
  return accessOf(desk, person).map((one) => ({
    role: one.role,
    name: roles[one.role].name,
    see: one.see,
    act: one.act,
    why: WHY[one.reason],
    acts: one.act ? [...ACTS_OF[one.role]] : [],
  }));
};

const ACT_WORDS: Readonly<Record<WorkspaceAct, string>> = {
  qualify: 'change lifecycle stages',
  'work-deals': 'work on deals',
  'work-tickets': 'work on tickets',
  'see-health': 'see account health',
  'see-dashboard': 'see the dashboard',
  'hand-over': 'hand contacts over',
};

const notSeated = (words: string, next: string): Refusal => ({
  status: 403,
  code: 'not-seated',
  title: 'This belongs to another workspace',
  detail: words,
  kept: 'Nothing was changed.',
  next,
});

/** A refusal when no workspace of the person has the act; null when one does. Checked in each service, not only in the window. */
export const actRefused = (desk: DeskContext, person: string, act: WorkspaceAct): Refusal | null =>
  mayAct(accessOf(desk, person), act)
    ? null
    : notSeated(
        `You have no seat in a workspace in which people ${ACT_WORDS[act]}.`,
        'Ask whoever manages the people of the practice to give you a seat, or hand the contact over.',
      );

/** A refusal when the person may not act in this one workspace. */
export const workspaceRefused = (desk: DeskContext, person: string, role: WorkspaceRole): Refusal | null => {
  const access = accessOf(desk, person).find((one) => one.role === role);
  if (access?.act === true) return null;
  const { name } = settingOf(desk, workspacesSetting).roles[role];
  return notSeated(
    `You have no seat in the workspace ${name}.`,
    'Ask its people to do it, or whoever manages the people of the practice for a seat.',
  );
};
