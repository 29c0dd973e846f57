import { z } from 'zod';
import { contactFieldsSchema, contactSourceSchema, type ContactFields } from './contact.ts';

/** A value of a custom field, as its definition types it: text and choices as text, numbers as safe integers or text, dates as ISO text. */
export const customValueSchema = z.union([z.string().max(4000), z.int(), z.boolean()]).nullable();

/**
 * A contact as a private record: what the book says about it, where it came from, and what the practice added: who looks after it, its
 * lifecycle stage, the practice of the network it stands for (a PARTNER contact), values of custom fields.
 */
export const contactDocumentSchema = z
  .strictObject({
    ...contactFieldsSchema.unwrap().shape,
    source: contactSourceSchema,
    /** Person of the practice who looks after the contact. */
    owner: z.string().min(1).nullable(),
    /** Code of a lifecycle stage. */
    stage: z.string().min(1).max(60).nullable(),
    /** Practice of the register that this contact stands for. */
    partner: z.string().min(1).nullable(),
    custom: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/u), customValueSchema).readonly(),
  })
  .readonly();

export type ContactDocument = z.infer<typeof contactDocumentSchema>;

/** What a practice adds to a contact beyond what the book says. */
export type ContactStanding = Pick<ContactDocument, 'owner' | 'stage' | 'partner' | 'custom'>;

export const NO_STANDING: ContactStanding = { owner: null, stage: null, partner: null, custom: {} };

/** The fields of a contact alone, as imports and forms make them. */
export const fieldsOf = ({
  source: _source,
  owner: _owner,
  stage: _stage,
  partner: _partner,
  custom: _custom,
  ...fields
}: ContactDocument): ContactFields => fields;
