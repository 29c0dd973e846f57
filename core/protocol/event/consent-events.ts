import { z } from 'zod';
import { code, hash, instant, key32, sig64, uuid } from './fields.ts';
import { clientKey } from './referral-events.ts';

/** How the person reached the practice, or the practice them. */
const channel = z.enum(['desk', 'phone', 'email', 'paper', 'page']);
const recipients = z.array(uuid).min(1).max(16);
const categories = z.array(code).min(1).max(16);

/** An invitation answered by a client's own key, or nulls where the practice records what it was told (protocol §6.6). */
const answered = { invite: hash.nullable(), inviteProof: sig64.nullable(), clientKey: clientKey.optional() };

/**
 * What a person says yes to, as codes and commitments (ISO/IEC TS 27560 fields without personal data). `identified` says how the practice
 * knew the person and which contact point it verified; `benefit` commits to the fee shown before the yes.
 */
const terms = {
  recipients,
  purpose: code,
  categories,
  validFrom: instant,
  validUntil: instant,
  reviewAt: instant,
  use: z.enum(['standing', 'one-off']),
  notice: z.strictObject({ id: code, version: z.int().min(1).max(9999), language: code, text: hash }),
  benefit: hash,
  capacity: z.enum(['self', 'attorney', 'parent', 'officer']),
  identified: z.strictObject({ how: code, contactPoint: hash }),
  channel,
  artefact: hash.nullable(),
};

/** `consent` is the label of a consent outside a referral: its commitments and invitation proofs are bound to it. */
export const standingInvited = z.strictObject({
  consent: uuid,
  contactPoint: hash,
  key: key32,
  channel: z.enum(['email', 'sms', 'in-person']),
  expires: instant,
});
export const standingGranted = z.strictObject({ consent: uuid, discloser: uuid, client: hash, ...terms, ...answered });
export const standingRefused = z.strictObject({
  consent: uuid,
  discloser: uuid,
  client: hash,
  recipients,
  purpose: code,
  channel,
  artefact: hash.nullable(),
  ...answered,
});
export const standingWithdrawn = z.strictObject({ method: channel, reason: code.nullable(), artefact: hash.nullable() });
export const standingUsed = z.strictObject({ recipient: uuid, fields: categories, attachment: hash });
export const standingDelivered = z.strictObject({ attachment: hash });

/** New terms in full; what changed is the difference to the versions it is about. */
export const consentAmended = z.strictObject({ ...terms, ...answered });
/** What is taken away: recipients, categories for all recipients, or time. */
export const consentNarrowed = z.strictObject({
  recipients: z.array(uuid).max(16),
  categories: z.array(code).max(16),
  until: instant.nullable(),
  method: channel,
  artefact: hash.nullable(),
});
export const deletionRequested = z.strictObject({ recipients, method: channel });
/** What a recipient did with what it had received; `reason` says why something was kept. */
export const disclosureDeleted = z.strictObject({ outcome: z.enum(['deleted', 'de-identified', 'kept']), reason: code.nullable() });

/** `shown` commits to what the recipient sees before it accepts: initials and purpose. */
export const introductionOffered = z.strictObject({
  recipient: uuid,
  purpose: code,
  fields: categories,
  shown: hash,
  expires: instant,
});
export const introductionAnswered = z.strictObject({ accepts: z.boolean(), reason: code.nullable() });
