import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { systemClock } from '../../core/adapters/system/system-ports.ts';
import { CLIENT_HEADER, PROTOCOL_VERSION } from '../../core/contract/network/headers.ts';
import { serverStatus } from '../../core/contract/network/session.ts';
import { sha256Hex, testId, testSigner } from './papers.ts';
import { claimPaper } from './start-server.ts';
import type { ReachedServer } from './test-desk.ts';

/** A server started as an operator starts it: `main.ts` in a process of its own. */
export type ServerProcess = ReachedServer & {
  readonly url: string;
  readonly pid: number;
  /** Ends it as a power cut of the process does: nothing is finished. */
  readonly kill: () => Promise<void>;
  /** Ends it as a service manager does. Answers what it wrote. */
  readonly terminate: () => Promise<string>;
};

/** Starts `main.ts` on a data folder (or with further flags) and claims it if it prints a set-up code. */
export const startServerProcess = async (data: string, flags: readonly string[] = []): Promise<ServerProcess> => {
  const main = join(import.meta.dirname, '..', 'main.ts');
  const child: ChildProcess = spawn(process.execPath, [main, '--data', data, '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (part: Buffer) => {
      output += part.toString();
      if (output.includes('"event":"started"')) resolve();
    });
    child.once('exit', () => reject(new Error(`the server ended: ${output}`)));
  });
  const url = /http:\/\/\S+/u.exec(output)?.[0] ?? '';
  const request: ReachedServer['request'] = (path, init = {}) =>
    fetch(`${url}${path}`, {
      method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
      headers: {
        [CLIENT_HEADER]: `1.0.0; protocol=${PROTOCOL_VERSION}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
  const claim = { net: sha256Hex('test network'), office: testId('office'), registrar: testSigner('registrar') };
  const code = /Set-up code\s+(\S+)/u.exec(output)?.[1];
  if (code !== undefined) {
    const paper = claimPaper({ clock: systemClock, primitives: nodePrimitives() }, claim, code);
    const claimed = await request('/v1/claim', { body: { paper } });
    if (!claimed.ok) throw new Error(`the claim was answered ${claimed.status}`);
  }
  const { origin } = serverStatus.parse(await (await request('/v1/status')).json());
  return {
    ...claim,
    url,
    pid: child.pid ?? 0,
    request,
    ports: { clock: systemClock },
    identity: { origin },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    terminate: async () => {
      child.kill('SIGTERM');
      await ended;
      return output;
    },
  };
};
