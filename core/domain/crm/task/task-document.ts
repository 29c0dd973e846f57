import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { instantSchema } from '../../time/instant.ts';
import { localDateSchema } from '../../time/local-date.ts';
import { textSchema } from '../contact-work/text.ts';
import { PRIORITIES } from '../sla/sla-policy.ts';
import { ownerSchema } from '../workspace/owner.ts';

/** Something somebody will do, about a contact or about nobody. */
export const taskSchema = z.strictObject({
  contact: uuid.nullable(),
  deal: uuid.nullable(),
  title: z.string().trim().min(1, 'Say what is to be done').max(300),
  text: textSchema,
  owner: ownerSchema,
  due: localDateSchema.nullable(),
  remindAt: instantSchema.nullable(),
  priority: z.enum(PRIORITIES),
  doneAt: instantSchema.nullable(),
});

export type TaskDocument = z.output<typeof taskSchema>;
