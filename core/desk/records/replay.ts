import type { Database } from '../../adapters/sqlite/database.ts';
import type { DeskContext } from '../context.ts';
import type { JobControl } from '../jobs.ts';
import { applyOperation } from './fold.ts';
import { readBody } from './operation-log.ts';
import { IN_ORDER } from './refold.ts';
import { recordSql } from './tables.ts';

const CHUNK = 1000;

/** Folds every operation of the desk into another database, in the order in which they count. Answers how many there were. */
export const replayOperations = async (desk: DeskContext, into: Database, control: JobControl): Promise<number> => {
  const order = desk.db
    .statement<[], { readonly seq: number }>(
      `select operation.seq from operation left join book_entry on book_entry.id = operation.id order by ${IN_ORDER}`,
    )
    .all();
  for (let from = 0; from < order.length; from += CHUNK) {
    const part = order.slice(from, from + CHUNK).map(({ seq }) => seq);
    const rows = desk.db.all(
      recordSql
        .selectFrom('operation')
        .innerJoin('operation_group', 'operation_group.id', 'operation.group')
        .select([
          'operation.seq',
          'operation.id',
          'operation.at',
          'operation.by',
          'operation_group.by_name',
          'operation.kind',
          'operation.record',
          'operation.body',
        ])
        .where('operation.seq', 'in', part),
    );
    const bySeq = new Map(rows.map((row) => [row.seq, row]));
    into.transaction(() => {
      for (const seq of part) {
        const row = bySeq.get(seq);
        if (row === undefined || !desk.kinds.has(row.kind)) continue;
        const { by_name: byName, body, ...operation } = row;
        applyOperation(into, desk.kinds, { ...operation, byName, body: readBody(body) });
      }
    });
    const done = Math.min(from + CHUNK, order.length);
    control.progress(done, order.length, `Operation ${String(done)} of ${String(order.length)}`);
    await control.breathe();
  }
  return order.length;
};
