import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { DeskHost } from '../../desk/http/host.ts';
import { createLoopback, type Loopback } from '../../desk/http/loopback.ts';
import type { LoadDemo } from '../../desk/hosting/load-demo.ts';
import { openSystemDesk } from '../../desk/hosting/system-desk.ts';
import { type Command, DATA_OPTIONS, numberOption, readArguments } from '../command.ts';
import { demoLoader } from '../demo/demo-folders.ts';
import { dataFolderOf, WINDOW_FOLDER } from '../local-desk.ts';
import { loopbackSettings } from '../loopback-file.ts';
import { CannotOpen } from '../outcome.ts';

const openInBrowser = (link: string): void => {
  const [command, args] =
    process.platform === 'win32'
      ? (['rundll32', ['url.dll,FileProtocolHandler', link]] as const)
      : ([process.platform === 'darwin' ? 'open' : 'xdg-open', [link]] as const);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // Without a browser the printed link is enough.
  child.on('error', () => undefined);
  child.unref();
};

type Served = { readonly loopback: Loopback; readonly host: DeskHost };

const close = async ({ loopback, host }: Served): Promise<void> => {
  await loopback.close();
  await host.close();
};

/** Sample desks by folder, served beside the desk that loaded them for as long as it is open. */
const sampleDesks = (): {
  readonly link: (folder: string) => Promise<string>;
  readonly close: () => Promise<void>;
} => {
  const open = new Map<string, Served>();
  return {
    link: async (folder) => {
      const served = open.get(folder) ?? (await serve(folder, undefined));
      open.set(folder, served);
      return served.loopback.launchLink();
    },
    close: async () => {
      for (const served of open.values()) await close(served);
      open.clear();
    },
  };
};

const serve = async (folder: string, wishedPort: number | undefined, loadDemo?: LoadDemo): Promise<Served> => {
  makeFolder(folder);
  const opened: { host?: DeskHost } = {};
  const served = await start(folder, wishedPort, async (origin) => {
    opened.host = await openSystemDesk({ dataDir: folder, windowDir: WINDOW_FOLDER, origin }, loadDemo);
    return opened.host;
  });
  if (!served.ok) {
    const why =
      served.error.code === 'port-in-use'
        ? `Port ${served.error.port} of this desk is taken by another program.`
        : 'The name of this installation is not in form.';
    throw new CannotOpen(why, 'Stop the other program, or close the desk that is already open.');
  }
  if (opened.host === undefined) throw new Error('the desk was not opened');
  return { loopback: served.value, host: opened.host };
};

const start = async (
  folder: string,
  wishedPort: number | undefined,
  open: (origin: string) => Promise<DeskHost>,
): ReturnType<typeof createLoopback> => {
  try {
    return await createLoopback({
      open,
      install: loopbackSettings(folder, wishedPort),
      now: () => Date.now(),
      randomToken: () => randomBytes(32).toString('base64url'),
      newId: () => randomUUID(),
      report: (failure) => console.error(`desk failure ${failure.id} ${failure.name}\n${failure.frames.join('\n')}`),
    });
  } catch (error) {
    throw cannotOpen(error, folder);
  }
};

/** What the system answers where this user has no right to write. */
const NO_RIGHT: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

const cannotOpen = (error: unknown, folder: string): CannotOpen => {
  if (error instanceof CannotOpen) return error;
  if (error instanceof Error && 'code' in error && NO_RIGHT.has(String(error.code)))
    return new CannotOpen(
      `The folder ${folder} cannot be written: ${error.message}.`,
      'Give this user the right to write there, or name another folder with --data.',
    );
  return new CannotOpen(
    error instanceof Error ? error.message : 'The desk cannot be opened.',
    'Close the desk if it is open, or name another folder with --data.',
  );
};

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw cannotOpen(error, folder);
  }
};

/** Resolves when the person or the system ends the program. */
const ended = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

export const desk: Command = {
  name: 'desk',
  usage: '[--data DIR] [--port N] [--no-open] [--json]',
  summary: 'Serves the desk to the browser of this computer and prints a link that opens it once. Ends with Ctrl-C.',
  run: async (args) => {
    const given = readArguments(args, { ...DATA_OPTIONS, port: { type: 'string' }, 'no-open': { type: 'boolean' } }, { min: 0, max: 0 });
    const stop = ended();
    const samples = sampleDesks();
    const served = await serve(dataFolderOf(given), numberOption(given, 'port', { min: 1, max: 65_535 }), demoLoader(samples));
    const link = served.loopback.launchLink();
    console.log(given.values['json'] === true ? JSON.stringify({ open: link }) : `Open ${link}`);
    if (given.values['no-open'] !== true) openInBrowser(link);
    await stop;
    await close(served);
    await samples.close();
    return null;
  },
};
