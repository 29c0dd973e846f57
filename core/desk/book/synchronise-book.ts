import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { takeEarlyAnswers } from '../client-link/feed-answer.ts';
import type { DeskContext } from '../context.ts';
import { followMerges } from '../merge/people-of-merges.ts';
import { endBarredDesks, mayAdd } from './desk-list.ts';
import { carryFiles } from './files/carry-files.ts';
import { shareFiles } from './files/share-files.ts';
import { passErasures } from './pass-erasures.ts';
import { postEntries } from './post-entries.ts';
import { queueEntries } from './queue-entries.ts';
import { retryWaiting } from './retry-waiting.ts';
import { bookOf, moveBook } from './state.ts';
import { type StopCode, takeEntries } from './take-entries.ts';

/** What one round did with the shared book. */
export type BookRound = { readonly added: number; readonly taken: number; /** Files named, and parts moved. */ readonly files: number };

const NEW_KEYS =
  'This desk has other keys than those by which it shared the book of the practice: it got fresh ones in a recovery. It adds nothing to the book, and what is written here stays here. Remove it at another desk of the practice, under People and keys, and set it up anew with an invitation.';

const NOTHING: BookRound = { added: 0, taken: 0, files: 0 };

/**
 * Brings this desk and its practice's shared book in step: what others added comes in, what this desk wrote goes out and comes back in its place, erased
 * content is deleted at the server, parts of files move. Each part starts again where it stopped. A desk in recovery reads and adds nothing. Does nothing while the practice
 * has one desk. Error: the server did not answer, or says that it took what it does not show.
 */
export const synchroniseBook = async (
  desk: DeskContext,
  sealer: Sealer,
  server: NetworkServer,
): Promise<Result<BookRound, ServerFailure>> => {
  if (bookOf(desk) === undefined) return ok(NOTHING);
  let taken = retryWaiting(desk);
  if (desk.recovery === null) endBarredDesks(desk);
  // What was written here has its entry before others' comes in: of two versions of a setting the one without a number counts later.
  if (desk.recovery === null && bookOf(desk)?.stopped === null) queueEntries(desk);
  const first = await takeEntries(desk, sealer, server);
  if (!first.ok) return first;
  taken += first.value;
  let added = 0;
  // A desk that has stopped reading would sign that it saw what it did not take in.
  if (desk.recovery !== null || bookOf(desk)?.stopped !== null) return ok({ added, taken, files: 0 });
  if (!mayAdd(desk, bookOf(desk)?.epoch ?? 0)) {
    // An entry by a key that the epoch does not list would stop every desk of the practice at it.
    moveBook(desk, { stopped: 'book-desk-keys' satisfies StopCode, stopped_why: NEW_KEYS });
    return ok({ added, taken, files: 0 });
  }
  const shared = desk.db.transaction(() => shareFiles(desk));
  queueEntries(desk);
  for (let again = true; again;) {
    const before = bookOf(desk)?.last;
    const posted = await postEntries(desk, sealer, server);
    if (!posted.ok) return posted;
    added += posted.value.taken;
    const back = await takeEntries(desk, sealer, server);
    if (!back.ok) return back;
    taken += back.value;
    again = posted.value.again && bookOf(desk)?.stopped === null;
    if (again && bookOf(desk)?.last === before)
      return err({ code: 'server.answer', why: 'the server answered entries of the shared book and does not show the book any further' });
  }
  // What came may be what something that waits refers to.
  taken += retryWaiting(desk);
  queueEntries(desk);
  followMerges(desk);
  await takeEarlyAnswers(desk, sealer);
  const erased = await passErasures(desk, server);
  if (!erased.ok) return erased;
  const carried = await carryFiles(desk, server);
  return carried.ok ? ok({ added, taken, files: shared + carried.value }) : carried;
};
