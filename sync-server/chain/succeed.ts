import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { formatVerifierKey, makeVerifierKey } from '../../core/protocol/note.ts';
import { readSeedFile } from '../secrets/seed-file.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta, writeMeta } from '../storage/meta.ts';
import { moveStorage } from '../storage/move.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { type Fetch, witnessClient } from '../witness/ask-witness.ts';
import { handOverTo, nextPlaces } from './hand-over.ts';
import { beginNextLog, endOfLog, LOG_TABLES, nextOrigin } from './next-log.ts';
import { readPolicyFile } from './policy-file.ts';

const TIMEOUT_MS = 10_000;

/** Folder of the second store of one log: a later log has one of its own beside the first one's. */
export const secondStoreOf = (folder: string, succeeds: string | undefined): string =>
  succeeds === undefined ? folder : join(folder, `after-${succeeds.slice(0, 16)}`);

/** What the operator has to know of the log that began. */
export type Succession = { readonly vkey: string; readonly from: number; readonly held: number; readonly ended: string };

/**
 * Ends a log that cannot be refilled and begins the next (ADR 15). Everything but the log moves to a new database: on SQLite a file that takes the place of
 * the old one, on PostgreSQL the empty database `openNext` opens. Old database and old key stay, under other names where they were files; a key that was
 * lost is not needed. Killed at any point, either the old log still stands or the next start finishes. Errors: words that say what is wrong; the old log
 * is unchanged then.
 */
export const succeed = async (
  ports: Pick<ServerPorts, 'storage' | 'primitives' | 'clock' | 'entropy' | 'identity'>,
  files: { readonly data: string; readonly keyFile: string; readonly policy: string },
  openNext: (() => Promise<Storage>) | null,
  fetchFrom: Fetch,
): Promise<Result<Succession, string>> => {
  const { storage, primitives, identity, entropy } = ports;
  const policy = readPolicyFile(primitives, identity.key, files.policy);
  if (!policy.ok) return err(policy.error);
  const originHash = bytesToHex(primitives.sha256(utf8Encode(identity.origin)));
  const client = witnessClient(primitives, fetchFrom, TIMEOUT_MS);
  const answers = await Promise.all(policy.value.witnesses.map((witness) => client.noteAt(witness, originHash)));
  const end = endOfLog(
    primitives,
    identity.key,
    policy.value,
    answers.flatMap((answer) => (answer.ok ? [answer.value] : [])),
  );
  if (!end.ok)
    return err(
      end.error.code === 'no-checkpoint'
        ? 'No witness of the policy answers with a checkpoint of this log. Nothing was changed; the end of a log has to be one that a witness cosigned.'
        : `Witnesses cosigned two logs of ${String(end.error.size)} entries. Nothing was changed; show both to the network office.`,
    );
  const places = nextPlaces(files.data, files.keyFile);
  for (const file of [places.database, places.key])
    if (existsSync(file)) return err(`${file} is left of an earlier attempt. Look at it and take it away; nothing was changed.`);
  const opened = openNext === null ? await openSqliteStorage(places.database) : ok(await openNext());
  if (!opened.ok) return err(`The next database cannot be opened (${opened.error.code}). Nothing was changed.`);
  const next = opened.value;
  const moved = await moveStorage(storage, next, LOG_TABLES);
  if (!moved.ok) {
    await next.close();
    return err('The next database could not be filled: it must be empty. The old one is unchanged.');
  }
  const seed = readSeedFile(places.key, true, entropy);
  const origin = nextOrigin(identity.origin, (await readMeta(storage.db)).succeeds !== undefined);
  const key =
    seed.ok && seed.value !== null ? makeVerifierKey(primitives, origin, 'ed25519', ed25519Signer(seed.value).publicKey) : undefined;
  if (key?.ok !== true) {
    await next.close();
    return err(`The next key ${places.key} could not be made. The old log is unchanged; take the next database away before you try again.`);
  }
  const succeeds = bytesToHex(primitives.sha256(end.value.text));
  const leaves = await beginNextLog(ports, storage, next, end.value);
  await writeMeta(next.db, { origin, vkey: formatVerifierKey(key.value), succeeds });
  await next.close();
  await storage.close();
  const ended = `ended-${succeeds.slice(0, 16)}`;
  const journal = join(files.data, 'server.db-wal');
  if (openNext === null && existsSync(journal))
    return err(
      `Another program still has the old database open (${journal}). Stop it, take ${places.database} and ${places.key} away, and try again.`,
    );
  handOverTo(files.data, { ended, keyFile: files.keyFile, withDatabase: openNext === null });
  return ok({ vkey: formatVerifierKey(key.value), from: end.value.checkpoint.size, held: leaves - 1, ended });
};
