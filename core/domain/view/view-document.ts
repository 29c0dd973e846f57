import { z } from 'zod';
import { viewStateSchema } from '../contact/view/view-state.ts';

/** A saved view as a private record: what the list shows, whose it is, and where it stands. */
export const viewSchema = z
  .strictObject({
    list: z.literal('contacts'),
    name: z.string().min(1).max(60),
    state: viewStateSchema,
    /** The person whose view it is. */
    owner: z.string().min(1),
    ownerName: z.string(),
    shared: z.boolean(),
    pinned: z.boolean(),
    /** The list opens with it. */
    standard: z.boolean(),
  })
  .readonly();

export type ViewDocument = z.infer<typeof viewSchema>;
