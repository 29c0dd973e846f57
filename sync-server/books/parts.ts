import type { z } from 'zod';
import { type BookPart, MAX_PART_BYTES, type partKept, type partsHeld } from '../../core/contract/network/book-parts.ts';
import { ok, type Result } from '../../core/domain/result.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { base64OfStored } from '../storage/stored-bytes.ts';
import type { Tx } from '../storage/storage.ts';
import { booksOf } from './take-entries.ts';

const GIB = 1024 ** 3;

type Address = { readonly entry: string; readonly no: number };

const unknown = () =>
  refuse(404, 'part.unknown', 'This part is not held here', {
    detail: 'It has not been sent yet, or its entry was erased.',
    next: 'The desk that keeps the file sends it when it is on.',
  });

/** Bytes of all parts of a practice. */
const bytesOf = async (tx: Tx, practice: string): Promise<number> => {
  const row = await tx
    .selectFrom('book_part')
    .select(({ fn }) => fn.sum<number | string | null>('bytes').as('n'))
    .where('practice', '=', practice)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
};

/**
 * Keeps the ciphertext of one part of a file of the session's practice (protocol §16.7). Its entry has to stand in the book with its content. The same again
 * changes nothing. Errors: `part.hash`, `part.too-large`, `part.sender`, `part.entry`, `part.conflict`, `parts.full`.
 */
export const keepPart = async (
  { storage, clock, primitives, settings }: Pick<ServerPorts, 'storage' | 'clock' | 'primitives' | 'settings'>,
  { practice, key }: Session,
  { entry, no }: Address,
  { hash, body: text }: BookPart,
): Promise<Result<z.infer<typeof partKept>, Refused>> => {
  const body = Buffer.from(text, 'base64');
  if (body.length === 0 || body.length > MAX_PART_BYTES)
    return refuse(413, 'part.too-large', 'A part is not of a size that is kept', {
      detail: `A part has 1 to ${MAX_PART_BYTES} bytes.`,
      next: 'Send the file in smaller parts.',
    });
  if (bytesToHex(primitives.sha256(body)) !== hash)
    return refuse(422, 'part.hash', 'A part did not arrive whole', { detail: 'Its bytes do not give its hash.', next: 'Send it again.' });
  return await storage.write(async (tx) => {
    await storage.lock(tx, [`book ${practice}`]);
    const keys = (await booksOf(tx, [practice])).get(practice)?.keys ?? null;
    if (keys?.includes(key) === false)
      return refuse(403, 'part.sender', 'This desk does not share the book any more', {
        detail: 'The newest list of desks does not name its key.',
        next: 'Set the desk up anew at another desk of the practice.',
      });
    const holder = await tx
      .selectFrom('book_entry')
      .select('erased_at')
      .where('practice', '=', practice)
      .where('id', '=', entry)
      .executeTakeFirst();
    if (holder === undefined || holder.erased_at !== null)
      return refuse(409, 'part.entry', 'The entry of this part is not in the book', {
        detail: holder === undefined ? 'No entry has this id.' : 'Its content was erased.',
        next: 'Nothing is to be done where the file was erased.',
      });
    const held = await tx
      .selectFrom('book_part')
      .select('hash')
      .where('practice', '=', practice)
      .where('entry', '=', entry)
      .where('no', '=', no)
      .executeTakeFirst();
    if (held !== undefined)
      return held.hash === hash
        ? ok({ outcome: 'already' as const })
        : refuse(409, 'part.conflict', 'Another part stands at this place', {
            detail: 'A part never changes.',
            next: 'Add the file anew.',
          });
    const most = settings.filesPerPractice;
    if ((await bytesOf(tx, practice)) + body.length > most)
      return refuse(507, 'parts.full', 'The server keeps no more files of this practice', {
        detail: `Its operator set ${String(Math.round((most / GIB) * 100) / 100)} GiB for the files of one practice.`,
        next: 'Erase what is no longer needed, or ask the operator for more room.',
      });
    await tx.insertInto('book_part').values({ practice, entry, no, hash, bytes: body.length, at: clock.now(), body }).execute();
    return ok({ outcome: 'taken' as const });
  });
};

/** The ciphertext of a part of the session's practice. Errors: `part.unknown`. */
export const readPart = async (
  { storage }: Pick<ServerPorts, 'storage'>,
  { practice }: Session,
  { entry, no }: Address,
): Promise<Result<BookPart, Refused>> => {
  const row = await storage.db
    .selectFrom('book_part')
    .select(['hash', 'body'])
    .where('practice', '=', practice)
    .where('entry', '=', entry)
    .where('no', '=', no)
    .executeTakeFirst();
  return row === undefined ? unknown() : ok({ hash: row.hash, body: base64OfStored(row.body) });
};

/** Which parts of an entry are held. */
export const heldParts = async (
  { storage }: Pick<ServerPorts, 'storage'>,
  { practice }: Session,
  entry: string,
): Promise<z.infer<typeof partsHeld>> => {
  const rows = await storage.db
    .selectFrom('book_part')
    .select('no')
    .where('practice', '=', practice)
    .where('entry', '=', entry)
    .orderBy('no')
    .execute();
  return { held: rows.map(({ no }) => no) };
};
