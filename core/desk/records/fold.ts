import type { Database } from '../../adapters/sqlite/database.ts';
import { afterChanges, sameValue, valueAt } from '../../domain/record/field-changes.ts';
import type { FieldChange, OperationBody, RecordDocument } from '../../domain/record/operation.ts';
import { keepConflict } from './conflict-rows.ts';
import { kindOf, type RecordDefinition, type RecordKinds, type StoredRecord } from './definition.ts';
import { eraseRecord, readRecord, writeRecord } from './stored-record.ts';

/** An operation with what the fold needs of it. */
export type FoldedOperation = {
  /** Null for one that is being written: it starts from what holds, so that nothing of it can be in conflict. */
  readonly id: string | null;
  readonly at: string;
  readonly by: string;
  readonly byName: string;
  readonly kind: string;
  readonly record: string;
  /** Null for an operation whose content was erased. */
  readonly body: OperationBody | null;
};

/** What an operation makes of a record; `withheld` holds the changes that it wanted and that wait for a person: what holds, and what it wants. */
export type Step = {
  readonly next: StoredRecord<RecordDocument> | undefined;
  readonly withheld: readonly FieldChange[];
};

/** The part of changes that may be written: guarded fields that somebody changed since are withheld, all guarded ones of the operation together. */
const judged = (
  definition: RecordDefinition,
  document: RecordDocument,
  changes: readonly FieldChange[],
): { readonly document: RecordDocument; readonly withheld: readonly FieldChange[] } => {
  const guards = definition.guarded ?? [];
  const guarded = changes.filter(({ field }) => guards.includes(field));
  const stale = guarded.some(({ field, before, after }) => {
    const held = valueAt(document, field);
    return !sameValue(held, before) && !sameValue(held, after);
  });
  const wanted = (some: readonly FieldChange[]): readonly FieldChange[] =>
    some.flatMap(({ field, after }) => {
      const held = valueAt(document, field);
      return sameValue(held, after) ? [] : [{ field, before: held, after }];
    });
  const free = stale ? changes.filter(({ field }) => !guards.includes(field)) : changes;
  const read = definition.schema.safeParse(afterChanges(document, free));
  // Two changes that are right by themselves may not fit together: the later one waits as a whole.
  return read.success ? { document: read.data, withheld: stale ? wanted(guarded) : [] } : { document, withheld: wanted(changes) };
};

/**
 * What one operation makes of a record. Pure. A change of a field is taken as it says, whoever wrote before: the last in the order counts. Guarded
 * fields (money, status, sign-off) keep what stands and the other value is withheld. A repeated removal changes nothing else.
 */
export const stepOf = (
  definition: RecordDefinition,
  before: StoredRecord<RecordDocument> | undefined,
  operation: FoldedOperation,
): Step => {
  const { body } = operation;
  if (body === null) return { next: before, withheld: [] };
  if (body.act === 'create') {
    const document = definition.schema.parse(body.document);
    const first = {
      kind: definition.kind,
      id: operation.record,
      revision: 0,
      createdAt: operation.at,
      createdBy: operation.by,
      removedAt: null,
      ...(before === undefined ? {} : { revision: before.revision, createdAt: before.createdAt, createdBy: before.createdBy }),
    };
    const subject = definition.subjectOf(operation.record, document);
    return { next: { ...first, subject, document, revision: first.revision + 1, updatedAt: operation.at }, withheld: [] };
  }
  if (before === undefined || body.act === 'erase') return { next: undefined, withheld: [] };
  const { document, withheld } =
    body.act === 'change' ? judged(definition, before.document, body.changes) : { document: before.document, withheld: [] };
  const removedAt = body.act === 'remove' ? (before.removedAt ?? operation.at) : body.act === 'return' ? null : before.removedAt;
  const subject = definition.subjectOf(before.id, document);
  return { next: { ...before, document, subject, revision: before.revision + 1, updatedAt: operation.at, removedAt }, withheld };
};

/**
 * Applies one operation to the tables. The only writer of private records: a commit, an entry of another desk and `projections rebuild` all end here
 * or in `refold.ts`, by the same steps. An erased operation changes nothing, since its record ends in an `erase` of its own. Runs inside the caller's
 * transaction.
 */
export const applyOperation = (
  db: Database,
  kinds: RecordKinds,
  operation: FoldedOperation,
  held?: StoredRecord<RecordDocument>,
): StoredRecord<RecordDocument> | undefined => {
  const definition = kindOf(kinds, operation.kind);
  if (operation.body === null) return undefined;
  const before =
    operation.body.act === 'create' && operation.id === null ? undefined : (held ?? readRecord(db, definition, operation.record));
  const { next, withheld } = stepOf(definition, before, operation);
  if (operation.body.act === 'erase' && before !== undefined) eraseRecord(db, definition, before);
  if (next === undefined) return undefined;
  writeRecord(db, definition, before, next, operation.byName);
  if (withheld.length > 0) keepConflict(db, operation, next.subject, withheld);
  return next;
};
