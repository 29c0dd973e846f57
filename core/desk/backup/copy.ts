import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { syncFile } from '../../adapters/files/durable-file.ts';
import type { Database } from '../../adapters/sqlite/database.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { checkCopy, type Content, contentOf, type CopyFault } from './content.ts';

/** A copy to be made of an open database: where to, and the key that both have. */
export type CopyOrder = { readonly aside: string; readonly key: Uint8Array };
/** A copy that was checked and is on the disk: what it holds, its length and SHA-256 (hex). */
export type MadeCopy = { readonly content: Content; readonly bytes: number; readonly sha256: string };
/** The database changed between the look at it and the copy, so that nothing can be compared. */
export type ChangedMeanwhile = { readonly code: 'changed' };
export type CopyProgress = { readonly done: number; readonly of: number };

/**
 * Copies an encrypted database with `VACUUM INTO`, opens the copy, checks everything in it against the original, and reads its bytes. Yields how many
 * events are checked. Leaves nothing behind unless it succeeds. `changed` comes only where another connection may write. Throws when the disk refuses.
 */
export const copyDatabase = function* (
  db: Database,
  order: CopyOrder,
  hasher: Pick<Primitives, 'sha256'>,
): Generator<CopyProgress, MadeCopy | CopyFault | ChangedMeanwhile> {
  let made = false;
  try {
    const version = dataVersion(db);
    const expected = contentOf(db, hasher);
    rmSync(order.aside, { force: true });
    db.statement<[string], never>('vacuum into ?').run(order.aside);
    // Unchanged between: both saw the same commit.
    if (dataVersion(db) !== version) return { code: 'changed' };
    const checks = checkCopy(order.aside, order.key, hasher, expected);
    let step = checks.next();
    try {
      for (; step.done !== true; step = checks.next()) yield { done: step.value, of: expected.events };
    } finally {
      checks.return(undefined as never);
    }
    if ('code' in step.value) return step.value;
    syncFile(order.aside);
    made = true;
    return { content: step.value, ...fingerprintOf(order.aside) };
  } finally {
    if (!made) rmSync(order.aside, { force: true });
  }
};

/** Changes when another connection commits to the same file. */
const dataVersion = (db: Database): unknown =>
  db.statement<[], { readonly data_version: number }>('pragma data_version').get()?.data_version;

const BLOCK = 1 << 20;

/** Length and SHA-256 of a file, read block by block: a backup may be larger than a buffer can be. */
const fingerprintOf = (path: string): { readonly bytes: number; readonly sha256: string } => {
  const handle = openSync(path, 'r');
  try {
    const hash = createHash('sha256');
    const block = new Uint8Array(BLOCK);
    let bytes = 0;
    for (let read = readSync(handle, block); read > 0; read = readSync(handle, block)) {
      hash.update(block.subarray(0, read));
      bytes += read;
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    closeSync(handle);
  }
};
