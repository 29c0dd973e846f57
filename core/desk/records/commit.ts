import { changesBetween, withValue } from '../../domain/record/field-changes.ts';
import type { FieldChange, OperationBody, RecordDocument } from '../../domain/record/operation.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext } from '../context.ts';
import { notPermitted } from '../permitted.ts';
import type { Refusal } from '../refusal.ts';
import { kindOf, type RecordDefinition, type StoredRecord } from './definition.ts';
import { applyOperation } from './fold.ts';
import { overtaken } from './overtaken.ts';
import { appendOperations, type NewOperation } from './operation-log.ts';
import { changedInBetween, recordNotValid, recordRemoved, recordsClosed, recordUnknown } from './refusals.ts';
import { readRecord } from './stored-record.ts';
import { recordSql } from './tables.ts';

/** Who a group of changes is by: a person, or the desk itself for work that follows from a setting or a clock. */
export type Author = { readonly person: string; readonly name: string };

/**
 * One change of one record. `set` holds the fields that shall change, dotted ones for members of nested objects. `revision` is the one the
 * person saw: fields that somebody else changed since are refused; null takes the record as it is now.
 */
export type Step = CreateStep | ChangeStep | MoveStep;
export type CreateStep = { readonly act: 'create'; readonly kind: string; readonly id: string; readonly document: RecordDocument };
export type ChangeStep = {
  readonly act: 'change';
  readonly kind: string;
  readonly id: string;
  readonly set: RecordDocument;
  readonly revision: number | null;
};
export type MoveStep = { readonly act: 'remove' | 'return'; readonly kind: string; readonly id: string };

export type Group = {
  /** What the group did, for the history: "Moved 12 contacts to Customer". */
  readonly words: string;
  /** The group this one takes back. */
  readonly undoes?: string;
  /** A group that is open already and takes these changes too: long work writes in parts that are taken back as one. */
  readonly continues?: string;
  /**
   * True inside a transaction that the caller takes back whole when this is refused. A great many changes then need no savepoint of their own:
   * SQLite walks the pages a savepoint holds at the end of each statement, so that thousands of them cost the square.
   */
  readonly within?: boolean;
  /** True for the program's own acts, which no role has to allow. */
  readonly program?: boolean;
};

export type Committed = {
  /** The group's id: what undo takes. */
  readonly undo: string;
  /** The records after it, in the order of the steps; undefined members do not occur. Steps that changed nothing have an unchanged revision. */
  readonly records: readonly StoredRecord<RecordDocument>[];
  readonly operations: number;
};

type Refused = { readonly ok: false; readonly error: Refusal };

class Stop extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * Writes a group of changes to private records: operations, documents, indexes and timeline in one transaction, all of it or nothing.
 * Errors: `recovery`, `not-permitted`, `record-unknown`, `record-removed`, `record-not-valid`, `changed-in-between` with both values.
 */
export const commitRecords = (desk: DeskContext, author: Author, group: Group, steps: readonly Step[]): Result<Committed, Refusal> => {
  const closed = recordsClosed(desk);
  if (closed !== null) return err(closed);
  const refused = group.program === true ? null : refusedKind(desk, author, steps);
  if (refused !== null) return err(refused);
  try {
    const work = (): Committed => written(desk, author, group, steps);
    return ok(group.within === true ? work() : desk.db.transaction(work));
  } catch (error) {
    // Thrown inside the transaction so that it rolls back; anything else is a bug and goes on.
    if (error instanceof Stop) return refusedBy(error);
    throw error;
  }
};

const refusedBy = (stop: Stop): Refused => err(stop.refusal);

const refusedKind = (desk: DeskContext, author: Author, steps: readonly Step[]): Refusal | null => {
  const needed = new Set(
    steps.map((step) => {
      const definition = kindOf(desk.kinds, step.kind);
      return step.act === 'remove' || step.act === 'return' ? definition.remove : definition.change;
    }),
  );
  for (const permission of needed) {
    const refused = notPermitted(desk, author.person, permission);
    if (refused !== null) return refused;
  }
  return null;
};

