import type { z } from 'zod';
import type { bulkDone, bulkInput } from '../../../contract/contact-list.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { JobControl } from '../../jobs.ts';
import { commitRecords, type Step } from '../../records/commit.ts';
import { undoGroup } from '../../records/history.ts';
import type { Refusal } from '../../refusal.ts';
import { chosenContacts } from '../list/choice.ts';
import { type BulkPlan, planOf } from './plan.ts';

type Done = z.infer<typeof bulkDone>;

/** Contacts that are planned and written in one go: between two of them others are answered, and the work can be stopped. */
const CHUNK = 100;
const NAMED = 50;

const stopped = (back: Result<unknown, Refusal> | null): Refusal => ({
  status: 409,
  code: 'bulk-cancelled',
  title: 'The change was stopped',
  detail: back === null ? 'You stopped it before anything was written.' : 'You stopped it on the way.',
  kept: back === null || back.ok ? 'Every contact is as it was.' : 'What was written stays: take it back from the history.',
});

const idsOf = (desk: DeskContext, numbers: readonly number[]): readonly { readonly id: string; readonly name: string }[] => {
  const read = desk.db.statement<[number], { readonly id: string; readonly name: string }>(
    'select id, name from contact_list where no = ?',
  );
  return numbers.flatMap((no) => read.get(no) ?? []);
};

/**
 * Does one act on chosen contacts, in parts that belong to one group of changes: undo takes all of it back. When it is stopped on the way,
 * what was written is taken back at once. Contacts that the act does not fit stay and are named with the reason.
 * Errors: those of the choice and the plan, `bulk-cancelled`, those of `commitRecords`.
 */
export const changeMany = async (
  desk: DeskContext,
  person: SignedInPerson,
  { choice, act }: z.infer<typeof bulkInput>,
  control: JobControl,
): Promise<Result<Done, Refusal>> => {
  const chosen = chosenContacts(desk, person, choice, { by: 'name', descending: false });
  if (!chosen.ok) return chosen;
  const plan = planOf(desk, person, act);
  if (!plan.ok) return plan;
  return written(desk, person, plan.value, chosen.value.numbers, control);
};

const written = async (
  desk: DeskContext,
  person: SignedInPerson,
  plan: BulkPlan,
  numbers: readonly number[],
  control: JobControl,
): Promise<Result<Done, Refusal>> => {
  const words = plan.words(numbers.length);
  const kept: Done['kept'] = [];
  let undo: string | null = null;
  let changed = 0;
  for (let from = 0; from < numbers.length; from += CHUNK) {
    if (control.cancelled()) return err(stopped(undo === null ? null : undoGroup(desk, person, undo)));
    const steps: Step[] = [];
    for (const contact of idsOf(desk, numbers.slice(from, from + CHUNK))) {
      const one = plan.stepsFor(contact.id);
      if (one.ok) {
        steps.push(...one.value);
        if (one.value.length > 0) changed += 1;
      } else if (kept.length < NAMED) kept.push({ ...contact, why: one.error.detail });
    }
    if (steps.length > 0) {
      const done = commitRecords(desk, person, undo === null ? { words } : { words, continues: undo }, steps);
      if (!done.ok) {
        if (undo !== null) undoGroup(desk, person, undo);
        return done;
      }
      if (done.value.operations > 0) undo ??= done.value.undo;
    }
    control.progress(Math.min(from + CHUNK, numbers.length), numbers.length, words);
    await control.breathe();
  }
  return ok({ undo, words: plan.words(changed), changed, unchanged: numbers.length - changed, kept });
};
