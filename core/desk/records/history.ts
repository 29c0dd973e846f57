import type { z } from 'zod';
import type { changeGroups, HistoryEntry, recordHistory, undone } from '../../contract/records.ts';
import { inverseOf, sameValue, stale, valueAt } from '../../domain/record/field-changes.ts';
import type { FieldChange, OperationAct, RecordDocument } from '../../domain/record/operation.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { commitRecords, type Committed, type Step } from './commit.ts';
import { kindOf, type RecordDefinition, type StoredRecord, type Undone } from './definition.ts';
import { readBody } from './operation-log.ts';
import { recordUnknown } from './refusals.ts';
import { readRecord } from './stored-record.ts';
import { recordSql } from './tables.ts';
import { changeWords, fieldName, valueWords } from './words.ts';

const PAGE = 200;

type Row = {
  readonly id: string;
  readonly group: string;
  readonly at: string;
  readonly by_name: string;
  readonly kind: string;
  readonly record: string;
  readonly act: OperationAct;
  readonly body: string | null;
};

const rows = () =>
  recordSql
    .selectFrom('operation')
    .innerJoin('operation_group', 'operation_group.id', 'operation.group')
    .select([
      'operation.id',
      'operation.group',
      'operation.at',
      'operation_group.by_name',
      'operation.kind',
      'operation.record',
      'operation.act',
      'operation.body',
    ]);

const ACT_WORDS: Readonly<Record<Exclude<OperationAct, 'change'>, string>> = {
  create: 'added',
  remove: 'removed',
  return: 'brought back',
  erase: 'erased',
};

const entryOf = (
  desk: DeskContext,
  definition: RecordDefinition,
  row: Row,
  now: StoredRecord<RecordDocument> | undefined,
): HistoryEntry => {
  const say = (field: string, value: JsonValue): string => definition.fieldWords?.(desk, field, value) ?? valueWords(value);
  const body = readBody(row.body);
  const changes = body?.act === 'change' ? body.changes : [];
  const words =
    body === null
      ? 'content erased'
      : body.act === 'change'
        ? changes.map((change) => changeWords(definition, change, say)).join('; ')
        : `${ACT_WORDS[body.act]} the ${definition.name}${body.act === 'create' ? ` “${definition.labelOf(definition.schema.parse(body.document))}”` : ''}`;
  return {
    operation: row.id,
    group: row.group,
    at: row.at,
    by: row.by_name,
    kind: row.kind,
    record: row.record,
    act: row.act,
    words,
    changes: changes.map((change) => ({
      field: change.field,
      name: fieldName(definition, change.field),
      before: say(change.field, change.before),
      after: say(change.field, change.after),
      restorable: now !== undefined && now.removedAt === null && !sameValue(valueAt(now.document, change.field), change.before),
    })),
  };
};

/** What was done to one record, newest first: who, when, before, after. Errors: `record-unknown`. */
export const historyOfRecord = (desk: DeskContext, kind: string, id: string): Result<z.infer<typeof recordHistory>, Refusal> => {
  const definition = kindOf(desk.kinds, kind);
  const found = desk.db.all(
    rows()
      .where('operation.record', '=', id)
      .where('operation.kind', '=', kind)
      .orderBy('operation.seq', 'desc')
      .limit(PAGE + 1),
  );
  if (found.length === 0) return err(recordUnknown(definition));
  const now = readRecord(desk.db, definition, id);
  return ok({ entries: found.slice(0, PAGE).map((row) => entryOf(desk, definition, row, now)), more: found.length > PAGE });
};

/** What was done to the records about one contact, newest first, its own included. */
export const historyOfSubject = (desk: DeskContext, subject: string, limit = PAGE): readonly HistoryEntry[] =>
  desk.db.all(rows().where('operation.subject', '=', subject).orderBy('operation.seq', 'desc').limit(limit)).map((row) => {
    const definition = kindOf(desk.kinds, row.kind);
    return entryOf(desk, definition, row, readRecord(desk.db, definition, row.record));
  });

const noSuchChange: Refusal = {
  status: 404,
  code: 'change-unknown',
  title: 'This change is not in the history',
  detail: 'It was erased, or it belongs to another record.',
  kept: 'Nothing was changed.',
  next: 'Open the history of the record again.',
};

/** Brings one field back to what it said before a change, as a change of its own. Errors: `change-unknown`, those of `commitRecords`. */
export const restoreFieldOf = (
  desk: DeskContext,
  person: SignedInPerson,
  about: { readonly kind: string; readonly id: string; readonly operation: string; readonly field: string },
): Result<Committed, Refusal> => {
  const definition = kindOf(desk.kinds, about.kind);
  const row = desk.db.get(rows().where('operation.id', '=', about.operation).where('operation.record', '=', about.id));
  const body = row === undefined ? null : readBody(row.body);
  const change = body?.act === 'change' ? body.changes.find((one) => one.field === about.field) : undefined;
  if (change === undefined) return err(noSuchChange);
  return commitRecords(desk, person, { words: `Restored ${fieldName(definition, about.field)}` }, [
    { act: 'change', kind: about.kind, id: about.id, set: { [about.field]: change.before }, revision: null },
  ]);
};

