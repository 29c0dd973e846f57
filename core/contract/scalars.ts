import { z } from 'zod';

/** Money in Australian cents. */
export const cents = z.int().min(-9_999_999_999).max(9_999_999_999);
/** Amount a person enters: cents, never negative. */
export const amount = z.int().min(0).max(9_999_999_999);
export const hash = z.string().regex(/^[0-9a-f]{64}$/u);
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
export const instant = z.iso.datetime({ precision: 3 });
export const date = z.iso.date();
export const code = z.string().regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/u);
export const b64u = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/u)
  .max(65_536);
export const line = z.string().trim().min(1).max(200);
export const optionalLine = z.string().trim().max(200);
export const pin = z.string().min(6, 'At least 6 characters').max(128);
export const role = z.enum(['principal', 'adviser', 'operations', 'approver', 'auditor', 'registrar']);

/** Where an event stands in the network log, proven, and since when at the latest as its witnesses say; null while no cosigned checkpoint holds it. */
export const networkPlace = z.object({ index: z.int().min(0), witnessedAt: instant.nullable() });
export type NetworkPlace = z.infer<typeof networkPlace>;

/** A file that a route answers with: its bytes in base64 when it is small, and what to call it. */
export const fileAnswer = z.object({
  name: z.string(),
  mediaType: z.string(),
  base64: z.string(),
  sha256: hash,
  bytes: z.int(),
});
export type FileAnswer = z.infer<typeof fileAnswer>;

/** A file that a person hands in. At most 64 MiB of base64. */
export const fileInput = z.object({ name: z.string().min(1).max(255), base64: z.string().max(67_108_864) });
