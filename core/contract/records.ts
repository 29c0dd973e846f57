import { z } from 'zod';
import { instant, uuid } from './scalars.ts';

/** A change that somebody else overtook: both values of each field. */
export const changeConflict = z.object({
  field: z.string(),
  name: z.string(),
  yours: z.string(),
  theirs: z.string(),
  by: z.string(),
  at: instant,
});
export type ChangeConflict = z.infer<typeof changeConflict>;

/** One change of one record, as people read it. */
export const historyEntry = z.object({
  operation: uuid,
  group: uuid,
  at: instant,
  by: z.string(),
  kind: z.string(),
  record: uuid,
  act: z.enum(['create', 'change', 'remove', 'return', 'erase']),
  words: z.string(),
  changes: z.array(
    z.object({
      field: z.string(),
      name: z.string(),
      before: z.string(),
      after: z.string(),
      /** The field does not say `before` now, so it can be brought back. */
      restorable: z.boolean(),
    }),
  ),
});
export type HistoryEntry = z.infer<typeof historyEntry>;
export const recordHistory = z.object({ entries: z.array(historyEntry), more: z.boolean() });

export const restoreField = z.object({ operation: uuid, field: z.string().min(1).max(200) });

/** Groups of changes, newest first; `undone` names the group that took it back. */
export const changeGroups = z.object({
  groups: z.array(
    z.object({
      group: uuid,
      at: instant,
      by: z.string(),
      mine: z.boolean(),
      words: z.string(),
      records: z.int(),
      undone: uuid.nullable(),
      undoes: uuid.nullable(),
    }),
  ),
});

/** What taking a group back did; `kept` is what stayed because it was changed since. */
export const undone = z.object({
  undo: uuid,
  records: z.int(),
  kept: z.array(z.object({ kind: z.string(), record: uuid, label: z.string(), why: z.string() })),
});
