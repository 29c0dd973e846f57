import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { fileAnswer } from '../core/contract/scalars.ts';
import { networkView } from '../core/contract/network-view.ts';
import { startSyncServer, startWitness, stopProgram } from '../scripts/demo-network/network-processes.ts';
import { look } from './fixtures/look.ts';
import { type Network, openNetwork } from './fixtures/network.ts';
import { violations, windowsOf } from './fixtures/window.ts';

// The log is lost for good: the operator begins the next one, the office states it in its window, a member takes the new trust file in theirs.
const folder = mkdtempSync(join(tmpdir(), 'flip360-e2e-next-log-'));
const data = join(folder, 'server');
const anything = z.unknown();
const said: string[] = [];
let net: Network;
let running: Awaited<ReturnType<typeof startSyncServer>>;
let witness: Awaited<ReturnType<typeof startWitness>>;
let office: Page;
let smith: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(60_000);
  mkdirSync(data);
  running = await startSyncServer(data, true, ['--port', '0', '--origin', 'sample.flip360.test/log']);
  witness = await startWitness(join(folder, 'witness'), data, [running.key]);
  net = await openNetwork();
  await net.office.send('POST', '/network/claim', { url: running.url, code: running.code }, anything);
  await net.office.send('POST', '/network/state', { url: running.url, vkey: running.key, witnesses: [witness.key] }, anything);
  const trust = await net.office.get('/trust-file', fileAnswer);
  await net.smith.send('POST', '/network/join', trust, anything);
  ({ office, smith } = await windowsOf(browser, net, said));
});

test.afterAll(async () => {
  await net.close();
  await stopProgram(running.child);
  await stopProgram(witness.child);
  rmSync(folder, { recursive: true, force: true });
});

const openNetworkPage = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages of the desk' }).getByRole('link', { name: 'Network', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Network' })).toBeVisible();
};

const viewOf = (desk: Network['smith']) => desk.get('/network', networkView);

test('office and member go over to the log that follows a lost one', async () => {
  for (const desk of [net.office, net.smith])
    await expect.poll(async () => (await viewOf(desk)).log.checkpoint?.witnesses ?? [], { timeout: 20_000 }).not.toEqual([]);
  const { proven } = (await viewOf(net.smith)).log;
  const ended = running;
  await stopProgram(running.child);
  await stopProgram(witness.child);
  rmSync(join(data, 'chain'), { recursive: true, force: true });
  witness = await startWitness(join(folder, 'witness'), data, [ended.key]);
  const { NODE_OPTIONS: _loader, ...env } = process.env;
  const main = join(import.meta.dirname, '..', 'sync-server', 'main.ts');
  const succeeded = spawnSync(process.execPath, [main, 'succeed', '--data', data], { encoding: 'utf8', env });
  expect([succeeded.status, succeeded.stderr]).toEqual([0, '']);
  const key = /sample\.flip360\.test\/log\/2\+\S+/u.exec(succeeded.stdout)?.[0] ?? '';
  await stopProgram(witness.child);
  witness = await startWitness(join(folder, 'witness'), data, [ended.key, key]);
  running = await startSyncServer(data, false, ['--port', new URL(ended.url).port]);
  expect(running.key).toBe(key);

  await openNetworkPage(smith);
  await expect(smith.getByText('Did the log have to begin anew?')).toBeVisible({ timeout: 30_000 });
  await look(smith, 'next-log-member');
  await openNetworkPage(office);
  await office.getByLabel('Key of the new log').fill(running.key);
  await office.getByLabel('Witnesses').fill(witness.key);
  await look(office, 'next-log-office');
  expect(await violations(office)).toEqual([]);
  await office.getByRole('button', { name: 'State the new log' }).click();
  await expect(office.getByText('Did the log have to begin anew?')).toBeHidden();
  await expect(office.getByText('sample.flip360.test/log/2').first()).toBeVisible();
  const { name, base64 } = await net.office.get('/trust-file', fileAnswer);
  await smith.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(base64, 'base64') });
  await expect(smith.getByText('Did the log have to begin anew?')).toBeHidden();
  await expect.poll(async () => (await viewOf(net.smith)).log.proven, { timeout: 20_000 }).toBeGreaterThanOrEqual(proven);
  await expect(smith.getByText(/^Cosigned by$/u)).toBeVisible();
  await look(smith, 'next-log-followed');
  expect(said).toEqual([]);
});
