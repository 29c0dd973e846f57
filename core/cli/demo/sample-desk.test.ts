import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { hostDesk } from '../../desk/hosting/hosted-desk.ts';
import { sampleKeyStore, SHIPPED } from '../../desk/hosting/system-desk.ts';
import { foundOffice } from '../../desk/office/founding.ts';
import { OFFICE, SAMPLE_PIN } from './cast.ts';
import { openSampleDesk, SAMPLE_PASSPHRASE } from './sample-desk.ts';
import { seededEntropy } from './seeded-entropy.ts';
import { storyClock } from './story-clock.ts';

const origin = 'http://storyoffice.flip360.localhost:47360';
const start = '2026-08-02T23:00:00.000Z';
let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'flip360-sample-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const setup = {
  kind: 'office',
  legalName: OFFICE.legalName,
  abn: OFFICE.abn,
  gst: { registered: true, from: '2020-07-01' },
  verticals: OFFICE.verticals,
  person: { name: OFFICE.first.name, pin: SAMPLE_PIN },
};
const post = (path: string, body: unknown): Request =>
  new Request(`${origin}${path}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const open = (name: string) =>
  openSampleDesk({
    dataFolder: join(base, name),
    keyFolder: join('..', `${name}-keys`),
    keyFolderPath: join(base, `${name}-keys`),
    statedOrigin: origin,
    clock: storyClock(start),
    entropy: seededEntropy(1, name),
  });

describe('a sample desk', () => {
  it('founds test networks only', async () => {
    const host = await open('test');
    expect((await host.fetch(post('/api/setup', setup))).status).toBe(200);
    const answer = await host.fetch(new Request(`${origin}/api/status`));
    expect(await answer.json()).toMatchObject({ network: { test: true } });
    await host.close();
  });

  it('does not open a data folder of a real network', async () => {
    const keyFolder = join(base, 'real-keys');
    const real = await hostDesk({
      dataFolder: join(base, 'real'),
      keyFolder,
      clock: storyClock(start),
      entropy: seededEntropy(2, 'real'),
      primitives: nodePrimitives(),
      keyStore: () => sampleKeyStore({ keyFolder, passphrase: SAMPLE_PASSPHRASE }, seededEntropy(3, 'keys')),
      origin: { origin, rpId: new URL(origin).hostname },
      version: '0',
      zone: 'Australia/Sydney',
      shipped: SHIPPED,
      mailer: () => null,
      texter: () => null,
      network: { fetch: (url, init) => fetch(url, init), live: false },
      foundOffice: foundOffice({ network: 'Real', test: false }),
      windowDir: null,
      report: (failure) => expect.unreachable(failure.name),
    });
    if (!real.ok) throw new Error(real.error.detail);
    expect((await real.value.fetch(post('/api/setup', setup))).status).toBe(200);
    await real.value.close();
    await expect(open('real')).rejects.toThrow('test networks only');
  });
});

describe('seeded randomness', () => {
  it('is reached by the demo’s own process and by nothing else', () => {
    const root = join(import.meta.dirname, '..', '..');
    const users = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|fixture)\.ts$/u.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => /from '[^']*seeded-entropy\.ts'/u.test(readFileSync(path, 'utf8')))
      .map((path) => path.slice(root.length + 1).replaceAll('\\', '/'));
    expect(users).toEqual(['cli/demo/desk-process.ts']);
  });
});
