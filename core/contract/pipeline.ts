import { z } from 'zod';
import { dealSchema } from '../domain/crm/pipeline/deal-document.ts';
import { CARD_FIELDS, DEAL_FIELDS } from '../domain/crm/pipeline/pipeline.ts';
import { ownerSchema } from '../domain/crm/workspace/owner.ts';
import { namedContact, ownerView } from './crm.ts';
import { date, hash, instant, line, uuid } from './scalars.ts';

const whole = z.int().min(0);

const entries = dealSchema.pick({
  title: true,
  purpose: true,
  amount: true,
  settledAmount: true,
  expectedClose: true,
  lostReason: true,
  owner: true,
});

export const dealInput = z.object({
  contact: uuid,
  pipeline: line,
  stage: line,
  title: entries.shape.title,
  purpose: entries.shape.purpose.default(''),
  amount: entries.shape.amount.default(null),
  expectedClose: entries.shape.expectedClose.default(null),
  owner: ownerSchema.nullable().default(null),
  referral: hash.nullable().default(null),
});
export const dealEdit = z.object({ revision: z.int().min(1).nullable(), set: entries.partial() });
/** A drop: the stage, and what the stage asks for. */
export const dealMove = z.object({ revision: z.int().min(1), stage: line, set: entries.partial().default({}) });

export const dealCard = z.object({
  id: uuid,
  revision: z.int(),
  contact: namedContact,
  title: z.string(),
  pipeline: z.string(),
  stage: z.string(),
  stageName: z.string(),
  status: z.enum(['open', 'won', 'lost']),
  purpose: z.string(),
  amount: whole.nullable(),
  settledAmount: whole.nullable(),
  expectedClose: date.nullable(),
  lostReason: z.string(),
  owner: ownerView.nullable(),
  stageSince: instant,
  daysInStage: z.int(),
  lastActivity: instant.nullable(),
  rotting: z.object({ days: z.int(), usual: z.int() }).nullable(),
  referral: hash.nullable(),
  closedAt: instant.nullable(),
});
export type DealCard = z.infer<typeof dealCard>;

const boardStage = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['open', 'won', 'lost']),
  /** Basis points. */
  probability: z.int(),
  rottingDays: z.int().nullable(),
  required: z.array(z.enum(DEAL_FIELDS)),
  count: z.int(),
  sum: whole,
  weighted: whole,
  withoutAmount: z.int(),
});
export type BoardStage = z.infer<typeof boardStage>;

const boardTotal = z.object({ count: z.int(), sum: whole, weighted: whole });

export const dealBoard = z.object({
  pipeline: z.string(),
  name: z.string(),
  stages: z.array(boardStage),
  cardFields: z.array(z.enum(CARD_FIELDS)),
  deals: z.array(dealCard),
  total: boardTotal,
  /** Deals whose stage was taken out of the pipeline: they stand in no column until they are moved. */
  astray: z.array(dealCard),
  mayMove: z.boolean(),
  mayNotWhy: z.string().nullable(),
});
export type DealBoard = z.infer<typeof dealBoard>;
/** Won and lost deals are on the board for so many days after they closed. */
export const dealBoardQuery = z.object({ closedDays: z.coerce.number().int().min(0).max(3650).default(30) });

/** What a card of the referral board can do; moving it never signs. */
const referralMove = z.object({
  to: z.string(),
  detail: z.string(),
  /** The act whose sign sheet opens on the referral's page; null where only somebody else can act. */
  act: z.string().nullable(),
});

export const referralCard = z.object({
  intent: hash,
  label: z.string(),
  client: z.string(),
  counterpart: z.string(),
  purpose: z.string(),
  amount: whole.nullable(),
  signed: z.int().min(0).max(5),
  stage: z.int().min(1).max(5),
  clock: z.object({ tone: z.enum(['waiting', 'warn', 'ok', 'mute']), words: z.string() }),
  moves: z.array(referralMove),
});
export type ReferralCard = z.infer<typeof referralCard>;

export const referralBoard = z.object({
  direction: z.enum(['sent', 'received']),
  stages: z.array(
    z.object({
      step: z.int().min(1).max(5),
      name: z.string(),
      line: z.string(),
      probability: z.int(),
      count: z.int(),
      sum: whole,
      weighted: whole,
      withoutAmount: z.int(),
    }),
  ),
  cards: z.array(referralCard),
  total: boardTotal,
  /** What left the board this month: paid, or ended. */
  left: z.object({ month: z.string(), paid: z.int(), paidCents: whole, ended: z.int() }),
});
export type ReferralBoard = z.infer<typeof referralBoard>;

export const pipelineNames = z.object({
  pipelines: z.array(z.object({ id: z.string(), name: z.string(), open: z.int() })),
  referrals: z.object({ sent: z.int(), received: z.int() }),
});
