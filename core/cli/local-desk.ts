import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { localPerson, signedIn, status } from '../contract/status.ts';
import { defaultDataFolder } from '../desk/data-folder.ts';
import type { DeskContext } from '../desk/context.ts';
import { systemOptions } from '../desk/hosting/system-desk.ts';
import { openDesk, type OpenedDesk } from '../desk/open-desk.ts';
import type { FailureReport } from '../desk/http/problem.ts';
import { askSecret } from './ask-secret.ts';
import { type Given, textOption } from './command.ts';
import { deskClient, type DeskClient, notHere } from './desk-client.ts';
import { originOf, readLoopback } from './loopback-file.ts';
import { CannotOpen, UsageError } from './outcome.ts';
import { placeOf } from './place.ts';

/** Folder of the built window. */
export const WINDOW_FOLDER = join(import.meta.dirname, '..', '..', 'build', 'renderer');

/** Origin of the window in Electron: what a data folder was opened under when it has no loopback facts. */
const APP_ORIGIN = 'https://desktop.flip360.com.au';

/** The data folder that the arguments name, or the usual one. */
export const dataFolderOf = (given: Given): string => {
  const named = textOption(given, 'data');
  return named === undefined ? defaultDataFolder(process.platform, process.env, homedir()) : placeOf(named);
};

/** A desk opened in this process for one command: its API, and its context where a command needs what no route offers. */
export type LocalDesk = {
  readonly folder: string;
  readonly api: DeskClient;
  readonly signIn: (name: string | undefined) => Promise<void>;
  readonly context: () => DeskContext;
};

const open = async (folder: string, origin: string): Promise<OpenedDesk> => {
  const report = (failure: FailureReport): void =>
    void process.stderr.write(`desk failure ${failure.id} ${failure.name}\n${failure.frames.join('\n')}\n`);
  const opened = await openDesk({
    ...systemOptions({ dataDir: folder, origin }),
    newId: () => randomUUID(),
    report,
  });
  if (opened.ok) return opened.value;
  throw new CannotOpen(
    `${opened.error.title}. ${opened.error.detail}`,
    opened.error.next ?? 'Close the desk if it is open, or name another folder with --data.',
  );
};

/** Opens the desk of a data folder, runs one command with it, closes it again whatever happens. */
export const withDesk = async <T>(given: Given, work: (desk: LocalDesk) => Promise<T>): Promise<T> => {
  const folder = dataFolderOf(given);
  const origin = originOf(readLoopback(folder), APP_ORIGIN);
  const desk = await open(folder, origin);
  const session: { token: string | null } = { token: null };
  const api = deskClient(
    { origin, request: async (path, init = {}) => desk.app.fetch(new Request(`${origin}${path}`, init)) },
    () => session.token,
  );
  const context = (): DeskContext => {
    const state = desk.runtime.state();
    if (state.phase !== 'open')
      throw new CannotOpen('The desk in this folder cannot be opened.', 'Run flip360 doctor: it says what is wrong.');
    return state.desk;
  };
  try {
    return await work({ folder, api, signIn: (name) => signIn(api, session, name), context });
  } finally {
    await desk.close();
  }
};

const signIn = async (api: DeskClient, session: { token: string | null }, wanted: string | undefined): Promise<void> => {
  const now = await api.get('/status', status);
  if (now.phase === 'first-run')
    throw new CannotOpen('This data folder holds no desk yet.', 'Start the desk, or name another folder with --data.');
  if (now.phase === 'keys-lost')
    throw new CannotOpen('The key store does not hold the key of this desk.', 'Open the desk in the window with its recovery key.');
  if (now.phase === 'damaged')
    throw new CannotOpen('The desk in this folder cannot be opened.', 'Run flip360 doctor: it says what is wrong.');
  const people = (await unlocked(api)).filter((person) => person.state === 'active');
  const found = wanted === undefined ? people : people.filter((person) => person.name.toLowerCase() === wanted.trim().toLowerCase());
  const [person, second] = found;
  if (person === undefined)
    throw notHere(`Nobody here is called ${wanted ?? ''}.`, `Known are ${people.map((entry) => entry.name).join(', ')}.`);
  if (second !== undefined) throw new UsageError(`--person is missing; known are ${people.map((entry) => entry.name).join(', ')}`);
  const pin = await askSecret('FLIP360_PIN', `PIN of ${person.name}`);
  session.token = (await api.send('POST', '/sign-in', { person: person.person, pin }, signedIn)).token;
};

/** Opens the key file before a first run, or chooses its passphrase, where the computer has no key store of its own. */
export const openKeyFile = async (api: DeskClient): Promise<void> => {
  const { keyStore } = await api.get('/status', status);
  if (keyStore.kind !== 'passphrase-file') return;
  const passphrase = await askSecret('FLIP360_PASSPHRASE', 'Passphrase of the key file, at least 10 characters');
  await api.send('POST', '/unlock', { passphrase }, z.looseObject({}));
};

/** People who may sign in; asks for the passphrase of the key file first where there is one. */
const unlocked = async (api: DeskClient): Promise<z.infer<typeof localPerson>[]> => {
  const { keyStore } = await api.get('/status', status);
  if (keyStore.locked) await openKeyFile(api);
  return api.get('/people/local', z.array(localPerson));
};
