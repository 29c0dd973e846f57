import { z } from 'zod';
import { CATEGORIES } from '../domain/consent/categories.ts';
import { STANDING_STATES } from '../domain/consent/standing.ts';
import { code, hash, instant, line, uuid } from './scalars.ts';

const recipients = z.array(uuid).min(1).max(16);
const category = z.enum(CATEGORIES);
const categories = z.array(category).min(1).max(CATEGORIES.length);
const channel = z.enum(['desk', 'phone', 'email', 'paper']);
const capacity = z.enum(['self', 'attorney', 'parent', 'officer']);
/** How the practice knew the person: seen with a document, met before, called back on a known number, answered from a known address. */
const identified = z.object({ how: z.enum(['document', 'known', 'call-back', 'known-address']), contactPoint: line });
const months = z.int().min(1).max(24);
const use = z.enum(['standing', 'one-off']);

/** What a practice records of a yes: the words of the evidence, and the fee the person was told of before. */
const recorded = { channel, artefact: line, benefit: line, capacity, identified };

/** Acts about consents that stand outside a referral, and about what happens to any consent (protocol §6.6). */
export const consentActs = [
  z.object({ act: z.literal('consent-grant'), contact: uuid, recipients, purpose: code, categories, months, use, ...recorded }),
  z.object({ act: z.literal('consent-refuse'), contact: uuid, recipients, purpose: code, channel, artefact: line }),
  z.object({ act: z.literal('consent-amend'), consent: hash, recipients, categories, months, use, ...recorded }),
  z.object({
    act: z.literal('consent-narrow'),
    consent: hash,
    /** What is taken out. */
    recipients: z.array(uuid).max(16),
    categories: z.array(category).max(CATEGORIES.length),
    until: instant.nullable(),
    method: channel,
    artefact: line,
  }),
  z.object({
    act: z.literal('consent-withdraw'),
    consent: hash,
    method: channel,
    artefact: line,
    reason: code.nullable(),
    /** Ask every recipient of details to delete them. */
    askDeletion: z.boolean(),
  }),
  z.object({ act: z.literal('deletion-request'), consent: hash, recipients, method: channel }),
  z.object({
    act: z.literal('deletion-confirm'),
    use: hash,
    outcome: z.enum(['deleted', 'de-identified', 'kept']),
    reason: code.nullable(),
  }),
  z.object({
    act: z.literal('introduction-offer'),
    contact: uuid,
    recipient: uuid,
    purpose: code,
    categories,
    /** What the person wants, in a few words: seen with the initials before anything else. */
    purposeWords: line,
    days: z.int().min(1).max(60),
  }),
  z.object({ act: z.literal('introduction-answer'), offer: hash, accepts: z.boolean(), reason: code.nullable() }),
  z.object({ act: z.literal('introduction-pass'), offer: hash }),
  z.object({ act: z.literal('introduction-receipt'), use: hash }),
] as const;
export type ConsentAct = z.infer<(typeof consentActs)[number]>;

/** "May I share this person with that practice?" Kept privately with its answer. */
export const mayIInput = z.object({ contact: uuid, recipient: uuid, purpose: code, categories: z.array(category).max(CATEGORIES.length) });
export const mayIAnswer = z.object({
  may: z.boolean(),
  why: z.string(),
  words: z.string(),
  until: instant.nullable(),
  weak: z.boolean(),
  clockBehind: z.boolean(),
  consents: z.array(z.object({ hash, code: z.string() })),
  /** The literal details that would pass; empty after a no. */
  details: z.array(z.object({ category, label: z.string(), value: z.string() })),
});
export type MayIAnswer = z.infer<typeof mayIAnswer>;

export const standingState = z.enum(STANDING_STATES);

/** One row of the board: a consent towards one recipient, or a request or refusal without one. */
export const boardRow = z.object({
  key: z.string(),
  consent: hash.nullable(),
  code: z.string().nullable(),
  contact: uuid.nullable(),
  name: z.string(),
  recipient: uuid,
  recipientName: z.string(),
  purpose: z.string(),
  purposeName: z.string(),
  state: standingState,
  reason: z.string(),
  words: z.string(),
  categories: z.array(z.string()),
  until: instant.nullable(),
  at: instant,
  weak: z.boolean(),
  intent: hash.nullable(),
  disclosed: z.array(
    z.object({ hash, at: instant, fields: z.array(z.string()), delivered: instant.nullable(), deleted: z.string().nullable() }),
  ),
  /** Another request may be sent from then on; null where one may be sent now. */
  askAgainFrom: instant.nullable(),
});
export type BoardRow = z.infer<typeof boardRow>;

