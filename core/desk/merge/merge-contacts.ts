import { z } from 'zod';
import type { mergeCommit, mergeDone, mergeInput, MergePlan } from '../../contract/merges.ts';
import type { MergeField } from '../../domain/merge/merge-fields.ts';
import type { MergeDocument } from '../../domain/merge/merge-document.ts';
import { changesBetween } from '../../domain/record/field-changes.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { canonicalText, type JsonValue } from '../../protocol/jcs.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { contactDefinition } from '../contacts/contact-record.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { ownersFor } from '../crm/owners.ts';
import { notPermitted } from '../permitted.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import { kindOf } from '../records/definition.ts';
import { recordsClosed } from '../records/refusals.ts';
import { fieldName } from '../records/words.ts';
import type { Refusal } from '../refusal.ts';
import { consentsOfBoth } from './consents-of-both.ts';
import { joinPeople } from './people-of-merges.ts';
import { type MergePlanned, planMerge } from './plan-merge.ts';
import { shownValue } from '../contacts/shown-value.ts';

const MULTILINE = 2000;

/** What a merge would do, in words, without doing any of it. Errors: those of `planMerge`. */
export const dryRunMerge = (desk: DeskContext, person: SignedInPerson, input: z.output<typeof mergeInput>): Result<MergePlan, Refusal> => {
  const planned = planMerge(desk, input);
  if (!planned.ok) return planned;
  const { survivor, merged, fields, moves, drops, narrows, referrals } = planned.value;
  const owners = ownersFor(desk, person);
  const shown = (field: MergeField, value: JsonValue): string =>
    (field === 'owner' && typeof value === 'string' ? owners.view(value).words : shownValue(field, value, '\n')).slice(0, MULTILINE);
  const kindName = (kind: string): string => kindOf(desk.kinds, kind).name;
  return ok({
    survivor: { id: survivor.id, name: survivor.document.displayName, revision: survivor.revision },
    merged: { id: merged.id, name: merged.document.displayName, revision: merged.revision },
    result: fields.document.displayName,
    fields: fields.outcomes.map(({ field, survivor: own, merged: other, result, take, options, drops: loses }) => ({
      field,
      name: fieldName(contactDefinition, field),
      survivor: shown(field, own),
      merged: shown(field, other),
      result: shown(field, result),
      take,
      options: [...options],
      drops: loses,
    })),
    moves: moves.map(({ kind, id, label }) => ({ kind: kindName(kind), id, label, why: '' })),
    drops: drops.map(({ kind, id, label, why }) => ({ kind: kindName(kind), id, label, why })),
    narrows: narrows.map(({ kind, id, label }) => ({
      kind: kindName(kind),
      id,
      label,
      why: 'One of the two asked for no more messages: that counts for both.',
    })),
    referrals: referrals.length,
    consents: [...consentsOfBoth(desk, survivor.id, merged.id)],
  });
};

// Values of any shape: written in the order of the log, so that the same operations always fold to the same text.
const canonical = (value: JsonValue): JsonValue => z.json().parse(JSON.parse(canonicalText(value)));

const mergeRecordOf = (planned: MergePlanned, person: SignedInPerson): MergeDocument => {
  const { at, survivor, merged, fields, moves, drops, narrows, referrals, openings } = planned;
  return {
    survivor: survivor.id,
    merged: merged.id,
    name: merged.document.displayName,
    at,
    by: person.person,
    byName: person.name,
    moved: moves.map(({ kind, id, label, set }) => ({ kind, id, label, fields: Object.keys(set) })),
    dropped: drops.map(({ kind, id, label, why, removed }) => ({ kind, id, label, why, removed })),
    narrowed: narrows.map(({ kind, id, label }) => ({ kind, id, label })),
    referrals: [...referrals],
    openings: [...openings],
    changed: changesBetween(survivor.document, fields.document, contactDefinition.nested).map(({ field, before, after }) => ({
      field,
      before: canonical(before),
      after: canonical(after),
    })),
  };
};

const stepsOf = (planned: MergePlanned, merge: { readonly id: string; readonly document: MergeDocument }): readonly Step[] => {
  const { survivor, merged, moves, drops, narrows } = planned;
  const set = Object.fromEntries(merge.document.changed.map(({ field, after }) => [field, after]));
  return [
    { act: 'change', kind: 'contact', id: survivor.id, set, revision: null },
    ...moves.map((move): Step => ({ act: 'change', kind: move.kind, id: move.id, set: move.set, revision: null })),
    ...narrows.map((one): Step => ({ act: 'change', kind: one.kind, id: one.id, set: one.set, revision: null })),
    ...drops.filter(({ removed }) => removed).map(({ kind, id }): Step => ({ act: 'remove', kind, id })),
    { act: 'remove', kind: 'contact', id: merged.id },
    { act: 'create', kind: 'merge', id: merge.id, document: merge.document },
  ];
};

/**
 * Makes two contacts one, in one transaction: fields as decided, every record about the merged contact moved or listed as left behind, referrals
 * and consents joined (the narrower counts), the old id leading to the survivor. Nobody merges by program: a person saw the dry run.
 * Errors: those of `planMerge` and `commitRecords`.
 */
export const mergeContacts = (
  desk: DeskContext,
  person: SignedInPerson,
  input: z.output<typeof mergeCommit>,
): Result<z.infer<typeof mergeDone>, Refusal> => {
  const refused =
    recordsClosed(desk) ?? notPermitted(desk, person.person, 'merge-contacts') ?? notPermitted(desk, person.person, 'edit-contacts');
  if (refused !== null) return err(refused);
  return desk.db.transaction(() => {
    const planned = planMerge(desk, input);
    if (!planned.ok) return planned;
    const { at, survivor, merged, referrals, openings } = planned.value;
    const id = uuidV7(desk.entropy, at);
    const document = mergeRecordOf(planned.value, person);
    const words = `Merged “${merged.document.displayName}” into “${survivor.document.displayName}”`;
    // The permission above covers what moves along: whoever may merge need not be allowed to change each kind by itself.
    const done = commitRecords(desk, person, { words, program: true }, stepsOf(planned.value, { id, document }));
    if (!done.ok) return done;
    joinPeople(desk, { merged: merged.id, survivor: survivor.id, at, referrals, openings });
    return ok({ undo: done.value.undo, contact: survivor.id, merge: id });
  });
};
