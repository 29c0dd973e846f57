import { z } from 'zod';
import { CONSENT_STATES } from '../domain/contact/filter/fields.ts';
import { GROUPINGS } from '../domain/contact/view/columns.ts';
import { optInInput } from './campaigns.ts';
import { hash, instant, uuid } from './scalars.ts';

/** Which contacts a list holds: words, and the line of a filter (`filter-text.ts`). */
export const contactSelection = z.object({
  q: z.string().max(200).default(''),
  f: z.string().max(8000).default(''),
});

/** One stretch of a list. `sort` is a column, with a minus before it for descending. */
export const contactQuery = contactSelection.extend({
  sort: z
    .string()
    .regex(/^-?[a-z][a-z0-9-]{0,60}$/u)
    .default('name'),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const contactGroupQuery = contactSelection.extend({ group: z.enum(GROUPINGS) });

export const contactRow = z.object({
  id: uuid,
  revision: z.int(),
  kind: z.enum(['person', 'organisation']),
  name: z.string(),
  organisation: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  abn: z.string().nullable(),
  suburb: z.string().nullable(),
  region: z.string().nullable(),
  postcode: z.string().nullable(),
  stage: z.object({ code: z.string(), name: z.string() }).nullable(),
  owner: z.object({ code: z.string(), name: z.string() }).nullable(),
  partner: z.boolean(),
  tags: z.array(z.string()),
  flags: z.array(z.enum(['assurance-client', 'do-not-contact', 'deceased'])),
  /** Where sharing stands, in a word and what follows it. */
  sharing: z.object({ state: z.enum(CONSENT_STATES), words: z.string(), rest: z.string().nullable() }),
  /** The newest open referral, else the newest; how many more there are. */
  referral: z.object({ intent: hash, label: z.string(), signed: z.int(), open: z.boolean(), others: z.int() }).nullable(),
  activeAt: instant.nullable(),
  addedAt: instant,
  changedAt: instant,
  /** Custom fields that are recorded, by their code, in words. */
  own: z.record(z.string(), z.string()),
});
export type ContactRow = z.infer<typeof contactRow>;

/** Chips that this desk cannot judge, as they are written: the list is as if they were not there. */
const leftOut = z.array(z.string());

export const contactList = z.object({ rows: z.array(contactRow), total: z.int(), leftOut });
export const contactCount = z.object({ matching: z.int(), total: z.int(), leftOut });
export const contactGroups = z.object({
  groups: z.array(z.object({ key: z.string().nullable(), name: z.string(), count: z.int() })),
  /** True when there are more groups than are listed. */
  more: z.boolean(),
  leftOut,
});

const option = z.object({ code: z.string(), name: z.string() });

/** What contacts of this desk can be filtered by, with the choices it knows. */
export const contactFields = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      type: z.enum(['text', 'choice', 'set', 'yes-no', 'number', 'date']),
      group: z.string(),
      options: z.array(option),
    }),
  ),
  you: uuid,
});
export type ContactFieldsView = z.infer<typeof contactFields>;

/** The contacts that an act is for: named ones, or all that fit a list except some. `expected` is how many the person saw. */
export const contactChoice = z.union([
  z.strictObject({ ids: z.array(uuid).min(1).max(10_000) }),
  z.strictObject({
    q: z.string().max(200),
    f: z.string().max(8000),
    except: z.array(uuid).max(10_000),
    expected: z.int().min(1),
  }),
]);
export type ContactChoice = z.infer<typeof contactChoice>;

export const EXPORT_FORMATS = ['csv', 'vcard', 'json'] as const;

export const contactExportInput = z.object({
  choice: contactChoice,
  format: z.enum(EXPORT_FORMATS),
  sort: contactQuery.shape.sort,
  /** Columns of a CSV file as the list shows them; null for every field. */
  columns: z.array(z.string().max(64)).min(1).max(40).nullable(),
});

/** What an export job made; the file waits under `/contacts/exports/:id/file` for some minutes. */
export const contactExport = z.object({
  id: uuid,
  at: instant,
  by: z.string(),
  format: z.enum(EXPORT_FORMATS),
  name: z.string(),
  rows: z.int(),
  bytes: z.int(),
  sha256: hash,
});

/** Who took which contacts out, newest first. `words` says what the list was narrowed by. */
export const contactExports = z.array(
  contactExport.omit({ name: true, bytes: true }).extend({ words: z.string(), columns: z.array(z.string()) }),
);

const shortWords = z.string().trim().min(1).max(200);

/** One act on many contacts. Consent to marketing needs its evidence. A stage needs a reason; `despite` enters it although a criterion is not met. */
export const bulkAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('assign'), owner: z.string().min(1).max(100).nullable() }),
  z.strictObject({ act: z.literal('tag'), tag: shortWords }),
  z.strictObject({ act: z.literal('untag'), tag: shortWords }),
  z.strictObject({ act: z.literal('marketing-consent'), ...optInInput.shape }),
  z.strictObject({ act: z.literal('stage'), stage: z.string().min(1).max(60), reason: shortWords, despite: z.boolean() }),
]);
export type BulkAct = z.infer<typeof bulkAct>;
export const bulkInput = z.object({ choice: contactChoice, act: bulkAct });

/** What an act on many did; `kept` are the first of those that stayed as they were, each with its reason. */
export const bulkDone = z.object({
  undo: uuid.nullable(),
  words: z.string(),
  changed: z.int(),
  unchanged: z.int(),
  kept: z.array(z.object({ id: uuid, name: z.string(), why: z.string() })),
});

/** One cell of a list, changed in place. `revision` is that of the row as it was seen. */
export const cellChange = z.object({ column: z.string().max(64), value: z.string().max(2000), revision: z.int().min(1) });
export const cellChanged = z.object({ undo: uuid.nullable(), row: contactRow });
