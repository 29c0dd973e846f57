import { z } from 'zod';
import { openUnder, sealUnder } from '../../../adapters/crypto/aead.ts';
import { MAX_PART_BYTES } from '../../../contract/network/book-parts.ts';
import type { Result } from '../../../domain/result.ts';
import { type Bytes, bytesToHex } from '../../../protocol/bytes.ts';
import { canonicalBytes } from '../../../protocol/jcs.ts';
import { type DeskContext, registerOf } from '../../context.ts';

const NONCE = 12;
const TAG = 16;
/** Bytes of a file in one part: its ciphertext is as large as the server takes. */
const PLAIN = MAX_PART_BYTES - NONCE - TAG;

type File = { readonly id: string; readonly key: Bytes; readonly bytes: number };

/** How many parts a file of so many bytes has. */
export const partCount = (bytes: number): number => Math.ceil(bytes / PLAIN);

const aadOf = (desk: DeskContext, { id, bytes }: File, no: number): Bytes =>
  canonicalBytes({ file: id, net: registerOf(desk).net, no, of: partCount(bytes), practice: desk.profile.practice });

// The key is drawn for one content that never changes, so the place of a part is a nonce that serves once, and the same part has the same bytes again.
const nonceOf = (no: number): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(NONCE);
  new DataView(nonce.buffer).setUint32(NONCE - 4, no);
  return nonce;
};

/** The ciphertext of a part (protocol §16.7): the same each time. */
export const sealPart = (desk: DeskContext, file: File, no: number, content: Bytes): Bytes =>
  sealUnder({ bytes: () => nonceOf(no) }, file.key, aadOf(desk, file, no), content.subarray(no * PLAIN, (no + 1) * PLAIN));

/** Opens a part. Errors: `seal.invalid`. */
export const openPart = (desk: DeskContext, file: File, no: number, sealed: Bytes): Result<Bytes, { readonly code: 'seal.invalid' }> =>
  openUnder(file.key, aadOf(desk, file, no), sealed);

/** SHA-256 of each part's ciphertext, hex, in order. */
export const partHashes = (desk: DeskContext, file: File, content: Bytes): readonly string[] =>
  Array.from({ length: partCount(file.bytes) }, (_, no) => bytesToHex(desk.primitives.sha256(sealPart(desk, file, no, content))));

const hashesSchema = z.array(z.string());

/** The stored list of hashes. */
export const readHashes = (parts: string): readonly string[] => hashesSchema.parse(JSON.parse(parts));