type Decided = { readonly body: OperationBody | null; readonly held: StoredRecord<RecordDocument> | undefined };

const written = (desk: DeskContext, author: Author, group: Group, steps: readonly Step[]): Committed => {
  const at = desk.clock.now();
  const undo = group.continues ?? uuidV7(desk.entropy, at);
  if (group.continues === undefined)
    desk.db.run(
      recordSql.insertInto('operation_group').values({
        id: undo,
        at,
        by: author.person,
        by_name: author.name,
        words: group.words,
        undoes: group.undoes ?? null,
      }),
    );
  const operations: NewOperation[] = [];
  const records: StoredRecord<RecordDocument>[] = [];
  for (const step of steps) {
    const definition = kindOf(desk.kinds, step.kind);
    const { body, held } = decided(desk, definition, step);
    if (body === null) {
      if (held !== undefined) records.push(held);
      continue;
    }
    const next = applyOperation(
      desk.db,
      desk.kinds,
      { id: null, at, by: author.person, byName: author.name, kind: step.kind, record: step.id, body },
      held,
    );
    if (next === undefined) throw new Error(`a ${step.kind} was not written`);
    operations.push({
      id: uuidV7(desk.entropy, at),
      at,
      by: author.person,
      group: undo,
      kind: step.kind,
      record: step.id,
      subject: next.subject,
      body,
    });
    records.push(next);
  }
  appendOperations(desk.db, { primitives: desk.primitives, salt: (length) => desk.entropy.bytes(length) }, operations);
  if (operations.length === 0 && group.continues === undefined) desk.db.run(recordSql.deleteFrom('operation_group').where('id', '=', undo));
  return { undo, records, operations: operations.length };
};

const decided = (desk: DeskContext, definition: RecordDefinition, step: Step): Decided => {
  if (step.act === 'create') return { body: { act: 'create', document: validDocument(definition, step.document) }, held: undefined };
  const held = readRecord(desk.db, definition, step.id);
  if (held === undefined) throw new Stop(recordUnknown(definition));
  if (step.act !== 'change') {
    const there = held.removedAt === null;
    return { body: (step.act === 'remove') === there ? { act: step.act } : null, held };
  }
  if (held.removedAt !== null) throw new Stop(recordRemoved(definition));
  const changes = changesOf(desk, definition, held, step);
  return { body: changes.length === 0 ? null : { act: 'change', changes }, held };
};

const changesOf = (
  desk: DeskContext,
  definition: RecordDefinition,
  held: StoredRecord<RecordDocument>,
  step: ChangeStep,
): readonly FieldChange[] => {
  const wanted = Object.entries(step.set).reduce((document, [field, value]) => withValue(document, field, value), held.document);
  const next = validDocument(definition, wanted);
  const changes = changesBetween(held.document, next, definition.nested);
  if (step.revision === null || step.revision === held.revision) return changes;
  const conflicts = overtaken(desk, definition, held, step.revision, changes);
  if (conflicts.length > 0) throw new Stop(changedInBetween(definition, conflicts));
  return changes;
};

/** The document as its schema reads it. Undefined members are not JSON and never reach an operation. */
const validDocument = (definition: RecordDefinition, document: RecordDocument): RecordDocument => {
  const read = definition.schema.safeParse(document);
  if (read.success) return read.data;
  throw new Stop(
    recordNotValid(
      definition,
      read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    ),
  );
};

/** What a person entered, as the fields to set: those that differ from what they saw. */
export const fieldsToSet = (definition: RecordDefinition, seen: RecordDocument, entered: RecordDocument): RecordDocument =>
  Object.fromEntries(changesBetween(seen, entered, definition.nested).map((change) => [change.field, change.after]));
