import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { goTo, handOver, openWindow, signIn, windowOf } from './fixtures/window.ts';

// Two practices and nothing between them: files go both ways by mouse, agreements are answered, a referral is declined and made again.
test.describe.configure({ mode: 'serial' });

const said: string[] = [];
let net: Network;
let smith: Page;
let abc: Page;

const signSheet = async (page: Page, verb: string): Promise<void> => {
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('Exactly what you sign').first()).toBeVisible();
  for (const tick of await sheet.getByRole('group').getByRole('checkbox').all()) await tick.check();
  await sheet.getByRole('button', { name: new RegExp(`^${verb}`, 'u') }).click();
  await expect(sheet).toBeHidden({ timeout: 15_000 });
};

/** The wizard up to its last step, as its person goes through it. */
const refer = async (page: Page, words: string, again: boolean): Promise<void> => {
  await page.getByRole('combobox', { name: 'Purpose' }).click();
  await page.getByRole('option', { name: 'Home loan' }).click();
  await page.getByLabel('In a few words').fill(words);
  await page.getByRole('radio', { name: /ABC Finance/u }).check();
  const next = page.getByRole('button', { name: 'Next' });
  if (again) {
    await expect(page.getByText('Mia Tran was referred there before.')).toBeVisible();
    await expect(next).toBeDisabled();
    await expect(page.getByText('Say that this is another matter, or open the earlier referral.')).toBeVisible();
    await look(page, 'wizard-duplicate');
    await page.getByRole('checkbox', { name: 'This is another matter' }).check();
  } else await expect(page.getByText(/No other referral of/u)).toBeVisible();
  await next.click();
  await page.getByRole('radio', { name: /page of their own/u }).check();
  await next.click();
  await expect(page.getByRole('region', { name: 'Worked example' })).toBeVisible();
  await next.click();
  await page.getByRole('button', { name: /^Sign Intent/u }).click();
  await expect(page.getByRole('list', { name: 'Five handshakes' })).toBeVisible();
};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  net = await openNetwork('without-agreements');
  const form = {
    kind: 'person',
    givenName: 'Mia',
    familyName: 'Tran',
    organisation: '',
    emails: ['mia@example.com'],
    phones: [],
    abn: null,
    suburb: '',
    state: '',
    postcode: '',
    street: '',
    note: '',
    assuranceClient: false,
    doNotContact: false,
  };
  await net.smith.send('POST', '/contacts', form, z.object({ id: z.string() }));
  smith = await windowOf(browser, said);
  abc = await windowOf(browser, said);
  await openWindow(smith, net.smith);
  await signIn(smith, 'Priya Nair');
  await openWindow(abc, net.abc);
  await signIn(abc, 'Helen Marsh');
});

test.afterAll(async () => {
  await net?.close();
});

test('an agreement is signed in one window, carried over, read and answered in the other, and carried back', async () => {
  await goTo(smith, 'Practices');
  await smith.getByRole('button', { name: 'Sign the Referral agreement with ABC Finance Broking' }).click();
  await signSheet(smith, 'Sign');
  await expect(smith.getByText('Signed by you, waiting for their signature')).toBeVisible();
  expect(await handOver(smith, 'ABC Finance Broking', abc)).toMatch(/^\d+ (?:entry|entries) taken in/u);
  await goTo(abc, 'Today');
  await expect(abc.getByText('Answer the referral agreement of Smith & Partners Accounting')).toBeVisible();
  await look(abc, 'today-agreement');
  await abc.getByRole('link', { name: /^Read and answer:/u }).click();
  await abc.getByRole('button', { name: /^Read and answer the Referral agreement of Smith/u }).click();
  await expect(abc.getByRole('dialog')).toContainText('You sign the words that Smith & Partners Accounting has signed, from the same day.');
  await look(abc, 'agreement-answer');
  await signSheet(abc, 'Sign');
  await expect(abc.getByText('In force, signed by both')).toBeVisible();
  await handOver(abc, 'Smith & Partners Accounting', smith);
  await goTo(smith, 'Practices');
  await expect(smith.getByText('In force, signed by both')).toBeVisible();
  await goTo(abc, 'Today');
  await expect(abc.getByText('Answer the referral agreement')).toBeHidden();
});

test('a referral that the receiver declines ends at both desks with its reason', async () => {
  await goTo(smith, 'Today');
  await smith.getByRole('link', { name: 'Make a referral' }).first().click();
  await smith.getByRole('textbox', { name: 'Find the client' }).fill('Mia');
  await smith.getByRole('radio', { name: /Mia Tran/u }).check();
  await smith.getByRole('button', { name: 'Next' }).click();
  await refer(smith, 'a first home', false);
  await handOver(smith, 'ABC Finance Broking', abc);
  await goTo(abc, 'Referrals');
  await abc.getByRole('button', { name: /^All/u }).click();
  await abc.getByRole('grid', { name: 'Referrals' }).getByText('Client not named here').click();
  await abc.getByRole('button', { name: 'More acts' }).click();
  await abc.getByRole('menuitem', { name: 'Decline' }).click();
  const sheet = abc.getByRole('dialog');
  await expect(sheet.getByRole('button', { name: /^Decline/u })).toBeDisabled();
  await expect(sheet.getByRole('radio', { checked: true })).toHaveCount(0);
  await sheet.getByRole('radio').first().check();
  await look(abc, 'decline-sheet');
  await signSheet(abc, 'Decline');
  await expect(
    abc.getByText('This referral has ended: declined by ABC Finance Broking Pty Ltd, we already work with this client.'),
  ).toBeVisible();
  await look(abc, 'referral-declined');
  await handOver(abc, 'Smith & Partners Accounting', smith);
  await goTo(smith, 'Referrals');
  await smith.getByRole('button', { name: /^All/u }).click();
  await smith.getByRole('grid', { name: 'Referrals' }).getByText('Mia Tran').click();
  await expect(
    smith.getByText('This referral has ended: declined by ABC Finance Broking Pty Ltd, we already work with this client.'),
  ).toBeVisible();
  await expect(smith.getByRole('table', { name: 'Entries beside the handshakes' })).toContainText('Declined');
});

test('the same client to the same receiver is asked about first, and gets the next number', async () => {
  await smith.goto(`${net.smith.origin}/referrals/new`);
  await smith.getByRole('radio', { name: /Mia Tran/u }).check();
  await smith.getByRole('button', { name: 'Next' }).click();
  await refer(smith, 'a second home', true);
  // Drafts of the first one were made again and again while it was written: numbers are given at signing and leave no gap.
  await expect(smith.getByText(/SPA-REF-\d{4}-0002/u).first()).toBeVisible();
  expect(said).toEqual([]);
});
