import { DEFAULT_LIFECYCLE, type Lifecycle, lifecycleSchema } from '../../domain/crm/lifecycle/stages.ts';
import { DEFAULT_PIPELINES, type Pipelines, pipelinesSchema } from '../../domain/crm/pipeline/pipeline.ts';
import { DEFAULT_REFERRAL_BOARD, type ReferralBoardSetting, referralBoardSchema } from '../../domain/crm/pipeline/referral-steps.ts';
import { DEFAULT_ROUTING, type Routing, routingSchema } from '../../domain/crm/routing/route-lead.ts';
import {
  DEFAULT_SLA_POLICY,
  DEFAULT_WORKING_TIME,
  type SlaPolicy,
  slaPolicySchema,
  type WorkingTime,
  workingTimeSchema,
} from '../../domain/crm/sla/sla-policy.ts';
import { hoursText } from '../../domain/crm/sla/sla-words.ts';
import { WORKSPACE_ROLES } from '../../domain/crm/workspace/role.ts';
import { DEFAULT_WORKSPACES, seatsOf, type Workspaces, workspacesSchema } from '../../domain/crm/workspace/workspaces.ts';
import { formatPercentage, toBps } from '../../domain/money/bps.ts';
import type { SettingDefinition } from '../settings/store.ts';

/** Lifecycle stages of contacts: names, order, entry criteria, transitions (A004). */
export const lifecycleSetting: SettingDefinition<Lifecycle> = {
  name: 'lifecycle',
  title: 'Lifecycle stages',
  touches: 'Which stages a contact goes through, what each one asks for, and which may follow it.',
  schema: lifecycleSchema,
  permission: 'manage-settings',
  initial: () => DEFAULT_LIFECYCLE,
  words: ({ stages }) => stages.map((stage) => stage.name).join(' → '),
};

/** Pipelines of deals: stages, chances, what a drop asks for, what a card shows. */
export const pipelinesSetting: SettingDefinition<Pipelines> = {
  name: 'pipelines',
  title: 'Pipelines',
  touches: 'Columns of the board, weighted sums, when a deal goes stale, and what a stage asks for.',
  schema: pipelinesSchema,
  permission: 'manage-settings',
  initial: () => DEFAULT_PIPELINES,
  words: ({ pipelines }) => pipelines.map((one) => `${one.name} (${String(one.stages.length)} stages)`).join(', '),
};

/** How new contacts find their owner, per workspace (A005). */
export const routingSetting: SettingDefinition<Routing> = {
  name: 'routing',
  title: 'Lead routing',
  touches: 'Who takes a contact that enters a workspace without a named owner.',
  schema: routingSchema,
  permission: 'manage-settings',
  initial: () => DEFAULT_ROUTING,
  words: ({ roles }) => WORKSPACE_ROLES.map((role) => `${role}: ${roles[role].method}`).join(', '),
};

/** The four workspaces: their names and seats, and who has each (A003, A015). */
export const workspacesSetting: SettingDefinition<Workspaces> = {
  name: 'workspaces',
  title: 'Workspaces and seats',
  touches: 'Who acts in which workspace. Work of a seat goes to whoever has it.',
  schema: workspacesSchema,
  permission: 'manage-people',
  initial: () => DEFAULT_WORKSPACES,
  words: (workspaces) => {
    const seats = seatsOf(workspaces);
    const taken = seats.filter(({ seat }) => seat.person !== null).length;
    return `${String(seats.length)} seats, ${String(taken)} taken, ${String(seats.length - taken)} to be announced`;
  },
};

/** Working hours per workspace, and corrections of the public holidays (A013). */
export const workingTimeSetting: SettingDefinition<WorkingTime> = {
  name: 'working-time',
  title: 'Working hours and holidays',
  touches: 'When the clocks of leads and tickets run.',
  schema: workingTimeSchema,
  permission: 'manage-settings',
  initial: () => DEFAULT_WORKING_TIME,
  words: ({ roles, holidays }) =>
    `${WORKSPACE_ROLES.map((role) => `${role}: ${roles[role].zone}, holidays of ${roles[role].holidaysOf ?? 'no state'}`).join('; ')}; ${String(holidays.length)} corrections`,
};

/** Promises: how long leads and tickets may wait, in working time (A013). */
export const slaSetting: SettingDefinition<SlaPolicy> = {
  name: 'service-promises',
  title: 'Service promises',
  touches: 'When a lead or ticket is due, in working time of the workspace that has it.',
  schema: slaPolicySchema,
  permission: 'manage-settings',
  initial: () => DEFAULT_SLA_POLICY,
  words: ({ leads, tickets }) =>
    `Leads within ${hoursText(leads.bd * 60_000)}, urgent tickets answered within ${hoursText(tickets.urgent.respond * 60_000)}`,
};

/** The board of referrals: how likely a referral settles at each step, and how long a step usually takes. */
export const referralBoardSetting: SettingDefinition<ReferralBoardSetting> = {
  name: 'referral-board',
  title: 'Board of referrals',
  touches: 'Weighted sums of the board of referrals, and when a card is marked as slow. It changes no handshake and no money.',
  schema: referralBoardSchema,
  permission: 'manage-settings',
  initial: () => DEFAULT_REFERRAL_BOARD,
  words: ({ steps }) =>
    steps
      .map(({ probability }) => toBps(probability))
      .map((share) => (share.ok ? formatPercentage(share.value) : ''))
      .join(', '),
};

/** The settings of work with contacts. */
export const crmSettings: readonly SettingDefinition[] = [
  workspacesSetting,
  lifecycleSetting,
  pipelinesSetting,
  routingSetting,
  workingTimeSetting,
  slaSetting,
  referralBoardSetting,
];
