import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Entropy } from '../../core/ports/entropy.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';

/**
 * The 32-byte seed of the log's key from its file, as 64 hex digits; the file is made where there is none and `make` is true, readable by its owner
 * alone. It stands outside the database, so that no backup of the database can sign. Null: there is no file, or no key in it.
 */
export const readLogKeyFile = (path: string, make: boolean, entropy: Entropy): Bytes | null => {
  if (!existsSync(path)) {
    if (!make) return null;
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, `${Buffer.from(entropy.bytes(32)).toString('hex')}\n`);
    fsyncSync(file);
    closeSync(file);
  }
  const text = readFileSync(path, 'utf8').trim();
  return /^[0-9a-f]{64}$/u.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : null;
};
