import { z } from 'zod';
import { contactView } from './contacts.ts';
import { contactWork } from './workspaces.ts';

/** The page of a contact, complete: facts, timeline, sharing, referrals, work. `revision` goes back with a change. */
export const contactPage = contactView.extend({
  work: contactWork,
  revision: z.int(),
  /** Facts that the form does not show, and cells of an import that could not be read as what their column says. */
  more: z.array(z.object({ label: z.string(), value: z.string(), kind: z.enum(['detail', 'unread']) })),
});
export type ContactPage = z.infer<typeof contactPage>;
