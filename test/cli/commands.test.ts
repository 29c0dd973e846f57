import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../core/cli/commands.ts';
import { flip360 } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('usage', () => {
  it('says every command without arguments and with --help', async () => {
    for (const args of [[], ['--help'], ['-h']]) {
      const said = await flip360(...args);
      expect(said.exit).toBe(0);
      for (const command of commands) expect(said.out).toContain(`flip360 ${command.name}`);
    }
  });

  it.each(commands.map((command) => command.name))('%s --help says its usage and does nothing', async (name) => {
    const said = await flip360(...name.split(' '), '--help');
    expect(said).toMatchObject({ exit: 0, error: '' });
    expect(said.out).toContain(`flip360 ${name}`);
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ['an unknown command', ['chain', 'wlk'], /no command is called chain wlk/u],
    ['an unknown option', ['chain', 'walk', '--fast'], /--fast/u],
    ['a missing operand', ['pack', 'verify'], /something is missing/u],
    ['an operand too many', ['pack', 'verify', 'a', 'b'], /not understood: b/u],
    ['a missing option', ['pack', 'export', 'REF-1'], /--out is missing/u],
    ['an option without its value', ['pack', 'verify', 'a', '--trust'], /--trust/u],
    ['a number that is none', ['demo', '--out', 'x', '--seed', '1.5'], /--seed is a whole number/u],
    ['a hash that is none', ['office', 'approve-rule', 'abc'], /64 hex digits/u],
  ])('ends with 2 on %s', async (_what, args, words) => {
    const said = await flip360(...args);
    expect(said.exit).toBe(2);
    expect(said.out).toBe('');
    expect(said.error).toMatch(words);
    const json = await flip360(...args, '--json');
    expect(json.exit).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      error: { code: 'usage', title: expect.stringMatching(words) },
    });
  });
});

describe('what cannot be opened', () => {
  it('ends with 3 for a folder that holds no desk', async () => {
    for (const args of [['chain', 'walk'], ['backup'], ['pack', 'export', 'REF-1', '--out', folder]]) {
      const said = await flip360(...args, '--data', join(folder, 'nothing'), '--json');
      expect(said.exit).toBe(3);
      expect(JSON.parse(said.out)).toMatchObject({
        ok: false,
        error: { code: 'cannot-open', next: expect.stringContaining('--data') },
      });
    }
  });

  it('ends with 3 for a file that is not there', async () => {
    expect(await flip360('pack', 'verify', join(folder, 'no.zip'))).toMatchObject({
      exit: 3,
      error: expect.stringContaining('no.zip'),
    });
    expect(await flip360('exchange', 'import', join(folder, 'no.flip360'))).toMatchObject({ exit: 3 });
    expect(await flip360('import', 'contacts', join(folder, 'no.csv'))).toMatchObject({ exit: 3 });
    expect(await flip360('office', 'propose-rule', join(folder, 'no.json'), '--yes')).toMatchObject({
      exit: 3,
    });
  });

  it('refuses to play the demo into a folder that holds something', async () => {
    const said = await flip360('demo', '--out', join(import.meta.dirname));
    expect(said).toMatchObject({ exit: 3, error: expect.stringContaining('not empty') });
  });
});

describe('doctor', () => {
  it('names each check, in words and as JSON, and creates nothing', async () => {
    const said = await flip360('doctor', '--data', join(folder, 'none'), '--json');
    const report = JSON.parse(said.out);
    expect(report.findings.map((finding: { check: string }) => finding.check)).toEqual(
      expect.arrayContaining([
        'node',
        'data folder',
        'write access',
        'disk space',
        'profile',
        'key store',
        'fonts',
        'window',
        'verify page',
      ]),
    );
    expect(said.exit).toBe(report.ok ? 0 : 1);
  });

  it('warns of a folder that a service synchronises', async () => {
    const said = await flip360('doctor', '--data', join(folder, 'OneDrive - Smith', 'desk'));
    expect(said.exit).toBe(1);
    expect(said.error).toMatch(/WRONG data folder: .*OneDrive.*synchronised/u);
  });
});
