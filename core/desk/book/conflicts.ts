import { z } from 'zod';
import type { DesksView } from '../../contract/shared-book.ts';
import { valueAt } from '../../domain/record/field-changes.ts';
import { err, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { commitRecords, type Committed, type Step } from '../records/commit.ts';
import { kindOf, type RecordDefinition } from '../records/definition.ts';
import { readBody } from '../records/operation-log.ts';
import { IN_ORDER } from '../records/refold.ts';
import { readRecord } from '../records/stored-record.ts';
import { fieldName, valueWords } from '../records/words.ts';
import type { Refusal } from '../refusal.ts';
import { bookSql } from './tables.ts';

const choiceSchema = z.strictObject({
  operation: z.string().min(1),
  kind: z.string().min(1),
  record: z.string().min(1),
  contact: z.string().nullable(),
});
type ChoiceDocument = z.output<typeof choiceSchema>;

/** That a person has chosen between two values which two desks gave one field; the value chosen is a change of its own. */
export const choiceDefinition: RecordDefinition<ChoiceDocument> = {
  kind: 'conflict-choice',
  name: 'choice between two values',
  schema: choiceSchema,
  nested: [],
  change: 'edit-contacts',
  remove: 'edit-contacts',
  fieldNames: {},
  subjectOf: (_id, document) => document.contact,
  labelOf: () => 'Chose between two values',
  index: {
    write: (db, { id, document }) => {
      db.run(bookSql.insertInto('conflict_choice').values({ id, operation: document.operation }));
    },
    clear: (db, { id }) => {
      db.run(bookSql.deleteFrom('conflict_choice').where('id', '=', id));
    },
  },
};

const changesSchema = z.array(z.strictObject({ field: z.string(), before: z.json(), after: z.json() }));

const rows = (desk: DeskContext) =>
  desk.db.all(
    bookSql
      .selectFrom('record_conflict')
      .leftJoin('conflict_choice', 'conflict_choice.operation', 'record_conflict.operation')
      .selectAll('record_conflict')
      .where('conflict_choice.id', 'is', null)
      .orderBy('record_conflict.at')
      .orderBy('record_conflict.operation')
      .limit(200),
  );

/** Who last wrote what stands in one of the fields: not an operation that waits for a choice itself. */
const lastWriter = (desk: DeskContext, kind: string, record: string, fields: readonly string[]) => {
  const found = desk.db
    .statement<[string, string], { readonly at: string; readonly by_name: string; readonly body: string | null }>(
      `select operation.at, operation_group.by_name, operation.body from operation join operation_group on operation_group.id = operation."group"
       left join book_entry on book_entry.id = operation.id where operation.record = ? and operation.kind = ? and operation.id not in (select operation from record_conflict) order by ${IN_ORDER}`,
    )
    .all(record, kind);
  return found.findLast(({ body }) => {
    const read = readBody(body);
    return read?.act === 'create' || (read?.act === 'change' && read.changes.some(({ field }) => fields.includes(field)));
  });
};

/** Conflicts that wait for a person: what stands, what another desk wanted, who and when. */
export const openConflicts = (desk: DeskContext): DesksView['conflicts'] =>
  rows(desk).flatMap((row) => {
    const definition = kindOf(desk.kinds, row.kind);
    const held = readRecord(desk.db, definition, row.record);
    if (held === undefined) return [];
    const changes = changesSchema.parse(JSON.parse(row.fields));
    const say = (field: string, value: JsonValue): string => definition.fieldWords?.(desk, field, value) ?? valueWords(value);
    const fields = changes.map(({ field }) => field);
    const writer = lastWriter(desk, row.kind, row.record, fields);
    return [
      {
        operation: row.operation,
        kind: definition.name,
        record: row.record,
        label: definition.labelOf(held.document),
        subject: row.subject,
        by: row.by_name,
        at: row.at,
        standsBy: writer?.by_name ?? 'Not recorded',
        standsAt: writer?.at ?? null,
        fields: changes.map(({ field, after }) => ({
          field,
          name: fieldName(definition, field),
          // What stood when the other value came may have been changed since.
          stands: say(field, valueAt(held.document, field)),
          wanted: say(field, after),
        })),
      },
    ];
  });

const unknown: Refusal = {
  status: 404,
  code: 'conflict-unknown',
  title: 'There is no such conflict any more',
  detail: 'Somebody has chosen already, perhaps at another desk.',
  kept: 'Nothing was changed.',
  next: 'Look at the list again.',
};

/**
 * Chooses between what stands and what another desk wanted; both stay in the history. Errors: `conflict-unknown`, those of `commitRecords`.
 */
export const chooseConflict = (
  desk: DeskContext,
  person: SignedInPerson,
  operation: string,
  choice: 'stands' | 'wanted',
): Result<Committed, Refusal> => {
  const row = rows(desk).find((one) => one.operation === operation);
  if (row === undefined) return err(unknown);
  const changes = changesSchema.parse(JSON.parse(row.fields));
  const { kind, record, subject } = row;
  const chosen: Step = {
    act: 'create',
    kind: choiceDefinition.kind,
    id: uuidV7(desk.entropy, desk.clock.now()),
    document: { operation, kind, record, contact: subject },
  };
  const change: Step = {
    act: 'change',
    kind,
    id: record,
    set: Object.fromEntries(changes.map(({ field, after }) => [field, after])),
    revision: null,
  };
  return commitRecords(desk, person, { words: 'Chose between two values' }, choice === 'wanted' ? [change, chosen] : [chosen]);
};