export const boardQuery = z.object({
  group: z.enum(['state', 'person', 'practice']).default('state'),
  state: standingState.optional(),
  practice: uuid.optional(),
  contact: uuid.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type BoardQuery = z.infer<typeof boardQuery>;

export const board = z.object({
  total: z.int(),
  counts: z.record(standingState, z.int()),
  groups: z.array(z.object({ key: z.string(), title: z.string(), rows: z.array(boardRow) })),
});
export type Board = z.infer<typeof board>;

export const consentRequestInput = z.object({
  contacts: z.array(uuid).min(1).max(5000),
  recipients,
  purpose: code,
  channel,
});
export const consentRequested = z.object({
  asked: z.array(z.object({ id: uuid, contact: uuid })),
  /** Who was not asked, and why in words. */
  left: z.array(z.object({ contact: uuid, why: z.string(), from: instant.nullable() })),
});
export type ConsentRequested = z.infer<typeof consentRequested>;

export const receiptOccasion = z.enum(['granted', 'amended', 'narrowed', 'withdrawn', 'review']);
/** A receipt that the person still has to get outside the window. */
export const receiptDue = z.object({
  consent: hash,
  event: hash,
  occasion: receiptOccasion,
  code: z.string(),
  contact: uuid.nullable(),
  name: z.string(),
  at: instant,
  due: instant,
  late: z.boolean(),
  /** Deliveries that failed. */
  failed: z.int(),
});
export type ReceiptDue = z.infer<typeof receiptDue>;
export const receiptDelivery = z.object({
  consent: hash,
  event: hash,
  occasion: receiptOccasion,
  channel: z.enum(['email', 'sms', 'print']),
  address: line.nullable(),
  document: hash.nullable(),
  outcome: z.enum(['delivered', 'failed']),
  detail: z.string().max(500),
});
export type ReceiptDelivery = z.infer<typeof receiptDelivery>;

/** The evidence of one consent: every field of ISO/IEC TS 27560 with its value, and everything that happened to it. */
export const evidence = z.object({
  consent: hash,
  code: z.string(),
  contact: uuid.nullable(),
  sections: z.array(
    z.object({ title: z.string(), fields: z.array(z.object({ label: z.string(), value: z.string(), recorded: z.boolean() })) }),
  ),
  notice: z.object({ id: z.string(), version: z.int(), language: z.string(), hash, text: z.string().nullable() }),
  history: z.array(z.object({ hash, at: instant, recordedAt: instant, words: z.string(), by: z.string(), changes: z.array(z.string()) })),
  disclosures: z.array(
    z.object({
      hash,
      at: instant,
      recipient: z.string(),
      fields: z.array(z.string()),
      delivered: instant.nullable(),
      deleted: z.string().nullable(),
    }),
  ),
  checks: z.array(
    z.object({ at: instant, by: z.string(), recipient: z.string(), fields: z.array(z.string()), occasion: z.string(), answer: z.string() }),
  ),
  receipts: z.array(
    z.object({
      at: instant,
      event: hash,
      occasion: receiptOccasion,
      channel: z.string(),
      outcome: z.string(),
      address: z.string().nullable(),
    }),
  ),
  standing: z.array(
    z.object({ recipient: uuid, name: z.string(), state: standingState, reason: z.string(), words: z.string(), until: instant.nullable() }),
  ),
});
export type Evidence = z.infer<typeof evidence>;

/** What a withdrawal would do, said before the last step. */
export const withdrawalPreview = z.object({
  consent: hash,
  words: z.string(),
  told: z.array(z.object({ practice: uuid, name: z.string(), holdsDetails: z.boolean() })),
  stops: z.array(z.object({ intent: hash, label: z.string(), words: z.string() })),
  disclosed: z.array(z.object({ at: instant, recipient: z.string(), fields: z.array(z.string()) })),
  deletion: z.object({ offered: z.boolean(), words: z.string() }),
});
export type WithdrawalPreview = z.infer<typeof withdrawalPreview>;

/** What this practice received and has been asked to delete. */
export const deletionTask = z.object({
  use: hash,
  consent: hash,
  from: z.string(),
  client: z.string(),
  fields: z.array(z.string()),
  because: z.enum(['withdrawn', 'requested']),
  since: instant,
});
export type DeletionTask = z.infer<typeof deletionTask>;

/** An introduction as this desk sees it: initials and purpose before, details after. */
export const introduction = z.object({
  offer: hash,
  consent: hash,
  direction: z.enum(['sent', 'received']),
  counterpart: z.string(),
  purpose: z.string(),
  purposeName: z.string(),
  initials: z.string(),
  words: z.string(),
  contact: uuid.nullable(),
  fields: z.array(z.string()),
  at: instant,
  expires: instant,
  state: z.enum(['offered', 'accepted', 'declined', 'expired', 'passed', 'received', 'stopped']),
  stateWords: z.string(),
  use: hash.nullable(),
  /** After acceptance and passing, at the recipient: the details themselves. */
  details: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type Introduction = z.infer<typeof introduction>;

/** What a consent can be about: practices that may be named, purposes, categories of data. */
export const consentOptions = z.object({
  practices: z.array(z.object({ practice: uuid, name: z.string() })),
  purposes: z.array(z.object({ code, name: z.string() })),
  categories: z.array(z.object({ category, words: z.string() })),
});
export type ConsentOptions = z.infer<typeof consentOptions>;
