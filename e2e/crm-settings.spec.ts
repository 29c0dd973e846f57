import { expect, type Page, test } from '@playwright/test';
import { look, tellFailure } from './fixtures/look.ts';
import { type Network, openNetwork } from './fixtures/network.ts';
import { openWindow, signIn } from './fixtures/window.ts';

// Each form is measured whole in two schemes, which takes long beside other work.
test.describe.configure({ mode: 'serial', timeout: 120_000 });

let net: Network;
let page: Page;

const section = (name: string) => page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name });
const save = () => page.getByRole('button', { name: 'Save', exact: true });

test.beforeAll(async ({ browser }) => {
  net = await openNetwork('without-agreements');
  await net.smith.joinOthers();
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
  await page.goto(`${net.smith.origin}/settings`);
});
// oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures a hook takes from the pattern.
test.afterEach(({}, info) => tellFailure(page, info));
test.afterAll(async () => {
  await page.close();
  await net.close();
});

test('a seat is given to a person, and goes back in one step as a new version', async () => {
  await section('Workspaces and seats').click();
  await page.getByLabel('Who has BD lead').selectOption({ label: 'Tom Walsh' });
  await page.getByLabel('Why it changes').fill('Phase 1');
  await look(page, 'settings-seats');
  await save().click();
  await expect(page.getByText('Priya Nair: Phase 1')).toBeVisible();
  await page.getByRole('listitem').filter({ hasText: 'As the program ships it' }).getByRole('button', { name: 'Back to this' }).click();
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible();
  await expect(page.getByLabel('Who has BD lead')).toHaveValue('');
});

test('stages are renamed, ordered and given criteria; what does not fit is named and not saved', async () => {
  await section('Lifecycle stages').click();
  const lead = page.getByRole('group', { name: 'Lead', exact: true });
  await lead.getByRole('textbox', { name: 'Stage 1' }).fill('Enquiry');
  await page.getByLabel('Add a criterion to MQL').selectOption('owner');
  await page.getByRole('button', { name: 'Remove from MQL: Has an owner' }).waitFor();
  await look(page, 'settings-lifecycle');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();
  await page.getByRole('group', { name: 'MQL', exact: true }).getByRole('textbox', { name: 'Stage 2' }).fill('Enquiry');
  await expect(page.getByText(/^Two stages have the same name/u)).toBeVisible();
  await expect(save()).toBeDisabled();
});

test('pipelines and routing are changed and saved', async () => {
  await section('Pipelines').click();
  await page.getByLabel('Stale after days').first().fill('7');
  await look(page, 'settings-pipelines');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();

  await section('Lead routing').click();
  const bd = page.getByRole('group', { name: 'Business development' });
  await bd.getByLabel('Business development').selectOption('capacity');
  await bd.getByRole('checkbox', { name: 'Tom Walsh' }).check();
  await bd.getByLabel('Most for Tom Walsh').fill('20');
  await look(page, 'settings-routing');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();
});

test('hours and holidays are changed and saved', async () => {
  await section('Hours and holidays').click();
  await page.getByRole('group', { name: 'Business development' }).getByLabel('Friday').fill('9-12, 13-16');
  await page.getByRole('button', { name: 'Add a correction' }).click();
  await look(page, 'settings-hours');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();
});

test('promises and the board of referrals are changed, and the demo space is offered', async () => {
  await section('Service promises').click();
  await page.getByLabel('First answer').first().fill('30');
  await look(page, 'settings-promises');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();

  await section('Board of referrals').click();
  await page.getByLabel('Usual days').first().fill('6');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();
  await section('Demo space').click();
  await expect(page.getByRole('button', { name: 'Reset the demo' })).toBeVisible();
  await look(page, 'settings-demo');
});

test('a field of the practice’s own is defined, filled in, shown, and stands in the list', async () => {
  await section('Own fields of contacts').click();
  await page.getByRole('button', { name: 'Add a field' }).click();
  await page.getByLabel('Name').fill('Bookkeeping program');
  await page.getByLabel('Holds').selectOption({ label: 'One of several' });
  await expect(page.getByText('“Bookkeeping program” needs a choice at least.')).toBeVisible();
  for (const choice of ['Xero', 'MYOB']) {
    await page.getByRole('combobox', { name: 'Choices of Bookkeeping program' }).fill(choice);
    await page.keyboard.press('Enter');
  }
  await look(page, 'settings-own-fields');
  await save().click();
  await expect(page.getByText('Counts now')).toBeVisible();
  await page.goto(`${net.smith.origin}/contacts`);
  await page.getByRole('button', { name: 'New contact' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Given name').fill('Olivia');
  await form.getByLabel('Family name').fill('Papas');
  await form.getByText('Further facts').click();
  await form.getByLabel('Bookkeeping program').selectOption('Xero');
  await form.getByLabel('Practice of the network').selectOption({ label: 'ABC Finance Broking Pty Ltd' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('Bookkeeping program');
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('PartnerABC Finance Broking Pty Ltd');
  await look(page, 'contact-own-fields');
  await page.goto(`${net.smith.origin}/contacts`);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Bookkeeping program' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Contacts' })).toContainText('Xero');
  await page.getByRole('button', { name: 'Referral partners 1' }).click();
  await expect(page.getByRole('grid', { name: 'Contacts' })).toContainText('Olivia Papas');
});
