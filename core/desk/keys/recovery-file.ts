import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, renameDurably, writeDurably } from '../../adapters/files/durable-file.ts';
import { unwrap, wrap } from '../../adapters/keys/wrapping.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { base64urlToBytes, bytesToBase64url, equalBytes, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import { recoveryWrappingKey } from './recovery-key.ts';

const FORMAT = 'flip360-recovery/1';

/** The database key, wrapped by the recovery key: in the data folder and beside every backup. */
export const recoveryFile = z.strictObject({
  format: z.literal(FORMAT),
  install: z.string(),
  fingerprint: z.string(),
  salt: z.string(),
  wrapped: z.string(),
});
export type RecoveryFile = z.infer<typeof recoveryFile>;

const purposeOf = (install: string, fingerprint: string): string => `flip360 database key v1 ${install} ${fingerprint}`;
export const recoveryPath = (dataFolder: string): string => join(dataFolder, 'recovery.json');

/** Wraps a database key by a recovery key. */
export const wrapForRecovery = (
  entropy: Entropy,
  facts: {
    readonly install: string;
    readonly fingerprint: string;
    readonly databaseKey: Uint8Array;
    readonly recoveryKey: string;
  },
): RecoveryFile => {
  const salt = entropy.bytes(16);
  const wrapped = wrap(
    entropy,
    recoveryWrappingKey(facts.recoveryKey, salt),
    purposeOf(facts.install, facts.fingerprint),
    facts.databaseKey,
  );
  return {
    format: FORMAT,
    install: facts.install,
    fingerprint: facts.fingerprint,
    salt: bytesToBase64url(salt),
    wrapped: bytesToBase64url(wrapped),
  };
};

/** The database key inside; undefined when it is another recovery key. */
export const openRecoveryFile = (file: RecoveryFile, recoveryKey: string): Uint8Array | undefined => {
  const salt = base64urlToBytes(file.salt);
  const wrapped = base64urlToBytes(file.wrapped);
  return salt.ok && wrapped.ok
    ? unwrap(recoveryWrappingKey(recoveryKey, salt.value), purposeOf(file.install, file.fingerprint), wrapped.value)
    : undefined;
};

/** Reads the file of a data folder; null when there is none or it does not read. */
export const readRecoveryFile = (dataFolder: string): RecoveryFile | null => {
  const bytes = readIfThere(recoveryPath(dataFolder));
  const text = bytes === null ? undefined : utf8Decode(bytes);
  if (text === undefined || !text.ok) return null;
  try {
    const parsed = recoveryFile.safeParse(JSON.parse(text.value));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/**
 * Writes the file beside the old one, reads it back, opens it, and only then lets it take the place of the old one. Error: `not-readable-back`
 * (the old file still stands).
 */
export const replaceRecoveryFile = (
  dataFolder: string,
  file: RecoveryFile,
  expected: { readonly recoveryKey: string; readonly databaseKey: Uint8Array },
): Result<true, { readonly code: 'not-readable-back' }> => {
  const path = recoveryPath(dataFolder);
  const next = `${path}.next`;
  writeDurably(next, utf8Encode(`${JSON.stringify(file)}\n`));
  const back = readIfThere(next);
  const text = back === null ? undefined : utf8Decode(back);
  const parsed = text?.ok === true ? recoveryFile.safeParse(JSON.parse(text.value)) : undefined;
  const opened = parsed?.success === true ? openRecoveryFile(parsed.data, expected.recoveryKey) : undefined;
  if (opened === undefined || !equalBytes(opened, expected.databaseKey)) return err({ code: 'not-readable-back' });
  renameDurably(next, path);
  return ok(true);
};
