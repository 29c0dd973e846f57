import { type ChildProcess } from 'node:child_process';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { type Database, openDatabase } from '../../core/adapters/sqlite/database.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { SAMPLE_PIN } from '../../core/cli/demo/cast.ts';
import { deskOfChild, forkDesk } from '../../core/cli/demo/child-desk.ts';
import { type DemoDesk, statedOriginOf } from '../../core/cli/demo/demo-desk.ts';
import { type Person, personAt, samplePasskey } from '../../core/cli/demo/person.ts';
import { SAMPLE_PASSPHRASE } from '../../core/cli/demo/sample-desk.ts';
import { type StoryClock, storyClock } from '../../core/cli/demo/story-clock.ts';
import type { Connection } from '../../core/cli/desk-client.ts';
import type { DeskContext } from '../../core/desk/context.ts';
import { sampleKeyStore, settingsMailer, settingsTexter, SHIPPED } from '../../core/desk/hosting/system-desk.ts';
import type { FailureReport } from '../../core/desk/http/problem.ts';
import type { DeskOptions } from '../../core/desk/keys/desk-options.ts';
import { databasePath } from '../../core/desk/keys/installation.ts';
import { readProfile } from '../../core/desk/keys/profile-file.ts';
import { openDesk, type OpenedDesk } from '../../core/desk/open-desk.ts';
import type { Refusal } from '../../core/desk/refusal.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { foldersOf, type HouseName, HOUSES, type World } from './world.ts';

export const primitives = nodePrimitives();

/** A desk of a copy, and its people with the passkeys that the story enrolled. */
type Seated = { readonly connection: Connection; readonly person: (name: string) => Promise<Person> };

/** A desk as a process of its own. */
export type ChildDesk = Seated & {
  readonly process: ChildProcess;
  readonly dataFolder: string;
  readonly keyFolder: string;
  readonly desk: DemoDesk;
  /** Everything that the process wrote to its outputs so far. */
  readonly output: () => Buffer;
  /** kill -9; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
};

/** A desk inside this process. */
export type HereDesk = Seated & {
  readonly opened: OpenedDesk;
  readonly clock: StoryClock;
  readonly reports: readonly FailureReport[];
  /** JSON of one call without a session. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ) => Promise<{ readonly status: number; readonly json: Record<string, unknown> }>;
  /** Throws when the desk is in another phase. */
  readonly context: () => DeskContext;
};

const peopleOf = (world: World, house: HouseName, desk: DemoDesk): Seated['person'] => {
  const people = new Map<string, Person>();
  return async (name) => {
    const id = world.seats[house].people.get(name);
    if (id === undefined) throw new Error(`${name} is not at the desk of ${house}`);
    const person = people.get(name) ?? personAt(desk, world.seed, { id, name }, samplePasskey(world.seed, house, name));
    people.set(name, person);
    await person.signIn();
    return person;
  };
};

let starts = 0;

/** Starts the process of a desk of a copy. Each start draws other randomness, as a restart of a real desk does. */
export const startChild = async (world: World, copy: string, house: HouseName, at: string): Promise<ChildDesk> => {
  starts += 1;
  const folders = foldersOf(copy, house);
  const settings = {
    folder: house,
    ...folders,
    seed: 1_000_000 * process.pid + starts,
    start: at,
    statedOrigin: statedOriginOf(HOUSES[house]),
  };
  const child = forkDesk(settings, 'pipe');
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => written.push(chunk));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const desk = await deskOfChild(HOUSES[house], settings, child);
  return {
    ...folders,
    process: child,
    desk,
    connection: desk.connection,
    person: peopleOf(world, house, desk),
    output: () => Buffer.concat(written),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** Opens a desk of a copy in this process. Error: what kept it from opening at all. */
export const tryHere = async (
  world: World,
  copy: string,
  house: HouseName,
  at: string,
  changes: Partial<DeskOptions> = {},
): Promise<Result<HereDesk, Refusal>> => {
  const { dataFolder, keyFolder } = foldersOf(copy, house);
  const statedOrigin = statedOriginOf(HOUSES[house]);
  const clock = storyClock(at);
  const reports: FailureReport[] = [];
  const opened = await openDesk({
    dataFolder,
    keyFolder,
    clock,
    entropy: systemEntropy,
    primitives,
    keyStore: () => sampleKeyStore({ keyFolder, passphrase: SAMPLE_PASSPHRASE }, systemEntropy),
    origin: { origin: statedOrigin, rpId: new URL(statedOrigin).hostname },
    version: '0.1.0',
    zone: 'Australia/Sydney',
    shipped: SHIPPED,
    mailer: settingsMailer,
    texter: settingsTexter,
    foundOffice: null,
    network: { fetch: () => Promise.reject(new Error('no network in this drill')), live: false },
    newId: () => 'failure',
    report: (failure) => reports.push(failure),
    ...changes,
  });
  if (!opened.ok) return err(opened.error);
  const { app, runtime } = opened.value;
  const connection: Connection = {
    origin: statedOrigin,
    request: async (path, init = {}) => app.request(`${statedOrigin}${path}`, init),
  };
  const desk: DemoDesk = {
    house: HOUSES[house],
    connection,
    statedOrigin,
    setClock: async (instant) => clock.set(instant),
    close: () => opened.value.close(),
  };
  return ok({
    opened: opened.value,
    clock,
    reports,
    connection,
    person: peopleOf(world, house, desk),
    call: async (method, path, body, token) => {
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const answer = await connection.request(`/api${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
    context: () => {
      const state = runtime.state();
      if (state.phase !== 'open') throw new Error(`the desk is ${state.phase}: ${'refusal' in state ? state.refusal.detail : ''}`);
      return state.desk;
    },
  });
};

/** Opens a desk of a copy in this process; throws when it does not open. */
export const openHere = async (
  world: World,
  copy: string,
  house: HouseName,
  at: string,
  changes: Partial<DeskOptions> = {},
): Promise<HereDesk> => {
  const opened = await tryHere(world, copy, house, at, changes);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return opened.value;
};

/** Bearer token of a person who signs in by PIN. */
export const tokenOf = async (world: World, here: HereDesk, house: HouseName, name: string, pin = SAMPLE_PIN): Promise<string> => {
  const answer = await here.call('POST', '/sign-in', { person: world.seats[house].people.get(name), pin });
  if (answer.status !== 200) throw new Error(`${name}: ${JSON.stringify(answer.json)}`);
  return String(answer.json['token']);
};

/** Opens the database of a copy with its key, past everything that a desk checks: what whoever holds the device could do. */
export const openWithKey = async (copy: string, house: HouseName): Promise<Database> => {
  const { dataFolder, keyFolder } = foldersOf(copy, house);
  const profile = readProfile(dataFolder);
  if (!profile.ok || profile.value === null) throw new Error('the copy holds no desk');
  const store = await sampleKeyStore({ keyFolder, passphrase: SAMPLE_PASSPHRASE }, systemEntropy);
  const secrets = await store.get(profile.value.install);
  if (!secrets.ok || secrets.value === null) throw new Error('the key file does not hold the key');
  const opened = openDatabase({ path: databasePath(dataFolder), key: secrets.value.slice(0, 32) });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};
