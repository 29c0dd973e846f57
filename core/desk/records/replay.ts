import type { Database } from '../../adapters/sqlite/database.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import type { OperationBody } from '../../domain/record/operation.ts';
import { kindOf } from './definition.ts';
import { applyOperation } from './fold.ts';
import { readBody } from './operation-log.ts';
import { recordSql } from './tables.ts';

const CHUNK = 1000;

/** A body as its commit folded it: the log keeps a new document with its members in canonical order, the schema gives them theirs. */
const asCommitted = (desk: DeskContext, kind: string, body: OperationBody | null): OperationBody | null =>
  body?.act === 'create' ? { ...body, document: kindOf(desk.kinds, kind).schema.parse(body.document) } : body;

/** Folds every operation of the desk into another database, in order. Answers how many there were. */
export const replayOperations = async (desk: DeskContext, into: Database, control: JobControl): Promise<number> => {
  const total = desk.db.get(recordSql.selectFrom('operation').select((select) => select.fn.countAll<number>().as('count')))?.count ?? 0;
  let seq = 0;
  for (;;) {
    const rows = desk.db.all(
      recordSql
        .selectFrom('operation')
        .innerJoin('operation_group', 'operation_group.id', 'operation.group')
        .select([
          'operation.seq',
          'operation.at',
          'operation.by',
          'operation_group.by_name',
          'operation.kind',
          'operation.record',
          'operation.body',
        ])
        .where('operation.seq', '>', seq)
        .orderBy('operation.seq')
        .limit(CHUNK),
    );
    into.transaction(() => {
      for (const { by_name: byName, body, ...operation } of rows)
        applyOperation(into, desk.kinds, { ...operation, byName, body: asCommitted(desk, operation.kind, readBody(body)) });
    });
    seq = rows.at(-1)?.seq ?? seq;
    if (rows.length < CHUNK) return total;
    control.progress(seq, total, `Operation ${String(seq)} of ${String(total)}`);
    await control.breathe();
  }
};
