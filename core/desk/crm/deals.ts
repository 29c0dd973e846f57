import type { z } from 'zod';
import type { Changed } from '../../contract/crm.ts';
import type { dealEdit, dealInput, dealMove } from '../../contract/pipeline.ts';
import type { DealDocument } from '../../domain/crm/pipeline/deal-document.ts';
import {
  type DealEntries,
  dealFieldWords,
  missingEntries,
  moveDeal,
  type MoveRefusal,
  pipelineStageOf,
} from '../../domain/crm/pipeline/move-deal.ts';
import type { DealField, Pipeline } from '../../domain/crm/pipeline/pipeline.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused } from './access.ts';
import { commitSteps, createAbout, editRecord, heldRecord, removeRecord, sentFields } from './changes.ts';
import { nowOf } from './clocks.ts';
import { dealDefinition } from './records/deal-record.ts';
import { pipelinesSetting } from './settings.ts';

const pipelineUnknown: Refusal = {
  status: 404,
  code: 'pipeline-unknown',
  title: 'There is no such pipeline',
  detail: 'It was taken out of the settings, or the address is not right.',
  kept: 'Nothing was saved.',
  next: 'Choose a pipeline from the list.',
};

/** A pipeline of the setting as it is now. Error: `pipeline-unknown`. */
export const pipelineOf = (desk: DeskContext, id: string): Result<Pipeline, Refusal> => {
  const found = settingOf(desk, pipelinesSetting).pipelines.find((one) => one.id === id);
  return found === undefined ? err(pipelineUnknown) : ok(found);
};

/** What stages may ask for, of a deal. */
const entriesOf = (deal: Pick<DealDocument, DealField>): DealEntries => ({
  amount: deal.amount,
  expectedClose: deal.expectedClose,
  settledAmount: deal.settledAmount,
  lostReason: deal.lostReason,
  owner: deal.owner,
  purpose: deal.purpose,
});

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

const entriesMissing = (stage: string, missing: readonly DealField[]): Refusal => ({
  status: 422,
  code: 'entries-missing',
  title: `“${stage}” asks for more`,
  detail: `A deal there needs its ${listed(missing.map(dealFieldWords))}.`,
  where: missing.join(', '),
  kept: 'The deal is where it was.',
  next: 'Enter what is missing and move it again.',
});

const moveRefused = (pipeline: Pipeline, refusal: MoveRefusal, to: string): Refusal => {
  if (refusal.code === 'entries-missing') return entriesMissing(pipelineStageOf(pipeline, to)?.name ?? to, refusal.missing);
  const same = refusal.code === 'same-stage';
  return {
    status: same ? 409 : 404,
    code: refusal.code,
    title: same ? 'The deal is there already' : 'This pipeline has no such stage',
    detail: same ? 'Somebody else was faster, or the page is old.' : 'It was taken out of the settings.',
    kept: 'The deal is where it was.',
    next: 'Look at the board again.',
  };
};

/** Opens a deal in an open stage of a pipeline. Errors: `not-seated`, `pipeline-unknown`, `unknown-stage`, `entries-missing`, `contact-unknown`, those of `commitRecords`. */
export const openDeal = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof dealInput>): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-deals');
  if (refused !== null) return err(refused);
  const pipeline = pipelineOf(desk, input.pipeline);
  if (!pipeline.ok) return pipeline;
  const stage = pipelineStageOf(pipeline.value, input.stage);
  if (stage === undefined || stage.status !== 'open')
    return err(moveRefused(pipeline.value, { code: 'unknown-stage', stage: input.stage }, input.stage));
  const document = { ...input, settledAmount: null, lostReason: '' };
  const missing = missingEntries(stage, entriesOf(document));
  if (missing.length > 0) return err(entriesMissing(stage.name, missing));
  return createAbout(
    desk,
    person,
    { definition: dealDefinition, contact: input.contact, words: `Opened the deal “${input.title}”` },
    { ...document, status: stage.status, stageSince: nowOf(desk), closedAt: null },
  );
};

/** Changes entries of a deal; its stage must still have what it asks for. Errors: `not-seated`, `entries-missing`, those of `commitRecords`. */
export const editDeal = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  edit: z.output<typeof dealEdit>,
): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-deals');
  if (refused !== null) return err(refused);
  const held = heldRecord(desk, dealDefinition, id);
  if (!held.ok) return held;
  const set = sentFields(edit.set);
  const deal: DealDocument = { ...held.value.document, ...set };
  const pipeline = pipelineOf(desk, deal.pipeline);
  const stage = pipeline.ok ? pipelineStageOf(pipeline.value, deal.stage) : undefined;
  const missing = stage === undefined ? [] : missingEntries(stage, entriesOf(deal)).filter((field) => field in set);
  return stage !== undefined && missing.length > 0
    ? err(entriesMissing(stage.name, missing))
    : editRecord(desk, person, dealDefinition, id, { revision: edit.revision, set });
};

/** Takes a deal away. Errors: `not-seated`, those of `commitRecords`. */
export const removeDeal = (desk: DeskContext, person: SignedInPerson, id: string): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-deals');
  return refused === null ? removeRecord(desk, person, dealDefinition, id) : err(refused);
};

/**
 * Moves a deal to a stage with what the stage asks for, in one group. It changes the deal alone: no handshake is signed, no referral touched.
 * Errors: `not-seated`, `pipeline-unknown`, `unknown-stage`, `same-stage`, `entries-missing`, `changed-in-between`, those of `commitRecords`.
 */
export const moveDealTo = (
  desk: DeskContext,
  person: SignedInPerson,
  id: string,
  move: z.output<typeof dealMove>,
): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'work-deals');
  if (refused !== null) return err(refused);
  const held = heldRecord(desk, dealDefinition, id);
  if (!held.ok) return held;
  const deal = held.value.document;
  const pipeline = pipelineOf(desk, deal.pipeline);
  if (!pipeline.ok) return pipeline;
  const set = sentFields(move.set);
  const moved = moveDeal(pipeline.value, deal.stage, move.stage, entriesOf({ ...deal, ...set }));
  if (!moved.ok) return err(moveRefused(pipeline.value, moved.error, move.stage));
  const now = nowOf(desk);
  const { stage, status, turn } = moved.value;
  const closedAt = status === 'open' ? null : turn === 'none' && deal.closedAt !== null ? deal.closedAt : now;
  return commitSteps(desk, person, `Moved “${deal.title}” to ${stage.name}`, [
    {
      act: 'change',
      kind: 'deal',
      id,
      set: { ...set, stage: stage.id, status, stageSince: now, closedAt },
      revision: move.revision,
    },
  ]);
};
