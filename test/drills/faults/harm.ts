import { randomInt } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { status } from '../../../core/contract/status.ts';
import { bytesToHex } from '../../../core/protocol/bytes.ts';
import { walkLedger } from '../../../core/desk/ledger/walk.ts';
import { databasePath } from '../../../core/desk/keys/installation.ts';
import { tryHere } from '../desks.ts';
import { markPathOf } from '../kill/aim.ts';
import { quiet } from '../kill/run.ts';
import { foldersOf, type World } from '../world.ts';

const PAGE = 4096;

type Files = { readonly database: string; readonly journal: string; readonly mark: string };

/** One way in which a disk, a crash or a hand spoils the files of a desk that was killed. */
export type Harm = { readonly name: string; readonly harm: (files: Files) => string };

const write = (path: string, change: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
};
const somewhere = (path: string): number => randomInt(0, readFileSync(path).length);
const pageOf = (path: string): number => randomInt(0, Math.floor(readFileSync(path).length / PAGE)) * PAGE;

/** Every harm says what it did, for the message of a failure. */
export const HARMS: readonly Harm[] = [
  {
    name: 'torn page',
    harm: ({ database }) => {
      // The first half of a page is of another time than the second.
      const at = pageOf(database);
      write(database, (bytes) => bytes.fill(0x55, at + PAGE / 2, at + PAGE));
      return `page at ${String(at)}`;
    },
  },
  {
    name: 'zeroed page',
    harm: ({ database }) => {
      const at = pageOf(database);
      write(database, (bytes) => bytes.fill(0, at, at + PAGE));
      return `page at ${String(at)}`;
    },
  },
  {
    name: 'one bit of the database',
    harm: ({ database }) => {
      const at = somewhere(database);
      write(database, (bytes) => void (bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(0, 8))));
      return `byte ${String(at)}`;
    },
  },
  {
    name: 'database cut short',
    harm: ({ database }) => {
      const length = somewhere(database);
      truncateSync(database, length);
      return `${String(length)} bytes left`;
    },
  },
  {
    name: 'journal cut short',
    harm: ({ journal }) => {
      const length = somewhere(journal);
      truncateSync(journal, length);
      return `${String(length)} bytes left`;
    },
  },
  {
    name: 'one bit of the journal',
    harm: ({ journal }) => {
      const at = somewhere(journal);
      write(journal, (bytes) => void (bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(0, 8))));
      return `byte ${String(at)}`;
    },
  },
  {
    name: 'journal gone',
    harm: ({ journal }) => {
      rmSync(journal);
      return 'removed';
    },
  },
  {
    name: 'mark spoilt',
    harm: ({ mark }) => {
      const at = somewhere(mark);
      write(mark, (bytes) => void bytes.fill(0x55, at, Math.min(bytes.length, at + 64)));
      return `byte ${String(at)}`;
    },
  },
  {
    name: 'mark cut short',
    harm: ({ mark }) => {
      const length = somewhere(mark);
      truncateSync(mark, length);
      return `${String(length)} bytes left`;
    },
  },
];

/** How a desk opened on harmed files. `whole`: the harm touched nothing that counts, and everything acknowledged is there. */
export type Opening = 'whole' | 'damaged' | 'recovery' | 'refused';

/**
 * Harms a copy of a killed desk and opens it. It is damaged or in recovery and says why, or it holds every event that was acknowledged and its
 * chain walks: nothing in between.
 */
export const openHarmed = async (world: World, harm: Harm): Promise<Opening> => {
  const copy = world.copy('approved', 'harmed');
  const { dataFolder, keyFolder } = foldersOf(copy, 'abc');
  const sound = await tryHere(world, world.copy('approved', 'sound'), 'abc', world.at('approved'));
  if (!sound.ok) throw new Error(sound.error.detail);
  const ledger = sound.value.context().ledger;
  const acknowledged = { size: ledger.size(), root: bytesToHex(ledger.root()) };
  await sound.value.opened.close();

  const did = `${harm.name}: ${harm.harm({ database: databasePath(dataFolder), journal: `${databasePath(dataFolder)}-wal`, mark: markPathOf(keyFolder) })}`;
  const here = await tryHere(world, copy, 'abc', world.at('approved'));
  if (!here.ok) {
    expect(here.error, did).toMatchObject({ title: expect.any(String), next: expect.any(String) });
    return 'refused';
  }
  const shown = status.parse((await here.value.call('GET', '/status')).json);
  expect(here.value.reports, did).toEqual([]);
  try {
    if (shown.phase === 'damaged' || shown.phase === 'recovery') {
      expect(shown.problem?.detail.length, did).toBeGreaterThan(20);
      return shown.phase;
    }
    expect(shown.phase, did).toBe('signed-out');
    const desk = here.value.context();
    expect({ size: desk.ledger.size(), root: bytesToHex(desk.ledger.root()) }, did).toEqual(acknowledged);
    expect(await walkLedger(desk, quiet, { threads: 0 }), did).toMatchObject({ value: { ok: true } });
    return 'whole';
  } finally {
    await here.value.opened.close();
  }
};
