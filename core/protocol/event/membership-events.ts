import { z } from 'zod';
import { abn, code, date, hash, text, uuid } from './fields.ts';

/** The person of the office who decided; the registrar's key signs. */
const by = uuid;
const reason = code;
const tier = z.enum(['founder', 'standard', 'senior']);
/** A place on the earth in millionths of a degree, WGS 84; south and west are negative. */
const place = z.strictObject({ lat: z.int().min(-90_000_000).max(90_000_000), lon: z.int().min(-180_000_000).max(180_000_000) });

/** A practice asked to join: what it declared, and the key request that it sent. */
export const membershipApplied = z.strictObject({
  practice: uuid,
  legalName: text,
  abn,
  verticals: z.array(code).min(1).max(18),
  request: hash,
});
/** What the office found and decided. `abr` says what the Australian Business Register said, and when it was asked; null where it was not. */
export const membershipVetted = z.strictObject({
  practice: uuid,
  accepted: z.boolean(),
  reason: code.nullable(),
  abr: z.strictObject({ on: date, status: z.enum(['active', 'cancelled', 'not-found']), gst: z.boolean() }).nullable(),
  by,
});
export const membershipActivated = z.strictObject({ practice: uuid, tier, by });
export const membershipTiered = z.strictObject({ practice: uuid, tier, by });
export const membershipSuspended = z.strictObject({ practice: uuid, reason, by });
export const membershipReinstated = z.strictObject({ practice: uuid, reason, by });
export const membershipResigned = z.strictObject({ practice: uuid, reason, by });

const named = z.strictObject({ code, name: text });
/** A vertical beyond those that the program ships, or another wording of one of them: its products and purposes. */
export const verticalDefined = z.strictObject({
  vertical: code,
  name: text,
  regulator: text.nullable(),
  products: z.array(named).min(1).max(40),
  purposes: z
    .array(z.strictObject({ code, name: text, product: code }))
    .min(1)
    .max(40),
  by,
});
/** A vertical of a practice counts from its first day, and no longer on the day that it is left. */
export const verticalJoined = z.strictObject({ practice: uuid, vertical: code, from: date, by });
export const verticalLeft = z.strictObject({ practice: uuid, vertical: code, on: date, by });
/** A practice says that it offers a product of one of its verticals; `until` is the first day on which it no longer does. */
export const productListed = z.strictObject({ practice: uuid, vertical: code, product: code, from: date, until: date.nullable() });

/** A community is the land inside a polygon; a later definition takes the place of an earlier one. */
export const communityDefined = z.strictObject({ community: uuid, name: text, polygon: z.array(place).min(3).max(200), by });
export const communityJoined = z.strictObject({ practice: uuid, community: uuid, from: date, by });
export const communityLeft = z.strictObject({ practice: uuid, community: uuid, on: date, by });
/** Where a practice works, as it says itself. */
export const practiceLocated = z.strictObject({
  practice: uuid,
  locality: text,
  state: z.enum(['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA']),
  postcode: z.string().regex(/^[0-9]{4}$/u),
  at: place,
});

/** One side of a link between two practices; it stands once both have said so. */
export const partnerLinked = z.strictObject({ practice: uuid, with: uuid });
export const partnerUnlinked = z.strictObject({ practice: uuid, with: uuid });
/** A member confirms good work of another one. */
export const honourAwarded = z.strictObject({ practice: uuid, to: uuid, points: z.int().min(1).max(5), reason });
/** A person answered the questions of a module well enough. */
export const trainingPassed = z.strictObject({
  practice: uuid,
  person: uuid,
  module: code,
  version: z.int().min(1).max(9999),
  right: z.int().min(1).max(200),
  of: z.int().min(1).max(200),
});
