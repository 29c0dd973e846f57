import { readFileSync } from 'node:fs';
import { expect, test, type Download, type Page } from '@playwright/test';
import { ABC, SAMPLE_PIN } from '../core/cli/demo/cast.ts';
import { look, shoot } from './fixtures/look.ts';
import { playedStory, type Story } from './fixtures/story.ts';
import { goTo, handOver, plugIn, signIn, windowOf } from './fixtures/window.ts';

// From a payable commission to a settled batch, clicked through at ABC Finance's own desk: one person prepares, another approves with a passkey.
test.describe.configure({ mode: 'serial' });

let story: Story;
let page: Page;
/** The window of Smith & Partners, who are paid. */
let payee: Page;

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

const backUp = async (): Promise<void> => {
  await page.getByRole('link', { name: 'Backups' }).click();
  await page.getByRole('button', { name: 'Make a backup' }).click();
  await expect(page.getByText('The backup is made, opened and checked.')).toBeVisible({ timeout: 20_000 });
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
  page = await windowOf(browser, said);
  await page.goto(await story.serve('abc'));
  await signIn(page, 'Grace Okafor');
});

test.afterAll(async () => {
  await page?.context().close();
  await payee?.context().close();
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
  await backUp();
  await openBatch();
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
});

test('the payee confirms that the payment arrived; until then it is the payer’s word at both desks', async ({ browser }) => {
  payee = await windowOf(browser, said);
  await payee.goto(await story.serve('smith'));
  await signIn(payee, 'Priya Nair');
  await handOver(page, 'Smith & Partners Accounting', payee);
  await goTo(payee, 'Today');
  await expect(payee.getByText(`Confirm that the payment of ${ABC.legalName} arrived`)).toBeVisible();
  await look(payee, 'today-payment');
  await payee.getByRole('link', { name: /^Confirm: Confirm that the payment/u }).click();
  const money = payee.getByRole('region', { name: 'Money' });
  await expect(money).toContainText('Settled, according to the payer');
  await payee.getByRole('button', { name: 'Confirm that the payment arrived' }).click();
  const confirm = payee.getByRole('dialog');
  await expect(confirm.getByText(`Smith & Partners Accounting confirms that the payment of ${ABC.legalName} arrived.`)).toBeVisible();
  const own = confirm.getByRole('checkbox', { name: 'Confirm with my passkey' });
  if (await own.isVisible()) await own.uncheck();
  await expect(confirm.getByRole('button', { name: /^Confirm the payment/u })).toBeDisabled();
  await confirm.getByRole('checkbox', { name: 'I saw the payment on our own bank statement' }).check();
  await look(payee, 'payment-sheet');
  await confirm.getByRole('button', { name: /^Confirm the payment/u }).click();
  await expect(confirm).toBeHidden();
  await expect(money).toContainText('Settled, confirmed by the payee');
  await handOver(payee, 'ABC Finance Broking', page);
  await openBatch();
  await expect(page.getByRole('table', { name: 'Payments of this batch' })).toContainText('Settled, confirmed');
  await shoot(page, 'batch-confirmed');
});

test('a restore of yesterday’s backup is noticed: the desk signs nothing until a person has compared the batch', async () => {
  const { origin } = new URL(page.url());
  await anotherPerson('Helen Marsh', 'Daniel Rossi');
  await page.getByRole('link', { name: 'Backups' }).click();
  await page
    .getByRole('button', { name: /^Restore the backup/u })
    .first()
    .click();
  await sheet().getByRole('checkbox').check();
  await sheet().getByRole('button', { name: 'Restore at the next start' }).click();
  await expect(sheet().getByText('The backup is checked and lies ready.')).toBeVisible();
  await look(page, 'restore-ready');
  await page.goto(await story.serve('abc'));
  expect(new URL(page.url()).origin).toBe(origin);
  await expect(page.getByText('This desk is in recovery and signs nothing yet.')).toBeVisible();
  await look(page, 'sign-in-recovery');
  await signIn(page, 'Helen Marsh');
  await page.goto(`${origin}/recovery`);
  await expect(page.getByText('This desk signs nothing for now')).toBeVisible();
  await expect(page.getByText('Not complete')).toBeVisible();
  const end = page.getByRole('button', { name: 'End the recovery' });
  await expect(end).toBeDisabled();
  await expect(page.getByText('1 not compared')).toBeVisible();
  await look(page, 'recovery');
  await page.getByRole('radio', { name: 'It differs' }).check();
  await expect(page.getByRole('button', { name: 'Keep' })).toBeDisabled();
  await page.getByLabel('What the statement shows').fill('Paid on the day, $1,498.28, although it is not released here');
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('Compared: differs')).toBeVisible();
  await expect(page.getByText('All compared')).toBeVisible();
  await page.getByLabel('New PIN').fill(SAMPLE_PIN);
  const [request] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Make fresh keys and save the request' }).click(),
  ]);
  expect(request.suggestedFilename()).toMatch(/fresh-keys\.flip360-request$/u);
  await expect(end).toBeDisabled();
  await look(page, 'recovery-fresh-keys');
  await narrow();
  await shoot(page, 'recovery-narrow');
  await wide();
  await page.getByRole('link', { name: /^Payouts/u }).click();
  await page.getByRole('button', { name: /^Batches/u }).click();
  await page.getByRole('grid', { name: 'Batches' }).getByRole('link').first().click();
  await expect(page.getByText('Approved, waits for release')).toBeVisible();
  await page.getByRole('button', { name: 'Release the batch' }).click();
  await expect(sheet()).toContainText('This desk is in recovery and signs nothing');
  await look(page, 'release-in-recovery');
  await page.keyboard.press('Escape');
});

test('what the counterpart holds makes the ledger whole again, and the recovery ends', async () => {
  await handOver(payee, 'ABC Finance Broking', page, true);
  await page.goto(new URL('/recovery', page.url()).href);
  await expect(page.getByText('Everything is here again')).toBeVisible();
  await expect(page.getByText('No batch is open: nothing could be paid twice.')).toBeVisible();
  await look(page, 'recovery-after-file');
  await page.getByRole('button', { name: 'End the recovery' }).click();
  await signIn(page, 'Helen Marsh');
  await expect(page.getByText('This desk is in recovery and signs nothing.')).toBeHidden();
  await openBatch();
  await expect(page.getByText('Settled by the bank statement')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Payments of this batch' })).toContainText('Settled, confirmed');
  expect(said).toEqual([]);
});
