import { readStaticFolder } from '../core/desk/http/static-folder.ts';
import { createLoopback, type Loopback } from '../core/desk/http/loopback.ts';
import { createMount } from '../core/desk/http/mount.ts';
import { systemEntropy } from '../core/adapters/system/system-ports.ts';
import type { DeskContext, SignedInPerson } from '../core/desk/context.ts';
import {
  ABC,
  answerOf,
  carry,
  DELTA,
  input,
  join as joinNetwork,
  openOffice,
  type Seat,
  SMITH,
} from '../core/desk/exchange/network.fixture.ts';
import { SHIPPED } from '../core/desk/hosting/system-desk.ts';
import { fakeClock, openTestHost, PIN, signInAs, testFolders, type TestHost } from '../core/desk/open-desk.fixture.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The day the book is looked at; what is filled in before has happened in the thirteen months before it. */
export const NOW = '2027-09-06T01:00:00.000Z';
export const START = '2026-08-04T01:00:00.000Z';

/** Smith & Partners in a network with two recipients: the whole desk behind its API, on a real encrypted file, with somebody signed in. */
export type ContactDesk = {
  readonly desk: DeskContext;
  readonly person: SignedInPerson;
  readonly host: TestHost;
  /** Other practices, to which consents name. */
  readonly recipients: readonly string[];
  /** Runs work that fills the desk: its commits do not wait for the disk, and more of the file stays in memory. What is written is the same. */
  readonly filling: <T>(work: () => T) => T;
  /** Moves the desk's clock to an instant. */
  readonly at: (instant: string) => void;
  /** One request of the signed-in person at the desk's API; throws where it is refused. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** Opens the window of this desk to a browser on this computer. */
  readonly serve: () => Promise<Loopback>;
  readonly close: () => Promise<void>;
};

const cacheSize = z.tuple([z.object({ cache_size: z.int() })]);

const register = async (office: Seat, seat: Seat): Promise<void> => {
  const files = await answerOf(office, seat);
  const answer = await seat.host.call('POST', '/setup/register', { answer: input(files.answer), trust: input(files.trust) }, seat.token);
  if (answer.status !== 200) throw new Error(`the register was not taken: ${JSON.stringify(answer.json)}`);
};

/** A desk that is registered, its entropy and its file those of a desk in use; the clock stands at `START`. */
export const openContactDesk = async (folders = testFolders()): Promise<ContactDesk> => {
  const clock = fakeClock(START);
  const office = await openOffice(clock);
  const host = await openTestHost(folders, { clock, entropy: systemEntropy, shipped: SHIPPED });
  const set = await host.call('POST', '/setup', {
    kind: 'member',
    legalName: SMITH.legalName,
    abn: SMITH.abn,
    gst: { registered: true, from: '2020-07-01' },
    verticals: SMITH.verticals,
    person: { name: SMITH.name, pin: PIN },
  });
  const person = String(set.json['person']);
  const seat: Seat = { host, practice: String(set.json['practice']), person, token: await signInAs(host, person) };
  await register(office, seat);
  const others = [await joinNetwork(office, ABC, clock), await joinNetwork(office, DELTA, clock)];
  await carry(office, seat);
  const desk = host.desk();
  const signedIn = host.api.sessions.find(seat.token, clock.now());
  if (signedIn === undefined) throw new Error('nobody is signed in');
  // Signed in for the day on which the book is looked at. The daily backup is made now, of a small file, so that it disturbs no figure.
  clock.set(NOW);
  const token = host.api.sessions.open(signedIn, NOW);
  clock.set(START);
  return {
    desk,
    person: signedIn,
    host,
    recipients: others.map((other) => other.practice),
    filling: (work) => {
      const held = cacheSize.parse(desk.db.pragma('cache_size'))[0].cache_size;
      desk.db.pragma('synchronous=OFF');
      desk.db.pragma('cache_size=-600000');
      try {
        return work();
      } finally {
        desk.db.pragma(`cache_size=${String(held)}`);
        desk.db.pragma('synchronous=FULL');
      }
    },
    at: clock.set,
    ask: async (method, path, body) => {
      const answer = await host.app.request(`https://desk.test/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status >= 300)
        throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)} ${JSON.stringify(host.reports)}`);
      return JSON.parse(text) as unknown;
    },
    serve: async () => {
      const files = readStaticFolder(join(import.meta.dirname, '..', 'build', 'renderer'));
      if (!files.ok) throw new Error('the window is not built: npm run build');
      const ports = { newId: () => randomUUID(), report: () => undefined };
      const mount = createMount({ api: host.app, files: files.value, nonce: () => randomBytes(18).toString('base64'), ...ports });
      const served = await createLoopback({
        open: () => ({ fetch: (request) => mount.fetch(request) }),
        install: { name: `bench${randomBytes(4).toString('hex')}`, port: () => undefined, keepPort: () => undefined },
        now: Date.now,
        randomToken: () => randomBytes(32).toString('base64url'),
        ...ports,
      });
      if (!served.ok) throw new Error(served.error.code);
      return served.value;
    },
    close: async () => {
      for (const other of [office, ...others]) await other.host.close();
      await host.close();
      rmSync(dirname(folders.dataFolder), { recursive: true, force: true });
    },
  };
};
