import { z } from 'zod';
import { ENTITIES } from '../domain/contact/contact.ts';
import { relationshipRow } from './relationships.ts';
import { code, hash, instant, optionalLine, uuid } from './scalars.ts';

const shortLine = z.string().trim().max(200);
const furtherAddress = z.object({
  label: shortLine,
  street: shortLine,
  suburb: shortLine,
  state: shortLine,
  postcode: z.string().trim().max(20),
  country: shortLine,
});

/** What a contact says beyond its short form; a member that is left out stays as it is. */
export const contactFacts = z.object({
  entity: z.enum(ENTITIES).optional(),
  legalName: shortLine.optional(),
  jobTitle: shortLine.optional(),
  acn: z.string().max(20).optional(),
  /** As people write it: "14 Mar 1984", "14/3/1984", "1984". */
  dateOfBirth: z.string().trim().max(40).optional(),
  deceased: z.boolean().optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(100).optional(),
  websites: z.array(z.string().trim().min(1).max(300)).max(20).optional(),
  /** Addresses after the first. */
  addresses: z.array(furtherAddress).max(20).optional(),
  /** The practice of the network that the contact stands for (a PARTNER contact); empty for none. */
  partner: z.union([z.literal(''), uuid]).optional(),
  /** Fields of the practice's own as they are typed, by code. */
  own: z.record(z.string().max(40), z.string().max(4100)).optional(),
});
export type ContactFacts = z.infer<typeof contactFacts>;
const contactFactsView = contactFacts.required();
export type ContactFactsView = z.infer<typeof contactFactsView>;

export const contactInput = z.object({
  kind: z.enum(['person', 'organisation']),
  givenName: optionalLine,
  familyName: optionalLine,
  organisation: optionalLine,
  emails: z.array(z.string().max(254)).max(10),
  phones: z.array(z.string().max(50)).max(10),
  abn: z.string().max(20).nullable(),
  suburb: optionalLine,
  state: optionalLine,
  postcode: optionalLine,
  street: optionalLine,
  note: z
    .string()
    .max(10_000, 'A note holds up to 10,000 characters. Keep the file itself in your file store and write here what matters in it.'),
  assuranceClient: z.boolean(),
  doNotContact: z.boolean(),
  facts: contactFacts.optional(),
});

/** One line of a contact's timeline: an event of the ledger, a record about the contact, or a change of one. */
export const timelineEntry = z.object({
  at: instant,
  words: z.string(),
  /** More than the words say; empty where they say it all. */
  detail: z.string(),
  kind: z.string(),
  by: z.string(),
  hash: hash.nullable(),
  record: z.object({ kind: z.string(), id: uuid, revision: z.int() }).nullable(),
  pinned: z.boolean(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const contactView = z.object({
  id: uuid,
  kind: z.enum(['person', 'organisation']),
  name: z.string(),
  fields: contactInput,
  /** What the form shows beyond its short part. */
  facts: contactFactsView,
  relationships: z.array(relationshipRow),
  /** Where it stands in the book by name: 2 of 326. */
  position: z.object({ at: z.int(), of: z.int() }),
  /** "Can I share this person with …?" answered in one sentence for each practice one thinks of. */
  sharing: z.array(
    z.object({
      practice: uuid,
      name: z.string(),
      purpose: code,
      answer: z.enum(['yes', 'no']),
      words: z.string(),
    }),
  ),
  referrals: z.array(
    z.object({
      intent: hash,
      label: z.string(),
      counterpart: z.string(),
      signed: z.int(),
      waiting: z.string(),
      at: instant,
    }),
  ),
  timeline: z.array(timelineEntry),
  source: z.object({ batch: uuid.nullable(), name: z.string(), row: z.int().nullable(), at: instant }),
  previous: uuid.nullable(),
  next: uuid.nullable(),
});
export type ContactView = z.infer<typeof contactView>;
