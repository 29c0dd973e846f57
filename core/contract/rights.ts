import { z } from 'zod';
import { date, fileAnswer, instant, line, optionalLine, uuid } from './scalars.ts';

/** How the practice made sure who asks. */
export const identityHow = z.enum(['in-person', 'document', 'call-back', 'known-address', 'authorised-agent']);
export const identityCheck = z.object({ how: identityHow, detail: optionalLine });
export type IdentityCheck = z.infer<typeof identityCheck>;

/** Asks for everything that is held about a person, as JSON and as PDF. */
export const accessInput = z.object({ identity: identityCheck });
export const accessPackAnswer = z.object({
  name: z.string(),
  entries: z.int(),
  sections: z.array(z.object({ code: z.string(), title: z.string(), entries: z.int() })),
  pdf: fileAnswer,
  json: fileAnswer,
});
export type AccessPackAnswer = z.infer<typeof accessPackAnswer>;

const erasureLine = z.object({
  code: z.string(),
  title: z.string(),
  erased: z.int(),
  kept: z.int(),
  why: z.string().nullable(),
  words: z.string().nullable(),
});

/** What an erasure would take away and leave. */
export const erasurePlan = z.object({
  contact: uuid,
  name: z.string().nullable(),
  lines: z.array(erasureLine),
  openReferrals: z.int(),
  held: z.boolean(),
  /** Records of others, each with the kind in words and the contact it is about. */
  mentions: z.array(z.object({ kind: z.string(), record: z.string(), subject: z.string().nullable(), name: z.string().nullable() })),
  /** Backups that still hold the person until they are rotated out; a restore of one erases again. */
  backups: z.int(),
});
export type ErasurePlanView = z.infer<typeof erasurePlan>;

export const eraseInput = z.object({ identity: identityCheck, confirm: line });
export const erasureDone = z.object({
  contact: uuid,
  at: instant,
  reason: z.string(),
  complete: z.boolean(),
  lines: z.array(erasureLine),
  backups: z.int(),
});
export type ErasureDoneView = z.infer<typeof erasureDone>;

export const right = z.enum(['access', 'correction', 'erasure']);
const channel = z.enum(['desk', 'phone', 'email', 'letter']);

/** A request as it comes in; its clock starts on the day it was received. */
export const requestInput = z.object({
  contact: uuid,
  right,
  receivedOn: date,
  channel,
  words: z.string().trim().max(20_000),
  identity: identityCheck.nullable(),
  correction: z.object({ field: line, says: z.string().max(20_000), shouldSay: z.string().trim().min(1).max(20_000) }).nullable(),
});

/** How a request was answered. A refusal gives its reason (APP 12.9, 13.3). */
export const requestAnswer = z.object({
  state: z.enum(['answered', 'refused', 'withdrawn']),
  answer: z.string().trim().min(1, 'Say what was done, or why not.').max(20_000),
  identity: identityCheck.nullable(),
});

const due = z.object({ due: date, state: z.enum(['open', 'soon', 'late', 'done', 'done-late']), days: z.int() });

export const requestView = z.object({
  id: uuid,
  contact: uuid,
  name: z.string(),
  right,
  receivedOn: date,
  channel,
  words: z.string(),
  identity: identityCheck.nullable(),
  correction: requestInput.shape.correction,
  state: z.enum(['open', 'answered', 'refused', 'withdrawn']),
  answer: z.string(),
  answeredAt: instant.nullable(),
  downstream: z.array(z.object({ name: z.string(), what: z.string(), toldAt: instant.nullable() })),
  due,
});
export type RequestView = z.infer<typeof requestView>;
export const requestList = z.object({ requests: z.array(requestView) });

/** Marks that a recipient of the old value was told of a correction. */
export const downstreamTold = z.object({ name: line });
