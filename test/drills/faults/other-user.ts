import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf, type World } from '../world.ts';

const ENTRY = join(import.meta.dirname, '../../../core/cli/flip360.ts');
/** `nobody` on Debian. */
const NOBODY = 65_534;

const below = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );

const readable = (folder: string): void => {
  chmodSync(folder, 0o555);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
};

/** Opens a data folder by command as a user who may read it and nothing more: as nobody where this process is root, else with the rights taken. */
export const asAnotherUser = async (world: World, which: 'an empty folder' | 'a desk of somebody else') => {
  const copy = world.copy('approved', 'read-only');
  const empty = join(copy, 'empty');
  mkdirSync(empty);
  const folder = which === 'an empty folder' ? empty : foldersOf(copy, 'abc').dataFolder;
  for (const path of [world.base, join(world.base, 'copies'), copy, join(copy, 'keys')]) chmodSync(path, 0o755);
  readable(folder);
  readable(foldersOf(copy, 'abc').keyFolder);
  const before = below(copy);
  const root = process.getuid?.() === 0;
  const child = spawn(process.execPath, [ENTRY, 'desk', '--no-open', '--data', folder], {
    env: { PATH: process.env['PATH'], HOME: join(copy, 'home-of-nobody') },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(root ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  let error = '';
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  const exit = await new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const after = below(copy);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
  // Root removes it all; anybody else needs the rights back.
  for (const path of [folder, foldersOf(copy, 'abc').keyFolder]) if (statSync(path).isDirectory()) chmodSync(path, 0o755);
  return { exit, error, folder, changed };
};
