import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { b64u, hash, instant, key32, uuid } from '../event/fields.ts';
import { ADMISSION_PAYLOAD_TYPE, CLAIM_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';

/** A key that may connect (`desk`) or whose stream may be ticketed (`sign`). */
const admittedKey = z.strictObject({ desk: uuid, key: hash, spki: b64u, use: z.enum(['desk', 'sign', 'registrar']) });

/** Form of an admission's payload. */
export const admissionSchema = z.strictObject({
  at: instant,
  keys: z.array(admittedKey).max(200),
  net: hash,
  practice: uuid,
  revoked: z.array(hash).max(200),
  sealKey: key32.nullable(),
  seq: z.int().min(1),
  status: z.enum(['active', 'suspended', 'resigned']).nullable(),
  v: z.literal(1),
});

/**
 * Payload of an admission (protocol §14.1): which keys of a practice the server lets in. Signed by the registrar, who alone sets `status` and names
 * a new practice, or by a desk key of the practice for its own keys. `seq` rises with each admission of one signer. It says nothing about who the practice is.
 */
export type Admission = z.infer<typeof admissionSchema>;

/** Reads an admission; its signature is still to be checked. */
export const readAdmission = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<Admission>, PaperFailure> =>
  readPaper(bytes, ADMISSION_PAYLOAD_TYPE, admissionSchema, primitives);

/** Form of a claim's payload. */
export const claimSchema = z.strictObject({
  at: instant,
  net: hash,
  office: uuid,
  registrar: z.strictObject({ key: hash, spki: b64u }),
  /** SHA-256 of the set-up code that the server printed, hex. */
  setup: hash,
  v: z.literal(1),
});

/** Payload by which a registrar takes a new server for its network (protocol §14.1). */
export type ServerClaim = z.infer<typeof claimSchema>;

/** Reads a claim; its signature, by the registrar key that it states, is still to be checked. */
export const readClaim = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<ServerClaim>, PaperFailure> =>
  readPaper(bytes, CLAIM_PAYLOAD_TYPE, claimSchema, primitives);