const groupUnknown: Refusal = {
  status: 404,
  code: 'group-unknown',
  title: 'There is nothing to take back',
  detail: 'No group of changes has this id.',
  next: 'Open the history and choose the change there.',
};
const undoneBefore: Refusal = {
  status: 409,
  code: 'undone-before',
  title: 'This was taken back already',
  detail: 'A group of changes is taken back once.',
  kept: 'Nothing was changed now.',
  next: 'To have the changes again, take back the group that undid them.',
};
const nothingLeft: Refusal = {
  status: 409,
  code: 'nothing-to-undo',
  title: 'Nothing of this can be taken back',
  detail: 'Everything it changed was changed again since, or was erased.',
  kept: 'Everything stays as it is now.',
  next: 'Restore single fields from the history of the record.',
};

const ownWay = (words: string): Refusal => ({
  status: 409,
  code: 'not-by-undo',
  title: 'This is not taken back by undo',
  detail: `“${words}” reached beyond the records that undo brings back.`,
  kept: 'Nothing was changed.',
  next: 'Do it again by hand: merge the two contacts once more.',
});

/** The answer of a kind that takes its groups back by an act of its own; null where all of the group is private records. */
const takenBackAlone = (
  desk: DeskContext,
  person: SignedInPerson,
  words: string,
  group: readonly Row[],
): Result<Undone, Refusal> | null => {
  for (const row of group) {
    const definition = kindOf(desk.kinds, row.kind);
    if (definition.takeBack !== undefined)
      return row.act === 'create' ? definition.takeBack(desk, person, row.record, row.group) : err(ownWay(words));
  }
  return null;
};

type Kept = z.infer<typeof undone>['kept'][number];

const INVERSE = { create: 'remove', remove: 'return', return: 'remove' } as const;

type Inverse = { readonly step: Step | null; readonly kept: Kept | null };

const inverseStep = (desk: DeskContext, row: Row): Inverse => {
  const definition = kindOf(desk.kinds, row.kind);
  const held = readRecord(desk.db, definition, row.record);
  const body = readBody(row.body);
  if (held === undefined || body === null || body.act === 'erase') return { step: null, kept: null };
  const keep = (why: string): Kept => ({ kind: row.kind, record: row.record, label: definition.labelOf(held.document), why });
  if (body.act !== 'change') return { step: { act: INVERSE[body.act], kind: row.kind, id: row.record }, kept: null };
  const overtaken = stale(held.document, inverseOf(body.changes)).map((change) => change.field);
  const back = body.changes.filter((change) => !overtaken.includes(change.field));
  const names = overtaken.map((field) => fieldName(definition, field)).join(', ');
  return {
    step: back.length === 0 ? null : { act: 'change', kind: row.kind, id: row.record, set: setBack(back), revision: null },
    kept: overtaken.length === 0 ? null : keep(`${names}: changed again since`),
  };
};

const setBack = (changes: readonly FieldChange[]): RecordDocument =>
  Object.fromEntries(changes.map((change) => [change.field, change.before]));

/**
 * Takes a group of changes back with the inverse changes as a group of its own, newest first. Fields that were changed again since stay and
 * are listed. Errors: `group-unknown`, `undone-before`, `nothing-to-undo`, those of `commitRecords`.
 */
export const undoGroup = (desk: DeskContext, person: SignedInPerson, group: string): Result<z.infer<typeof undone>, Refusal> => {
  // Nothing comes between reading and writing in one process; the writing is one transaction, and one without a savepoint around it.
  const held = desk.db.get(recordSql.selectFrom('operation_group').selectAll().where('id', '=', group));
  if (held === undefined) return err(groupUnknown);
  const taken = desk.db.get(recordSql.selectFrom('operation_group').select('id').where('undoes', '=', group));
  if (taken !== undefined) return err(undoneBefore);
  const members = desk.db.all(rows().where('operation.group', '=', group).orderBy('operation.seq', 'desc'));
  const alone = takenBackAlone(desk, person, held.words, members);
  if (alone !== null) return alone;
  const inverses = members.map((row) => inverseStep(desk, row));
  const steps = inverses.flatMap(({ step }) => (step === null ? [] : [step]));
  if (steps.length === 0) return err(nothingLeft);
  const done = commitRecords(desk, person, { words: `Took back: ${held.words}`, undoes: group }, steps);
  if (!done.ok) return done;
  return ok({
    undo: done.value.undo,
    records: done.value.operations,
    kept: inverses.flatMap(({ kept }) => (kept === null ? [] : [kept])),
  });
};

/** The newest groups of changes, of everybody or of one person. */
export const groupsOf = (desk: DeskContext, person: SignedInPerson, mine: boolean): z.infer<typeof changeGroups> => {
  let query = recordSql
    .selectFrom('operation_group')
    .leftJoin('operation_group as later', 'later.undoes', 'operation_group.id')
    .select((select) => [
      'operation_group.id',
      'operation_group.at',
      'operation_group.by',
      'operation_group.by_name',
      'operation_group.words',
      'operation_group.undoes',
      'later.id as undone',
      select
        .selectFrom('operation')
        .whereRef('operation.group', '=', 'operation_group.id')
        .select((count) => count.fn.count<number>('operation.seq').distinct().as('records'))
        .as('records'),
    ])
    .orderBy('operation_group.at', 'desc')
    .orderBy('operation_group.id', 'desc')
    .limit(100);
  if (mine) query = query.where('operation_group.by', '=', person.person);
  return {
    groups: desk.db.all(query).map((row) => ({
      group: row.id,
      at: row.at,
      by: row.by_name,
      mine: row.by === person.person,
      words: row.words,
      records: row.records ?? 0,
      undone: row.undone,
      undoes: row.undoes,
    })),
  };
};
