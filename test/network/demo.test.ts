import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { verifyPack } from '../../core/protocol/pack/verify.ts';
import { independentVerdicts } from '../verifiers/run.ts';

const work = mkdtempSync(join(tmpdir(), 'flip360-demo-network-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const summarySchema = z.object({
  ok: z.boolean(),
  network: z.object({ notice: z.string() }),
  pack: z.object({ label: z.string(), zip: z.string() }),
  client: z.array(z.object({ step: z.number(), how: z.string(), facts: z.string() })),
});

it('plays the story over a server, with the client on a phone, to a pack that strangers accept', () => {
  const out = join(work, 'out');
  const { NODE_OPTIONS: _loader, ...env } = process.env;
  const program = join(import.meta.dirname, '../../scripts/demo-network/main.ts');
  const run = spawnSync(process.execPath, [program, '--headless', '--out', out], { env, encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  const summary = summarySchema.parse(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')));
  expect(summary.ok).toBe(true);
  expect(summary.network.notice).toBe('Something waits for you in Flip 360 Desk');
  expect(summary.client.map(({ step, facts }) => [step, facts.includes('Client’s own device')])).toEqual([
    [1, true],
    [4, true],
  ]);

  const trust = readFileSync(join(out, 'network.flip360-trust'), 'utf8');
  const zip = join(out, summary.pack.zip);
  const bytes = readFileSync(zip);
  const report = verifyPack(Uint8Array.from(bytes), trust, nodePrimitives());
  expect([report.failure, report.recognised.verdict, report.complete.verdict, report.network.verdict]).toEqual([
    null,
    'recognised',
    'complete',
    'witnessed',
  ]);
  const said = independentVerdicts(zip, trust);
  for (const verdict of [said.go, said.python]) {
    expect(verdict).toMatchObject({ intact: { ok: true }, recognised: { verdict: 'recognised' }, complete: { verdict: 'complete' } });
    expect(verdict.failure).toBeNull();
  }
  const broken = join(work, 'broken.zip');
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(broken, bytes);
  const refused = independentVerdicts(broken, trust);
  expect([refused.go.intact.ok, refused.python.intact.ok]).toEqual([false, false]);

  const network = join(out, 'pack', summary.pack.label, 'network');
  const text = join(work, 'checkpoint');
  writeFileSync(text, `${readFileSync(join(network, 'checkpoint'), 'utf8').split('\n\n')[0] ?? ''}\n`);
  const root = join(out, 'time-stamp-authority.pem');
  const stamp = spawnSync('openssl', ['ts', '-verify', '-in', join(network, 'time-stamp.tsr'), '-data', text, '-CAfile', root]);
  expect(stamp.status).toBe(0);
}, 300_000);
