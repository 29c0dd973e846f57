import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePackFolder } from '../../core/cli/pack-on-disk.ts';
import { flip360 } from './run-cli.ts';

const vectors = join(import.meta.dirname, '../../docs/vectors');
const complete = join(vectors, 'packs', 'complete.zip');
const list: readonly { readonly name: string; readonly trust: string | null }[] = JSON.parse(
  readFileSync(join(vectors, 'packs.json'), 'utf8'),
);
let folder = '';
let trust = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-verify-'));
  trust = join(folder, 'network.flip360-trust');
  writeFileSync(trust, list.find((entry) => entry.name === 'complete')?.trust ?? '');
  writePackFolder(Uint8Array.from(readFileSync(complete)), join(folder, 'pack'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = async (...args: readonly string[]) => {
  const said = await flip360('pack', 'verify', ...args, '--json');
  return { exit: said.exit, report: JSON.parse(said.out) };
};

describe('pack verify', () => {
  it('is self-consistent only without a trust file', async () => {
    const said = await flip360('pack', 'verify', complete);
    expect(said.exit).toBe(0);
    expect(said.out).toMatch(/self-consistent/iu);
    expect(await report(complete)).toMatchObject({
      exit: 0,
      report: { ok: true, intact: { verdict: 'intact' }, recognised: { verdict: 'self-consistent' } },
    });
  });

  it('is recognised with it, as ZIP and as folder', async () => {
    for (const path of [complete, join(folder, 'pack'), `${join(folder, 'pack')}/`])
      expect(await report(path, '--trust', trust)).toMatchObject({
        exit: 0,
        report: {
          ok: true,
          recognised: { verdict: 'recognised', testNetwork: true },
          complete: { verdict: 'complete', steps: 5 },
        },
      });
  });

  it('ends with 1 and the named failure for a trust file of another network', async () => {
    const other = join(folder, 'other.flip360-trust');
    writeFileSync(other, readFileSync(trust, 'utf8').replace(/^net .{8}/mu, 'net 00000000'));
    expect(await report(complete, '--trust', other)).toMatchObject({
      exit: 1,
      report: { ok: false, failure: 'trust.net', recognised: { verdict: 'not-recognised' } },
    });
  });

  it('ends with 1 for a file that was changed, added, removed or replaced by a link', async () => {
    const files = join(folder, 'changed');
    const fresh = (): void => {
      rmSync(files, { recursive: true, force: true });
      writePackFolder(Uint8Array.from(readFileSync(complete)), files);
    };
    fresh();
    writeFileSync(join(files, 'README.txt'), 'something else');
    expect(await report(files)).toMatchObject({ exit: 1, report: { failure: 'manifest.hash' } });
    fresh();
    writeFileSync(join(files, 'more.txt'), 'more');
    expect((await report(files)).report).toMatchObject({ ok: false, failure: 'pack.file-unknown' });
    fresh();
    rmSync(join(files, 'rule.json'));
    expect(await report(files)).toMatchObject({ exit: 1, report: { failure: 'pack.file-missing' } });
    fresh();
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    writeFileSync(join(folder, 'elsewhere', 'README.txt'), readFileSync(join(files, 'README.txt')));
    rmSync(join(files, 'README.txt'));
    symlinkSync(join(folder, 'elsewhere', 'README.txt'), join(files, 'README.txt'));
    expect(await report(files)).toMatchObject({ exit: 1, report: { failure: 'manifest.hash' } });
  });

  it('ends with 1 for bytes that are no pack at all', async () => {
    const odd = join(folder, 'odd.zip');
    writeFileSync(odd, 'not a pack');
    const said = await flip360('pack', 'verify', odd);
    expect(said.exit).toBe(1);
    expect(said.error).toContain('zip.not-canonical');
  });
});
