import { type Candidate, candidateOf, findPairs, type Pair } from '../../../domain/duplicate/find-pairs.ts';
import { fingerprintOf } from '../../../domain/duplicate/fingerprint.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { readFields } from '../../contacts/stored-contact.ts';
import type { DeskContext } from '../../context.ts';
import type { JobControl } from '../../jobs.ts';
import type { Refusal } from '../../refusal.ts';
import { givenNames } from './given-names.ts';
import { contactCount, newestOperation, noteSearched, writeKeys, writePair } from './stored-pairs.ts';

const CHUNK = 250;

const stopped: Refusal = {
  status: 409,
  code: 'search-stopped',
  title: 'The search was stopped',
  detail: 'It did not come to its end.',
  kept: 'The pairs that were there before are as they were.',
  next: 'Start it again when you want to.',
};

type Row = { readonly no: number; readonly id: string; readonly fields: string };

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
  const at = desk.clock.now();
  desk.db.transaction(() => {
    desk.db.exec('delete from duplicate_pair');
    const there = desk.db.statement<[string], { readonly no: number }>('select no from contact where id = ?');
    for (const pair of pairs) if (there.get(pair.left) !== undefined && there.get(pair.right) !== undefined) writePair(desk.db, pair, at);
    noteSearched(desk.db, seq, at, book.length);
  });
  return ok({ pairs: pairs.length, contacts: book.length });
};

const readBook = async (desk: DeskContext, control: JobControl): Promise<readonly Candidate[] | null> => {
  const names = givenNames(desk);
  const total = contactCount(desk.db);
  const book: Candidate[] = [];
  const next = desk.db.statement<[number, number], Row>('select no, id, fields from contact where no > ? order by no limit ?');
  for (let last = 0; ;) {
    const rows = next.all(last, CHUNK);
    for (const { id, fields } of rows) book.push(candidateOf(fingerprintOf(id, readFields(fields), names)));
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

/** Keeps the keys, so that a new or changed contact is compared at once. Answers false when it was stopped. */
const keepKeys = async (desk: DeskContext, book: readonly Candidate[], control: JobControl): Promise<boolean> => {
  const there = desk.db.statement<[string], { readonly no: number }>('select no from contact where id = ?');
  for (let from = 0; from < book.length; from += CHUNK) {
    desk.db.transaction(() => {
      for (const candidate of book.slice(from, from + CHUNK))
        if (there.get(candidate.print.id) !== undefined) writeKeys(desk.db, candidate);
    });
    control.progress(book.length * 3 + from, book.length * 4, 'Keeping what contacts are found by');
    await control.breathe();
    if (control.cancelled()) return false;
  }
  return true;
};
