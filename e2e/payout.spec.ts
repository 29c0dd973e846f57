import { readFileSync } from 'node:fs';
import { expect, test, type Download, type Page } from '@playwright/test';
import { ABC } from '../core/cli/demo/cast.ts';
import { look, shoot } from './fixtures/look.ts';
import { playedStory, type Story } from './fixtures/story.ts';
import { plugIn, signIn } from './fixtures/window.ts';

// From a payable commission to a settled batch, clicked through at ABC Finance's own desk: one person prepares, another approves with a passkey.
test.describe.configure({ mode: 'serial' });

let story: Story;
let page: Page;

const said: string[] = [];

const DAY_MS = 86_400_000;

/** So many days from today in Sydney, "2026-10-15". */
const day = (ahead: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney', dateStyle: 'short' }).format(Date.now() + ahead * DAY_MS);

const sheet = () => page.getByRole('dialog');

const signSheet = async (verb: string, passkey: boolean): Promise<void> => {
  const own = sheet().getByRole('checkbox', { name: 'Confirm with my passkey' });
  await expect(sheet().getByText('Exactly what you sign').first()).toBeVisible();
  if (!passkey && (await own.isVisible())) await own.uncheck();
  for (const tick of await sheet().getByRole('group').getByRole('checkbox').all()) await tick.check();
  await sheet().getByRole('button', { name: verb }).click();
  await expect(sheet()).toBeHidden();
};

const anotherPerson = async (name: string, now: string): Promise<void> => {
  await page.getByRole('banner').getByRole('button', { name: now }).click();
  await page.getByRole('menuitem', { name: /^Sign out/u }).click();
  await signIn(page, name);
};

const enrol = async (name: string): Promise<void> => {
  await page.getByRole('link', { name: 'People and keys' }).click();
  await page.getByRole('button', { name: 'Enrol a passkey' }).click();
  await sheet().getByRole('radio', { name: 'A phone by QR code, or a security key' }).check();
  await sheet().getByLabel('Name of the passkey').fill(name);
  await sheet().getByRole('button', { name: 'Enrol', exact: true }).click();
  await expect(sheet()).toBeHidden();
};

const openBatch = async (): Promise<void> => {
  await page.getByRole('link', { name: /^Payouts/u }).click();
  await page.getByRole('button', { name: /^Batches/u }).click();
  await page.getByRole('grid', { name: 'Batches' }).getByRole('link').first().click();
  await expect(page.getByRole('table', { name: 'Payments of this batch' })).toBeVisible();
};

const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'latin1');

const narrow = async (): Promise<void> => {
  await page.setViewportSize({ width: 720, height: 450 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
};

const wide = (): Promise<void> => page.setViewportSize({ width: 1440, height: 900 });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  story = await playedStory('The client confirms the outcome');
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
  await page.goto(await story.serve('abc'));
  await signIn(page, 'Grace Okafor');
});

test.afterAll(async () => {
  await page?.context().close();
  await story?.close();
});

test('a payable commission is prepared for a day; a batch holds at least one payment', async () => {
  await page.getByRole('link', { name: /^Payouts/u }).click();
  await expect(page.getByRole('grid', { name: 'Payable commissions' }).getByText('Smith & Partners Accounting')).toBeVisible();
  await expect(page.getByText('From Westpac')).toBeVisible();
  await look(page, 'payouts');
  await narrow();
  await shoot(page, 'payouts-narrow');
  await wide();
  await page.getByRole('button', { name: 'Prepare a batch' }).click();
  await expect(sheet().getByText('Choose the processing date.')).toBeVisible();
  await sheet().getByLabel('Processing date').fill(day(3));
  await signSheet('Prepare the batch', false);
  await expect(page.getByRole('heading', { level: 1, name: /^AFB-PB-\d{4}-0001$/u })).toBeVisible();
  const lines = page.getByRole('table', { name: 'Payments of this batch' });
  await expect(lines).toContainText('$1,362.08');
  await expect(lines).toContainText('Platform fee on one commission');
  await expect(page.getByRole('complementary', { name: 'Approvals' })).toContainText('$1,498.28');
  await look(page, 'batch-prepared');
  await page.getByRole('button', { name: /^Exclude Smith/u }).click();
  await expect(sheet().getByText('It is the only payment. Cancel the batch instead.')).toBeVisible();
  await sheet().getByRole('button', { name: 'Cancel' }).click();
});

