import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import config from '../../scripts/boundary-rules.ts';
import { checkBoundaries } from '../../scripts/boundaries.ts';

type Tree = Readonly<Record<string, string>>;

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

/** Packages that the examples import: enough of each to be found, and classified as in the repository. */
const dependencies = ['zod', 'hono', 'kysely', 'better-sqlite3', 'electron-store'];
const devDependencies = ['react', 'vitest', 'vite', 'electron'];

/** Writes a small repository and returns the names of the rules that it breaks. */
const broken = async (tree: Tree): Promise<readonly string[]> => {
  const root = mkdtempSync(join(tmpdir(), 'flip360-boundaries-'));
  roots.push(root);
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const files: Record<string, string> = {
    ...tree,
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: versions(dependencies),
      devDependencies: versions(devDependencies),
    }),
  };
  for (const name of [...dependencies, ...devDependencies, 'left-pad']) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'export const a = 1;';
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const folders = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''))];
  const { violations, modules } = await checkBoundaries(root, folders);
  expect(modules).toBeGreaterThanOrEqual(Object.keys(tree).length);
  for (const { advice } of violations) expect(advice.length).toBeGreaterThan(20);
  return [...new Set(violations.map(({ rule }) => rule))];
};

const uses = (target: string): string => `import { a } from '${target}';\nexport const b = a;\n`;
const usesType = (target: string): string => `import type { A } from '${target}';\nexport type B = A;\n`;
const a = 'export const a = 1;\nexport type A = number;\n';

