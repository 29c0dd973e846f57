#!/usr/bin/env node
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { systemClock, systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../../core/protocol/note.ts';
import { openWitnessFolder, type WitnessFolderError } from './witness-folder.ts';
import { witnessServer } from './witness-server.ts';

const USAGE = `usage: npm run witness -- --log VKEY [--log VKEY …] [--data DIR] [--name NAME] [--host HOST] [--port PORT]

Cosigns the checkpoints of the logs it is given, each only when it continues the one before: whoever runs
it keeps the log from showing two histories. It needs no account and learns nothing but hashes.

  --log VKEY   verifier key of a log, as the trust file states it
  --data DIR   key and memory of this witness (default: ./witness-data). Never restore it from a backup:
               a witness that forgets could cosign a second history. When it is lost, start with a new key.
  --name NAME  name of the key, fixed at the first start (default: this computer's name + /witness)
  --host HOST  address to listen on (default 127.0.0.1); put TLS before it for others
  --port PORT  port to listen on (default 7363)`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const stop = (words: string): never => {
  process.stderr.write(`${words}\n`);
  process.exit(2);
};

const folderProblem = (folder: string, problem: WitnessFolderError): string => {
  switch (problem.code) {
    case 'in-use':
      return `Another witness runs on ${folder}. Nothing was changed; stop that one, or give this one another --data.`;
    case 'not-writable':
      return `${folder} cannot be written: ${problem.detail}. Nothing was cosigned.`;
    case 'bad-name':
      return 'The name of a key has no space and no "+". Give another --name.';
    case 'bad-key-file':
      return `${folder}/witness.key is no key of a witness. Nothing was changed. If it was damaged, begin in a new folder: the logs then need the new key.`;
    case 'key-missing':
      return `${folder} holds cosigned checkpoints but no witness.key. Nothing was changed; put the key back, or begin in a new folder.`;
  }
};

const readLogs = (texts: readonly string[]): readonly VerifierKey[] =>
  texts.map((vkey) => {
    const key = parseVerifierKey(nodePrimitives(), vkey);
    return key.ok && key.value.type === 'ed25519' ? key.value : stop(`Not the verifier key of a log: ${vkey}`);
  });

const options = () => {
  try {
    return parseArgs({
      options: {
        log: { type: 'string', multiple: true },
        data: { type: 'string', default: 'witness-data' },
        name: { type: 'string', default: `${hostname()}/witness` },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '7363' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''}\n\n${USAGE}`);
  }
};

const given = options();
if (given.help) {
  print(USAGE);
} else {
  if (given.log === undefined) stop(`--log is missing\n\n${USAGE}`);
  const port = /^\d{1,5}$/u.test(given.port) && Number(given.port) < 65_536 ? Number(given.port) : stop('--port is a number up to 65535');
  const logs = readLogs(given.log ?? []);
  const primitives = nodePrimitives();
  const data = resolve(given.data);
  const folder = openWitnessFolder(primitives, data, given.name, systemEntropy);
  if (!folder.ok) stop(folderProblem(data, folder.error));
  else {
    const server = witnessServer({ folder: folder.value, logs, primitives, clock: systemClock }, (problem) => {
      process.stderr.write(`${JSON.stringify({ at: systemClock.now(), level: 'error', problem })}\n`);
    });
    server.on('error', (problem) => stop(`Cannot listen on ${given.host}:${String(port)}: ${problem.message}`));
    server.listen(port, given.host, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address !== null ? address.port : port;
      print(`vkey ${formatVerifierKey(folder.value.key)}`);
      print(`listening on http://${given.host}:${String(actual)}/`);
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        server.close(() => folder.value.release());
        server.closeAllConnections();
      });
    }
  }
}
