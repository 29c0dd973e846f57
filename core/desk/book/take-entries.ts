import type { BookItem } from '../../contract/network/book.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { hexToBytes } from '../../protocol/bytes.ts';
import { runningHash } from '../../protocol/network/book-entry.ts';
import type { DeskContext } from '../context.ts';
import { raiseAlarm } from '../network/alarms.ts';
import { applyContent, followErasure, NotNow } from './apply-content.ts';
import { type CheckedEntry, checkEntry, openEntry } from './check-entry.ts';
import { type EntryContent, entryContent, type OperationContent } from './content.ts';
import { keepRing, openRing, practiceKey } from './practice-keys.ts';
import { type BookState, bookOf, moveBook } from './state.ts';
import { bookSql, type EntryKind } from './tables.ts';
import { countRemoval, type RemovalWatch, removalsProblem, watchRemovals } from './removals.ts';

const PAGE = 500;

/** Why reading the book has stopped; the window shows it until it goes on. */
export type StopCode = 'book-forked' | 'book-forged' | 'book-desk-revoked' | 'book-desk-keys' | 'book-removals' | 'book-key-unknown';

const stop = (desk: DeskContext, code: StopCode, why: string): 'stopped' => {
  moveBook(desk, { stopped: code, stopped_why: why });
  return 'stopped';
};

const keepEntry = (
  desk: DeskContext,
  state: BookState,
  no: number,
  { paper }: CheckedEntry,
  kind: EntryKind,
  ref: string,
  erased: boolean,
): void => {
  const hash = hexToBytes(paper.hash);
  const running = runningHash(desk.primitives, Uint8Array.from(state.running), hash.ok ? hash.value : new Uint8Array(32));
  const { id, m } = paper.payload;
  const facts = { no, running, signer: paper.signer, m, hash: paper.hash, record: null, body: null, erased: erased ? 1 : 0 };
  desk.db.run(
    bookSql
      .insertInto('book_entry')
      .values({ id, kind, ref, ...facts })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(kind === 'desks' ? { ...facts, ref: '' } : facts)),
  );
  moveBook(desk, { last: no, running, stopped: null, stopped_why: null });
};

const wait = (desk: DeskContext, no: number, id: string, why: string, content: unknown): void => {
  desk.db.run(
    bookSql
      .insertInto('book_waiting')
      .values({ no, id, why, content: JSON.stringify(content) })
      .onConflict((conflict) => conflict.column('no').doNothing()),
  );
};

/** Takes the content of an entry in; what cannot be taken in now is kept and does not hold up the rest. */
const applyOrWait = (
  desk: DeskContext,
  no: number,
  id: string,
  read: unknown,
  erased: ReadonlySet<string>,
): { kind: EntryKind; ref: string; gone: boolean } => {
  const content = entryContent.safeParse(read);
  if (!content.success) {
    wait(desk, no, id, 'It comes from a newer version of the program.', read);
    return { kind: 'unknown', ref: '', gone: false };
  }
  try {
    const { ref, applied } = desk.db.transaction(() => applyContent(desk, no, content.data, erased));
    return { kind: content.data.kind, ref, gone: applied === 'erased' };
  } catch (error) {
    const why =
      error instanceof NotNow
        ? `It comes from a newer version of the program: ${error.message}.`
        : `It does not fit what is here: ${String(error)}`;
    wait(desk, no, id, why, read);
    return { kind: content.data.kind, ref: content.data.kind === 'operation' ? content.data.id : '', gone: false };
  }
};

/** `erasures` wait for the end of their page: they write in transactions of their own. */
type Taken = { readonly erasures: OperationContent[]; readonly watch: RemovalWatch; count: number };

/** One entry. Inside the page's transaction, save for the seals that were opened before. */
const takeOne = (
  desk: DeskContext,
  item: BookItem,
  checked: CheckedEntry,
  erased: ReadonlySet<string>,
  taken: Taken,
): 'taken' | 'stopped' => {
  const state = bookOf(desk);
  if (state === undefined) return 'stopped';
  const { payload } = checked.paper;
  if (payload.desks !== null) {
    for (const { desk: id, key, wrapKey } of payload.desks)
      desk.db.run(
        bookSql
          .insertInto('book_desk')
          .values({ epoch: payload.epoch, key, desk: id, wrap_key: wrapKey })
          .onConflict((conflict) => conflict.columns(['epoch', 'key']).doNothing()),
      );
    keepEntry(desk, state, item.no, checked, 'desks', '', false);
    moveBook(desk, { epoch: payload.epoch });
    return 'taken';
  }
  const held = desk.db.get(bookSql.selectFrom('book_entry').select(['kind', 'ref', 'no']).where('id', '=', payload.id));
  if (held !== undefined) {
    keepEntry(desk, state, item.no, checked, held.kind, held.ref, checked.body === null);
    return 'taken';
  }
  taken.count += 1;
  if (checked.body === null) {
    keepEntry(desk, state, item.no, checked, 'unknown', '', true);
    return 'taken';
  }
  const opened = openEntry(desk, checked);
  if (!opened.ok) return stop(desk, 'book-forged', 'An entry of the shared book does not open with the practice key of its epoch.');
  countRemoval(desk, taken.watch, item.no, opened.value);
  // The entry has its place before its content is folded: the fold goes by it.
  keepEntry(desk, state, item.no, checked, 'unknown', '', false);
  const { kind, ref, gone } = applyOrWait(desk, item.no, payload.id, opened.value, erased);
  desk.db.run(
    bookSql
      .updateTable('book_entry')
      .set({ kind, ref: gone ? '' : ref })
      .where('no', '=', item.no),
  );
  const content = opened.value as EntryContent;
  if (kind === 'operation' && content.kind === 'operation' && content.body.act === 'erase' && content.of === 'contact') {
    // Before the place of the entry is kept: a desk that ends here carries the erasure out when it opens again.
    desk.erasures.add([content.record]);
    taken.erasures.push(content);
  }
  return 'taken';
};

