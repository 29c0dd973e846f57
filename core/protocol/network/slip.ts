import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import { type Bytes, utf8Encode } from '../bytes.ts';
import { b64u, hash, instant, uuid } from '../event/fields.ts';
import { canonicalBytes } from '../jcs.ts';
import { SLIP_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';

/** Form of a delivery slip's payload; docs/schemas is made from it. */
export const slipSchema = z.strictObject({
  at: instant,
  body: hash,
  desk: uuid,
  enc: b64u,
  from: uuid,
  m: z.int().min(1),
  net: hash,
  prevTo: hash,
  to: uuid,
  v: z.literal(1),
});

/**
 * Payload of a delivery slip (protocol §14.3): one sealed parcel from a desk to a practice. `m` counts what this desk key sent to that practice,
 * from 1 without gaps; `prevTo` is the hash of slip m − 1, 64 zeros for the first; `body` is the SHA-256 of the ciphertext.
 */
export type Slip = z.infer<typeof slipSchema>;

/** Most ciphertext of one parcel, in bytes. */
export const MAX_PARCEL_BYTES = 4 * 1024 * 1024;

/** `info` of a parcel's seal. */
export const PARCEL_INFO = utf8Encode('flip360 parcel v1');

/** AAD of a parcel's seal: a ciphertext cannot be moved under another slip. */
export const parcelAad = ({ desk, from, m, net, prevTo, to }: Pick<Slip, 'desk' | 'from' | 'm' | 'net' | 'prevTo' | 'to'>): Bytes =>
  canonicalBytes({ desk, from, m, net, prevTo, to });

/** Reads a delivery slip; its signature is still to be checked. */
export const readSlip = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<Slip>, PaperFailure> =>
  readPaper(bytes, SLIP_PAYLOAD_TYPE, slipSchema, primitives);
