import { z } from 'zod';

/** What the sample's network programs are given. */
export const hostSettings = z.object({ folder: z.string(), start: z.string(), port: z.int(), mailPort: z.int() });

export const toHost = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('set-clock'), instant: z.string() }),
  z.object({ ask: z.literal('close') }),
]);
export type ToHost = z.infer<typeof toHost>;

export const fromHost = z.discriminatedUnion('say', [
  z.object({
    say: z.literal('open'),
    url: z.string(),
    setupCode: z.string(),
    logKey: z.string(),
    witnessKey: z.string(),
    authority: z.string(),
    authorityRoot: z.string(),
  }),
  z.object({ say: z.literal('failed'), why: z.string() }),
]);
export type FromHost = z.infer<typeof fromHost>;
