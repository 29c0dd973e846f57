import { dealFieldWords } from '../../../core/domain/crm/pipeline/move-deal.ts';
import type { DealField } from '../../../core/domain/crm/pipeline/pipeline.ts';
import type { BoardStage, DealCard } from '../../../core/contract/pipeline.ts';

/** "owner, amount and expected close". */
export const entryNames = (fields: readonly DealField[]): string => {
  const names = fields.map(dealFieldWords);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
};

/** Entries that a stage asks for and a deal does not have yet. */
export const missingFor = (stage: Pick<BoardStage, 'required'>, deal: DealCard): readonly DealField[] =>
  stage.required.filter((field) => {
    const value = field === 'owner' ? (deal.owner?.owner ?? null) : deal[field];
    return value === null || value === '';
  });
