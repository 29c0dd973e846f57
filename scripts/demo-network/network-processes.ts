import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opensslAuthority } from '../../sync-server/time-stamp/openssl-authority.ts';

/** What one machine runs for a network: server, witness, time-stamp authority. */
export type NetworkProcesses = {
  readonly url: string;
  readonly setupCode: string;
  readonly logKey: string;
  readonly witnessKey: string;
  /** SHA-256 of the authority's certificate, hex. */
  readonly authority: string;
  /** PEM of the root of the authority. */
  readonly authorityRoot: string;
  readonly close: () => Promise<void>;
};

const START_MS = 20_000;

/** A program that runs, and what its lines said. */
export type Started = { readonly child: ChildProcess; readonly found: Readonly<Record<string, string>> };

/** Starts a program and waits until it has printed a line for each pattern. Throws when it ends first. */
export const startProgram = (script: string, args: readonly string[], patterns: Readonly<Record<string, RegExp>>): Promise<Started> =>
  new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _loader, ...env } = process.env;
    const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const found: Record<string, string> = {};
    let text = '';
    const timer = setTimeout(() => reject(new Error(`${script} did not start`)), START_MS);
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      for (const [name, pattern] of Object.entries(patterns)) {
        const value = pattern.exec(text)?.[1];
        if (value !== undefined) found[name] = value;
      }
      if (Object.keys(found).length < Object.keys(patterns).length) return;
      clearTimeout(timer);
      resolve({ child, found });
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${script} ended by itself (${String(code)})`));
    });
  });

/** Ends a program as a service manager does, and waits until it is gone. */
export const stopProgram = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.on('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** Starts the sync server on a data folder, which `isNew` when nobody has claimed it: then it prints a set-up code. Its address names a host: a passkey belongs to a host name, and an address of numbers has none. */
export const startSyncServer = async (
  data: string,
  isNew: boolean,
  flags: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly url: string; readonly key: string; readonly code: string }> => {
  const { child, found } = await startProgram('../../sync-server/main.ts', ['--data', data, ...flags], {
    url: /^Sync server at (\S+)/mu,
    key: /^Log key +(\S+)/mu,
    ...(isNew ? { code: /^Set-up code +(\S+)/mu } : {}),
    ready: /"event":"(started)"/u,
  });
  return { child, url: (found['url'] ?? '').replace('//127.0.0.1:', '//localhost:'), key: found['key'] ?? '', code: found['code'] ?? '' };
};

/** Starts a witness of these logs and names it in the server's policy. */
export const startWitness = async (
  folder: string,
  data: string,
  logs: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly key: string }> => {
  const flags = logs.flatMap((log) => ['--log', log]);
  const { child, found } = await startProgram(
    '../../sync-server/witness/main.ts',
    [...flags, '--data', folder, '--name', 'witness.sample.test/one', '--port', '0'],
    { key: /^vkey (\S+)/mu, url: /^listening on (\S+)/mu },
  );
  const key = found['key'] ?? '';
  writeFileSync(join(data, 'policy.txt'), `witness one ${key} ${(found['url'] ?? '').replace(/\/$/u, '')}\nquorum one\n`);
  return { child, key };
};

/** Starts a time-stamp authority, a server and a witness that watches it, with everything they keep below `folder`; `serverFlags` are further settings of the server. */
export const startNetwork = async (folder: string, serverFlags: readonly string[] = []): Promise<NetworkProcesses> => {
  const data = join(folder, 'server');
  mkdirSync(data, { recursive: true });
  const authority = opensslAuthority('ec');
  const stamps = await authority.serve(0);
  const server = await startSyncServer(data, true, [
    '--port',
    '0',
    '--origin',
    'sample.flip360.test/log',
    '--region',
    'ap-southeast-2 (sample)',
    '--authorities',
    stamps.url,
    ...serverFlags,
  ]);
  const witness = await startWitness(join(folder, 'witness'), data, [server.key]);
  return {
    url: server.url,
    setupCode: server.code,
    logKey: server.key,
    witnessKey: witness.key,
    authority: authority.fingerprint,
    authorityRoot: authority.root,
    close: async () => {
      await stopProgram(server.child);
      await stopProgram(witness.child);
      stamps.server.closeAllConnections();
      stamps.server.close();
      authority.remove();
    },
  };
};
