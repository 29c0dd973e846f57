import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packOf } from './pack.ts';
import { buildStory } from './story.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const unpack = (files: ReadonlyMap<string, Uint8Array>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-pack-'));
  folders.push(folder);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
};

/** Runs the part of README.txt between two marks, as a reader would paste it. */
const run = (folder: string, part: string, readme: string): string => {
  const script = readme.split(`--- begin ${part}\n`)[1]?.split(`--- end ${part}\n`)[0] ?? 'false';
  return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
};

describe('README.txt', () => {
  const { files } = packOf(buildStory());
  const readme = Buffer.from(files.get('README.txt') ?? new Uint8Array()).toString('utf8');

  it('checks the files by hand', () => {
    const answer = run(unpack(files), 'files', readme);
    expect(answer).toContain('Signature Verified Successfully');
    expect(answer.match(/: OK$/gmu)).toHaveLength(files.size - 1);
  });

  it('checks the records by hand', () => {
    const answer = run(unpack(files), 'records', readme);
    expect(answer.match(/Signature Verified Successfully$/gmu)).toHaveLength(39);
    expect(answer).toContain('4 records by other keys');
  });

  it.each([
    ['a changed file', (changed: Map<string, Uint8Array>) => changed.set('rule.json', new Uint8Array(3))],
    ['a file too many', (changed: Map<string, Uint8Array>) => changed.set('events/extra.json', new Uint8Array(3))],
    ['a file too few', (changed: Map<string, Uint8Array>) => changed.delete('evidence.pdf')],
    [
      'a changed list',
      (changed: Map<string, Uint8Array>) =>
        changed.set(
          'MANIFEST',
          Buffer.from(
            Buffer.from(changed.get('MANIFEST') ?? new Uint8Array())
              .toString('utf8')
              .replace(/^./u, 'x'),
          ),
        ),
    ],
  ] as const)('fails on %s', (_, change) => {
    const changed = new Map(files);
    change(changed);
    expect(() => run(unpack(changed), 'files', readme)).toThrow('Command failed');
  });

  it('fails on a record that another key signed', () => {
    const changed = new Map(files);
    changed.set('events/00000001.json', files.get('events/00000001.json') ?? new Uint8Array());
    const record = JSON.parse(Buffer.from(files.get('events/00000002.json') ?? new Uint8Array()).toString('utf8'));
    const other = JSON.parse(Buffer.from(files.get('events/00000003.json') ?? new Uint8Array()).toString('utf8'));
    changed.set('events/00000002.json', Buffer.from(JSON.stringify({ ...record, payload: other.payload })));
    expect(() => run(unpack(changed), 'records', readme)).toThrow('Command failed');
  });

  it('is plain text of narrow lines', () => {
    expect(readme.split('\n').filter((line) => line.length > 130)).toEqual([]);
    expect(readme.includes('\r')).toBe(false);
  });
});
