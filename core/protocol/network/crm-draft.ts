import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, bytesToBase64url, utf8Encode } from '../bytes.ts';
import { key32 } from '../event/fields.ts';
import { canonicalBytes, parseCanonical } from '../jcs.ts';

/** `info` of the seal of a draft (protocol §17.2). */
export const DRAFT_INFO_TEXT = 'flip360 crm draft v1';
export const DRAFT_INFO = utf8Encode(DRAFT_INFO_TEXT);

/** AAD of the seal: a draft cannot be moved to another practice or network. */
export const draftAad = ({ net, practice }: { readonly net: string; readonly practice: string }): Bytes =>
  canonicalBytes({ net, practice, what: 'draft' });

const packed = z.strictObject({ body: z.string().regex(/^[A-Za-z0-9_-]{1,90000}$/u), enc: key32, v: z.literal(1) });

/** What the server holds and passes of a draft: encapsulated key and ciphertext, canonical JSON. */
export const packDraft = (enc: Bytes, body: Bytes): Bytes =>
  canonicalBytes({ body: bytesToBase64url(body), enc: bytesToBase64url(enc), v: 1 });

/** Reads it back; both base64url. Error: `draft.form`. */
export const unpackDraft = (bytes: Bytes): Result<{ readonly enc: string; readonly body: string }, { readonly code: 'draft.form' }> => {
  const json = parseCanonical(bytes, { maxBytes: 131_072, maxDepth: 3 });
  const read = packed.safeParse(json.ok ? json.value : null);
  return read.success ? ok(read.data) : err({ code: 'draft.form' });
};
