import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { SAMPLE_PIN } from '../core/cli/demo/cast.ts';
import { readZip } from '../core/protocol/zip.ts';
import { look, shoot } from './fixtures/look.ts';
import { playedStory, type Story } from './fixtures/story.ts';
import { signIn } from './fixtures/window.ts';

// After the whole story, at Smith & Partners: the ledger, its walk, single entries, what was earned, and evidence packs.
test.describe.configure({ mode: 'serial' });

let story: Story;
let page: Page;
let origin = '';

const said: string[] = [];
const root = join(import.meta.dirname, '..');

const narrow = async (): Promise<void> => {
  await page.setViewportSize({ width: 720, height: 450 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
};

const wide = (): Promise<void> => page.setViewportSize({ width: 1440, height: 900 });

const storyPack = (): string => {
  const name = readdirSync(join(story.folder, 'pack')).find((file) => file.endsWith('.zip'));
  if (name === undefined) throw new Error('the story left no pack');
  return join(story.folder, 'pack', name);
};

const verifyPageIn = (zip: string): Buffer => {
  const read = readZip(new Uint8Array(readFileSync(zip)));
  const page = read.ok ? read.value.find((file) => file.path === 'verify.html') : undefined;
  if (page === undefined) throw new Error(`${zip} has no verifier`);
  return Buffer.from(page.bytes);
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  story = await playedStory(null);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Australia/Sydney',
    acceptDownloads: true,
  });
  page = await context.newPage();
  page.on('console', (message) => {
    // The browser itself notes every answer of 400 and above; the pages show them in words.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  const link = await story.serve('smith');
  origin = new URL(link).origin;
  await page.goto(link);
});

test.afterAll(async () => {
  await page?.context().close();
  await story?.close();
});

test('the pack opener needs nobody to be signed in and judges in the page', async () => {
  await page.goto(`${origin}/packs`);
  await expect(page.getByText('No pack is open')).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/')) asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await shoot(page, 'packs-empty');
  const pack = storyPack();
  const good = readFileSync(pack);
  const damaged = Buffer.from(good);
  damaged[Math.floor(damaged.length / 2)] = (damaged[Math.floor(damaged.length / 2)] ?? 0) ^ 1;
  const files = page.locator('input[data-pick="files"]');
  await files.setInputFiles([{ name: 'SPA-EP.zip', mimeType: 'application/zip', buffer: good }]);
  await expect(page.getByText('Self-consistent only', { exact: true })).toBeVisible();
  await files.setInputFiles([join(story.folder, 'network.flip360-trust')]);
  await expect(page.getByText('Signers recognised', { exact: true })).toBeVisible();
  await expect(page.getByText('referred Sarah Chen to ABC Finance Broking')).toBeVisible();
  await shoot(page, 'packs-one');
  await files.setInputFiles([{ name: 'copy from e-mail.zip', mimeType: 'application/zip', buffer: damaged }]);
  const broken = page.getByRole('article', { name: 'copy from e-mail.zip' });
  await expect(broken).toContainText('Do not rely on this pack.');
  await expect(broken.getByText('Sarah Chen')).toHaveCount(0);
  await look(page, 'packs-two');
  await page.getByRole('article', { name: 'SPA-EP.zip' }).getByRole('button', { name: 'Arithmetic' }).click();
  await shoot(page, 'packs-arithmetic');
  await page.getByRole('button', { name: 'Compare the two' }).click();
  await expect(page.getByRole('dialog')).toContainText('does not read as an archive');
  await page.keyboard.press('Escape');
  await narrow();
  await shoot(page, 'packs-narrow');
  await wide();
  await files.setInputFiles([{ name: '=third.zip', mimeType: 'application/zip', buffer: good }]);
  const results = page.getByRole('table', { name: 'Results' });
  await expect(results.getByRole('row')).toHaveCount(4);
  await look(page, 'packs-table');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export results' }).click()]);
  const csv = readFileSync(await download.path(), 'utf8');
  expect(csv).toContain("'=third.zip");
  expect(csv.split('\r\n').filter((line) => line !== '')).toHaveLength(4);
  await page.getByRole('button', { name: 'Close all' }).click();
  await page.locator('input[data-pick="folder"]').setInputFiles(pack.replace(/\.zip$/u, ''));
  await expect(page.getByText('Signers recognised', { exact: true })).toBeVisible();
  await expect(page.getByText('A folder', { exact: true })).toBeVisible();
  // Nothing of a pack goes to the desk: the opener asks it nothing while nobody is signed in.
  expect(asked).toEqual([]);
  expect(said).toEqual([]);
});

test('the chain is walked as a job, and its result is said in words', async () => {
  await page.goto(origin);
  await signIn(page, 'Priya Nair');
  await page.getByRole('link', { name: 'Ledger', exact: true }).click();
  // The desk has walked it by itself since it was opened; a person may ask again.
  await expect(page.getByText('The whole chain holds.')).toBeVisible({ timeout: 20_000 });
  const grid = page.getByRole('grid', { name: 'Entries' });
  await expect(grid.getByRole('row').nth(1)).toBeVisible();
  await page.getByRole('button', { name: 'Check the whole chain' }).click();
  await expect(page.getByText('The whole chain holds.')).toBeVisible({ timeout: 20_000 });
  await look(page, 'ledger');
  await page.getByRole('button', { name: 'Money' }).click();
  await expect(grid.getByText('Commission computed')).toBeVisible();
  await expect(grid.getByText('referral.intent')).toHaveCount(0);
  await page.getByRole('button', { name: 'All entries' }).click();
  await page.getByRole('textbox', { name: 'Find in the ledger' }).fill('referral.intent');
  await expect(grid.getByRole('row')).toHaveCount(2);
  await narrow();
  await shoot(page, 'ledger-narrow');
  await wide();
});

test('one entry shows its bytes, its checks and its proof, and is found by its hash', async () => {
  const grid = page.getByRole('grid', { name: 'Entries' });
  await grid.getByText('referral.intent').click();
  await expect(page.getByText('Every check holds')).toBeVisible();
  await expect(page.getByLabel('Inclusion proof')).toContainText('c2sp.org/tlog-proof@v1');
  await look(page, 'entry');
  const hash = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const [record] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Record' }).click()]);
  expect(readFileSync(await record.path(), 'utf8')).toContain('"payload"');
  await narrow();
  await shoot(page, 'entry-narrow');
  await wide();
  await page.getByRole('navigation', { name: 'Where this page is' }).getByRole('link', { name: 'Ledger' }).click();
  await page.getByRole('textbox', { name: 'Find in the ledger' }).fill(hash);
  await expect(page).toHaveURL(`${origin}/ledger/${hash}`);
  await page.goto(`${origin}/ledger/${'ab'.repeat(32)}`);
  await expect(page.getByText('This event is not held here')).toBeVisible();
  await look(page, 'entry-unknown');
});

test('what was earned stands under payouts, with the account that it is paid to', async () => {
  await page.getByRole('link', { name: /^Payouts/u }).click();
  await expect(page.getByRole('grid', { name: 'Commissions you earned' })).toContainText('Sarah Chen');
  await expect(page.getByText(/^Paid to /u)).toBeVisible();
  await look(page, 'earned');
});

test('packs of this desk are listed, and every pack carries the same verifier, which opens the others', async () => {
  await page.goto(`${origin}/packs`);
  const listed = page.getByRole('table', { name: 'Exported from this desk' });
  await expect(listed).toContainText('SPA-EP-');
  await look(page, 'packs-signed-in');
  await listed.getByRole('button', { name: /^Open here: /u }).click();
  await expect(page.getByText('Self-consistent only', { exact: true })).toBeVisible();
  const out = join(story.folder, 'abc-pack');
  mkdirSync(out);
  const { NODE_OPTIONS: _loader, ...env } = process.env;
  const label = await page.getByRole('article').locator('h2').textContent();
  expect(label).toMatch(/^SPA-EP-\d{4}-0001\.zip$/u);
  execFileSync(
    process.execPath,
    [
      'core/cli/flip360.ts',
      'pack',
      'export',
      `SPA-REF-${new Date().getFullYear()}-0001`,
      '--out',
      out,
      '--data',
      join(story.folder, 'abc'),
      '--person',
      'Helen Marsh',
    ],
    { cwd: root, env: { ...env, FLIP360_PIN: SAMPLE_PIN }, stdio: 'pipe' },
  );
  const other = readdirSync(out).find((file) => file.endsWith('.zip'));
  if (other === undefined) throw new Error('ABC Finance exported no pack');
  const pages = [verifyPageIn(storyPack()), verifyPageIn(join(out, other)), readFileSync(join(root, 'build', 'verify', 'verify.html'))];
  expect(new Set(pages.map(sha256)).size).toBe(1);
  cpSync(join(storyPack().replace(/\.zip$/u, ''), 'verify.html'), join(out, 'verify.html'));
  const alone = await page.context().newPage();
  await alone.goto(pathToFileURL(join(out, 'verify.html')).href);
  await alone.locator('#trust').setInputFiles(join(story.folder, 'network.flip360-trust'));
  await alone.locator('#packs').setInputFiles(join(out, other));
  for (const word of ['Record intact', 'Signers recognised', 'Chain complete'])
    await expect(alone.getByText(word, { exact: true })).toBeVisible();
  await alone.close();
  expect(said).toEqual([]);
});

test('the referral’s own page hands out its pack, and the opener reads in it that the payee confirmed the payment', async () => {
  await page.goto(`${origin}/payouts`);
  await page.getByRole('grid', { name: 'Commissions you earned' }).getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Money' })).toContainText('Settled, confirmed by the payee');
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 30_000 }),
    page.getByRole('button', { name: 'Export pack' }).click(),
  ]);
  await expect(page.getByText(/is made, [\d,]+ bytes, and handed to your downloads/u)).toBeVisible();
  expect(download.suggestedFilename()).toMatch(/^SPA-EP-\d{4}-0002\.zip$/u);
  await look(page, 'referral-complete');
  const bytes = readFileSync(await download.path());
  await page.goto(`${origin}/packs`);
  await page
    .locator('input[data-pick="files"]')
    .setInputFiles([{ name: download.suggestedFilename(), mimeType: 'application/zip', buffer: bytes }]);
  const card = page.getByRole('article', { name: download.suggestedFilename() });
  await expect(card).toContainText('confirmed by the payee');
  await look(page, 'pack-confirmed');
  expect(said).toEqual([]);
});
