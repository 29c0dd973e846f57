import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fromHost, type ToHost } from './host-messages.ts';
import type { NetworkProcesses } from './network-processes.ts';

/** The sample's network, whose clock the story sets. */
export type SampleNetwork = NetworkProcesses & { readonly setClock: (instant: string) => void };

const HOST = fileURLToPath(new URL('host-process.ts', import.meta.url));

/** Starts server, witness and time-stamp authority of the sample in a process of their own. Rejects with what it says when it does not start. */
export const startSampleNetwork = (folder: string, start: string, mailPort: number, port = 0): Promise<SampleNetwork> =>
  new Promise((resolve, reject) => {
    const child = fork(HOST, [JSON.stringify({ folder, start, port, mailPort })], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const ask = (message: ToHost): void => void child.send(message);
    child.once('exit', (code) => reject(new Error(`the network ended by itself (${String(code)})`)));
    child.on('message', (raw) => {
      const message = fromHost.parse(raw);
      if (message.say === 'failed') return reject(new Error(message.why));
      const { say: _say, ...facts } = message;
      resolve({
        ...facts,
        setClock: (instant) => ask({ ask: 'set-clock', instant }),
        close: async () => {
          ask({ ask: 'close' });
          await ended;
        },
      });
    });
  });
