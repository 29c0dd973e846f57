import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { databasePath } from '../../../core/desk/keys/installation.ts';
import type { ChildDesk } from '../desks.ts';

/**
 * When the signal is sent, counted from the request: at a time drawn from how long such a request takes, or as soon as something that the
 * request writes is seen on the disk. The latter fall into the short gaps that a drawn time seldom hits.
 */
export type Aim =
  | { readonly kind: 'drawn'; readonly ms: number }
  | { readonly kind: 'journal' }
  /** A drawn time after the journal was first written: a long transaction commits a while later. */
  | { readonly kind: 'past-journal'; readonly ms: number }
  | { readonly kind: 'mark' }
  | { readonly kind: 'backup' }
  | { readonly kind: 'sheet' }
  | { readonly kind: 'answer' };

const stateOf = (path: string): string => {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${String(stat.size)} ${String(stat.mtimeNs)}`;
};

const filesIn = (folder: string, suffix = ''): string => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(suffix))
      .toSorted()
      .join(' ');
  } catch {
    return '';
  }
};

/** High-water mark of the only installation in a key folder. */
export const markPathOf = (keyFolder: string): string => {
  const install = readdirSync(keyFolder, { withFileTypes: true }).find((entry) => entry.isDirectory())?.name;
  if (install === undefined) throw new Error('the key folder holds no installation');
  return join(keyFolder, install, 'high-water');
};

/** Asks again and again, without holding up the answer, until the moment has come. */
const momentOf = (aim: Aim, desk: ChildDesk): (() => boolean) => {
  const watch = (look: () => string): (() => boolean) => {
    const before = look();
    return () => look() !== before;
  };
  switch (aim.kind) {
    case 'drawn': {
      const until = performance.now() + aim.ms;
      return () => performance.now() >= until;
    }
    case 'journal': {
      const path = `${databasePath(desk.dataFolder)}-wal`;
      return watch(() => stateOf(path));
    }
    case 'past-journal': {
      const path = `${databasePath(desk.dataFolder)}-wal`;
      const written = watch(() => stateOf(path));
      let from: number | null = null;
      return () => {
        if (from === null && written()) from = performance.now();
        return from !== null && performance.now() >= from + aim.ms;
      };
    }
    case 'mark': {
      const path = markPathOf(desk.keyFolder);
      return watch(() => stateOf(path));
    }
    case 'backup':
      return watch(() => filesIn(join(desk.dataFolder, 'backups')));
    case 'sheet':
      return watch(() => filesIn(join(desk.dataFolder, 'backups'), '.json'));
    case 'answer':
      return () => false;
  }
};

/** Sends a request and kills the desk at the moment; the answer, or null where none arrived whole. */
export const sendAndKill = async <T>(
  desk: ChildDesk,
  send: () => Promise<T>,
  aim: Aim,
): Promise<{ readonly answer: T | null; readonly ms: number }> => {
  const reached = momentOf(aim, desk);
  const started = performance.now();
  const state: { answer: T | null; ended: boolean } = { answer: null, ended: false };
  const answered = send().then(
    (answer) => {
      state.answer = answer;
      state.ended = true;
    },
    (error: unknown) => {
      state.ended = true;
      // A desk that refuses is a mistake of the drill; a connection that breaks is its purpose.
      if (error instanceof Error && error.name === 'DeskRefused') throw error;
    },
  );
  while (!state.ended && !reached()) await new Promise((resolve) => setImmediate(resolve));
  const ms = performance.now() - started;
  await desk.kill();
  await answered;
  return { answer: state.answer, ms };
};
