import type { ChangeConflict } from '../../contract/records.ts';
import { sameValue, inverseOf, afterChanges } from '../../domain/record/field-changes.ts';
import type { FieldChange, RecordDocument } from '../../domain/record/operation.ts';
import type { DeskContext } from '../context.ts';
import type { RecordDefinition, StoredRecord } from './definition.ts';
import { readBody } from './operation-log.ts';
import { recordSql } from './tables.ts';
import { fieldName, valueWords } from './words.ts';

type Later = { readonly at: string; readonly by: string; readonly changes: readonly FieldChange[] };

/** What was done to a record after a revision, oldest first; each operation raised it by one. */
const laterThan = (desk: Pick<DeskContext, 'db'>, held: StoredRecord<RecordDocument>, revision: number): readonly Later[] =>
  desk.db
    .all(
      recordSql
        .selectFrom('operation')
        .innerJoin('operation_group', 'operation_group.id', 'operation.group')
        .select(['operation.at', 'operation_group.by_name', 'operation.body'])
        .where('operation.record', '=', held.id)
        .orderBy('operation.seq', 'desc')
        .limit(Math.max(0, held.revision - revision)),
    )
    .toReversed()
    .map(({ at, by_name: by, body }) => {
      const read = readBody(body);
      return { at, by, changes: read?.act === 'change' ? read.changes : [] };
    });

/** Fields that others changed after a revision to something else than these changes want; both values of each. */
export const overtaken = (
  desk: Pick<DeskContext, 'db'>,
  definition: RecordDefinition,
  held: StoredRecord<RecordDocument>,
  revision: number,
  changes: readonly FieldChange[],
): readonly ChangeConflict[] => {
  const later = laterThan(desk, held, revision);
  return changes.flatMap((change): ChangeConflict[] => {
    const last = later.findLast((one) => one.changes.some((other) => other.field === change.field));
    const theirs = last?.changes.find((other) => other.field === change.field);
    if (last === undefined || theirs === undefined || sameValue(theirs.after, change.after)) return [];
    return [
      {
        field: change.field,
        name: fieldName(definition, change.field),
        yours: valueWords(change.after),
        theirs: valueWords(theirs.after),
        by: last.by,
        at: last.at,
      },
    ];
  });
};

/** The document as it was at a revision: later changes taken back one by one. */
export const documentAt = (desk: Pick<DeskContext, 'db'>, held: StoredRecord<RecordDocument>, revision: number): RecordDocument =>
  laterThan(desk, held, revision).reduceRight((document, one) => afterChanges(document, inverseOf(one.changes)), held.document);
