import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newSetupCode } from './admissions/setup-code.ts';
import { succeed } from './chain/succeed.ts';
import { openPostgresOrStop, type OpenServer } from './open-server.ts';
import { attempt, say, stop } from './operator-console.ts';
import type { CommandLine } from './settings.ts';
import { backUpSqlite, moveStorage } from './storage/move.ts';

type Task = (server: OpenServer, settings: CommandLine) => Promise<void>;

const newCode: Task = async (server) => {
  say(`Set-up code, for one claim: ${await newSetupCode(server)}`);
  await server.storage.close();
};

/** The file is made first, for its owner alone: it holds the secrets of tokens. */
const backUp: Task = async ({ storage, keyFile }, { target }) => {
  const file = target ?? '';
  await attempt('The backup was not written', 'Name a new file in a folder that is there; what stands in it is left alone.', () =>
    closeSync(openSync(file, 'wx', 0o600)),
  );
  await attempt('The backup was not written', 'Make room or choose another place.', async () => {
    try {
      await backUpSqlite(storage, file);
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
  });
  say(`Backup written to ${file}. The log key is not in it: keep ${keyFile} apart.`);
  await storage.close();
};

/** Copies a SQLite server that is stopped into an empty PostgreSQL database. */
const moveToPostgres: Task = async ({ storage }, { target }) => {
  const to = await openPostgresOrStop(target ?? '');
  const moved = await attempt('Nothing was moved', 'The old file is unchanged.', () => moveStorage(storage, to));
  if (!moved.ok)
    return stop(
      moved.error.code === 'count'
        ? `The copy of ${moved.error.table} is not whole. Drop the new database and move again with the server stopped; the old file is unchanged.`
        : `Nothing was moved: ${moved.error.table} already holds rows. Use an empty database.`,
    );
  say(
    `${moved.value.rows} rows moved. Start the server with --postgres and the same log key; keep the old file until all desks have synced.`,
  );
  await to.close();
  await storage.close();
};

/** Ends a log that cannot be refilled and says what the operator has to do for the next one. */
const succession: Task = async (server, { target, data, policy }) => {
  const files = { data, keyFile: server.keyFile, policy: policy ?? join(data, 'policy.txt') };
  const openNext = server.storage.kind === 'postgres' ? () => openPostgresOrStop(target ?? '') : null;
  const begun = await attempt('The log was not ended', 'Look at what stands in the data folder before you try again.', () =>
    succeed(server, files, openNext, fetch),
  );
  if (!begun.ok) return stop(begun.error);
  say(
    `The log ended with ${begun.value.from} cosigned entries; ${begun.value.held} of them are held and stand in the next one behind its leaf 0.`,
  );
  say(`Log key      ${begun.value.vkey}`);
  say(`Kept         the old database and the old key, as ${begun.value.ended}`);
  say(
    'Give the new key to every witness (--log) and to the network office, whose trust file has to name both logs. Then start the server.',
  );
};

/** Commands that do one thing and end. */
export const TASKS: Readonly<Record<Exclude<CommandLine['command'], 'serve'>, Task>> = {
  'new-code': newCode,
  backup: backUp,
  'move-to-postgres': moveToPostgres,
  succeed: succession,
};