/** Opens the practice keys that an entry brings this desk. Error: this desk does not share the book any more. */
const takeKeys = async (desk: DeskContext, sealer: Sealer, { paper, body }: CheckedEntry): Promise<boolean> => {
  const { epoch, desks } = paper.payload;
  if (desks === null || practiceKey(desk, epoch) !== null) return true;
  if (!desks.some((one) => one.desk === desk.profile.desk && one.key === desk.keys.desk.key) || body === null) return false;
  const ring = await openRing(desk, sealer, epoch, body);
  if (ring.ok) keepRing(desk, ring.value);
  return ring.ok;
};

/**
 * Takes entries in; what they bring together is written together. `keys`: up to one that brought the practice key of a new epoch, by which what follows
 * can be looked at.
 */
const takePage = async (
  desk: DeskContext,
  sealer: Sealer,
  items: readonly BookItem[],
  taken: Taken,
): Promise<'taken' | 'keys' | 'stopped'> => {
  const erased = new Set(desk.erasures.read());
  // Entries up to one that begins an epoch share a transaction; its keys are opened outside of one.
  let next: CheckedEntry | null = null;
  const outcome = desk.db.transaction((): 'taken' | 'stopped' => {
    for (const item of items) {
      const state = bookOf(desk);
      if (state === undefined) return 'stopped';
      const checked = checkEntry(desk, state, item);
      if (!checked.ok) {
        const { code, why } = checked.error;
        if (code === 'unknown-key') return stop(desk, 'book-key-unknown', `Entry ${item.no} of the shared book waits: ${why}.`);
        const kind = code === 'forged' ? 'book-forged' : 'book-forked';
        const words = `Entry ${item.no} of the shared book is not taken in: ${why}. The server or another desk shows what cannot be true.`;
        raiseAlarm(desk, kind, words, { no: item.no, entry: item.entry });
        return stop(desk, kind, words);
      }
      if (checked.value.paper.payload.desks !== null && practiceKey(desk, checked.value.paper.payload.epoch) === null) {
        next = checked.value;
        return 'taken';
      }
      if (takeOne(desk, item, checked.value, erased, taken) === 'stopped') return 'stopped';
    }
    return 'taken';
  });
  if (outcome === 'stopped' || next === null) return outcome;
  if (await takeKeys(desk, sealer, next)) return 'keys';
  return stop(
    desk,
    'book-desk-revoked',
    'This desk does not share the book of the practice any more. What it holds stays; it gets nothing new.',
  );
};

/**
 * Reads the shared book on from where this desk is and takes in what others added. Answers how many entries were new. Stops, with the reason kept and
 * shown, at an entry that is not as it has to be and before a run of removals that would empty the book. Error: the server did not answer.
 */
export const takeEntries = async (desk: DeskContext, sealer: Sealer, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  const taken: Taken = { erasures: [], watch: watchRemovals(desk), count: 0 };
  for (;;) {
    const state = bookOf(desk);
    if (state === undefined) return ok(taken.count);
    const page = await server.entries(state.last, PAGE);
    if (!page.ok) return page;
    const { items, last } = page.value;
    if (last < state.last) {
      raiseAlarm(
        desk,
        'book-forked',
        'The server shows less of the shared book than before. It may have gone back to a backup. This desk keeps what it has.',
        { last, held: state.last },
      );
      return ok(taken.count);
    }
    if (items.length === 0) {
      if (last > state.last) return err({ code: 'server.answer', why: 'the book names more than it shows' });
      break;
    }
    const removals = await removalsProblem(desk, server, state, page.value, taken.watch);
    if (!removals.ok) return removals;
    if (removals.value !== null) {
      stop(desk, 'book-removals', removals.value);
      break;
    }
    const outcome = await takePage(desk, sealer, items, taken);
    // The page is kept, so its erasures are carried out before the next one is asked for.
    for (const content of taken.erasures.splice(0)) followErasure(desk, content);
    if (outcome === 'stopped') break;
    if (outcome === 'keys') taken.watch.through = 0;
  }
  return ok(taken.count);
};
