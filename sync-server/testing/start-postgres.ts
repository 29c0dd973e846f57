import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL of its own for a test: a new cluster in a temporary folder, reached over a socket in it. */
export type TestPostgres = {
  /** Makes an empty database and answers its connection string. */
  readonly database: () => Promise<string>;
  /** Ends the server process at once, as a crash does, and starts it again on the same files. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const binaries = (): string => {
  const debian = '/usr/lib/postgresql';
  const version = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a))[0] : undefined;
  return version === undefined ? '' : join(debian, version, 'bin');
};

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
const user = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
};

/** Starts PostgreSQL. `durable: false` leaves out the disk syncs, for tests that do not ask about power cuts. */
export const startPostgres = async ({ durable = false }: { readonly durable?: boolean } = {}): Promise<TestPostgres> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-pg-'));
  const as = user();
  if (as !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const bin = (name: string): string => join(binaries(), name);
  execFileSync(bin('initdb'), ['-D', data, '-U', 'flip360', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'], {
    stdio: 'ignore',
    cwd: folder,
    ...as,
  });
  const url = (name: string): string => `postgresql://flip360@localhost/${name}?host=${encodeURIComponent(folder)}`;
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'max_connections=60',
    'shared_buffers=64MB',
    ...(durable ? [] : ['fsync=off']),
  ];
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(bin('postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      stdio: 'ignore',
      cwd: folder,
      ...as,
    });
    for (let attempt = 0; ; attempt += 1) {
      const client = new pg.Client({ connectionString: url('postgres') });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (attempt > 200) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    if (running === undefined) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await gone;
    child = undefined;
  };
  await start();
  let count = 0;
  return {
    database: async () => {
      count += 1;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`create database server_${count}`);
      await client.end();
      return url(`server_${count}`);
    },
    restart: async () => {
      // Immediate shutdown: no backend finishes anything; the next start recovers from the WAL.
      await end('SIGQUIT');
      await start();
    },
    stop: async () => {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
