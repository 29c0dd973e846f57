import { z } from 'zod';

/**
 * Field formats of protocol version 1. Only patterns, integer ranges, enumerations and list lengths are used, so that
 * the JSON Schema made from them (docs/schemas) can be checked in any language; text lengths count code points.
 */
export const HEX64 = '^[0-9a-f]{64}$';
export const UUID7 = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
export const INSTANT = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z$';
const DATE = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';

/** SHA-256 as 64 lower-case hex digits: an event hash, a key id or a commitment. */
export const hash = z.string().regex(new RegExp(HEX64, 'u'));
/** UUID version 7, lower case (RFC 9562): a label chosen by its maker, never an identity. */
export const uuid = z.string().regex(new RegExp(UUID7, 'u'));
/** UTC time, ISO 8601 with exactly three decimals and `Z`. */
export const instant = z.string().regex(new RegExp(INSTANT, 'u'));
/** Calendar date without a time. */
export const date = z.string().regex(new RegExp(DATE, 'u'));
/** Amount in Australian cents, 0 … 9,999,999,999. */
export const cents = z.int().min(0).max(9_999_999_999);
/** Lower-case code from a published list: purpose, reason, field category, role. */
export const code = z
  .string()
  .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/u)
  .meta({ description: 'lower-case code' });
/** One line of plain text about a practice or a rule, 1 … 200 code points, no control characters. Never about a client. */
export const text = z.string().regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,200}$/u);
/** Document or referral label printed for people, for example `REF-2026-0001`. */
export const label = z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,63}$/u);
/** Australian Business Number, 11 digits (checksum is a check of its own). */
export const abn = z.string().regex(/^[0-9]{11}$/u);
/** base64url without padding (RFC 4648 §5), at most 16,384 characters. */
export const b64u = z.string().regex(/^[A-Za-z0-9_-]{1,16384}$/u);
/** Raw 32-byte public key, base64url. */
export const key32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/u);
/** 64-byte Ed25519 signature, base64url. */
export const sig64 = z.string().regex(/^[A-Za-z0-9_-]{86}$/u);
/** Verifier key of a signed note (C2SP signed-note): `<name>+<8 hex>+<base64>`. */
export const vkey = z.string().regex(/^[!-*,-~]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/u);
/** https or http://localhost origin of a WebAuthn ceremony. */
export const origin = z.string().regex(/^https?:\/\/[a-z0-9.-]{1,200}(:[0-9]{1,5})?$/u);
/** Host name used as WebAuthn RP ID. */
export const rpId = z.string().regex(/^[a-z0-9.-]{1,200}$/u);
/** Signature algorithm of a key. */
export const alg = z.enum(['ed25519', 'webauthn-es256', 'webauthn-rs256']);
/** Role of a person in a practice. */
export const role = z.enum(['principal', 'adviser', 'operations', 'approver', 'auditor', 'registrar']);
