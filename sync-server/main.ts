import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { takeInstanceLock } from '../core/adapters/sqlite/instance-lock.ts';
import { systemClock, systemEntropy } from '../core/adapters/system/system-ports.ts';
import { bytesToHex } from '../core/protocol/bytes.ts';
import { formatVerifierKey } from '../core/protocol/note.ts';
import { firstSetupCode, newSetupCode } from './admissions/setup-code.ts';
import { createServer } from './app.ts';
import { openChain } from './chain/open-chain.ts';
import { secondStoreOf, succeed } from './chain/succeed.ts';
import { listen } from './http/listen.ts';
import { openLogIdentity } from './log/log-key.ts';
import { readLogKeyFile } from './log/log-key-file.ts';
import { tellWebhooks } from './crm/webhooks.ts';
import { serverCipher } from './secrets/server-cipher.ts';
import { DEFAULT_SETTINGS, type LogLine, type ServerPorts } from './ports.ts';
import { type Endpoint, hostOf, readEndpointList, strangers } from './region/endpoints.ts';
import { readSigningPage, SIGNING_PAGE } from './requests/page-files.ts';
import { type CommandLine, readCommandLine } from './settings.ts';
import { endAllLeases } from './storage/lease.ts';
import { readMeta } from './storage/meta.ts';
import { backUpSqlite, moveStorage } from './storage/move.ts';
import { openPostgresStorage } from './storage/postgres.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import type { Storage } from './storage/storage.ts';

/** Ends the process with a sentence that says what to do. */
const stop = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/** Commands that need the SQLite file for themselves; a backup and a new code are made beside a running server. */
const LOCKED: ReadonlySet<string> = new Set(['serve', 'move-to-postgres', 'succeed']);

/** How often messages that are due are looked for. */
const TELL_MS = 5000;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const writeLine = (line: LogLine): void => {
  process.stdout.write(`${JSON.stringify({ at: systemClock.now(), ...line })}\n`);
};

const openStorage = async (settings: CommandLine): Promise<Storage> => {
  const opened =
    settings.postgres === null
      ? await openSqliteStorage(join(settings.data, 'server.db'))
      : await openPostgresStorage(settings.postgres, (event) => writeLine({ event }));
  if (opened.ok) return opened.value;
  const { error } = opened;
  if (error.code === 'from-the-future')
    return stop(`The database was written by a newer server (schema ${error.found}). Install that version or a newer one.`);
  if (error.code === 'not-durable')
    return stop('PostgreSQL runs with synchronous_commit = off: what is acknowledged could be lost. Switch it on for this database.');
  return stop(`PostgreSQL cannot be reached: ${error.detail}`);
};

/** Copies a SQLite server that is stopped into an empty PostgreSQL database. */
const moveToPostgres = async (storage: Storage, target: string | null): Promise<void> => {
  if (storage.kind !== 'sqlite' || target === null) return stop('Use: npm run server -- move-to-postgres URL, without --postgres.');
  const to = await openPostgresStorage(target, (event) => writeLine({ event }));
  if (!to.ok) return stop(`The PostgreSQL database cannot be used (${to.error.code}). Nothing was moved.`);
  const moved = await moveStorage(storage, to.value);
  if (!moved.ok)
    return stop(
      moved.error.code === 'count'
        ? `The copy of ${moved.error.table} is not whole. Drop the new database and move again with the server stopped; the old file is unchanged.`
        : `Nothing was moved: ${moved.error.table} already holds rows. Use an empty database.`,
    );
  say(
    `${moved.value.rows} rows moved. Start the server with --postgres and the same log key; keep the old file until all desks have synced.`,
  );
  await to.value.close();
  await storage.close();
};

