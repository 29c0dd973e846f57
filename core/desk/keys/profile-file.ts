import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeDurably } from '../../adapters/files/durable-file.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { bytesToHex, concatBytes, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';

const FORMAT = 'flip360-profile/1';

/** What must be known before the key is: plain text in the data folder, nothing about anybody. */
export const profileFile = z.strictObject({
  format: z.literal(FORMAT),
  /** Names the installation in the key store, the key folder and the backups. */
  install: z.string().regex(/^[0-9a-f-]{36}$/u),
  /** Fingerprint of the database key: a wrong key is told from a damaged file before the file is touched. */
  fingerprint: z.string().regex(/^[0-9a-f]{32}$/u),
  keyStore: z.enum(['os', 'passphrase-file', 'memory']),
});
export type ProfileFile = z.infer<typeof profileFile>;

export const profilePath = (dataFolder: string): string => join(dataFolder, 'profile.json');

/** Fingerprint of a database key; tells nothing about the key. */
export const keyFingerprint = (primitives: Pick<Primitives, 'sha256'>, databaseKey: Uint8Array): string =>
  bytesToHex(primitives.sha256(concatBytes(utf8Encode('flip360 database key v1'), databaseKey))).slice(0, 32);

/** Reads the profile of a data folder; null before the first run. Error: `profile-damaged`. */
export const readProfile = (
  dataFolder: string,
): Result<ProfileFile | null, { readonly code: 'profile-damaged'; readonly path: string }> => {
  const path = profilePath(dataFolder);
  const bytes = readIfThere(path);
  if (bytes === null) return ok(null);
  const text = utf8Decode(bytes);
  try {
    const parsed = profileFile.safeParse(text.ok ? JSON.parse(text.value) : undefined);
    return parsed.success ? ok(parsed.data) : err({ code: 'profile-damaged', path });
  } catch {
    return err({ code: 'profile-damaged', path });
  }
};

/** Writes the profile: the last step of the first run, since a folder without it counts as empty. */
export const writeProfile = (dataFolder: string, profile: Omit<ProfileFile, 'format'>): void => {
  writeDurably(profilePath(dataFolder), utf8Encode(`${JSON.stringify({ format: FORMAT, ...profile })}\n`));
};
