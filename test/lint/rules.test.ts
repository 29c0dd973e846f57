import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');

type Example = {
  readonly file: string;
  readonly passes: readonly string[];
  readonly fails: readonly string[];
};

/** Per rule: lines that keep it and lines that break it, each linted as a file of its own under `file`. */
const examples: Readonly<Record<string, Example>> = {
  'flip360(no-ambient)': {
    file: 'core/domain/x.ts',
    passes: ['export const at = (now: number) => new Date(now);', 'export const f = (date: { now: number }) => date.now;'],
    fails: [
      'export const now = Date.now();',
      'export const now = globalThis.Date.now();',
      'export const clock = { read: Date.now };',
      'export const now = new Date();',
      'export const n = Math.random();',
      'export const id = crypto.randomUUID();',
    ],
  },
  'flip360(no-unsafe-copy)': {
    file: 'core/desk/x.ts',
    passes: ["export const sql = 'vacuum into ?';", "export const sql = \"attach 'x.db' as copy key 'secret'\";"],
    fails: [
      "import { copyFileSync } from 'node:fs';\ncopyFileSync('a', 'b');",
      "import fs from 'node:fs';\nfs.copyFile('a', 'b', () => undefined);",
      "export const f = (db: { backup: (to: string) => void }) => db.backup('b');",
      "export const sql = \"ATTACH 'x.db' AS plain KEY ''\";",
      "export const f = (path: string) => `attach '${path}' as plain\\n key ''`;",
    ],
  },
  'flip360(no-float)': {
    file: 'core/domain/money/x.ts',
    passes: ['export const half = (cents: number) => cents / 2;', 'export const big = 1e3;'],
    fails: [
      'export const rate = 0.1;',
      "export const cents = parseFloat('1.1');",
      "export const cents = Number.parseFloat('1.1');",
      'export const text = (cents: number) => (cents / 100).toFixed(2);',
    ],
  },
  'flip360(declared-exits)': {
    file: 'core/desk/referrals/x.ts',
    passes: [
      'export const f = (desk: { mailer: () => unknown }, send: (desk: unknown) => void) => send(desk);',
      "export const f = (db: { selectFrom: (name: string) => unknown }) => db.selectFrom('attachment');",
      "export const input = { name: 'x', base64: '' };",
    ],
    fails: [
      "export const f = (db: { insertInto: (name: string) => unknown }) => db.insertInto('attachment');",
      "export const sql = 'insert into attachment (id) values (?)';",
      'export const f = (name: string) => `insert or replace into attachment (${name}) values (?)`;',
      'export const f = (desk: { mailer: () => unknown }) => desk.mailer();',
      'export const f = (desk: { texter: () => unknown }) => desk.texter();',
      "export const file = { name: 'x', mediaType: 'text/csv', base64: '', bytes: 0 };",
    ],
  },
  'flip360(no-silent-tests)': {
    file: 'core/domain/x.test.ts',
    passes: ["import { expect, it } from 'vitest';\nit('adds', () => expect(1).toBe(1));"],
    fails: [
      "import { it } from 'vitest';\nit.todo('later');",
      "import { expect, it } from 'vitest';\nit.skip('later', () => expect(1).toBe(1));",
      "import { expect, it } from 'vitest';\nit.only('now', () => expect(1).toBe(1));",
      "import { describe } from 'vitest';\ndescribe.skipIf(true)('on Windows', () => undefined);",
      "import { test } from '@playwright/test';\ntest.fixme('later', () => undefined);",
    ],
  },
  'vitest(expect-expect)': {
    file: 'core/domain/y.test.ts',
    passes: ["import { expect, it } from 'vitest';\nit('adds', () => expect(1).toBe(1));"],
    fails: ["import { it } from 'vitest';\nit('adds', () => undefined);"],
  },
  'eslint(no-console)': {
    file: 'core/desk/y.ts',
    passes: ['export const log = (text: string) => text;'],
    fails: ["console.log('x');"],
  },
  'eslint(no-restricted-imports)': {
    file: 'electron/x.ts',
    passes: ["import { app } from 'electron';\nexport const name = app.name;"],
    fails: [
      "import { shell } from 'electron';\nexport const open = shell.openPath;",
      "import { ipcMain } from 'electron';\nexport const ipc = ipcMain;",
    ],
  },
  'eslint(no-restricted-globals)': {
    file: 'renderer/features/x.ts',
    passes: ['export const f = (client: { load: () => void }) => client.load();'],
    fails: ["export const f = () => fetch('/api/x');", "export const f = () => localStorage.getItem('x');"],
  },
  'eslint(max-lines)': {
    file: 'core/domain/z.ts',
    passes: [Array.from({ length: 400 }, (_, n) => `export const a${n} = ${n};`).join('\n')],
    fails: [Array.from({ length: 401 }, (_, n) => `export const a${n} = ${n};`).join('\n')],
  },
  'typescript(no-explicit-any)': {
    file: 'core/domain/w.ts',
    passes: ['export const f = (value: unknown) => value;'],
    fails: ['export const f = (value: any) => value;'],
  },
  'typescript(no-floating-promises)': {
    file: 'core/desk/v.ts',
    passes: ['const f = () => Promise.resolve(1);\nawait f();'],
    fails: ['const f = () => Promise.resolve(1);\nf();'],
  },
  'typescript(switch-exhaustiveness-check)': {
    file: 'core/domain/u.ts',
    passes: ["export const f = (x: 'a' | 'b') => {\n switch (x) {\n case 'a': return 1;\n case 'b': return 2;\n }\n};"],
    fails: ["export const f = (x: 'a' | 'b') => {\n switch (x) {\n case 'a': return 1;\n }\n return 2;\n};"],
  },
  'import(no-default-export)': {
    file: 'core/domain/t.ts',
    passes: ['export const a = 1;'],
    fails: ['export default 1;'],
  },
};

