import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { type InstanceLock, takeInstanceLock } from '../core/adapters/sqlite/instance-lock.ts';
import { systemClock, systemEntropy } from '../core/adapters/system/system-ports.ts';
import { type Bytes, bytesToHex } from '../core/protocol/bytes.ts';
import { finishHandOver } from './chain/hand-over.ts';
import { openLogIdentity } from './log/log-key.ts';
import { attempt, say, stop, writeLine } from './operator-console.ts';
import type { ServerPorts } from './ports.ts';
import type { Endpoint } from './region/endpoints.ts';
import { endpointsInUse } from './region/endpoints-in-use.ts';
import { readSeedFile } from './secrets/seed-file.ts';
import type { Command, CommandLine } from './settings.ts';
import { type Meta, readMeta } from './storage/meta.ts';
import { openPostgresStorage, type OpenPostgresFailure } from './storage/postgres.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import type { Storage } from './storage/storage.ts';

/** What every command works on. */
export type OpenServer = Pick<ServerPorts, 'storage' | 'clock' | 'entropy' | 'primitives' | 'identity'> & {
  readonly meta: Meta;
  readonly keyFile: string;
  readonly endpoints: readonly Endpoint[];
  /** Held until the work is done; null where none is needed. Who drops it loses it. */
  readonly lock: InstanceLock | null;
};

/** Commands that need the SQLite file for themselves; a backup and a new code are made beside a running server. */
const LOCKED: ReadonlySet<Command> = new Set(['serve', 'move-to-postgres', 'succeed']);

/** Why a database was not opened, in words that say what to do. */
const whyNot = (failure: OpenPostgresFailure): string => {
  if (failure.code === 'from-the-future')
    return `The database was written by a newer server (schema ${failure.found}). Install that version or a newer one; nothing was touched.`;
  if (failure.code === 'not-durable')
    return 'PostgreSQL runs with synchronous_commit = off: what is acknowledged could be lost. Switch it on for this database.';
  return `PostgreSQL cannot be reached: ${failure.detail}. See that it runs and that the address is right, then start again.`;
};

/** Opens a PostgreSQL database; ends the process with what to do when it cannot. */
export const openPostgresOrStop = async (url: string): Promise<Storage> => {
  const opened = await openPostgresStorage(url, (event) => writeLine({ event }));
  return opened.ok ? opened.value : stop(whyNot(opened.error));
};

const openSqliteOrStop = async (file: string): Promise<Storage> => {
  const opened = await attempt(
    `The database ${file} cannot be opened`,
    'It was left as it is. See that the file is whole and may be written; else restore a backup (docs/operating.md).',
    () => openSqliteStorage(file),
  );
  return opened.ok ? opened.value : stop(whyNot(opened.error));
};

/** The seed in a file; ends the process when the file holds something else. Null: there is no file and none was to be made. */
export const readSeedOrStop = (file: string, make: boolean): Bytes | null => {
  const seed = readSeedFile(file, make, systemEntropy);
  if (seed.ok) return seed.value;
  return stop(
    seed.error.code === 'not-a-seed'
      ? `${file} holds no key, which is 64 hex digits. Put the right file back; nothing was changed.`
      : `${file} cannot be read or made: ${seed.error.detail}. Nothing was changed.`,
  );
};

/**
 * Opens what the settings name: folder, database, log key. Looks at every address before anything is connected. Whatever stands in the way ends the
 * process with a sentence that says what to do.
 */
export const openServer = async (settings: CommandLine): Promise<OpenServer> => {
  const { data, postgres, command } = settings;
  const file = join(data, 'server.db');
  const endpoints = await attempt(`The list of hosts in ${data} cannot be read`, 'Nothing was opened.', () => endpointsInUse(settings));
  if (!endpoints.ok) return stop(endpoints.error);
  if (command !== 'serve' && postgres === null && !existsSync(file) && !existsSync(join(data, 'hand-over.json')))
    return stop(`There is no server in ${data}. Name its folder with --data; nothing was made.`);
  await attempt(`The data folder ${data} cannot be made`, 'Choose another with --data.', () =>
    mkdirSync(data, { recursive: true, mode: 0o700 }),
  );
  // A SQLite file belongs to one process; what shares a PostgreSQL takes turns there.
  const lock = postgres === null && LOCKED.has(command) ? takeInstanceLock(data) : undefined;
  if (lock?.ok === false)
    return stop(
      lock.error.code === 'in-use'
        ? `Another server already runs on ${data}. Stop it first, or give this one a folder of its own.`
        : `The data folder ${data} cannot be written: ${lock.error.detail}. Choose another with --data.`,
    );
  const finished = await attempt('The hand-over to the next log cannot be finished', 'Nothing was opened.', () => finishHandOver(data));
  if (finished) say('The hand-over to the next log, which had broken off, is finished.');
  const storage = postgres === null ? await openSqliteOrStop(file) : await openPostgresOrStop(postgres);
  const base = { storage, clock: systemClock, entropy: systemEntropy, primitives: nodePrimitives() };
  const meta = await readMeta(storage.db);
  const keyFile = settings.logKey ?? join(data, 'log.key');
  const seed = readSeedOrStop(keyFile, meta.vkey === undefined);
  const identity = await openLogIdentity(base, settings.origin ?? `flip360.log/${bytesToHex(systemEntropy.bytes(6))}`, seed);
  if (!identity.ok)
    return stop(
      identity.error.code === 'key.another'
        ? `The key in ${keyFile} is not the key of this log. Put the right file back; nothing was changed.`
        : `The name and key of the log in this database cannot be read (${identity.error.code}). Restore a backup; nothing was changed.`,
    );
  return { ...base, identity: identity.value, meta, keyFile, endpoints: endpoints.value, lock: lock?.value ?? null };
};
