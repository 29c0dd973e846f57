import type { z } from 'zod';
import type { Changed, stageInput, stagesChanged, stagesInput } from '../../contract/crm.ts';
import { changeStage, firstStage, stageName, type StageRefusal, stageOf } from '../../domain/crm/lifecycle/change-stage.ts';
import type { Lifecycle } from '../../domain/crm/lifecycle/stages.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import { readRecord } from '../records/stored-record.ts';
import type { Refusal } from '../refusal.ts';
import { settingOf } from '../settings/store.ts';
import { actRefused } from './access.ts';
import { commitSteps, contactUnknown, newId } from './changes.ts';
import { nowOf, todayOf } from './clocks.ts';
import { stageFactsOf } from './facts.ts';
import { type Owners, ownersFor } from './owners.ts';
import { lifecycleSetting } from './settings.ts';

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'no other stage') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;

const refusalOf = (lifecycle: Lifecycle, refusal: StageRefusal): Refusal => {
  const kept = 'The contact is in the stage it was.';
  switch (refusal.code) {
    case 'unknown-stage':
      return {
        status: 404,
        code: 'unknown-stage',
        title: 'There is no such stage',
        detail: 'It was taken out of the settings.',
        kept,
        next: 'Choose a stage from the list.',
      };
    case 'same-stage':
      return {
        status: 409,
        code: 'same-stage',
        title: `The contact is in ${stageName(lifecycle, refusal.stage)} already`,
        detail: 'Somebody else was faster, or the page is old.',
        kept,
        next: 'Look at the contact again.',
      };
    case 'no-way':
      return {
        status: 422,
        code: 'no-way',
        title: `No way leads from ${stageName(lifecycle, refusal.from)} to ${stageName(lifecycle, refusal.to)}`,
        detail: `From there it goes on to ${listed(refusal.allowed.map((id) => stageName(lifecycle, id)))}.`,
        kept,
        next: 'Choose one of these, or change the transitions in the settings.',
      };
    case 'reason-needed':
      return {
        status: 422,
        code: 'reason-needed',
        title: 'Say why the stage changes',
        detail: 'The status log keeps who, what, when and why.',
        where: 'reason',
        kept,
        next: 'Write a few words and save again.',
      };
    case 'criteria-unmet':
      return {
        status: 422,
        code: 'criteria-unmet',
        title: 'A criterion of this stage is not met',
        detail: `Not met: ${refusal.unmet.map((rule) => rule.words).join('; ')}.`,
        where: 'despite',
        kept,
        next: 'Do what is missing, or change the stage all the same; the log then says so.',
      };
  }
};

type Planned = Result<readonly Step[], Refusal>;

/** The steps of one contact's change: the contact's stage, and the line of its status log. */
const planned = (
  desk: DeskContext,
  owners: Owners,
  person: SignedInPerson,
  lifecycle: Lifecycle,
  contact: string,
  input: z.output<typeof stageInput>,
): Planned => {
  const held = readRecord(desk.db, contactDefinition, contact);
  if (held === undefined || held.removedAt !== null) return err(contactUnknown);
  const from = held.document.stage ?? firstStage(lifecycle);
  const change = changeStage(lifecycle, { ...input, from }, stageFactsOf(desk, owners, held), todayOf(desk));
  if (!change.ok) return err(refusalOf(lifecycle, change.error));
  const entry = { ...change.value, unmet: [...change.value.unmet], contact, at: nowOf(desk), by: person.person, byName: person.name };
  return ok([
    { act: 'change', kind: 'contact', id: contact, set: { stage: change.value.to }, revision: null },
    { act: 'create', kind: 'stage-entry', id: newId(desk), document: entry },
  ]);
};

/**
 * Puts a contact into a lifecycle stage, with a line in its status log. Errors: `not-seated`, `contact-unknown`, `unknown-stage`,
 * `same-stage`, `no-way`, `reason-needed`, `criteria-unmet`, those of `commitRecords`.
 */
export const putInStage = (
  desk: DeskContext,
  person: SignedInPerson,
  contact: string,
  input: z.output<typeof stageInput>,
): Result<Changed, Refusal> => {
  const refused = actRefused(desk, person.person, 'qualify');
  if (refused !== null) return err(refused);
  const lifecycle = settingOf(desk, lifecycleSetting);
  const steps = planned(desk, ownersFor(desk, person), person, lifecycle, contact, input);
  return steps.ok ? commitSteps(desk, person, `Moved a contact to ${stageName(lifecycle, input.to)}`, steps.value) : steps;
};

/**
 * The change of stage of any contact, checked once for the person: its steps contact by contact. Errors: `not-seated`, `unknown-stage`,
 * `reason-needed`.
 */
export const stagePlan = (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.output<typeof stageInput>,
): Result<{ readonly stage: string; readonly stepsFor: (contact: string) => Planned }, Refusal> => {
  const lifecycle = settingOf(desk, lifecycleSetting);
  const refused = actRefused(desk, person.person, 'qualify');
  if (refused !== null) return err(refused);
  if (stageOf(lifecycle, input.to) === undefined) return err(refusalOf(lifecycle, { code: 'unknown-stage', stage: input.to }));
  if (input.reason.trim() === '') return err(refusalOf(lifecycle, { code: 'reason-needed' }));
  const owners = ownersFor(desk, person);
  return ok({ stage: stageName(lifecycle, input.to), stepsFor: (contact) => planned(desk, owners, person, lifecycle, contact, input) });
};

const cancelled: Refusal = {
  status: 409,
  code: 'cancelled',
  title: 'The stages were not changed',
  detail: 'The work was stopped.',
  kept: 'Every contact is in the stage it was.',
};

/**
 * Puts many contacts into a stage as one group that undo takes back whole. Contacts that may not enter it stay and are listed with the
 * reason. Errors: `not-seated`, `cancelled`, those of `commitRecords`.
 */
export const putManyInStage = async (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.output<typeof stagesInput>,
  control: Pick<JobControl, 'progress' | 'cancelled' | 'breathe'>,
): Promise<Result<z.infer<typeof stagesChanged>, Refusal>> => {
  const refused = actRefused(desk, person.person, 'qualify');
  if (refused !== null) return err(refused);
  const lifecycle = settingOf(desk, lifecycleSetting);
  const owners = ownersFor(desk, person);
  const contacts = [...new Set(input.contacts)];
  const steps: Step[] = [];
  const kept: z.infer<typeof stagesChanged>['kept'] = [];
  for (const [index, contact] of contacts.entries()) {
    const one = planned(desk, owners, person, lifecycle, contact, input);
    if (one.ok) steps.push(...one.value);
    else {
      const held = readRecord(desk.db, contactDefinition, contact);
      const name = held?.document.displayName ?? 'A contact that was removed';
      kept.push({ contact: { id: contact, name, organisation: held?.document.organisationName ?? null }, why: one.error.detail });
    }
    if (index % 50 !== 49) continue;
    control.progress(index + 1, contacts.length, 'Checking the criteria');
    if (control.cancelled()) return err(cancelled);
    await control.breathe();
  }
  const moved = steps.length / 2;
  if (moved === 0) return ok({ undo: null, moved: 0, kept });
  const words = `Moved ${String(moved)} ${moved === 1 ? 'contact' : 'contacts'} to ${stageName(lifecycle, input.to)}`;
  const done = commitRecords(desk, person, { words }, steps);
  return done.ok ? ok({ undo: done.value.undo, moved, kept }) : done;
};