test('who prepared a batch may not approve it, and the file is not exported before the release', async () => {
  await expect(page.getByRole('button', { name: 'Approve with your passkey' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Export ABA' })).toBeDisabled();
  await page.getByRole('button', { name: 'Preview ABA file' }).click();
  const lines = ((await sheet().getByLabel('Lines of the ABA file').textContent()) ?? '').split('\n').filter((line) => line !== '');
  expect(lines.map((line) => `${line.slice(0, 1)} ${String(line.length)}`)).toEqual(['0 120', '1 120', '1 120', '7 120']);
  await look(page, 'aba-preview');
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
});

test('another person approves with a passkey of their own; a change resets it', async () => {
  await anotherPerson('Helen Marsh', 'Grace Okafor');
  await plugIn(page);
  await enrol('Security key of these tests');
  await openBatch();
  await expect(page.getByText('Waits for you, Helen Marsh')).toBeVisible();
  await page.getByRole('button', { name: 'Approve with your passkey' }).click();
  await expect(sheet().getByText('Exactly what you sign').first()).toBeVisible();
  await look(page, 'approve-sheet');
  await signSheet('Approve', true);
  await expect(page.getByText('Approved by Helen Marsh').first()).toBeVisible();
  await shoot(page, 'batch-approved');
  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: 'Change the processing date…' }).click();
  await expect(sheet().getByText('The approval that was given is reset.')).toBeVisible();
  await sheet().getByLabel('Processing date').fill(day(4));
  await signSheet('Sign the change', true);
  await expect(page.getByText('Approval of version 1 by Helen Marsh, reset')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve with your passkey' })).toBeDisabled();
  await shoot(page, 'batch-reset');
});

test('the one who did not change it approves, and the batch is released with its papers', async () => {
  await anotherPerson('Daniel Rossi', 'Helen Marsh');
  await enrol('Another security key');
  await openBatch();
  await page.getByRole('button', { name: 'Approve with your passkey' }).click();
  await signSheet('Approve', true);
  await page.getByRole('button', { name: 'Release the batch' }).click();
  await expect(sheet()).toContainText('A release cannot be taken back.');
  await look(page, 'release-sheet');
  await sheet().getByRole('button', { name: 'Release', exact: true }).click();
  await expect(sheet()).toBeHidden();
  await expect(page.getByText('Released, waits for the bank')).toBeVisible();
  const papers = page.getByRole('region', { name: 'File and papers' });
  await expect(papers).toContainText('Recipient created tax invoice');
  await expect(papers).toContainText('Batch sheet');
  await look(page, 'batch-released');
  const [paper] = await Promise.all([page.waitForEvent('download'), papers.getByRole('button', { name: /^Download .*RCTI/u }).click()]);
  expect((await textOf(paper)).startsWith('%PDF-')).toBe(true);
  await narrow();
  await shoot(page, 'batch-narrow');
  await page.getByRole('button', { name: 'Approvals' }).click();
  await expect(sheet()).toContainText('Released by ABC Finance Broking');
  await look(page, 'batch-narrow-panel');
  await page.keyboard.press('Escape');
  await wide();
});

test('the file is exported once, and a second time only by a person who says why it is safe', async () => {
  const [first] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export ABA' }).click()]);
  const file = await textOf(first);
  expect(first.suggestedFilename()).toMatch(/^AFB-PB-\d{4}-0001\.aba$/u);
  expect(
    file
      .split('\r\n')
      .filter((line) => line !== '')
      .every((line) => line.length === 120),
  ).toBe(true);
  await page.getByRole('button', { name: 'Export ABA' }).click();
  await expect(sheet()).toContainText('A bank that gets the same file twice pays twice.');
  await expect(sheet().getByRole('button', { name: 'Export the same file again' })).toBeDisabled();
  await look(page, 'aba-again');
  await sheet().getByRole('checkbox').check();
  const [second] = await Promise.all([
    page.waitForEvent('download'),
    sheet().getByRole('button', { name: 'Export the same file again' }).click(),
  ]);
  expect(await textOf(second)).toBe(file);
  await expect(sheet()).toBeHidden();
});

test('the bank’s statement settles it: two candidates are asked about, and the same file again changes nothing', async () => {
  const label = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  const [year, month, date] = day(4).split('-');
  const on = `${date}/${month}/${year}`;
  const account = `${ABC.account.bsb.replace('-', '')}${ABC.account.account}`;
  const head = 'Bank Account,Date,Narrative,Debit Amount,Credit Amount,Balance,Categories,Serial';
  const csv = (...rows: readonly string[]) => ({
    name: 'statement.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...rows, ''].join('\r\n')),
  });
  await page.getByRole('link', { name: 'Payouts' }).first().click();
  await page.locator('#content').getByRole('link', { name: 'Bank statement' }).click();
  await expect(page.getByRole('table', { name: 'Expected payments' })).toContainText(label);
  await page.locator('input[type="file"]').setInputFiles(csv(`${account},${on},WITHDRAWAL SAMPLE OFFICE RENT,880.00,,1000.00,PAYMENT,`));
  await expect(page.getByText('Released, and no bank line agrees')).toBeVisible();
  await shoot(page, 'statement-unmatched');
  const debit = (balance: string) => `${account},${on},WITHDRAWAL DIRECT ENTRY ${label},1498.28,,${balance},PAYMENT,`;
  const two = csv(debit('900.00'), debit('800.00'));
  await page.locator('input[type="file"]').setInputFiles(two);
  await expect(page.getByText('2 bank lines could be meant')).toBeVisible();
  await expect(page.getByRole('button', { name: 'This line paid it' })).toBeDisabled();
  await look(page, 'statement-choose');
  await page.getByRole('radio').first().check();
  await page.getByRole('button', { name: 'This line paid it' }).click();
  await expect(page.getByText('Settled by the bank statement')).toBeVisible();
  await page.locator('input[type="file"]').setInputFiles(two);
  await expect(page.getByText('All held already: nothing changes')).toBeVisible();
  await shoot(page, 'statement-again');
  await narrow();
  await shoot(page, 'statement-narrow');
  await wide();
  await openBatch();
  await expect(page.getByText('Settled by the bank statement')).toBeVisible();
  await shoot(page, 'batch-settled');
  expect(said).toEqual([]);
});
