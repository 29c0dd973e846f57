import { z } from 'zod';
import { IMPORT_FIELDS, POLICIES } from '../domain/contact/import-policy.ts';
import { date, instant, uuid } from './scalars.ts';

export const importCell = z.object({
  row: z.int(),
  column: z.string(),
  severity: z.enum(['blocks', 'warns']),
  code: z.string(),
  message: z.string(),
  value: z.string(),
});

/** What is done with a row: a new contact, a change of the one it belongs to, or nothing. */
const act = z.enum(['add', 'update', 'leave-out']);
const state = z.enum(['new', 'changed', 'same', 'duplicate', 'bad']);

/** One field in which a row and the contact it belongs to differ, in words. */
const difference = z.object({
  field: z.string(),
  name: z.string(),
  ours: z.string(),
  file: z.string(),
  becomes: z.string(),
  taken: z.boolean(),
});

export const importPreview = z.object({
  import: uuid,
  fileName: z.string(),
  format: z.string(),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  /** The file came unasked, and it was decided to keep it. */
  unasked: z.boolean(),
  /** How the columns are read, what the program recognises, and the saved mappings for these column names. */
  reading: z.object({
    by: z.enum(['recognised', 'saved', 'chosen']),
    name: z.string(),
    recognised: z.string(),
    saved: z.array(z.string()),
  }),
  mapping: z.array(z.object({ column: z.string(), field: z.string().nullable(), sample: z.string() })),
  fields: z.array(z.object({ field: z.string(), name: z.string() })),
  /** `rows` is the sum of the others. */
  counts: z.object({ rows: z.int(), new: z.int(), changed: z.int(), same: z.int(), duplicates: z.int(), bad: z.int() }),
  /** What the import would do as it stands: `rows` is the sum of these and of the bad rows. */
  acts: z.object({ add: z.int(), update: z.int(), leaveOut: z.int() }),
  /** What is done with every possible duplicate that is not decided for itself. */
  duplicates: act,
  /** Fields in which rows differ from their contacts, and what an update does with each. */
  policies: z.array(
    z.object({ field: z.enum(IMPORT_FIELDS), name: z.string(), policy: z.enum(POLICIES), choices: z.array(z.enum(POLICIES)) }),
  ),
  rows: z.array(
    z.object({
      row: z.int(),
      state,
      name: z.string(),
      cells: z.record(z.string(), z.string()),
      problems: z.array(importCell),
      /** Why the row is no plain new contact; null where there is nothing to say. */
      words: z.string().nullable(),
      match: z.object({ contact: uuid, name: z.string() }).nullable(),
      differences: z.array(difference),
      act: act.nullable(),
      acts: z.array(act),
    }),
  ),
  findings: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const importChange = z.object({
  /** Name of a saved mapping to read the columns by; null: as the program recognises them. */
  reading: z.string().max(200).nullable().optional(),
  mapping: z.array(z.object({ column: z.string(), field: z.string().nullable() })).optional(),
  fixes: z
    .array(z.object({ row: z.int(), column: z.string(), value: z.string().max(65_536) }))
    .max(1000)
    .optional(),
  policies: z
    .array(z.object({ field: z.enum(IMPORT_FIELDS), policy: z.enum(POLICIES) }))
    .max(IMPORT_FIELDS.length)
    .optional(),
  duplicates: act.optional(),
  /** `act` null takes the decision back. */
  decisions: z
    .array(z.object({ row: z.int(), act: act.nullable() }))
    .max(5000)
    .optional(),
});

export const importCommit = z.object({
  name: z.string().trim().min(1).max(120),
  skipBlocked: z.boolean(),
  /** What is done with possible duplicates that are not decided for themselves; left out, what the preview says. */
  duplicates: act.optional(),
});

export const importBatch = z.object({
  import: uuid,
  name: z.string(),
  fileName: z.string(),
  at: instant,
  by: z.string(),
  /** `rows` is the sum of the others. */
  counts: z.object({ rows: z.int(), imported: z.int(), updated: z.int(), refused: z.int(), skipped: z.int() }),
  state: z.enum(['imported', 'reverted']),
});

export const importResult = importBatch.extend({
  rows: z.array(
    z.object({
      row: z.int(),
      result: z.enum(['imported', 'updated', 'refused', 'skipped']),
      contact: uuid.nullable(),
      /** Name of the contact, where it is in the book. */
      name: z.string().nullable(),
      why: z.string().nullable(),
      reverted: z.enum(['removed', 'kept']).nullable(),
    }),
  ),
});

/** Keeps how the columns are read under a name. */
export const importMappingName = z.object({ name: z.string().trim().min(1, 'Give the mapping a name.').max(120) });

/** What is known of a file that came unasked: who sent it and how, and when. */
export const holdUnaskedInput = z.object({
  came: z.string().trim().min(1, 'Say who sent it and how it came.').max(300),
  receivedOn: date,
});
export const unaskedDecision = z.object({ why: z.string().trim().min(1, 'Give the reason.').max(300) });
export const unaskedFile = z.object({
  id: uuid,
  /** Empty once it is purged, like `came`. */
  fileName: z.string(),
  rows: z.int(),
  format: z.string(),
  came: z.string(),
  receivedOn: date,
  decideBy: date,
  late: z.boolean(),
  at: instant,
  by: z.string(),
  state: z.enum(['waiting', 'kept', 'imported', 'purged']),
  decision: z.object({ at: instant, by: z.string(), why: z.string() }).nullable(),
});
