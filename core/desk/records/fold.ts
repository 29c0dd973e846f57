import type { Database } from '../../adapters/sqlite/database.ts';
import { afterChanges } from '../../domain/record/field-changes.ts';
import type { OperationBody, RecordDocument } from '../../domain/record/operation.ts';
import { kindOf, type RecordDefinition, type RecordKinds, type StoredRecord } from './definition.ts';
import { eraseRecord, readRecord, writeRecord } from './stored-record.ts';

/** An operation with what the fold needs of it. */
export type FoldedOperation = {
  readonly at: string;
  readonly by: string;
  readonly byName: string;
  readonly kind: string;
  readonly record: string;
  /** Null for an operation whose content was erased. */
  readonly body: OperationBody | null;
};

/**
 * Applies one operation to the tables. The only writer of private records: a commit and `projections rebuild` both end here. An erased
 * operation changes nothing, since its record ends in an `erase` of its own. Runs inside the caller's transaction.
 */
export const applyOperation = (
  db: Database,
  kinds: RecordKinds,
  operation: FoldedOperation,
  held?: StoredRecord<RecordDocument>,
): StoredRecord<RecordDocument> | undefined => {
  const definition = kindOf(kinds, operation.kind);
  if (operation.body === null) return undefined;
  if (operation.body.act === 'create') return created(db, definition, operation, operation.body.document);
  const before = held ?? readRecord(db, definition, operation.record);
  if (before === undefined) return undefined;
  if (operation.body.act === 'erase') {
    eraseRecord(db, definition, before);
    return undefined;
  }
  const document =
    operation.body.act === 'change' ? parsed(definition, afterChanges(before.document, operation.body.changes)) : before.document;
  const next: StoredRecord<RecordDocument> = {
    ...before,
    document,
    subject: definition.subjectOf(before.id, document),
    revision: before.revision + 1,
    updatedAt: operation.at,
    removedAt: operation.body.act === 'remove' ? operation.at : operation.body.act === 'return' ? null : before.removedAt,
  };
  writeRecord(db, definition, before, next, operation.byName);
  return next;
};

const parsed = (definition: RecordDefinition, document: RecordDocument): RecordDocument => definition.schema.parse(document);

const created = (
  db: Database,
  definition: RecordDefinition,
  operation: FoldedOperation,
  document: RecordDocument,
): StoredRecord<RecordDocument> => {
  const stored: StoredRecord<RecordDocument> = {
    kind: definition.kind,
    id: operation.record,
    subject: definition.subjectOf(operation.record, document),
    revision: 1,
    document,
    createdAt: operation.at,
    createdBy: operation.by,
    updatedAt: operation.at,
    removedAt: null,
  };
  writeRecord(db, definition, undefined, stored, operation.byName);
  return stored;
};
