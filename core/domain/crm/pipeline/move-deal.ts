import { err, ok, type Result } from '../../result.ts';
import { daysBetween, type LocalDate } from '../../time/local-date.ts';
import type { DealField, DealStatus, Pipeline, PipelineStage } from './pipeline.ts';

/** The entries of a deal that stages may ask for; null where nothing was entered. */
export type DealEntries = Readonly<Record<DealField, string | number | null>>;

/** What a move does to a deal. */
export interface DealMove {
  readonly stage: PipelineStage;
  readonly status: DealStatus;
  /** It ended with this move, or came back from its end. */
  readonly turn: 'closed' | 'reopened' | 'none';
}

/** Why a card stays where it is. */
export type MoveRefusal =
  | { readonly code: 'unknown-stage'; readonly stage: string }
  | { readonly code: 'same-stage'; readonly stage: string }
  | { readonly code: 'entries-missing'; readonly missing: readonly DealField[] };

const isEmpty = (value: string | number | null): boolean => value === null || (typeof value === 'string' && value.trim() === '');

/** Entries a stage asks for that a deal does not have. */
export const missingEntries = (stage: PipelineStage, entries: DealEntries): readonly DealField[] =>
  stage.required.filter((field) => isEmpty(entries[field]));

/** A stage of a pipeline; undefined when it is not there (any more). */
export const pipelineStageOf = (pipeline: Pipeline, id: string): PipelineStage | undefined =>
  pipeline.stages.find((stage) => stage.id === id);

/**
 * Whether a deal may move to a stage with the entries it would then have. The status follows from the stage alone, and a deal never signs
 * anything. Errors: every `MoveRefusal`.
 */
export const moveDeal = (pipeline: Pipeline, from: string, to: string, entries: DealEntries): Result<DealMove, MoveRefusal> => {
  const stage = pipelineStageOf(pipeline, to);
  if (stage === undefined) return err({ code: 'unknown-stage', stage: to });
  if (from === to) return err({ code: 'same-stage', stage: to });
  const missing = missingEntries(stage, entries);
  if (missing.length > 0) return err({ code: 'entries-missing', missing });
  const wasOpen = (pipelineStageOf(pipeline, from)?.status ?? 'open') === 'open';
  const isOpen = stage.status === 'open';
  return ok({ stage, status: stage.status, turn: wasOpen === isOpen ? 'none' : isOpen ? 'reopened' : 'closed' });
};

/** How long a deal has been without activity, against what is usual in its stage. */
export interface Rotting {
  readonly days: number;
  readonly usual: number;
}

/**
 * Days since a deal entered its stage or something last happened on it, whichever is later, when they exceed the stage's usual; null
 * while it is fresh, and for stages that do not rot.
 */
export const rottingOf = (
  stage: PipelineStage,
  deal: { readonly stageSince: LocalDate; readonly lastActivity: LocalDate | null },
  today: LocalDate,
): Rotting | null => {
  if (stage.rottingDays === null) return null;
  const since = deal.lastActivity !== null && deal.lastActivity > deal.stageSince ? deal.lastActivity : deal.stageSince;
  const days = daysBetween(since, today);
  return days > stage.rottingDays ? { days, usual: stage.rottingDays } : null;
};

const FIELD_WORDS: Readonly<Record<DealField, string>> = {
  amount: 'amount',
  expectedClose: 'expected close',
  settledAmount: 'settled amount',
  lostReason: 'reason it was lost',
  owner: 'owner',
  purpose: 'purpose',
};

/** Name of an entry in a sentence: "settled amount". */
export const dealFieldWords = (field: DealField): string => FIELD_WORDS[field];
