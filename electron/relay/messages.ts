import { z } from 'zod';

const headerList = z.array(z.tuple([z.string(), z.string()])).readonly();
const bytes = z.instanceof(Uint8Array);

/** What the main process tells the data process. `id` numbers requests within one data process. */
export const toDesk = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: z.int(),
    method: z.string(),
    url: z.string(),
    headers: headerList,
    body: z.union([bytes, z.null()]),
  }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
  z.object({ kind: z.literal('lock') }),
  z.object({ kind: z.literal('close') }),
]);

/** What the data process answers: one `head`, any number of `chunk`, then `end` or `broken`, per request. */
export const fromDesk = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('unopened'), reason: z.string() }),
  z.object({ kind: z.literal('head'), id: z.int(), status: z.int(), headers: headerList }),
  z.object({ kind: z.literal('chunk'), id: z.int(), bytes }),
  z.object({ kind: z.literal('end'), id: z.int() }),
  z.object({ kind: z.literal('broken'), id: z.int() }),
  z.object({ kind: z.literal('closed') }),
]);

export type ToDesk = z.infer<typeof toDesk>;
export type FromDesk = z.infer<typeof fromDesk>;
