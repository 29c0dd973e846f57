import { type Candidate, candidateOf, findPairs, type Pair } from '../../../domain/duplicate/find-pairs.ts';
import { fingerprintOf } from '../../../domain/duplicate/fingerprint.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { readFields } from '../../contacts/stored-contact.ts';
import type { DeskContext } from '../../context.ts';
import type { JobControl } from '../../jobs.ts';
import type { Refusal } from '../../refusal.ts';
import { givenNames } from './given-names.ts';
import { contactCount, keyNumbers, newestOperation, noteSearched, writePair } from './stored-pairs.ts';
import { searchSql } from './tables.ts';

const CHUNK = 200;
/** Rows of the index that are written at once. */
const ROWS = 2000;
/** About so many keys a contact has. */
const KEYS_EACH = 14;

const stopped: Refusal = {
  status: 409,
  code: 'search-stopped',
  title: 'The search was stopped',
  detail: 'It did not come to its end.',
  kept: 'The pairs that were there before are as they were.',
  next: 'Start it again when you want to.',
};

type Row = { readonly no: number; readonly id: string; readonly fields: string };

type Numbered = Candidate & { readonly no: number };

/**
 * Searches the whole book for contacts that may be one client and puts the pairs in the place of those found before. Other requests are answered
 * meanwhile; what changes during the search is caught up with afterwards. Stopped, it leaves the pairs as they were. Errors: `search-stopped`.
 */
export const searchBook = async (
  desk: DeskContext,
  control: JobControl,
): Promise<Result<{ readonly pairs: number; readonly contacts: number }, Refusal>> => {
  const seq = newestOperation(desk.db);
  const book = await readBook(desk, control);
  if (book === null) return err(stopped);
  const pairs = await pairsOf(desk, book, control);
  if (pairs === null || !(await keepKeys(desk, book, control))) return err(stopped);
  await keepPairs(desk, pairs, control);
  noteSearched(desk.db, seq, desk.clock.now(), book.length);
  return ok({ pairs: pairs.length, contacts: book.length });
};

const readBook = async (desk: DeskContext, control: JobControl): Promise<readonly Numbered[] | null> => {
  const names = givenNames(desk);
  const total = contactCount(desk.db);
  const book: Numbered[] = [];
  const next = desk.db.statement<[number, number], Row>('select no, id, fields from contact where no > ? order by no limit ?');
  for (let last = 0; ;) {
    const rows = next.all(last, CHUNK);
    for (const { no, id, fields } of rows) book.push({ no, ...candidateOf(fingerprintOf(id, readFields(fields), names)) });
    last = rows.at(-1)?.no ?? last;
    if (rows.length < CHUNK) return book;
    control.progress(book.length, total * 4, `Read ${String(book.length)} of ${String(total)} contacts`);
    await control.breathe();
    if (control.cancelled()) return null;
  }
};

const pairsOf = async (desk: DeskContext, book: readonly Candidate[], control: JobControl): Promise<readonly Pair[] | null> => {
  const steps = findPairs(book, givenNames(desk));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    control.progress(book.length + step.value.done, book.length * 4, 'Comparing contacts that have something in common');
    await control.breathe();
    if (control.cancelled()) return null;
  }
};

/**
 * Keeps the keys, so that a new or changed contact is compared at once. They are written in the order of the index, which costs a fraction of
 * writing them contact by contact. Answers false when it was stopped: then the next search writes them again.
 */
const keepKeys = async (desk: DeskContext, book: readonly Numbered[], control: JobControl): Promise<boolean> => {
  const buckets = await bucketsOf(book, control);
  desk.db.exec('delete from duplicate_key');
  const insert = desk.db.statement<[number, number], never>(
    'insert or ignore into duplicate_key (key, contact) select ?, no from contact where no = ?',
  );
  for (const [at, bucket] of buckets.entries()) {
    const ordered = bucket.toSorted((left, right) => left.key - right.key || left.no - right.no);
    desk.db.transaction(() => {
      for (const { key, no } of ordered) insert.run(key, no);
    });
    control.progress(
      book.length * 3 + Math.floor((book.length * at) / buckets.length),
      book.length * 4,
      'Keeping what contacts are found by',
    );
    await control.breathe();
    if (control.cancelled()) return false;
  }
  return true;
};

type Entry = { readonly key: number; readonly no: number };
const MOST_KEYS = 2 ** 53;

/** The keys of a book in parts of about 2,000, each part after the one before in the order of the index. */
const bucketsOf = async (book: readonly Numbered[], control: JobControl): Promise<readonly (readonly Entry[])[]> => {
  const count = Math.ceil((book.length * KEYS_EACH) / ROWS) + 1;
  const buckets = Array.from({ length: count }, (): Entry[] => []);
  for (const [at, candidate] of book.entries()) {
    for (const key of keyNumbers(candidate)) buckets[Math.floor((key / MOST_KEYS) * count)]?.push({ key, no: candidate.no });
    if (at % CHUNK === 0) await control.breathe();
  }
  return buckets;
};

/** Puts the pairs in the place of those found before, a part at a time: what is in both lists stays throughout. */
const keepPairs = async (desk: DeskContext, pairs: readonly Pair[], control: JobControl): Promise<void> => {
  const { db } = desk;
  const at = desk.clock.now();
  const found = new Set(pairs.map(({ left, right }) => `${left} ${right}`));
  const there = db.statement<[string], { readonly no: number }>('select no from contact where id = ?');
  for (let from = 0; from < pairs.length; from += CHUNK) {
    db.transaction(() => {
      for (const pair of pairs.slice(from, from + CHUNK))
        if (there.get(pair.left) !== undefined && there.get(pair.right) !== undefined) writePair(db, pair, at);
    });
    await control.breathe();
  }
  const gone = db
    .all(searchSql.selectFrom('duplicate_pair').select(['low', 'high']))
    .filter(({ low, high }) => !found.has(`${low} ${high}`));
  const remove = db.statement<[string, string], never>('delete from duplicate_pair where low = ? and high = ?');
  db.transaction(() => {
    for (const { low, high } of gone) remove.run(low, high);
  });
};
