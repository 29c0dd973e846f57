import { err, ok, type Result } from '../../result.ts';
import type { LocalDate } from '../../time/local-date.ts';
import { type CheckedRule, checkRules, type StageFacts } from './entry-rule.ts';
import type { Lifecycle, LifecycleStage } from './stages.ts';

/** A wish to put a contact into a stage. */
export interface StageWish {
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
  /** Enters although a criterion is not met; the reason then says why, and the log keeps both. */
  readonly despite: boolean;
}

/** What the status log keeps of a change, beside who and when. */
export interface StageChange {
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
  /** Criteria that were not met when the stage was entered all the same. */
  readonly unmet: readonly string[];
}

/** Why a stage was not entered. */
export type StageRefusal =
  | { readonly code: 'unknown-stage'; readonly stage: string }
  | { readonly code: 'same-stage'; readonly stage: string }
  | { readonly code: 'no-way'; readonly from: string; readonly to: string; readonly allowed: readonly string[] }
  | { readonly code: 'reason-needed' }
  | { readonly code: 'criteria-unmet'; readonly unmet: readonly CheckedRule[] };

/** A stage by its id; undefined when it is not there (any more). */
export const stageOf = (lifecycle: Lifecycle, id: string): LifecycleStage | undefined => lifecycle.stages.find((stage) => stage.id === id);

/** Name of a stage; one that was taken out of the setting says so. */
export const stageName = (lifecycle: Lifecycle, id: string): string => stageOf(lifecycle, id)?.name ?? `${id} (no longer used)`;

/** Where a contact without any entry stands: the first stage. */
export const firstStage = (lifecycle: Lifecycle): string => lifecycle.stages[0]?.id ?? '';

/**
 * Whether a contact may enter a stage: the transition is allowed, each checkable criterion met, a reason given. Nothing sets a stage
 * silently. From a stage that was removed from the setting every stage is open. Errors: every `StageRefusal`.
 */
export const changeStage = (
  lifecycle: Lifecycle,
  wish: StageWish,
  facts: StageFacts,
  today: LocalDate,
): Result<StageChange, StageRefusal> => {
  const to = stageOf(lifecycle, wish.to);
  if (to === undefined) return err({ code: 'unknown-stage', stage: wish.to });
  if (wish.from === wish.to) return err({ code: 'same-stage', stage: wish.to });
  const from = wish.from === null ? undefined : stageOf(lifecycle, wish.from);
  if (from !== undefined && !from.next.includes(to.id)) return err({ code: 'no-way', from: from.id, to: to.id, allowed: from.next });
  const reason = wish.reason.trim();
  if (reason === '') return err({ code: 'reason-needed' });
  const unmet = checkRules(to.rules, facts, today).filter((rule) => !rule.met);
  if (unmet.length > 0 && !wish.despite) return err({ code: 'criteria-unmet', unmet });
  return ok({ from: wish.from, to: to.id, reason, unmet: unmet.map((rule) => rule.words) });
};
