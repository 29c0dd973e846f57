import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../../core/adapters/files/durable-file.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Entropy } from '../../core/ports/entropy.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';

/** Why a seed cannot be read: the file holds something else, or the system does not give it. */
export type SeedFileFailure = { readonly code: 'not-a-seed' } | { readonly code: 'not-readable'; readonly detail: string };

const makeSeedFile = (path: string, entropy: Entropy): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${Buffer.from(entropy.bytes(32)).toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
};

/**
 * The 32-byte seed of a key of the server from its file, as 64 hex digits; the file is made where there is none and `make` is true, readable by its owner
 * alone. It stands outside the database, so that no backup of the database can sign or read with it. Null: there is no file. Errors: `SeedFileFailure`.
 */
export const readSeedFile = (path: string, make: boolean, entropy: Entropy): Result<Bytes | null, SeedFileFailure> => {
  try {
    if (!existsSync(path)) {
      if (!make) return ok(null);
      makeSeedFile(path, entropy);
    }
    const text = readFileSync(path, 'utf8').trim();
    return /^[0-9a-f]{64}$/u.test(text) ? ok(Uint8Array.from(Buffer.from(text, 'hex'))) : err({ code: 'not-a-seed' });
  } catch (error) {
    return err({ code: 'not-readable', detail: error instanceof Error ? error.message : String(error) });
  }
};
