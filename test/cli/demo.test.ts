import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FIGURES, SAMPLE_PIN } from '../../core/cli/demo/cast.ts';
import { hashesBelow, type DemoSummary } from '../../core/cli/demo/summary.ts';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { readAba } from '../../core/domain/payment/aba-reader.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { readZip } from '../../core/protocol/zip.ts';
import { flip360 } from './run-cli.ts';

const backupAnswer = z.object({ backup: z.looseObject({ id: z.string() }) });
let base = '';
/** Members of an answer in JSON that are text. */
const answered = (out: string, ...names: readonly string[]): readonly string[] => {
  const answer = z.looseObject({}).parse(JSON.parse(out));
  return names.map((name) => z.string(name).parse(answer[name]));
};
const folder = (name: string): string => join(base, name);
const runs = new Map<string, { readonly exit: number; readonly summary: DemoSummary }>();

const play = async (name: string, seed: number): Promise<void> => {
  const said = await flip360('demo', '--out', folder(name), '--seed', String(seed), '--json');
  runs.set(name, { exit: said.exit, summary: JSON.parse(said.out) });
};
const summaryOf = (name: string): DemoSummary => {
  const summary = runs.get(name)?.summary;
  if (summary === undefined) throw new Error(name);
  return summary;
};

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'flip360-demo-'));
  vi.stubEnv('FLIP360_PIN', SAMPLE_PIN);
  await Promise.all([play('one', 7), play('two', 7)]);
  await play('three', 8);
}, 180_000);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});

/** What the story leaves besides the databases and keys, which are encrypted at random, and the times of the run. */
const left = (name: string): Record<string, string> =>
  Object.fromEntries([...hashesBelow(folder(name))].filter(([path]) => !/^(office|smith|abc|keys)\/|^summary\.json$/u.test(path)));

