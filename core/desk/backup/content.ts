import { pageFaults } from '../keys/installation.ts';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { eventRows } from '../../adapters/sqlite/event-rows.ts';
import { schemaVersion } from '../../adapters/sqlite/migrate.ts';
import { bytesToHex, equalBytes } from '../../protocol/bytes.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { appendLeaf, EMPTY_FRONTIER, type Frontier, frontierRoot, rootAt } from '../../protocol/merkle-log.ts';
import type { Primitives } from '../../protocol/primitives.ts';

/** What a database holds, in a form that two copies of it can be compared by. */
export type Content = {
  readonly schema: number;
  readonly tables: Readonly<Record<string, number>>;
  readonly events: number;
  readonly root: string;
};

type Hasher = Pick<Primitives, 'sha256'>;

/** Rows of every table, by name. */
export const tableCounts = (db: Database): Readonly<Record<string, number>> => {
  const names = db
    .statement<[], { readonly name: string }>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name",
    )
    .all();
  return Object.fromEntries(
    names.map(({ name }) => [
      name,
      db.statement<[], { readonly count: number }>(`select count(*) as count from "${name}"`).get()?.count ?? 0,
    ]),
  );
};

/** What a database says it holds; a copy must show the same from its own records. */
export const contentOf = (db: Database, hasher: Hasher): Content => {
  const rows = eventRows(db);
  const events = rows.size();
  const root = rootAt(hasher, rows, events);
  return { schema: schemaVersion(db), tables: tableCounts(db), events, root: root.ok ? bytesToHex(root.value) : '' };
};

/** Folds rows of the event table into a Merkle frontier; null at the first row whose index or hash is not what its record says. */
const foldEvents = (
  hasher: Hasher,
  frontier: Frontier,
  rows: readonly { readonly idx: number; readonly hash: Uint8Array; readonly record: Uint8Array }[],
): Frontier | null => {
  let next = frontier;
  for (const row of rows) {
    if (row.idx !== next.size || !equalBytes(row.hash, hasher.sha256(row.record))) return null;
    next = appendLeaf(hasher, next, leafHash(hasher, row.hash)).frontier;
  }
  return next;
};

const CHUNK = 2000;

/** Recomputes the log from the records, chunk by chunk; null when a stored row is not what its record says. */
export const recomputedRoot = function* (
  db: Database,
  hasher: Hasher,
): Generator<number, { readonly events: number; readonly root: string } | null> {
  const rows = db.statement<[number, number], { readonly idx: number; readonly hash: Uint8Array; readonly record: Uint8Array }>(
    'select idx, hash, record from event where idx >= ? order by idx limit ?',
  );
  let frontier: Frontier = EMPTY_FRONTIER;
  for (;;) {
    const chunk = rows.all(frontier.size, CHUNK);
    const next = foldEvents(hasher, frontier, chunk);
    if (next === null) return null;
    frontier = next;
    if (chunk.length < CHUNK) return { events: frontier.size, root: bytesToHex(frontierRoot(hasher, frontier)) };
    yield frontier.size;
  }
};

export type CopyFault = { readonly code: 'wrong-key' | 'damaged' | 'differs'; readonly detail: string };

/**
 * Opens a copy with its key and checks everything: pages, schema, rows of every table, records, log root. Yields how many events are done,
 * so that the caller can stop or let others work. Returns what it holds, or the first fault.
 */
export const checkCopy = function* (
  path: string,
  key: Uint8Array,
  hasher: Hasher,
  expected: Content | null,
): Generator<number, Content | CopyFault> {
  const opened = openDatabase({ path, key, readonly: true });
  if (!opened.ok)
    return {
      code: opened.error.code === 'wrong-key' ? 'wrong-key' : 'damaged',
      detail: 'detail' in opened.error ? opened.error.detail : path,
    };
  const db = opened.value;
  try {
    const faults = pageFaults(db);
    if (faults !== null) return { code: 'damaged', detail: faults };
    const tables = tableCounts(db);
    const log = yield* recomputedRoot(db, hasher);
    if (log === null) return { code: 'damaged', detail: 'a stored event is not what its record says' };
    const content: Content = { schema: schemaVersion(db), tables, ...log };
    const fault = expected === null ? null : difference(expected, content);
    return fault === null ? content : { code: 'differs', detail: fault };
  } catch (error) {
    return { code: 'damaged', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    db.close();
  }
};

const difference = (expected: Content, found: Content): string | null => {
  if (expected.schema !== found.schema) return `schema ${found.schema} instead of ${expected.schema}`;
  if (expected.events !== found.events || expected.root !== found.root)
    return `a log of ${found.events} events instead of ${expected.events}, or another root`;
  const names = [...new Set([...Object.keys(expected.tables), ...Object.keys(found.tables)])];
  const odd = names.find((name) => expected.tables[name] !== found.tables[name]);
  return odd === undefined ? null : `${found.tables[odd] ?? 'no'} rows in ${odd} instead of ${expected.tables[odd] ?? 'none'}`;
};

/** Runs a stepwise check to its end at once. */
export const finish = <T>(steps: Generator<number, T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};
