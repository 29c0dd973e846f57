import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { openLoopbackClient } from '../../desk/http/loopback-client.ts';
import { type ChildSettings, fromChild, type FromChild, type FromParent } from './child-messages.ts';
import type { House } from './cast.ts';
import { type DemoDesk, type OpenDemoDesk, statedOriginOf } from './demo-desk.ts';

const CHILD = new URL('./desk-process.ts', import.meta.url);

/** Each desk of the demo as a process of its own: HTTP for everything, its channel for the clock and the end. */
export const childDesks =
  (options: { readonly out: string; readonly seed: number } & Pick<ChildSettings, 'live' | 'windowDir'>): OpenDemoDesk =>
  async (house, start) => {
    const settings: ChildSettings = {
      folder: house.folder,
      dataFolder: join(options.out, house.folder),
      keyFolder: join(options.out, 'keys', house.folder),
      seed: options.seed,
      start,
      statedOrigin: statedOriginOf(house),
      ...(options.live === undefined ? {} : { live: options.live }),
      ...(options.windowDir === undefined ? {} : { windowDir: options.windowDir }),
    };
    return deskOfChild(house, settings, forkDesk(settings, 'inherit'));
  };

/** Starts the process of a sample desk; what it writes to its outputs is shown or can be read. */
export const forkDesk = (settings: ChildSettings, output: 'inherit' | 'pipe'): ChildProcess =>
  fork(CHILD, [JSON.stringify(settings)], {
    stdio: ['ignore', output === 'pipe' ? 'pipe' : 'ignore', output, 'ipc'],
  });

/** The desk behind a process, once it is open. Rejects with what the process says when it does not open. */
export const deskOfChild = async (house: House, settings: ChildSettings, child: ChildProcess): Promise<DemoDesk> => {
  const talk = conversation(child);
  const { link, windowLink } = await talk.opened;
  const client = await openLoopbackClient(link);
  if (!client.ok) throw new Error(`the desk of ${house.legalName} does not answer: ${client.error.code}`);
  return {
    house,
    connection: client.value,
    statedOrigin: settings.statedOrigin,
    windowLink,
    setClock: (instant) => talk.ask((id) => ({ ask: 'set-clock', id, instant })),
    close: async () => {
      await talk.ask((id) => ({ ask: 'close', id }));
      await talk.ended;
    },
  };
};

type Conversation = {
  readonly opened: Promise<{ readonly link: string; readonly windowLink: string }>;
  readonly ended: Promise<void>;
  readonly ask: (make: (id: number) => FromParent) => Promise<void>;
};

const conversation = (child: ChildProcess): Conversation => {
  const waiting = new Map<number, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  const link = Promise.withResolvers<{ readonly link: string; readonly windowLink: string }>();
  const end = Promise.withResolvers<void>();
  let next = 0;
  const fail = (error: Error): void => {
    link.reject(error);
    for (const entry of waiting.values()) entry.reject(error);
    waiting.clear();
  };
  const onMessage = (message: FromChild): void => {
    switch (message.say) {
      case 'open':
        return link.resolve(message);
      case 'failed':
        return fail(new Error(message.why));
      case 'done':
        waiting.get(message.id)?.resolve();
        waiting.delete(message.id);
    }
  };
  child.on('message', (message) => onMessage(fromChild.parse(message)));
  child.on('exit', (code) => {
    fail(new Error(`a desk of the demo ended by itself (${String(code)})`));
    end.resolve();
  });
  return {
    opened: link.promise,
    ended: end.promise,
    ask: (make) =>
      new Promise((resolve, reject) => {
        next += 1;
        waiting.set(next, { resolve, reject });
        child.send(make(next));
      }),
  };
};
