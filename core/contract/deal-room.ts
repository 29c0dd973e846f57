import { z } from 'zod';
import { dealCard } from './pipeline.ts';
import { fileWhere } from './files.ts';
import { code, fileInput, instant, uuid } from './scalars.ts';

export const dealFileInput = z.object({ file: fileInput });

/** Practice and purpose that one thinks of passing papers to. */
export const roomQuestion = z.object({ recipient: uuid.optional(), purpose: code.optional() });

const leaving = z.object({ leaves: z.boolean(), why: z.string() });

/** Notes and papers of one deal, and what of them may leave for the practice that one thinks of. */
export const dealRoom = z.object({
  deal: dealCard,
  mayEdit: z.boolean(),
  notes: z.array(z.object({ id: uuid, revision: z.int(), text: z.string(), at: instant, by: z.string(), leaving })),
  activities: z.array(z.object({ id: uuid, words: z.string(), detail: z.string(), at: instant, leaving })),
  files: z.array(
    z.object({
      id: uuid,
      file: uuid,
      name: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      where: fileWhere,
      at: instant,
      by: z.string(),
      leaving,
    }),
  ),
  /** The gate's answer for the chosen practice and purpose; null while none is chosen. */
  answer: z.object({ recipient: uuid, purpose: code, may: z.boolean(), words: z.string(), until: instant.nullable() }).nullable(),
  practices: z.array(z.object({ practice: uuid, name: z.string() })),
  purposes: z.array(z.object({ code, name: z.string() })),
});
export type DealRoom = z.infer<typeof dealRoom>;
