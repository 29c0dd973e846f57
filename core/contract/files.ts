import { z } from 'zod';
import { uuid } from './scalars.ts';

/** Where the content of a kept file is: on this computer; at the server, from where it is brought; still with the desk that keeps it. */
export const fileWhere = z.enum(['here', 'at-server', 'coming']);
export type FileWhere = z.infer<typeof fileWhere>;

/** What `POST /files/:id/bring` and `POST /documents/:id/bring` end with: the file is on this computer. */
export const fileBrought = z.object({ id: uuid });
