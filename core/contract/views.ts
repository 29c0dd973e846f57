import { z } from 'zod';
import { viewStateSchema } from '../domain/contact/view/view-state.ts';
import { uuid } from './scalars.ts';

const name = z.string().trim().min(1, 'A view needs a name').max(60);

/** A view that a person saves: shared with everybody at this desk, or theirs alone. */
export const viewInput = z.strictObject({
  name,
  state: viewStateSchema,
  shared: z.boolean(),
  pinned: z.boolean(),
  /** The list opens with it, for those who can see it. */
  standard: z.boolean(),
});
export type ViewInput = z.infer<typeof viewInput>;

export const viewChange = viewInput.partial().extend({ revision: z.int().min(1).nullable() });

/** A view of the list of contacts. Those that the program ships have no revision and cannot be changed. */
export const savedView = z.object({
  id: z.string(),
  name: z.string(),
  state: viewStateSchema,
  shared: z.boolean(),
  pinned: z.boolean(),
  standard: z.boolean(),
  revision: z.int().nullable(),
  owner: z.object({ person: z.string(), name: z.string(), you: z.boolean() }).nullable(),
});
export type SavedView = z.infer<typeof savedView>;

export const savedViews = z.object({ views: z.array(savedView) });
export const viewSaved = z.object({ id: uuid, undo: uuid });
