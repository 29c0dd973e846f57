import { expect, test, type Page } from '@playwright/test';
import { look, shoot } from './fixtures/look.ts';
import { playedStory, type Story } from './fixtures/story.ts';
import { handOver, signIn, windowOf } from './fixtures/window.ts';

// A payment whose ground goes after its batch was prepared: the payee disputes the amount, and ABC Finance's desk holds the payment by itself.
let story: Story;
const said: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  story = await playedStory('The client confirms the outcome');
});
test.afterAll(() => story?.close());

const DAY_MS = 86_400_000;
const inThreeDays = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney', dateStyle: 'short' }).format(Date.now() + 3 * DAY_MS);

/** The payee's desk signs that it disagrees with the settlement it had agreed with; its window offers that only before the first answer. */
const disagree = (payee: Page, intent: string): Promise<void> =>
  payee.evaluate(async (referral) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${sessionStorage.getItem('flip360-session') ?? ''}` };
    const asked = async <T>(path: string, body?: unknown): Promise<T> => {
      const answer = await fetch(`/api${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as T;
    };
    const { incomes } = await asked<{ incomes: { hash: string }[] }>(`/referrals/${referral}`);
    const act = { act: 'attest', referral, event: incomes.at(-1)?.hash ?? '', agrees: false, reason: 'wrong-amount' };
    const { draft } = await asked<{ draft: string }>('/acts', { act });
    await asked(`/acts/${draft}/sign`, { ticks: [], assertion: null });
  }, intent);

test('a payment whose amount the payee disputes after the batch was prepared is held, says why, and the batch ends', async ({
  browser,
}) => {
  const page = await windowOf(browser, said);
  const sheet = page.getByRole('dialog');
  await page.goto(await story.serve('abc'));
  await signIn(page, 'Grace Okafor');
  await page.getByRole('link', { name: /^Payouts/u }).click();
  await page.getByRole('button', { name: 'Prepare a batch' }).click();
  await sheet.getByLabel('Processing date').fill(inThreeDays());
  await expect(sheet.getByText('Exactly what you sign').first()).toBeVisible();
  const own = sheet.getByRole('checkbox', { name: 'Confirm with my passkey' });
  if (await own.isVisible()) await own.uncheck();
  await sheet.getByRole('button', { name: 'Prepare the batch' }).click();
  const payments = page.getByRole('table', { name: 'Payments of this batch' });
  const href = await payments.getByRole('link').first().getAttribute('href');

  const payee = await windowOf(browser, said);
  await payee.goto(await story.serve('smith'));
  await signIn(payee, 'Priya Nair');
  await disagree(payee, /[0-9a-f]{64}/u.exec(href ?? '')?.[0] ?? '');
  await handOver(payee, 'ABC Finance Broking', page);

  await page.getByRole('link', { name: /^Payouts/u }).click();
  await page.getByRole('button', { name: /^Batches/u }).click();
  await expect(page.getByRole('grid', { name: 'Batches' })).toContainText('Prepared, 1 held');
  await look(page, 'batches-held');
  await page.getByRole('grid', { name: 'Batches' }).getByRole('link').first().click();
  await expect(page.getByText(/^Payment 1, to Smith & Partners Accounting for .+, is held:/u)).toBeVisible();
  await expect(payments.getByRole('row').nth(1)).toContainText('Held');
  await expect(page.getByRole('button', { name: 'Approve with your passkey' })).toBeDisabled();
  await look(page, 'batch-held');
  await page.setViewportSize({ width: 720, height: 450 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
  await shoot(page, 'batch-held-narrow');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: 'Cancel the batch…' }).click();
  await sheet.getByRole('radio').last().check();
  if (await own.isVisible()) await own.uncheck();
  await sheet.getByRole('button', { name: 'Cancel the batch' }).click();
  await expect(page.getByText('is held:')).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Cancelled');
  expect(said).toEqual([]);
  for (const open of [page, payee]) await open.context().close();
});
