import { z } from 'zod';

import { abnSchema } from '../identity/abn.ts';
import { acnSchema } from '../identity/acn.ts';

// Everything a contact book of one practice holds about a person or an organisation. Absent is `null` or an empty list,
// never a missing member, so that equal contacts are equal as JSON. Strings are Unicode NFC.

const text = z.string().min(1).max(262_144);
const optionalText = text.nullable();

/** What kind of client stands behind a contact; decides wording and who must consent, never money. */
export const ENTITIES = [
  'individual',
  'couple',
  'company',
  'trust',
  'superFund',
  'partnership',
  'soleTrader',
  'estate',
  'unknown',
] as const;

/** A calendar date of which the year or the day may be unknown. `month` 1–12, `day` 1–31; a day is never without its month. */
export const partialDateSchema = z
  .strictObject({
    year: z.int().min(1850).max(2200).nullable(),
    month: z.int().min(1).max(12).nullable(),
    day: z.int().min(1).max(31).nullable(),
  })
  .readonly();

export const personNameSchema = z
  .strictObject({
    prefix: optionalText,
    given: optionalText,
    middle: optionalText,
    family: optionalText,
    suffix: optionalText,
    nickname: optionalText,
  })
  .readonly();

/** `address` as `parseEmail` gives it: the local part as typed, the domain in lower case. */
export const contactEmailSchema = z.strictObject({ address: text, label: optionalText }).readonly();

/** `e164` is null where the number could not be read with certainty; `raw` is always kept. */
export const contactPhoneSchema = z
  .strictObject({
    raw: text,
    e164: z
      .string()
      .regex(/^\+[1-9]\d{5,14}$/)
      .nullable(),
    extension: optionalText,
    label: optionalText,
  })
  .readonly();

export const contactAddressSchema = z
  .strictObject({
    label: optionalText,
    attention: optionalText,
    lines: z.array(text).readonly(),
    locality: optionalText,
    region: optionalText,
    postcode: optionalText,
    country: optionalText,
    /** The address as one block, where the source gave only that. */
    formatted: optionalText,
  })
  .readonly();

export const contactFlagsSchema = z
  .strictObject({
    /** An audit or assurance client: no commission may be taken (APES 110). */
    assuranceClient: z.boolean(),
    doNotContact: z.boolean(),
    deceased: z.boolean(),
  })
  .readonly();

/** A contact without identity: what an import or a form makes. */
export const contactFieldsSchema = z
  .strictObject({
    kind: z.enum(['person', 'organisation']),
    entity: z.enum(ENTITIES),
    displayName: text,
    /** Name parts of a person; null for an organisation and where only the display name is known. */
    name: personNameSchema.nullable(),
    /** The organisation itself, or the one a person works for. */
    organisationName: optionalText,
    legalName: optionalText,
    jobTitle: optionalText,
    department: optionalText,
    emails: z.array(contactEmailSchema).readonly(),
    phones: z.array(contactPhoneSchema).readonly(),
    addresses: z.array(contactAddressSchema).readonly(),
    websites: z.array(text).readonly(),
    /** Eleven digits, checksum holds. */
    abn: abnSchema.nullable(),
    /** Nine digits, checksum holds. */
    acn: acnSchema.nullable(),
    dateOfBirth: partialDateSchema.nullable(),
    notes: optionalText,
    tags: z.array(text).readonly(),
    flags: contactFlagsSchema,
    /** People named on an organisation's record. */
    contactPersons: z.array(z.strictObject({ name: text, email: optionalText }).readonly()).readonly(),
    externalIds: z.array(z.strictObject({ system: text, id: text }).readonly()).readonly(),
    /** Facts of the source without a field of their own (partner, status, referral source …). */
    details: z.array(z.strictObject({ label: text, value: text }).readonly()).readonly(),
    /** Cells that could not be read as what their column says: kept as text until somebody corrects them. Never a tax file number. */
    unread: z.array(z.strictObject({ column: text, text }).readonly()).readonly(),
  })
  .readonly();

/** Where a contact came from: a named import batch (which can be reverted whole) and the row in its file, or a form. */
export const contactSourceSchema = z.union([
  z.strictObject({ kind: z.literal('import'), batch: text, row: z.int().min(1) }).readonly(),
  z.strictObject({ kind: z.literal('entered') }).readonly(),
]);

/** A contact of the book: fields, identity and origin. */
export const contactSchema = z.strictObject({ id: text, fields: contactFieldsSchema, source: contactSourceSchema }).readonly();

export type Entity = (typeof ENTITIES)[number];
export type PartialDate = z.infer<typeof partialDateSchema>;
export type PersonName = z.infer<typeof personNameSchema>;
export type ContactEmail = z.infer<typeof contactEmailSchema>;
export type ContactPhone = z.infer<typeof contactPhoneSchema>;
export type ContactAddress = z.infer<typeof contactAddressSchema>;
export type ContactFlags = z.infer<typeof contactFlagsSchema>;
export type ContactFields = z.infer<typeof contactFieldsSchema>;
export type ContactSource = z.infer<typeof contactSourceSchema>;
export type Contact = z.infer<typeof contactSchema>;
