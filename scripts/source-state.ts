import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['core', 'electron', 'renderer', 'resources', 'scripts', 'sync-server'];
const files = ['package.json', 'package-lock.json', 'tsconfig.base.json'];

export type SourceState = {
  readonly text: string;
  /** True if the given stamp file holds exactly this state. */
  readonly matches: (stampPath: string) => boolean;
};

/** Names, sizes and times (ms) of everything that a build reads, tests aside. */
export const sourceState = (root: string): SourceState => {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const paths = present.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const lines = [...paths, ...files.map((file) => join(root, file))].sort().map((path) => {
    const { size, mtimeMs } = statSync(path);
    return `${path.slice(root.length)} ${size} ${mtimeMs}`;
  });
  const text = lines.join('\n');
  return {
    text,
    matches: (stampPath) => {
      try {
        return readFileSync(stampPath, 'utf8') === text;
      } catch {
        return false;
      }
    },
  };
};
