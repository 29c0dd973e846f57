import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { instantSchema } from '../../time/instant.ts';
import { textSchema } from '../contact-work/text.ts';
import { checkPauses } from '../sla/sla-clock.ts';
import { PRIORITIES } from '../sla/sla-policy.ts';
import { ownerSchema } from '../workspace/owner.ts';
import { WORKSPACE_ROLES } from '../workspace/role.ts';

const pauseSchema = z.strictObject({
  from: instantSchema,
  to: instantSchema.nullable(),
  reason: z.string().trim().min(1, 'Say why the clock stands').max(300),
});

/** A matter that a contact wants solved, with two promises: a first answer, and a solution. */
export const ticketSchema = z
  .strictObject({
    contact: uuid,
    subject: z.string().trim().min(1, 'Say in a few words what it is about').max(300),
    text: textSchema,
    priority: z.enum(PRIORITIES),
    /** Workspace whose working hours its clocks run in. */
    role: z.enum(WORKSPACE_ROLES),
    owner: ownerSchema.nullable(),
    openedAt: instantSchema,
    /** When somebody first answered; stops the first clock. */
    respondedAt: instantSchema.nullable(),
    /** When it was solved; stops the second clock. Null again when it is opened again. */
    solvedAt: instantSchema.nullable(),
    /** How it was solved. */
    solution: textSchema,
    /** Times in which the clocks stand. Both stand together. */
    pauses: z.array(pauseSchema).max(200),
  })
  .check((context) => {
    const { openedAt, pauses, respondedAt, solvedAt } = context.value;
    const order = checkPauses({ startedAt: openedAt, pauses });
    if (!order.ok)
      context.issues.push({
        code: 'custom',
        message: 'The pauses overlap or do not fit',
        path: ['pauses', order.error.index],
        input: pauses,
      });
    for (const [field, at] of [
      ['respondedAt', respondedAt],
      ['solvedAt', solvedAt],
    ] as const)
      if (at !== null && at < openedAt)
        context.issues.push({ code: 'custom', message: 'This is earlier than the ticket was opened', path: [field], input: at });
  });

export type TicketDocument = z.output<typeof ticketSchema>;

export type TicketState = 'open' | 'waiting' | 'solved';

/** Open, waiting for somebody else (its clocks stand), or solved. */
export const ticketState = ({ pauses, solvedAt }: Pick<TicketDocument, 'pauses' | 'solvedAt'>): TicketState =>
  solvedAt !== null ? 'solved' : pauses.at(-1)?.to === null ? 'waiting' : 'open';
