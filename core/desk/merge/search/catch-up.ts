import type { Database } from '../../../adapters/sqlite/database.ts';
import { keyNumber } from '../../../domain/duplicate/block-keys.ts';
import { BLOCK, type Candidate, candidateOf, judgeInOrder, splittingKeys } from '../../../domain/duplicate/find-pairs.ts';
import { type Fingerprint, fingerprintOf } from '../../../domain/duplicate/fingerprint.ts';
import type { BookFigures } from '../../../domain/duplicate/rarity.ts';
import { contactInUse } from '../../contacts/stored-contact.ts';
import type { DeskContext } from '../../context.ts';
import { givenNames } from './given-names.ts';
import { contactCount, newestOperation, noteSearched, writeKeys, writePair } from './stored-pairs.ts';
import { searchSql } from './tables.ts';

/** Changes that are caught up with while somebody waits for an answer; more than these need a search of the whole book. */
export const AT_ONCE = 200;

/** How far the search is behind the book. */
export type Behind = { readonly searchedAt: string | null; readonly behind: number };

/** How common things are, as the stored keys say; each count is asked once. */
export const storedFigures = (db: Database, extra: ReadonlySet<string> = new Set()): BookFigures => {
  const known = new Map<string, number>();
  const count = db.statement<[number, number], { readonly count: number }>(
    'select count(*) as count from (select 1 from duplicate_key where key = ? limit ?)',
  );
  const most = 5000;
  return {
    size: contactCount(db),
    holders: (key) => {
      const held = known.get(key) ?? (count.get(keyNumber(key), most)?.count ?? 0) + (extra.has(key) ? 1 : 0);
      known.set(key, held);
      return Math.max(1, held);
    },
  };
};

/** Contacts that share a key with this one: all of a small block, of a large one those that share a name as well. */
export const sharingKeys = (db: Database, { print, keys }: Candidate): ReadonlySet<string> => {
  const found = new Set<string>();
  const holders = db.statement<[number, number], { readonly id: string }>(
    'select contact.id from duplicate_key join contact on contact.no = duplicate_key.contact where duplicate_key.key = ? limit ?',
  );
  const split = db.statement<[number, number, number], { readonly id: string }>(
    `select contact.id from duplicate_key a join duplicate_key b on b.contact = a.contact join contact on contact.no = a.contact
     where a.key = ? and b.key = ? limit ?`,
  );
  const add = (rows: readonly { readonly id: string }[]): void => {
    if (rows.length <= BLOCK) for (const { id } of rows) found.add(id);
  };
  for (const key of keys.pairs) {
    const number = keyNumber(key);
    const rows = holders.all(number, BLOCK + 1);
    if (rows.length <= BLOCK) add(rows);
    else for (const name of splittingKeys(keys)) add(split.all(number, keyNumber(name), BLOCK + 1));
  }
  found.delete(print.id);
  return found;
};

/** The fingerprint of a contact in use. */
const printOf = (desk: DeskContext, id: string): Fingerprint | null => {
  const held = contactInUse(desk.db, id);
  return held === undefined ? null : fingerprintOf(id, held.fields, givenNames(desk));
};

const refresh = (desk: DeskContext, id: string, at: string): void => {
  const { db } = desk;
  db.run(searchSql.deleteFrom('duplicate_pair').where((or) => or.or([or('low', '=', id), or('high', '=', id)])));
  // Keys of a contact that is gone went with its row.
  const held = contactInUse(db, id);
  if (held === undefined) return;
  const print = fingerprintOf(id, held.fields, givenNames(desk));
  const candidate = candidateOf(print);
  writeKeys(db, held.no, candidate);
  const figures = storedFigures(db);
  for (const other of sharingKeys(db, candidate)) {
    const compared = printOf(desk, other);
    const pair = compared === null ? null : judgeInOrder(print, compared, figures, givenNames(desk));
    if (pair !== null) writePair(db, pair, at);
  }
};

/**
 * Compares the contacts that were added or changed since the last search, at most 200 changes; answers how many changes are still waiting. Before
 * the first search only a small book is read here, a larger one by `searchBook`.
 */
export const catchUp = (desk: DeskContext): Behind => {
  const { db } = desk;
  const searched = db.get(searchSql.selectFrom('duplicate_search').selectAll());
  const from = searched?.seq ?? 0;
  const head = newestOperation(db);
  if (head <= from) return { searchedAt: searched?.at ?? null, behind: 0 };
  const changes = db
    .statement<[number, number], { readonly seq: number; readonly record: string }>(
      "select seq, record from operation where seq > ? and kind = 'contact' order by seq limit ?",
    )
    .all(from, AT_ONCE + 1);
  if (changes.length > AT_ONCE) return { searchedAt: searched?.at ?? null, behind: changesSince(db, from, head) };
  const at = desk.clock.now();
  db.transaction(() => {
    for (const id of new Set(changes.map(({ record }) => record))) refresh(desk, id, at);
    noteSearched(db, head, searched?.at ?? at, contactCount(db));
  });
  return { searchedAt: searched?.at ?? at, behind: 0 };
};

/** What was counted of the changes after an operation, up to another: the log only grows, so the next count goes on from there. */
type Counted = { readonly from: number; readonly upTo: number; readonly count: number };
const counted = new WeakMap<Database, Counted>();

/** Changes of contacts after an operation, up to the newest. Before the first search every contact waits: nobody reads the whole log for that. */
const changesSince = (db: Database, from: number, head: number): number => {
  if (from === 0) return contactCount(db);
  const known = counted.get(db);
  const before = known?.from === from ? known : { from, upTo: from, count: 0 };
  const more =
    db
      .statement<[number], { readonly count: number }>("select count(*) as count from operation where seq > ? and kind = 'contact'")
      .get(before.upTo)?.count ?? 0;
  counted.set(db, { from, upTo: head, count: before.count + more });
  return before.count + more;
};
