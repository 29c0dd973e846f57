import type { UnmergeDone } from '../../contract/merges.ts';
import type { MergeDocument } from '../../domain/merge/merge-document.ts';
import { mergeSchema } from '../../domain/merge/merge-document.ts';
import { sameValue, valueAt } from '../../domain/record/field-changes.ts';
import type { RecordDocument } from '../../domain/record/operation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import { commitRecords, type Step } from '../records/commit.ts';
import { kindOf, type StoredRecord, type Undone } from '../records/definition.ts';
import { readRecord } from '../records/stored-record.ts';
import { recordSql } from '../records/tables.ts';
import { fieldName } from '../records/words.ts';
import type { Refusal } from '../refusal.ts';
import { notInBook, notMerged, survivorMerged } from './merge-refusals.ts';
import { partPeople } from './people-of-merges.ts';
import { currentContact } from './redirect.ts';

type Kept = UnmergeDone['kept'][number];
type Part = { readonly steps: readonly Step[]; readonly kept: readonly Kept[] };

const NOTHING: Part = { steps: [], kept: [] };

/**
 * Takes a merge apart, in one transaction: the merged contact is back with every field it had, what moved goes back to it, and what the merge
 * changed on the survivor is as it was. What somebody changed since stays and is listed; what was added since stays with the survivor and is listed.
 * Errors: `merge-unknown`, `merge-survivor-merged`, those of `commitRecords`.
 */
export const unmerge = (desk: DeskContext, person: SignedInPerson, id: string, undoes?: string): Result<UnmergeDone, Refusal> => {
  const refused = notPermitted(desk, person.person, 'merge-contacts');
  if (refused !== null) return err(refused);
  return desk.db.transaction(() => {
    const held = heldMerge(desk, id);
    if (held === null) return err(notMerged);
    const merge = held.document;
    const current = currentContact(desk.db, merge.survivor);
    if (current !== merge.survivor) return err(survivorMerged(nameOf(desk, current)));
    const contact = readDocument(desk, 'contact', merge.merged);
    if (contact === undefined) return err(notInBook);
    const parts = [survivorBack(desk, merge), ...merge.moved.map((moved) => movedBack(desk, merge, moved)), ...narrowedBack(desk, merge)];
    const added = addedSince(desk, merge, id);
    const steps: readonly Step[] = [
      { act: 'remove', kind: 'merge', id },
      { act: 'return', kind: 'contact', id: merge.merged },
      ...parts.flatMap((part) => part.steps),
      ...merge.dropped.flatMap(({ kind, id: dropped, removed }): readonly Step[] =>
        removed && readDocument(desk, kind, dropped) !== undefined ? [{ act: 'return', kind, id: dropped }] : [],
      ),
    ];
    const words = `Took apart the merge of “${merge.name}” and “${nameOf(desk, merge.survivor)}”`;
    const done = commitRecords(desk, person, { words, program: true, ...(undoes === undefined ? {} : { undoes }) }, steps);
    if (!done.ok) return done;
    partPeople(desk, merge);
    return ok({
      undo: done.value.undo,
      survivor: merge.survivor,
      restored: merge.merged,
      kept: parts.flatMap((part) => part.kept),
      added: [...added],
    });
  });
};

/** The way a merge is taken back by undo: as an un-merge. */
export const takeMergeBack = (desk: DeskContext, person: SignedInPerson, id: string, group: string): Result<Undone, Refusal> => {
  const done = unmerge(desk, person, id, group);
  if (!done.ok) return done;
  const { undo, kept } = done.value;
  const records = desk.db.all(recordSql.selectFrom('operation').select('seq').where('group', '=', undo)).length;
  return ok({ undo, records, kept });
};

/** A merge that holds now, by the id of its record; null where there is none. */
const heldMerge = (desk: DeskContext, id: string): { readonly document: MergeDocument } | null => {
  const held = readDocument(desk, 'merge', id);
  return held === undefined || held.removedAt !== null ? null : { document: mergeSchema.parse(held.document) };
};

// By the kinds of the desk, since the definition of a merge itself names this module.
const readDocument = (desk: DeskContext, kind: string, id: string): StoredRecord<RecordDocument> | undefined =>
  readRecord(desk.db, kindOf(desk.kinds, kind), id);

const nameOf = (desk: DeskContext, contact: string): string => {
  const held = readDocument(desk, 'contact', contact);
  return held === undefined ? 'a contact' : kindOf(desk.kinds, 'contact').labelOf(held.document);
};

/** The survivor's fields as they were before, where they still say what the merge wrote. */
const survivorBack = (desk: DeskContext, merge: MergeDocument): Part => {
  const held = readDocument(desk, 'contact', merge.survivor);
  if (held === undefined || held.removedAt !== null) return NOTHING;
  const definition = kindOf(desk.kinds, 'contact');
  const [back, overtaken] = [
    merge.changed.filter(({ field, after }) => sameValue(valueAt(held.document, field), after)),
    merge.changed.filter(({ field, after }) => !sameValue(valueAt(held.document, field), after)),
  ];
  const names = overtaken.map(({ field }) => fieldName(definition, field)).join(', ');
  return {
    steps:
      back.length === 0
        ? []
        : [
            {
              act: 'change',
              kind: 'contact',
              id: merge.survivor,
              set: Object.fromEntries(back.map(({ field, before }) => [field, before])),
              revision: null,
            },
          ],
    kept:
      overtaken.length === 0
        ? []
        : [{ kind: 'contact', record: merge.survivor, label: definition.labelOf(held.document), why: `${names}: changed since the merge` }],
  };
};

/** A moved record back with the merged contact, unless somebody moved it elsewhere or removed it since. */
const movedBack = (desk: DeskContext, merge: MergeDocument, { kind, id, label, fields }: MergeDocument['moved'][number]): Part => {
  const held = readDocument(desk, kind, id);
  if (held === undefined) return NOTHING;
  const keep = (why: string): Part => ({ steps: [], kept: [{ kind, record: id, label, why }] });
  if (held.removedAt !== null) return keep('removed since the merge');
  const back = fields.filter((field) => valueAt(held.document, field) === merge.survivor);
  if (back.length === 0) return keep('moved elsewhere since the merge');
  const set = Object.fromEntries(back.map((field) => [field, merge.merged]));
  return { steps: [{ act: 'change', kind, id, set, revision: null }], kept: [] };
};

/** Consents to marketing that the merge ended, where they still say so. */
const narrowedBack = (desk: DeskContext, merge: MergeDocument): readonly Part[] =>
  merge.narrowed.map(({ kind, id: record }) => {
    const held = readDocument(desk, kind, record);
    const unchanged = held !== undefined && held.removedAt === null && valueAt(held.document, 'withdrawnAt') === merge.at;
    return unchanged ? { steps: [{ act: 'change', kind, id: record, set: { withdrawnAt: null }, revision: null }], kept: [] } : NOTHING;
  });

/** Records about the survivor that were added after the merge: they stay with it. */
const addedSince = (desk: DeskContext, merge: MergeDocument, id: string): UnmergeDone['added'] =>
  desk.db
    .all(
      recordSql
        .selectFrom('record')
        .select(['kind', 'id'])
        .where('subject', '=', merge.survivor)
        .where('removed_at', 'is', null)
        .where('created_at', '>', merge.at)
        .orderBy('no')
        .limit(500),
    )
    .flatMap(({ kind, id: record }) => {
      const held = record === id ? undefined : readDocument(desk, kind, record);
      return held === undefined
        ? []
        : [{ kind: kindOf(desk.kinds, kind).name, record, label: kindOf(desk.kinds, kind).labelOf(held.document) }];
    });
