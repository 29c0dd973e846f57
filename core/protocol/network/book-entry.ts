import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import { type Bytes, concatBytes, utf8Encode } from '../bytes.ts';
import { hash, instant, key32, uuid } from '../event/fields.ts';
import { canonicalBytes } from '../jcs.ts';
import { BOOK_ERASURE_PAYLOAD_TYPE, BOOK_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';

/** A desk that holds the practice key of an epoch: the key that signs its entries and the key that its copy is sealed to. */
const bookDesk = z.strictObject({ desk: uuid, key: hash, wrapKey: key32 });
export type BookDesk = z.infer<typeof bookDesk>;

/** Form of an entry's payload. */
export const bookEntrySchema = z.strictObject({
  /** The last entry that its desk knew: number and running hash of the book up to it. */
  base: z.strictObject({ hash, no: z.int().min(0) }),
  body: hash,
  desk: uuid,
  /** The desks of a new epoch; null for every other entry. */
  desks: z.array(bookDesk).min(1).max(50).nullable(),
  epoch: z.int().min(1),
  id: uuid,
  m: z.int().min(1),
  net: hash,
  practice: uuid,
  prev: hash,
  v: z.literal(1),
});

/**
 * Payload of an entry of a practice's shared book (protocol §16.2). `m` counts what this desk key added, from 1 without gaps; `prev` is the hash of
 * its entry m − 1, 64 zeros for the first; `body` is the SHA-256 of the ciphertext, or 64 zeros where it was erased before it was sent.
 */
export type BookEntry = z.infer<typeof bookEntrySchema>;

/** Most ciphertext of one entry, in bytes. */
export const MAX_ENTRY_BYTES = 512 * 1024;

/** AAD of an entry's ciphertext: it cannot be moved under another entry, epoch or practice. */
export const entryAad = ({ desk, epoch, id, net, practice }: Pick<BookEntry, 'desk' | 'epoch' | 'id' | 'net' | 'practice'>): Bytes =>
  canonicalBytes({ desk, epoch, id, net, practice });

/** `info` of a practice key's seal to a desk. */
export const PRACTICE_KEY_INFO = utf8Encode('flip360 practice key v1');

/** AAD of a practice key's seal: which desk, of which epoch. */
export const practiceKeyAad = (address: {
  readonly desk: string;
  readonly epoch: number;
  readonly net: string;
  readonly practice: string;
}): Bytes => canonicalBytes({ desk: address.desk, epoch: address.epoch, net: address.net, practice: address.practice });

/** Running hash of a book: SHA-256(hash before ‖ hash of the entry), 32 zero bytes before the first. */
export const runningHash = (primitives: Pick<Primitives, 'sha256'>, before: Bytes, entry: Bytes): Bytes =>
  primitives.sha256(concatBytes(before, entry));

/** Reads an entry; its signature is still to be checked. */
export const readBookEntry = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<BookEntry>, PaperFailure> =>
  readPaper(bytes, BOOK_PAYLOAD_TYPE, bookEntrySchema, primitives);

/** Form of a request to delete the content of an entry. */
export const bookErasureSchema = z.strictObject({ at: instant, id: uuid, net: hash, practice: uuid, v: z.literal(1) });

/** Payload of a request that the server deletes an entry's ciphertext (protocol §16.5); the entry itself stays. */
export type BookErasure = z.infer<typeof bookErasureSchema>;

/** Reads a request to erase; its signature is still to be checked. */
export const readBookErasure = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<BookErasure>, PaperFailure> =>
  readPaper(bytes, BOOK_ERASURE_PAYLOAD_TYPE, bookErasureSchema, primitives);
