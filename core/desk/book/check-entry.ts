import { openUnder } from '../../adapters/crypto/aead.ts';
import type { BookItem } from '../../contract/network/book.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { base64ToBytes, type Bytes, bytesToHex, utf8Decode } from '../../protocol/bytes.ts';
import { ZERO_HASH } from '../../protocol/event/payload.ts';
import { type BookEntry, entryAad, readBookEntry } from '../../protocol/network/book-entry.ts';
import { isSignedBy, type SignedPaper } from '../../protocol/network/signed-paper.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { desksOf } from './desk-list.ts';
import { practiceKey } from './practice-keys.ts';
import type { BookState } from './state.ts';
import { bookSql } from './tables.ts';

/** An entry that stands where it has to and is signed by a desk that may. `body` is null once it was erased. */
export type CheckedEntry = { readonly paper: SignedPaper<BookEntry>; readonly body: Bytes | null };

/** Why reading the book stops at an entry. `unknown-key` waits for the register; the others are alarms. */
export type EntryProblem = { readonly code: 'unknown-key' | 'forged' | 'forked'; readonly why: string };

const forged = (why: string): { readonly ok: false; readonly error: EntryProblem } => err({ code: 'forged', why });
const forked = (why: string): { readonly ok: false; readonly error: EntryProblem } => err({ code: 'forked', why });

const laneProblem = (desk: DeskContext, { payload, signer }: SignedPaper<BookEntry>): string | null => {
  const last = desk.db
    .statement<[string], { readonly m: number; readonly hash: string }>(
      'select m, hash from book_entry where signer = ? and no is not null order by m desc limit 1',
    )
    .get(signer) ?? { m: 0, hash: ZERO_HASH };
  return payload.m === last.m + 1 && payload.prev === last.hash ? null : 'it does not follow the entry before it of the same desk';
};

const baseProblem = (desk: DeskContext, { base }: BookEntry, state: BookState): string | null => {
  if (base.no > state.last) return 'it follows an entry that the server has not shown';
  const held =
    base.no === 0 ? new Uint8Array(32) : desk.db.get(bookSql.selectFrom('book_entry').select('running').where('no', '=', base.no))?.running;
  return held !== undefined && held !== null && bytesToHex(Uint8Array.from(held)) === base.hash
    ? null
    : 'its desk was shown another book than this one';
};

/** Desks of the present epoch, and of the one that this entry begins. An epoch is begun by a desk of the one before. */
const epochProblem = (desk: DeskContext, { payload, signer }: SignedPaper<BookEntry>, state: BookState): string | null => {
  const wanted = payload.desks === null ? state.epoch : state.epoch + 1;
  if (payload.epoch !== wanted) return 'it is of another epoch than the book has reached';
  const may = state.epoch === 0 ? (payload.desks ?? []) : desksOf(desk, state.epoch);
  return may.some((one) => one.key === signer && one.desk === payload.desk) ? null : 'its desk does not share the book any more';
};

/** True when a desk key of this practice that the register states signed it. */
export const signedByDesk = (desk: DeskContext, paper: SignedPaper<BookEntry>): boolean => {
  const key = registerOf(desk).keys.get(paper.signer);
  return (
    key?.use === 'desk' &&
    key.practice === desk.profile.practice &&
    key.desk === paper.payload.desk &&
    isSignedBy(paper, key, desk.primitives)
  );
};

/**
 * Checks an entry against the book as this desk knows it: address, place, signature, epoch, and that its desk saw the same book (protocol §16.2). Changes
 * nothing. Errors: `EntryProblem`.
 */
export const checkEntry = (desk: DeskContext, state: BookState, item: BookItem): Result<CheckedEntry, EntryProblem> => {
  if (item.no !== state.last + 1) return forked('an entry is missing');
  const bytes = base64ToBytes(item.entry);
  const read = bytes.ok ? readBookEntry(bytes.value, desk.primitives) : bytes;
  if (!read.ok) return forged('it is not in form');
  const paper = read.value;
  const register = registerOf(desk);
  if (paper.payload.net !== register.net || paper.payload.practice !== desk.profile.practice) return forged('it is of another practice');
  if (!register.keys.has(paper.signer)) return err({ code: 'unknown-key', why: 'the register does not state the desk that signed it yet' });
  if (!signedByDesk(desk, paper)) return forged('no desk of the practice signed it');
  const problem = laneProblem(desk, paper) ?? baseProblem(desk, paper.payload, state);
  if (problem !== null) return forked(problem);
  const epoch = epochProblem(desk, paper, state);
  if (epoch !== null) return forged(epoch);
  const body = item.body === null ? null : base64ToBytes(item.body);
  if (body === null) return ok({ paper, body: null });
  if (!body.ok || bytesToHex(desk.primitives.sha256(body.value)) !== paper.payload.body)
    return forged('its content is not the one it was signed for');
  return ok({ paper, body: body.value });
};

/** Opens the content of an entry under the practice key of its epoch. Error: no key, or it does not open. */
export const openEntry = (desk: DeskContext, { paper, body }: CheckedEntry): Result<unknown, 'no-key' | 'form'> => {
  const key = practiceKey(desk, paper.payload.epoch);
  if (key === null || body === null) return err('no-key');
  const opened = openUnder(key, entryAad(paper.payload), body);
  const text = opened.ok ? utf8Decode(opened.value) : opened;
  if (!text.ok) return err('form');
  try {
    return ok(JSON.parse(text.value) as unknown);
  } catch {
    return err('form');
  }
};