/** Per rule: a tree that keeps it and one that breaks it. */
const examples: Readonly<Record<string, { readonly passes: Tree; readonly fails: Tree }>> = {
  'core-is-pure': {
    passes: { 'core/domain/x.ts': uses('../protocol/y.ts'), 'core/protocol/y.ts': a },
    fails: { 'core/domain/x.ts': uses('../adapters/y.ts'), 'core/adapters/y.ts': a },
  },
  'core-without-node': {
    passes: { 'core/adapters/x.ts': "export { readFileSync } from 'node:fs';" },
    fails: { 'core/protocol/x.ts': "export { readFileSync } from 'node:fs';" },
  },
  'core-pure-packages': {
    passes: { 'core/contract/x.ts': uses('zod') },
    fails: { 'core/contract/x.ts': uses('kysely') },
  },
  'ports-are-interfaces': {
    passes: { 'core/ports/x.ts': usesType('../domain/y.ts'), 'core/domain/y.ts': a },
    fails: { 'core/ports/x.ts': usesType('../adapters/y.ts'), 'core/adapters/y.ts': a },
  },
  'adapters-below-desk': {
    passes: { 'core/desk/x.ts': uses('../adapters/y.ts'), 'core/adapters/y.ts': a },
    fails: { 'core/adapters/x.ts': uses('../desk/y.ts'), 'core/desk/y.ts': a },
  },
  'exits-only': {
    passes: {
      'core/desk/referrals/x.ts': uses('../exits/to-practice.ts'),
      'core/desk/exits/to-practice.ts': uses('./sealed-queue.ts'),
      'core/desk/exits/sealed-queue.ts': a,
    },
    fails: { 'core/desk/referrals/x.ts': uses('../exits/sealed-queue.ts'), 'core/desk/exits/sealed-queue.ts': a },
  },
  'core-below-shells': {
    passes: { 'electron/x.ts': uses('../core/desk/y.ts'), 'core/desk/y.ts': a },
    fails: { 'core/desk/x.ts': uses('../../electron/y.ts'), 'electron/y.ts': a },
  },
  'desk-without-cli': {
    passes: { 'core/cli/x.ts': uses('../desk/y.ts'), 'core/desk/y.ts': a },
    fails: { 'core/desk/x.ts': uses('../cli/y.ts'), 'core/cli/y.ts': a },
  },
  'renderer-sees-types-only': {
    passes: {
      'renderer/x.ts': usesType('../core/desk/y.ts'),
      'renderer/z.ts': uses('../core/domain/y.ts'),
      'core/desk/y.ts': a,
      'core/domain/y.ts': a,
    },
    fails: { 'renderer/x.ts': uses('../core/desk/y.ts'), 'core/desk/y.ts': a },
  },
  'renderer-packages': {
    passes: { 'renderer/x.tsx': uses('react') },
    fails: { 'renderer/x.tsx': uses('kysely') },
  },
  'renderer-without-node': {
    passes: { 'renderer/vite.config.ts': "export { join } from 'node:path';" },
    fails: { 'renderer/x.ts': "export { join } from 'node:path';" },
  },
  'one-client': {
    passes: { 'renderer/client.ts': uses('hono') },
    fails: { 'renderer/features/x.ts': uses('hono') },
  },
  'only-electron-imports-electron': {
    passes: { 'electron/x.ts': uses('electron') },
    fails: { 'core/desk/x.ts': uses('electron') },
  },
  'electron-without-renderer': {
    passes: { 'electron/x.ts': uses('./y.ts'), 'electron/y.ts': a },
    fails: { 'electron/x.ts': uses('../renderer/y.ts'), 'renderer/y.ts': a },
  },
  'server-without-window': {
    passes: { 'sync-server/x.ts': uses('../core/protocol/y.ts'), 'core/protocol/y.ts': a },
    fails: { 'sync-server/x.ts': uses('../renderer/y.ts'), 'renderer/y.ts': a },
  },
  'one-database-driver': {
    passes: { 'core/adapters/sqlite/x.ts': uses('better-sqlite3') },
    fails: { 'core/desk/x.ts': uses('better-sqlite3') },
  },
  'migrations-stand-alone': {
    passes: {
      'core/adapters/sqlite/migrations/0020.ts': uses('./0010.ts'),
      'core/adapters/sqlite/migrations/0010.ts': uses('kysely'),
    },
    fails: {
      'core/adapters/sqlite/migrations/0010.ts': uses('../../../domain/y.ts'),
      'core/domain/y.ts': a,
    },
  },
  'packages-are-classified': {
    passes: { 'core/desk/x.ts': uses('hono') },
    fails: { 'core/desk/x.ts': uses('left-pad') },
  },
  'shipped-code-needs-dependencies': {
    passes: { 'core/desk/x.test.ts': uses('vitest') },
    fails: { 'core/desk/x.ts': uses('vite') },
  },
  'no-test-in-product': {
    passes: {
      'core/desk/x.test.ts': uses('./x.fixture.ts'),
      'core/desk/x.fixture.ts': uses('../../test/y.ts'),
      'test/y.ts': a,
    },
    fails: { 'core/desk/x.ts': uses('./x.fixture.ts'), 'core/desk/x.fixture.ts': a },
  },
  'fixtures-import-no-test': {
    passes: { 'core/desk/x.fixture.ts': uses('./y.fixture.ts'), 'core/desk/y.fixture.ts': a },
    fails: { 'core/desk/x.fixture.ts': uses('./y.test.ts'), 'core/desk/y.test.ts': a },
  },
  'no-circle': {
    passes: {
      'core/domain/x.ts': uses('./y.ts'),
      'core/domain/y.ts': `${a}${usesType('./x.ts').replaceAll('A', 'B')}`,
    },
    fails: { 'core/domain/x.ts': uses('./y.ts'), 'core/domain/y.ts': "export { b as a } from './x.ts';" },
  },
  resolvable: {
    passes: { 'core/domain/x.ts': uses('./y.ts'), 'core/domain/y.ts': a },
    fails: { 'core/domain/x.ts': uses('./missing.ts') },
  },
};

describe('boundaries', () => {
  it('have an example for every rule', () => {
    const rules = (config.forbidden ?? []).map((rule) => rule.name);
    expect(new Set(Object.keys(examples))).toEqual(new Set(rules));
  });

  it.each(Object.keys(examples))('%s', async (rule) => {
    const example = examples[rule];
    if (example === undefined) throw new Error(`no example for ${rule}`);
    expect(await broken(example.passes)).toEqual([]);
    expect(await broken(example.fails)).toContain(rule);
  });
});
