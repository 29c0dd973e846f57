import { z } from 'zod';
import { noteRow, taskRow, ticketRow } from './contact-work.ts';
import { accessView, clockView, namedContact, ownerView, stageView, workspaceRole } from './crm.ts';
import { dealCard } from './pipeline.ts';
import { date, instant, uuid } from './scalars.ts';

export const healthView = z.object({
  score: z.int().min(0).max(100),
  band: z.enum(['healthy', 'watch', 'at-risk']),
  lines: z.array(z.object({ name: z.string(), points: z.int(), of: z.int(), why: z.string() })),
});
export type HealthView = z.infer<typeof healthView>;

export const queueQuery = z.object({
  owner: z.enum(['mine', 'all', 'nobody']).default('all'),
  /** A person as whom the workspace is looked at. */
  as: uuid.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const queueRow = z.object({
  contact: namedContact,
  stage: z.object({ id: z.string(), name: z.string() }),
  owner: ownerView.nullable(),
  since: instant,
  /** Time left for the first step after the hand-over. */
  clock: clockView,
  lastActivity: instant.nullable(),
  nextTask: z.object({ id: uuid, title: z.string(), due: date.nullable(), late: z.boolean() }).nullable(),
  openDeals: z.int(),
  dealCents: z.int(),
  openTickets: z.int(),
  lateTickets: z.int(),
  health: healthView.nullable(),
});
export type QueueRow = z.infer<typeof queueRow>;

export const workspaceQueue = z.object({
  access: accessView,
  /** Whose view this is when somebody looks as another person; null for one's own. */
  viewedAs: z.string().nullable(),
  rows: z.array(queueRow),
  total: z.int(),
  counts: z.object({ all: z.int(), mine: z.int(), nobody: z.int(), late: z.int() }),
  /** Contacts of the book that are in no workspace yet; only the first workspace says a number. */
  unplaced: z.int().nullable(),
});
export type WorkspaceQueue = z.infer<typeof workspaceQueue>;

export const routeInput = z.object({ most: z.int().min(1).max(1000) });
export const routedAnswer = z.object({ undo: uuid.nullable(), routed: z.int(), waiting: z.int(), why: z.array(z.string()) });

export const logRow = z.object({
  stage: z.string(),
  from: instant,
  to: instant.nullable(),
  durationMs: z.int(),
  by: z.string(),
  reason: z.string(),
  unmet: z.array(z.string()),
});

/** Everything about the work with one contact, in one call. */
export const contactWork = z.object({
  contact: namedContact,
  stage: stageView.omit({ rules: true }).extend({ since: instant.nullable() }),
  /** Stages that may follow, each with its criteria as this contact meets them. */
  next: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      criteria: z.string(),
      rules: z.array(z.object({ words: z.string(), met: z.boolean() })),
    }),
  ),
  log: z.array(logRow),
  place: z.object({ role: workspaceRole, name: z.string(), owner: ownerView.nullable(), since: instant }).nullable(),
  handOvers: z.array(
    z.object({
      id: uuid,
      from: z.string().nullable(),
      to: z.string(),
      owner: z.string().nullable(),
      at: instant,
      by: z.string(),
      reason: z.string(),
      routed: z.string().nullable(),
    }),
  ),
  handOverTo: z.array(workspaceRole),
  health: healthView,
  deals: z.array(dealCard),
  tickets: z.array(ticketRow),
  tasks: z.array(taskRow),
  notes: z.array(noteRow),
  may: z.object({ edit: z.boolean(), qualify: z.boolean(), deals: z.boolean(), tickets: z.boolean(), handOver: z.boolean() }),
});
export type ContactWork = z.infer<typeof contactWork>;

export const dashboardQuery = z.object({ months: z.coerce.number().int().min(1).max(36).default(12), as: uuid.optional() });

/** Figures of the book over whole months; each is counted from rows, and `rows` names the list behind it. */
export const dashboard = z.object({
  from: date,
  to: date,
  figures: z.array(z.object({ id: z.string(), label: z.string(), value: z.string(), words: z.string(), trend: z.array(z.int()) })),
  months: z.array(
    z.object({
      month: z.string(),
      words: z.string(),
      contacts: z.int(),
      won: z.int(),
      wonCents: z.int(),
      lost: z.int(),
      activities: z.int(),
    }),
  ),
  stages: z.array(
    z.object({ id: z.string(), name: z.string(), now: z.int(), entered: z.int(), wentOn: z.int(), medianDays: z.int().nullable() }),
  ),
  health: z.object({ healthy: z.int(), watch: z.int(), atRisk: z.int() }),
  roles: z.array(z.object({ role: workspaceRole, name: z.string(), contacts: z.int(), inTime: z.int(), late: z.int() })),
});
export type Dashboard = z.infer<typeof dashboard>;

/** The rows behind a figure or a bar. */
export const drillQuery = dashboardQuery.extend({
  figure: z.enum(['contacts', 'won', 'lost', 'activities', 'stage', 'entered', 'health', 'role']),
  /** A month "2026-08", a stage, a band or a role, by figure. */
  of: z.string().max(60).optional(),
});
export const drillRows = z.object({
  title: z.string(),
  rows: z.array(z.object({ contact: namedContact, what: z.string(), at: instant.nullable(), cents: z.int().nullable() })),
  total: z.int(),
});

/** What there is to do today: the Today page shows it. */
export const workToday = z.object({
  tasks: z.array(taskRow),
  tickets: z.array(ticketRow),
  leads: z.array(z.object({ contact: namedContact, role: workspaceRole, roleName: z.string(), clock: clockView })),
});
export type WorkToday = z.infer<typeof workToday>;
