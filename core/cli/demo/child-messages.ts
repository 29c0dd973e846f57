import { z } from 'zod';

/** What the demo asks of a desk's process over its channel; everything else goes over HTTP. */
export const fromParent = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('set-clock'), id: z.int(), instant: z.string() }),
  z.object({ ask: z.literal('close'), id: z.int() }),
]);
export type FromParent = z.infer<typeof fromParent>;

/** What a desk's process answers. */
export const fromChild = z.discriminatedUnion('say', [
  z.object({ say: z.literal('open'), link: z.string(), windowLink: z.string() }),
  z.object({ say: z.literal('done'), id: z.int() }),
  z.object({ say: z.literal('failed'), why: z.string() }),
]);
export type FromChild = z.infer<typeof fromChild>;

/** How a desk's process is started. */
export const childSettings = z.object({
  folder: z.enum(['office', 'smith', 'abc', 'smith2']),
  dataFolder: z.string(),
  keyFolder: z.string(),
  seed: z.int(),
  start: z.string(),
  statedOrigin: z.string(),
  /** Keeps in step with its server by itself. */
  live: z.boolean().optional(),
  /** Folder of the built window, where the desk shows one. */
  windowDir: z.string().optional(),
});
export type ChildSettings = z.infer<typeof childSettings>;