const root = mkdtempSync(join(tmpdir(), 'flip360-lint-'));
const found = new Map<string, Set<string>>();

const paths = (rule: string, kind: 'passes' | 'fails'): readonly string[] => {
  const example = examples[rule];
  if (example === undefined) throw new Error(`no example for ${rule}`);
  const folder = rule.replaceAll(/\W+/g, '-');
  // The rules look at the path from the root, so the number of an example goes into the file's name.
  return example[kind].map((_, index) => example.file.replace(/(\.test)?\.ts$/, `-${folder}${kind}${index}$1.ts`));
};

// One run over all examples: starting the type-aware linter costs more than linting them.
beforeAll(() => {
  const config = readFileSync(join(repository, '.oxlintrc.json'), 'utf8');
  writeFileSync(join(root, '.oxlintrc.json'), config.replace('./scripts/lint', join(repository, 'scripts', 'lint')));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(root, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2024',
        module: 'nodenext',
        strict: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        types: [],
        lib: ['es2024', 'dom'],
      },
    }),
  );
  for (const [rule, example] of Object.entries(examples)) {
    for (const kind of ['passes', 'fails'] as const) {
      paths(rule, kind).forEach((path, index) => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), `${example[kind][index] ?? ''}\n`);
      });
    }
  }
  const run = spawnSync(join(repository, 'node_modules', '.bin', 'oxlint'), ['--type-aware', '-f', 'json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(repository, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` },
  });
  const report: { diagnostics: { code: string; filename: string }[] } = JSON.parse(run.stdout);
  for (const { code, filename } of report.diagnostics) {
    found.set(filename, (found.get(filename) ?? new Set()).add(code));
  }
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

describe('lint', () => {
  it.each(Object.keys(examples))('%s', (rule) => {
    for (const path of paths(rule, 'passes')) expect([...(found.get(path) ?? [])], path).not.toContain(rule);
    const failing = paths(rule, 'fails');
    failing.forEach((path, index) => {
      expect([...(found.get(path) ?? [])], examples[rule]?.fails[index]).toContain(rule);
    });
  });
});
