import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommandLine } from './settings.ts';
import { openSqliteStorage } from './storage/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program until it ends by itself. */
const run = (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], (_, __, said) =>
      resolve({ code: child.exitCode ?? -1, said }),
    );
  });

const serverIn = async (name: string): Promise<string> => {
  const data = join(folder, name);
  mkdirSync(data);
  const made = await openSqliteStorage(join(data, 'server.db'));
  if (!made.ok) throw new Error(made.error.code);
  await made.value.close();
  return data;
};

describe('a server that cannot start', () => {
  it('says what is wrong with its command before anything is opened', () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['--origin', 'our log'], 'The origin "our log" cannot be the name of a log'],
      [['bakcup'], 'There is no command bakcup.'],
      [['--prot', '1'], "Unknown option '--prot'"],
      [['--port', '70000'], 'The port must be a number'],
      [['backup'], 'A backup needs a file to write to.'],
      [['backup', 'x', '--postgres', 'postgresql:///x'], 'A PostgreSQL database is backed up with pg_dump'],
      [['move-to-postgres'], 'A move needs the database to move to'],
      [['succeed', '--postgres', 'postgresql:///x'], 'The next log needs an empty PostgreSQL database'],
      [['succeed', 'postgresql:///x'], 'The next log of a SQLite server goes into its data folder.'],
    ];
    const said = cases.map(([args], at) => {
      const read = readCommandLine(args, {});
      return read.ok ? '' : read.error.detail.slice(0, cases[at]?.[1].length);
    });
    expect(said).toEqual(cases.map(([, words]) => words));
  });

  it('says what to do about a port, a file or a folder that is not as it has to be', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const [busy, torn, keyless, backed] = [
      await serverIn('busy'),
      await serverIn('torn'),
      await serverIn('keyless'),
      await serverIn('backed'),
    ];
    writeFileSync(join(torn, 'server.db'), 'not a database '.repeat(1000));
    writeFileSync(join(keyless, 'log.key'), 'a key\n');
    const never = join(folder, 'never');
    const there = join(folder, 'backup.db');
    writeFileSync(there, 'the backup of before');
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['--data', busy, '--port', String(port)], `Port ${port} of 127.0.0.1 is in use by another program.`],
      [['--data', torn], `The database ${join(torn, 'server.db')} cannot be opened: file is not a database.`],
      [['--data', keyless], `${join(keyless, 'log.key')} holds no key, which is 64 hex digits.`],
      [['backup', there, '--data', backed], 'The backup was not written: EEXIST'],
      [
        ['move-to-postgres', 'postgresql://db.example/x', '--data', never],
        'The storage address db.example is not on the list of Australian',
      ],
      [['new-code', '--data', never], `There is no server in ${never}.`],
    ];
    const ended = await Promise.all(cases.map(([args]) => run(...args)));
    taken.close();
    expect(ended.map(({ code, said }, at) => [code, said.slice(0, cases[at]?.[1].length)])).toEqual(cases.map(([, said]) => [1, said]));
    for (const { said } of ended) expect(said).not.toMatch(/\n {4}at /u);
    expect(existsSync(never)).toBe(false);
    expect(readFileSync(there, 'utf8')).toBe('the backup of before');
    const made = await run('backup', join(folder, 'new.db'), '--data', backed);
    expect([made.code, statSync(join(folder, 'new.db')).mode & 0o777]).toEqual([0, 0o600]);
    const copy = await openSqliteStorage(join(folder, 'new.db'));
    if (!copy.ok) throw new Error(copy.error.code);
    await copy.value.close();
  }, 120_000);
});
