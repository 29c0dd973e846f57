import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { look } from './fixtures/look.ts';

// The public chain: anyone reads it, and the browser checks a hash by itself.
const told = z.object({ url: z.string(), event: z.string(), vkey: z.string() });
let served: z.infer<typeof told>;
let child: ChildProcess;

test.beforeAll(async () => {
  const { NODE_OPTIONS: _loader, ...env } = process.env;
  child = fork(join(import.meta.dirname, 'fixtures', 'chain-process.ts'), [], {
    execArgv: [],
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  served = await new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(told.parse(message)));
    child.once('exit', () => reject(new Error('the process of the server ended')));
  });
});
test.afterAll(() => {
  child?.disconnect();
});

test('shows entries, checkpoints with their cosignatures and anchors, and checks a pasted hash in the browser', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${served.url}/chain`);
  await expect(
    page
      .getByRole('listitem')
      .filter({ hasText: /^witness\.example\/w1$/u })
      .first(),
  ).toBeVisible();
  await expect(page.getByText('7 entries, no break')).toBeVisible();
  await expect(page.getByText('Time-stamped', { exact: true }).first()).toBeVisible();
  await look(page, 'chain');
  const hash = page.getByRole('textbox', { name: 'Hash from a receipt' });
  const button = page.getByRole('button', { name: 'Check' });
  const status = page.getByRole('status');
  await hash.fill(served.event.toUpperCase().replaceAll(/(.{4})/gu, '$1 '));
  await button.click();
  await expect(status).toContainText('In the log, unchanged: entry 4');
  await expect(status).toContainText('Cosigned by witness.example/w1');
  await look(page, 'chain-checked');
  await page.getByRole('row').nth(1).getByRole('link').click();
  await expect(status).toContainText('In the log, unchanged: entry 6');
  await hash.fill('e'.repeat(64));
  await button.click();
  await expect(status).toContainText('Not in the log');
  await hash.fill('no hash');
  await button.click();
  await expect(status).toContainText('That is not a hash');
  // A server that answers with a proof of another entry, or with a changed one, is caught here.
  await page.route('**/api/chain/proof/*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ body: (await answer.text()).replace('index 4', 'index 5') });
  });
  await hash.fill(served.event);
  await button.click();
  await expect(status).toContainText('The proof does not hold');
  await page.unroute('**/api/chain/proof/*');
  const other = served.vkey.replace('log.test', 'log.else');
  await page.getByLabel('Use your own trust file').setInputFiles({ name: 'trust.txt', mimeType: 'text/plain', buffer: Buffer.from(other) });
  await expect(status).toContainText('That is not a trust file');
  expect(said.filter((line) => !line.includes('404'))).toEqual([]);
});

test('takes a pack: one of another network is intact and not in this log, a changed one is not believed', async ({ page }) => {
  await page.goto(`${served.url}/chain`);
  const bytes = readFileSync(join(import.meta.dirname, '..', 'docs', 'vectors', 'packs', 'complete.zip'));
  const pack = page.getByLabel('Choose a pack');
  const status = page.getByRole('status');
  await pack.setInputFiles({ name: 'theirs.zip', mimeType: 'application/zip', buffer: bytes });
  await expect(status).toContainText(/^0 of \d+ records of theirs\.zip stand in this log/u);
  await expect(status).toContainText('Record intact');
  await expect(status).toContainText('sent nowhere');
  await look(page, 'chain-pack');
  const changed = Buffer.from(bytes);
  changed[Math.floor(changed.length / 2)] = (changed[Math.floor(changed.length / 2)] ?? 0) ^ 1;
  await pack.setInputFiles({ name: 'changed.zip', mimeType: 'application/zip', buffer: changed });
  await expect(status).toContainText('changed.zip is not as it was signed');
  await expect(status).toContainText('Do not rely on it.');
  // A server that cannot answer is said, and is not taken for a log without the records.
  await page.route('**/api/chain/proof/*', (route) => route.fulfill({ status: 503 }));
  await pack.setInputFiles({ name: 'theirs.zip', mimeType: 'application/zip', buffer: bytes });
  await expect(status).toContainText('The server does not answer');
});

test('is readable at 320 px, and without a script', async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    const answer = await page.goto(`${served.url}/chain`);
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/u);
    await expect(page.getByRole('heading', { name: 'Run your own witness' })).toBeVisible();
    await expect(page.getByText(`--log '${served.vkey}'`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Check' })).toBeVisible({ visible: javaScriptEnabled });
    if (javaScriptEnabled) {
      await look(page, 'chain-narrow');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide).toBe(0);
      await page.getByRole('link', { name: 'Verify a pack' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Open evidence packs' })).toBeVisible();
    }
    await context.close();
  }
});