/** Ends a log that cannot be refilled and says what the operator has to do for the next one. */
const succession = async (ports: Parameters<typeof succeed>[0], settings: CommandLine, keyFile: string): Promise<void> => {
  const { target, data } = settings;
  if (ports.storage.kind === 'postgres' && target === null)
    return stop('Use: npm run server -- succeed URL, with an empty PostgreSQL database for the next log.');
  const openNext = async (): Promise<Storage> => {
    const opened = await openPostgresStorage(target ?? '', (event) => writeLine({ event }));
    return opened.ok ? opened.value : stop(`The PostgreSQL database cannot be used (${opened.error.code}). Nothing was changed.`);
  };
  const files = { data, keyFile, policy: settings.policy ?? join(data, 'policy.txt') };
  const begun = await succeed(ports, files, ports.storage.kind === 'postgres' ? openNext : null, fetch);
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

/** What the settings let the server talk to. It does not start with an address outside of Australia that nobody has named. */
const endpointsOf = (settings: CommandLine): readonly Endpoint[] => {
  const named = [
    { use: 'storage' as const, address: settings.postgres ?? 'file:///' },
    ...settings.authorities.map((address) => ({ use: 'time-stamp' as const, address })),
  ];
  const endpoints = named.map(({ use, address }): Endpoint => {
    const host = hostOf(address);
    return host.ok ? { use, host: host.value } : stop(`The ${use} address cannot be read as an address.`);
  });
  const list = join(settings.data, 'endpoints.txt');
  const [stranger] = strangers(endpoints, existsSync(list) ? readEndpointList(readFileSync(list, 'utf8')) : []);
  if (stranger !== undefined)
    return stop(
      `The ${stranger.use} address ${stranger.host} is not on the list of Australian ones. If it is in Australia, name its host on a line of ${list}; the hosts in use are published with the declaration.`,
    );
  return endpoints;
};

const main = async (settings: CommandLine): Promise<void> => {
  mkdirSync(settings.data, { recursive: true, mode: 0o700 });
  // A SQLite file belongs to one process; what shares a PostgreSQL takes turns there.
  const lock = settings.postgres === null && LOCKED.has(settings.command) ? takeInstanceLock(settings.data) : undefined;
  if (lock?.ok === false)
    stop(
      lock.error.code === 'in-use'
        ? `Another server already runs on ${settings.data}. Stop it first, or give this one a folder of its own.`
        : `The data folder ${settings.data} cannot be written: ${lock.error.detail}`,
    );
  const endpoints = endpointsOf(settings);
  const storage = await openStorage(settings);
  const base = { storage, clock: systemClock, entropy: systemEntropy, primitives: nodePrimitives() };
  const meta = await readMeta(storage.db);
  const keyFile = settings.logKey ?? join(settings.data, 'log.key');
  const seed = readLogKeyFile(keyFile, meta.vkey === undefined, systemEntropy);
  const identity = await openLogIdentity(base, settings.origin ?? `flip360.log/${bytesToHex(systemEntropy.bytes(6))}`, seed);
  if (!identity.ok) return stop(`The key in ${keyFile} is not the key of this log. Put the right file back; nothing was changed.`);
  if (settings.command === 'new-code') {
    say(`Set-up code, for one claim: ${await newSetupCode(base)}`);
    await storage.close();
    return;
  }
  if (settings.command === 'backup') {
    if (storage.kind !== 'sqlite' || settings.target === null)
      return stop('Use: npm run server -- backup FILE. For PostgreSQL use pg_dump.');
    await backUpSqlite(storage, settings.target);
    say(`Backup written to ${settings.target}. The log key is not in it: keep ${keyFile} apart.`);
    await storage.close();
    return;
  }
  if (settings.command === 'move-to-postgres') return moveToPostgres(storage, settings.target);
  if (settings.command === 'succeed') return succession({ ...base, identity: identity.value }, settings, keyFile);
  if (settings.command !== 'serve')
    stop(`There is no command ${settings.command}. Use: npm run server [-- new-code | backup FILE | move-to-postgres URL | succeed [URL]]`);
  if (storage.kind === 'sqlite') await endAllLeases(base);
  const secretFile = settings.secretKey ?? join(settings.data, 'secret.key');
  const secret = readLogKeyFile(secretFile, true, systemEntropy);
  if (secret === null) return stop(`The file ${secretFile} holds no key. Put the right file back; nothing was changed.`);
  const parts = { ...base, identity: identity.value, log: writeLine, cipher: serverCipher(secret, systemEntropy) };
  const chain = await openChain(parts, {
    policy: settings.policy ?? join(settings.data, 'policy.txt'),
    secondStore: secondStoreOf(settings.secondStore ?? join(settings.data, 'chain'), meta.succeeds),
    authorities: settings.authorities,
    writeOnce: settings.writeOnce,
    fetchFrom: fetch,
    holder: bytesToHex(systemEntropy.bytes(16)),
  });
  const ports: ServerPorts = {
    ...parts,
    settings: {
      ...DEFAULT_SETTINGS,
      region: settings.region,
      endpoints,
      minClient: settings.minClient,
      logRequests: settings.logRequests,
      get readOnly() {
        return settings.readOnly || chain.standing.closedBecause() !== null;
      },
    },
    signingPage: readSigningPage(SIGNING_PAGE),
  };
  const server = createServer(ports, chain.parts);
  const holder = bytesToHex(systemEntropy.bytes(16));
  let telling = Promise.resolve<unknown>(undefined);
  const timer = setInterval(() => {
    telling = telling
      .then(() => tellWebhooks(ports, fetch, holder))
      .catch((error: unknown) => writeLine({ event: 'webhooks.failed', name: error instanceof Error ? error.name : 'unknown' }));
  }, TELL_MS);
  const code = await firstSetupCode(base);
  const web = await listen((request, address) => server.fetch(request, address), settings);
  say(`Sync server at http://${settings.host}:${web.port}`);
  say(`Data folder  ${settings.data}`);
  say(`Log key      ${formatVerifierKey(identity.value.key)}`);
  if (code !== null) say(`Set-up code  ${code}   (for one claim by the network office)`);
  const watched = chain.policy()?.witnesses.map(({ key }) => key.name) ?? [];
  say(`Witnesses    ${watched.length === 0 ? 'none: members’ desks refuse this log until a policy file names one' : watched.join(', ')}`);
  writeLine({ event: 'started', storage: storage.kind, readOnly: ports.settings.readOnly, signs: identity.value.sign !== null });
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    // Nobody new is let in; who waits is answered; what is being stored is finished.
    clearInterval(timer);
    const closed = web.close();
    await server.close();
    await closed;
    await telling;
    await chain.close();
    await storage.close();
    writeLine({ event: 'stopped' });
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
};

const settings = readCommandLine(process.argv.slice(2), process.env);
if (settings.ok) await main(settings.value);
else stop(settings.error.detail);
