import { z } from 'zod';
import { activitySchema } from '../domain/crm/contact-work/activity.ts';
import { noteSchema } from '../domain/crm/contact-work/note.ts';
import { saidSchema } from '../domain/crm/contact-work/text.ts';
import { PRIORITIES } from '../domain/crm/sla/sla-policy.ts';
import { taskSchema } from '../domain/crm/task/task-document.ts';
import { ownerSchema } from '../domain/crm/workspace/owner.ts';
import { clockView, namedContact, ownerView, workspaceRole } from './crm.ts';
import { date, instant, uuid } from './scalars.ts';

/**
 * An edit names the revision it was made on; fields that somebody else changed since are refused with both values. Null writes over
 * whatever is there, which the window sends once a person has seen both values.
 */
const edit = <S extends z.ZodRawShape>(fields: z.ZodObject<S>) => z.object({ revision: z.int().min(1).nullable(), set: fields.partial() });

export const noteInput = z.object({
  ...noteSchema.omit({ at: true }).shape,
  deal: uuid.nullable().default(null),
  pinned: z.boolean().default(false),
});
export const noteEdit = edit(noteSchema.pick({ text: true, pinned: true }));
export const noteRow = z.object({
  id: uuid,
  revision: z.int(),
  text: z.string(),
  pinned: z.boolean(),
  deal: uuid.nullable(),
  at: instant,
  by: z.string(),
});

export const activityInput = z.object({ ...activitySchema.shape, deal: uuid.nullable().default(null) });
export const activityEdit = edit(activitySchema.omit({ contact: true }));

export const taskInput = z.object({
  ...taskSchema.omit({ doneAt: true }).shape,
  deal: uuid.nullable().default(null),
  text: taskSchema.shape.text.default(''),
});
export const taskEdit = edit(taskSchema.omit({ contact: true, deal: true, doneAt: true }));
export const taskRow = z.object({
  id: uuid,
  revision: z.int(),
  contact: namedContact.nullable(),
  deal: uuid.nullable(),
  title: z.string(),
  text: z.string(),
  owner: ownerView,
  due: date.nullable(),
  remindAt: instant.nullable(),
  priority: z.enum(PRIORITIES),
  doneAt: instant.nullable(),
  state: z.enum(['done', 'late', 'today', 'later', 'undated']),
  /** The reminder's time has come. */
  reminding: z.boolean(),
});
export type TaskRow = z.infer<typeof taskRow>;
export const taskQuery = z.object({
  view: z.enum(['open', 'mine', 'late', 'today', 'reminders', 'done']).default('mine'),
  contact: uuid.optional(),
});
export const taskList = z.object({
  rows: z.array(taskRow),
  counts: z.object({ open: z.int(), mine: z.int(), late: z.int(), today: z.int(), reminders: z.int(), done: z.int() }),
});

export const ticketInput = z.object({
  contact: uuid,
  subject: z.string().trim().min(1, 'Say in a few words what it is about').max(300),
  text: saidSchema.or(z.literal('')),
  priority: z.enum(PRIORITIES),
  role: workspaceRole.default('cs'),
  owner: ownerSchema.nullable().default(null),
});
export const ticketEdit = edit(ticketInput.omit({ contact: true }).extend({ role: workspaceRole, owner: ownerSchema.nullable() }));
export const ticketActInput = z.discriminatedUnion('act', [
  z.object({ act: z.literal('respond') }),
  z.object({ act: z.literal('pause'), reason: z.string().trim().min(1, 'Say why the clock stands').max(300) }),
  z.object({ act: z.literal('resume') }),
  z.object({ act: z.literal('solve'), solution: saidSchema }),
  z.object({ act: z.literal('reopen') }),
]);
export const ticketRow = z.object({
  id: uuid,
  revision: z.int(),
  contact: namedContact,
  subject: z.string(),
  text: z.string(),
  priority: z.enum(PRIORITIES),
  role: workspaceRole,
  owner: ownerView.nullable(),
  state: z.enum(['open', 'waiting', 'solved']),
  openedAt: instant,
  solvedAt: instant.nullable(),
  solution: z.string(),
  respond: clockView,
  solve: clockView,
  pauses: z.array(z.object({ from: instant, to: instant.nullable(), reason: z.string() })),
});
export type TicketRow = z.infer<typeof ticketRow>;
export const ticketQuery = z.object({
  view: z.enum(['open', 'mine', 'late', 'waiting', 'solved']).default('open'),
  contact: uuid.optional(),
});
export const ticketList = z.object({
  rows: z.array(ticketRow),
  counts: z.object({ open: z.int(), mine: z.int(), late: z.int(), waiting: z.int(), solved: z.int() }),
});
