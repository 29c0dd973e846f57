import { z } from 'zod';
import { hash } from '../../contract/scalars.ts';
import type { JsonObject } from '../../protocol/jcs.ts';

const json = z.json();
const text = z.string();

const body = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('create'), document: z.record(text, json) }),
  z.strictObject({ act: z.literal('change'), changes: z.array(z.strictObject({ field: text, before: json, after: json })) }),
  z.strictObject({ act: z.literal('remove') }),
  z.strictObject({ act: z.literal('return') }),
  z.strictObject({ act: z.literal('erase') }),
]);

/** What an entry of a shared book says once it is open (protocol §16.4). Everything else waits for a newer program. */
export const entryContent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('group'),
    id: text,
    at: text,
    by: text,
    byName: text,
    words: text,
    undoes: text.nullable(),
  }),
  /** `of` is the kind of its record; `id` is the entry's own. */
  z.strictObject({
    kind: z.literal('operation'),
    id: text,
    at: text,
    by: text,
    byName: text,
    group: text,
    of: text,
    record: text,
    subject: text.nullable(),
    body,
  }),
  z.strictObject({ kind: z.literal('event'), record: z.base64(), ticket: z.base64().nullable() }),
  z.strictObject({
    kind: z.literal('opening'),
    commitment: hash,
    for: text,
    referral: text,
    salt: text,
    data: json,
    subject: text.nullable(),
  }),
  z.strictObject({ kind: z.literal('client-link'), intent: hash, contact: text, at: text }),
  z.strictObject({ kind: z.literal('rule'), hash, content: text }),
  z.strictObject({ kind: z.literal('import'), id: text, row: z.record(text, z.union([text, z.int(), z.null()])) }),
  z.strictObject({
    kind: z.literal('setting'),
    name: text,
    value: json,
    at: text,
    person: text,
    byName: text,
    takesEffect: text.nullable(),
    note: text,
  }),
  /** `of` is the kind of row (`rows/`), `subject` the contact that it is about. */
  z.strictObject({ kind: z.literal('row'), of: text, subject: text.nullable(), row: z.record(text, json) }),
]);
export type EntryContent = z.infer<typeof entryContent>;
export type OperationContent = Extract<EntryContent, { readonly kind: 'operation' }>;

/** The same as plain JSON, to be made canonical. */
export const contentJson = (content: EntryContent): JsonObject => content;
