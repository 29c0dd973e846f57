import { z } from 'zod';

/** Sample desks that were made beside a data folder. `link` opens one in a browser, once; null where the shell serves none. */
export const loadedDemo = z.object({
  out: z.string(),
  signIn: z.object({ pin: z.string() }),
  desks: z.array(
    z.object({
      name: z.string(),
      folder: z.string(),
      people: z.array(z.string()),
      link: z.string().nullable(),
    }),
  ),
});
export type LoadedDemo = z.infer<typeof loadedDemo>;

/** Whether this program can make the samples. */
export const demoState = z.object({ available: z.boolean() });
