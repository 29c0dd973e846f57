import { z } from 'zod';
import { bytesToBase64url, bytesToHex, base64urlToBytes, concatBytes } from './bytes.ts';
import { hash, key32, uuid } from './event/fields.ts';
import { canonicalBytes, type JsonValue } from './jcs.ts';
import type { Hasher } from './merkle.ts';

/** What a commitment is for (protocol §6.5); part of the hashed text, so that an opening cannot serve another purpose. */
export const PURPOSES = [
  'client',
  'benefit',
  'shown',
  'contact-point',
  'notice',
  'artefact',
  'evidence',
  'attachment',
  'calculation',
  'account',
  'batch-total',
  'batch-line',
  'bank-file',
  'bank-line',
  'document',
  'agreement',
] as const;
export type CommitmentPurpose = (typeof PURPOSES)[number];

export const openingSchema = z.strictObject({
  commitment: hash,
  data: z.json(),
  for: z.enum(PURPOSES),
  referral: uuid,
  salt: key32,
});

/** The readable side of a commitment: who holds it can show what was committed to. Erased by deleting salt and data. */
export type Opening = {
  readonly commitment: string;
  readonly data: JsonValue;
  readonly for: CommitmentPurpose;
  readonly referral: string;
  readonly salt: string;
};

export type Committed = {
  readonly for: CommitmentPurpose;
  readonly referral: string;
  readonly data: JsonValue;
};

/** SHA-256(salt ‖ JCS({data, for, net, referral})) as hex (protocol §6.2). `salt` is 32 random bytes. */
export const commitmentOf = (hasher: Hasher, net: string, committed: Committed, salt: Uint8Array): string =>
  bytesToHex(
    hasher.sha256(concatBytes(salt, canonicalBytes({ data: committed.data, for: committed.for, net, referral: committed.referral }))),
  );

/** Makes the opening of a fresh commitment. `salt` is 32 random bytes, drawn by the caller. */
export const openingOf = (hasher: Hasher, net: string, committed: Committed, salt: Uint8Array): Opening => ({
  commitment: commitmentOf(hasher, net, committed, salt),
  data: committed.data,
  for: committed.for,
  referral: committed.referral,
  salt: bytesToBase64url(salt),
});

/** True when salt and data give the commitment that the opening states. */
export const opens = (hasher: Hasher, net: string, opening: Opening): boolean => {
  const salt = base64urlToBytes(opening.salt);
  return salt.ok && salt.value.length === 32 && commitmentOf(hasher, net, opening, salt.value) === opening.commitment;
};
