import { z } from 'zod';
import { fileInput, instant, pin, uuid } from './scalars.ts';

/** `POST /api/setup/desk`: a new computer is set up with the invitation of another desk of the practice. */
export const setupDeskInput = z.object({ invitation: fileInput, pin });
/** `POST /api/setup/desk/answer`: the first desk's answer to the request of this one. */
export const deskAnswerInput = z.object({ answer: fileInput });
/** `POST /api/desks/invite`: for whom the new desk is set up. */
export const inviteDeskInput = z.object({ person: uuid });

const conflictField = z.object({ field: z.string(), name: z.string(), stands: z.string(), wanted: z.string() });

/** `GET /api/desks`: the desks of the practice, how far the shared book is followed, and what waits for a person. */
export const desksView = z.object({
  shared: z.boolean(),
  server: z.boolean(),
  desks: z.array(
    z.object({
      desk: uuid,
      here: z.boolean(),
      till: z.boolean(),
      people: z.array(z.string()),
      since: instant.nullable(),
      state: z.enum(['active', 'revoked']),
      /** True when it reads the shared book. */
      shares: z.boolean(),
      answer: z.boolean(),
      /** The network office ended it, and files are still sealed to a key that it holds. */
      renew: z.boolean(),
    }),
  ),
  book: z
    .object({
      entries: z.int(),
      waiting: z.int(),
      notTakenIn: z.array(z.object({ no: z.int(), why: z.string() })),
      stopped: z.object({ code: z.string(), why: z.string() }).nullable(),
      /** Files that are not at the server whole, files that are not on this computer, and why one of them does not move, in words. */
      files: z.object({ toSend: z.int(), toBring: z.int(), problem: z.string().nullable() }),
    })
    .nullable(),
  conflicts: z.array(
    z.object({
      operation: uuid,
      kind: z.string(),
      record: z.string(),
      label: z.string(),
      subject: z.string().nullable(),
      by: z.string(),
      at: instant,
      standsBy: z.string(),
      standsAt: instant.nullable(),
      fields: z.array(conflictField),
    }),
  ),
});
export type DesksView = z.infer<typeof desksView>;

/** `POST /api/desks/conflicts/:operation`: which of the two holds. */
export const conflictChoiceInput = z.object({ choice: z.enum(['stands', 'wanted']) });
export const conflictChosen = z.object({ operation: uuid });