describe('demo', () => {
  it('plays the whole story within a minute and ends with 0', () => {
    for (const { exit, summary } of runs.values()) {
      expect(exit).toBe(0);
      expect(summary.ok).toBe(true);
      expect(summary.ms).toBeLessThan(60_000);
      expect(summary.network.test).toBe(true);
    }
  });

  it('ends with the figures of the story', () => {
    expect(summaryOf('one').figures).toEqual({
      wrongIncome: 1_283_250,
      income: 1_238_250,
      commission: 123_825,
      gst: 12_383,
      leaves: 123_825 + 12_383 + 12_382 + 1_238,
    });
    expect(summaryOf('one').figures.leaves).toBe(149_828);
    expect(summaryOf('one').contacts).toEqual({ rows: 14, imported: 13 });
  });

  it('leaves the same bytes for the same seed: exchange files, ABA, documents, pack as ZIP and folder, trust file', () => {
    const one = left('one');
    expect(one).toEqual(left('two'));
    const paths = Object.keys(one);
    for (const kind of [
      /^exchange\/.*\.flip360$/u,
      /^requests\/.*\.flip360-request$/u,
      /^payout\/.*\.aba$/u,
      /^documents\/.*RCTI.*\.pdf$/u,
      /^pack\/[^/]*\.zip$/u,
      /^pack\/.*\/events\/.*\.json$/u,
      /^pack\/.*\/MANIFEST$/u,
      /^network\.flip360-trust$/u,
    ])
      expect(
        paths.some((path) => kind.test(path)),
        String(kind),
      ).toBe(true);
  });

  it('leaves other keys, and so other events, for another seed', () => {
    expect(summaryOf('three').network.net).not.toBe(summaryOf('one').network.net);
    expect(left('three')['network.flip360-trust']).not.toBe(left('one')['network.flip360-trust']);
    expect(summaryOf('three').figures).toEqual(summaryOf('one').figures);
  });

  it('leaves a payment file that balances', () => {
    const file = readdirSync(join(folder('one'), 'payout')).find((name) => name.endsWith('.aba')) ?? '';
    const read = readAba(Uint8Array.from(readFileSync(join(folder('one'), 'payout', file))));
    expect(read).toMatchObject({
      findings: [],
      lineEnding: 'crlf',
      batches: [{ balances: true, trailer: { creditCents: summaryOf('one').figures.leaves, details: 2 } }],
    });
    expect(read.batches[0]?.details.map((detail) => detail.cents)).toEqual([FIGURES.commission + FIGURES.gst, 12_382 + 1_238]);
  });

  it('leaves a pack that is self-consistent without and recognised with the trust file', async () => {
    const zip = join(folder('one'), summaryOf('one').pack.zip);
    const alone = await flip360('pack', 'verify', zip, '--json');
    expect(alone.exit).toBe(0);
    expect(JSON.parse(alone.out)).toMatchObject({
      recognised: { verdict: 'self-consistent' },
      complete: { verdict: 'complete' },
    });
    for (const path of [zip, zip.replace(/\.zip$/u, '')]) {
      const trusted = await flip360('pack', 'verify', path, '--trust', join(folder('one'), 'network.flip360-trust'), '--json');
      expect(trusted.exit).toBe(0);
      expect(JSON.parse(trusted.out)).toMatchObject({
        recognised: { verdict: 'recognised', testNetwork: true, byRegister: 3, byInvitation: 2 },
        complete: { verdict: 'complete', steps: 5 },
      });
      expect(trusted.out).toContain('confirmed by the payee');
    }
    const other = await flip360('pack', 'verify', zip, '--trust', join(folder('three'), 'network.flip360-trust'), '--json');
    expect(other.exit).toBe(1);
    expect(JSON.parse(other.out)).toMatchObject({ ok: false, failure: 'trust.net' });
  });

  it('leaves data folders whose chains hold and whose projections come from the events alone', async () => {
    for (const [name, person] of [
      ['office', 'Margaret Doyle'],
      ['smith', 'Priya Nair'],
      ['abc', 'Helen Marsh'],
    ] as const) {
      const at = ['--data', join(folder('two'), name), '--person', person, '--json'];
      const walk = await flip360('chain', 'walk', ...at);
      expect(walk.exit).toBe(0);
      expect(JSON.parse(walk.out)).toMatchObject({ ok: true, spines: 1, failure: null });
      const rebuilt = await flip360('projections', 'rebuild', ...at);
      expect(rebuilt.exit).toBe(0);
      expect(JSON.parse(rebuilt.out)).toMatchObject({ ok: true, same: true });
    }
  }, 60_000);

  it('leaves a desk that exports the pack again, backs up, and exchanges by command', async () => {
    const at = ['--data', join(folder('two'), 'smith'), '--person', 'Priya Nair'];
    expect(await flip360('pack', 'export', 'SPA-REF-1999-0001', '--out', base, ...at)).toMatchObject({
      exit: 1,
      error: expect.stringContaining('No referral here is called SPA-REF-1999-0001'),
    });
    const exported = await flip360('pack', 'export', 'SPA-REF-2026-0001', '--out', folder('again'), ...at, '--json');
    expect(exported.exit).toBe(0);
    const [written = '', zip = ''] = answered(exported.out, 'folder', 'zip');
    expect((await flip360('pack', 'verify', written, '--trust', join(folder('two'), 'network.flip360-trust'))).exit).toBe(0);
    expect((await flip360('pack', 'verify', zip)).exit).toBe(0);
    const backup = await flip360('backup', ...at, '--json');
    expect(JSON.parse(backup.out)).toMatchObject({ ok: true, backup: { verified: true } });
    const file = await flip360('exchange', 'export', 'ABC', '--out', folder('sent'), ...at, '--json');
    expect(file.exit).toBe(0);
    const [sent = ''] = answered(file.out, 'file');
    const taken = await flip360('exchange', 'import', sent, '--data', join(folder('two'), 'abc'), '--person', 'Helen Marsh', '--json');
    expect(taken.exit).toBe(0);
    expect(JSON.parse(taken.out)).toMatchObject({ ok: true, refused: 0 });
    const wrong = await flip360(
      'exchange',
      'import',
      sent,
      '--data',
      join(folder('two'), 'office'),
      '--person',
      'Margaret Doyle',
      '--json',
    );
    expect(wrong.exit).toBe(1);
    expect(JSON.parse(wrong.out)).toMatchObject({ ok: false, error: { next: expect.any(String) } });
  }, 60_000);

  it('refuses a wrong PIN and an unknown person with 1, and asks which person with 2', async () => {
    const at = ['chain', 'walk', '--data', join(folder('two'), 'smith')];
    expect(await flip360(...at, '--person', 'Nobody')).toMatchObject({
      exit: 1,
      error: expect.stringContaining('Priya Nair'),
    });
    expect(await flip360(...at)).toMatchObject({ exit: 2 });
    vi.stubEnv('FLIP360_PIN', 'another-pin');
    expect(await flip360(...at, '--person', 'Tom Walsh')).toMatchObject({ exit: 1 });
    vi.stubEnv('FLIP360_PIN', SAMPLE_PIN);
  });

  it('refuses the pack with any one byte changed, whichever file it is in', () => {
    const zip = Uint8Array.from(readFileSync(join(folder('one'), summaryOf('one').pack.zip)));
    const read = readZip(zip);
    if (!read.ok) throw new Error(read.error.code);
    const trust = readFileSync(join(folder('one'), 'network.flip360-trust'), 'utf8');
    const primitives = nodePrimitives();
    const files = new Map(read.value.map((file) => [file.path, file.bytes]));
    const accepted = [...files].filter(([path, bytes]) => {
      const changed = Uint8Array.from(bytes);
      const at = (path.length * 7919) % changed.length;
      changed[at] = (changed[at] ?? 0) ^ 1;
      return verifyPack(new Map([...files, [path, changed]]), trust, primitives).failure === null;
    });
    expect(accepted.map(([path]) => path)).toEqual([]);
    expect(verifyPack(files, trust, primitives).failure).toBeNull();
  }, 60_000);

  it('restores a backup that is older than what was signed into a desk that reads and signs nothing', async () => {
    const at = ['--data', join(folder('one'), 'smith'), '--person', 'Priya Nair'];
    const { backup } = backupAnswer.parse(JSON.parse((await flip360('backup', ...at, '--json')).out));
    expect((await flip360('pack', 'export', 'SPA-REF-2026-0001', '--out', folder('later'), ...at)).exit).toBe(0);
    expect(await flip360('restore', 'nothing', ...at)).toMatchObject({
      exit: 1,
      error: expect.stringContaining('No backup is called nothing'),
    });
    expect((await flip360('restore', ...at)).out).toContain(backup.id);
    expect((await flip360('restore', backup.id, ...at)).exit).toBe(0);
    expect((await flip360('chain', 'walk', ...at)).exit).toBe(0);
    const sent = await flip360('exchange', 'export', 'ABC', '--out', folder('later'), ...at, '--json');
    expect(sent.exit).toBe(1);
    expect(JSON.parse(sent.out)).toMatchObject({ ok: false, error: { code: 'recovery' } });
  }, 60_000);

  it('marks everything as sample', () => {
    expect(readFileSync(join(folder('one'), 'README.txt'), 'utf8')).toMatch(/SAMPLE DATA ON A TEST NETWORK/u);
    expect(readFileSync(join(folder('one'), 'network.flip360-trust'), 'utf8')).toMatch(/^test true$/mu);
    for (const name of ['office', 'smith', 'abc']) expect(statSync(join(folder('one'), name, 'sample.json')).isFile()).toBe(true);
  });
});
