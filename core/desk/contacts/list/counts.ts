import { sql } from 'kysely';
import type { Database } from '../../../adapters/sqlite/database.ts';
import type { DeskContext } from '../../context.ts';
import { asQuery, everyCondition, type Selection, whereAll } from './query.ts';

type Kept = { readonly changes: number; readonly count: number };

const KEPT = 200;
const counts = new WeakMap<Database, Map<string, Kept>>();

/** How often rows of this file were changed since it was opened: a count made at the same number still holds. */
const changesOf = (db: Database): number =>
  db.statement<[], { readonly changes: number }>('select total_changes() as changes').get()?.changes ?? -1;

/** How many contacts a selection holds. Counted once for as long as nothing is written. */
export const countOf = (desk: DeskContext, selection: Selection): number => {
  if (selection.nothing) return 0;
  const query = asQuery(sql<{ readonly count: number }>`select count(*) as count from contact_list ${whereAll(everyCondition(selection))}`);
  const { sql: text, parameters } = query.compile();
  const key = JSON.stringify([text, parameters]);
  const held = counts.get(desk.db) ?? new Map<string, Kept>();
  counts.set(desk.db, held);
  const changes = changesOf(desk.db);
  const known = held.get(key);
  if (known?.changes === changes) return known.count;
  const count = desk.db.get(query)?.count ?? 0;
  held.delete(key);
  held.set(key, { changes, count });
  for (const oldest of held.keys()) {
    if (held.size <= KEPT) break;
    held.delete(oldest);
  }
  return count;
};

/** How many contacts the book holds. */
export const totalOf = (desk: DeskContext): number =>
  desk.db.statement<[], { readonly count: number }>('select count(*) as count from contact_list').get()?.count ?? 0;
