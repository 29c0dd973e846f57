import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databasePath } from '../../../core/desk/keys/installation.ts';
import { type ChildDesk, startChild } from '../desks.ts';
import type { HouseName, World } from '../world.ts';
import { cpSync } from 'node:fs';

/** A desk whose disk can be filled and emptied. `how` says by what. */
export type FullDisk = {
  readonly how: 'a tmpfs of its own' | 'a limit on the size of its files';
  readonly copy: string;
  readonly desk: ChildDesk;
  readonly fill: () => void;
  readonly empty: () => void;
  readonly close: () => void;
};

const MIB = 1_048_576;
const LEFT = 150_000;

/**
 * Starts a desk on a small file system of its own, where this user may mount one; elsewhere its process gets a limit on the size of files
 * (RLIMIT_FSIZE), which writes meet in the same way.
 */
export const deskOnSmallDisk = async (world: World, house: HouseName, at: string): Promise<FullDisk> => {
  const from = world.copy('payable', 'disk-origin');
  const mount = join(world.base, 'small-disk');
  mkdirSync(mount, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', mount], { stdio: 'ignore' }).status === 0;
  const copy = mounted ? mount : from;
  if (mounted) for (const name of [house, 'keys']) cpSync(join(from, name), join(mount, name), { recursive: true });
  const desk = await startChild(world, copy, house, at);
  const filler = join(mount, 'filler');
  const limit = (bytes: string): void => {
    const set = spawnSync('prlimit', ['--pid', String(desk.process.pid), `--fsize=${bytes}`], { encoding: 'utf8' });
    if (set.status !== 0) throw new Error(`neither a tmpfs nor a limit is allowed here: ${set.stderr}`);
  };
  const journal = `${databasePath(desk.dataFolder)}-wal`;
  return {
    how: mounted ? 'a tmpfs of its own' : 'a limit on the size of its files',
    copy,
    desk,
    fill: () => {
      if (!mounted) return limit(`${String((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) + LEFT)}:`);
      const free = statfsSync(mount);
      writeFileSync(filler, Buffer.alloc(Math.max(0, free.bavail * free.bsize - LEFT)));
      return undefined;
    },
    empty: () => (mounted ? rmSync(filler) : limit(`${String(1024 * MIB)}:`)),
    close: () => {
      if (mounted) spawnSync('umount', [mount]);
    },
  };
};
