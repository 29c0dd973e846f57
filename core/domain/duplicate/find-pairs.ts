import { type BlockKeys, blockKeysOf } from './block-keys.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { GivenNames } from './given-names.ts';
import { judgePair, type Suspicion } from './judge-pair.ts';
import type { BookFigures } from './rarity.ts';

/** Two contacts, `left` before `right` by id, that may be one. */
export type Pair = Suspicion & { readonly left: string; readonly right: string };

/** Members of a block up to which all are compared with all. A larger one (a switchboard, an office address) is split by names first. */
export const BLOCK = 24;

/** A block split by the names of its members: who shares a given or family name as well. Parts that are still too large say nothing. */
export const partsOf = <T>(members: readonly T[], namesOf: (member: T) => readonly string[]): readonly (readonly T[])[] => {
  if (members.length <= BLOCK) return [members];
  const parts = new Map<string, T[]>();
  for (const member of members)
    for (const name of namesOf(member)) {
      const part = parts.get(name);
      if (part === undefined) parts.set(name, [member]);
      else part.push(member);
    }
  return [...parts.values()].filter((part) => part.length > 1 && part.length <= BLOCK);
};

const NAMES = /^[gn] /u;

/** Keys of a contact that split a block too large for all to be compared with all. */
export const splittingKeys = (keys: BlockKeys): readonly string[] => keys.counts.filter((key) => NAMES.test(key));

/** Two contacts in the order of their ids, judged; null where they are two. */
export const judgeInOrder = (one: Fingerprint, other: Fingerprint, book: BookFigures, names: GivenNames): Pair | null => {
  const [left, right] = one.id < other.id ? [one, other] : [other, one];
  const suspicion = judgePair(left, right, book, names);
  return suspicion === null ? null : { ...suspicion, left: left.id, right: right.id };
};

/** A contact of a search with its keys. */
export type Candidate = { readonly print: Fingerprint; readonly keys: BlockKeys };

/** A contact ready to be compared. */
export const candidateOf = (print: Fingerprint): Candidate => ({ print, keys: blockKeysOf(print) });

/** How far a search over the book is, in parts of 1; yielded now and then so that the caller can show it and stop. */
export type Searched = { readonly done: number; readonly of: number };

const EVERY = 1000;

/**
 * Finds every pair of a book that may be one client. Costs little more for each contact in a book twice as large: only contacts that share a key
 * are compared, and no block compares more than 24 with each other. The caller may stop between two yields.
 */
export const findPairs = function* (book: readonly Candidate[], names: GivenNames): Generator<Searched, readonly Pair[]> {
  const blocks = new Map<string, number[]>();
  const counts = new Map<string, number>();
  for (const [at, { keys }] of book.entries()) {
    for (const key of keys.pairs) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [at]);
      else block.push(at);
    }
    for (const key of keys.counts) counts.set(key, (counts.get(key) ?? 0) + 1);
    if (at % EVERY === 0) yield { done: at, of: book.length * 2 };
  }
  const figures: BookFigures = { size: book.length, holders: (key) => blocks.get(key)?.length ?? counts.get(key) ?? 1 };
  const search: Search = { book, figures, names, seen: new Set(), found: [], compared: 0 };
  const all = [...blocks.values()].filter((block) => block.length > 1);
  const splitting = book.map(({ keys }) => splittingKeys(keys));
  let next = 0;
  for (const [at, block] of all.entries()) {
    for (const part of partsOf(block, (member) => splitting[member] ?? [])) compareAll(search, part);
    if (search.compared < next) continue;
    next = search.compared + EVERY;
    yield { done: book.length + Math.floor((book.length * at) / all.length), of: book.length * 2 };
  }
  return search.found;
};

type Search = {
  readonly book: readonly Candidate[];
  readonly figures: BookFigures;
  readonly names: GivenNames;
  readonly seen: Set<number>;
  readonly found: Pair[];
  compared: number;
};

const compareAll = (search: Search, part: readonly number[]): void => {
  const { book, figures, names, seen, found } = search;
  for (const [at, low] of part.entries())
    for (const high of part.slice(at + 1)) {
      const mark = low * book.length + high;
      if (seen.has(mark)) continue;
      seen.add(mark);
      search.compared += 1;
      const [one, other] = [book[low], book[high]];
      const pair = one === undefined || other === undefined ? null : judgeInOrder(one.print, other.print, figures, names);
      if (pair !== null) found.push(pair);
    }
};
