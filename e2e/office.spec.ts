import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { look, shoot } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { openWindow, plugIn, signIn, violations } from './fixtures/window.ts';

// What a network office and its members do beside referrals: rules, files, agreements, accounts, settings, backups.
test.describe.configure({ mode: 'serial' });

/** The USB stick of these tests. */
const carried = mkdtempSync(join(tmpdir(), 'flip360-carried-'));
const said: string[] = [];
let net: Network;
let office: Page;
let smith: Page;

const windowOf = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  return page;
};

const goTo = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages of the desk' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
};

const signSheet = async (page: Page, verb: string): Promise<void> => {
  const sheet = page.getByRole('dialog');
  const button = sheet.getByRole('button', { name: verb });
  await expect(
    sheet
      .getByText(/No entry is signed with your own key|^[0-9a-f]{4} [0-9a-f]{4}/u)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  for (const tick of await sheet.getByRole('group').getByRole('checkbox').all()) await tick.check();
  await button.click();
  await expect(sheet).toBeHidden({ timeout: 15_000 });
};

const changePerson = async (page: Page, from: string, to: string): Promise<void> => {
  await page
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(from, 'u') })
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(page, to);
};

/** Two people of the office approve what the first one proposed; then it is published. */
const approveAndPublish = async (...people: readonly [string, string, string]): Promise<void> => {
  for (const [at, to] of people.slice(1).entries()) {
    await changePerson(office, people[at] ?? '', to);
    await office.goto(new URL('/office', office.url()).href);
    await office.getByRole('button', { name: 'Approve…' }).click();
    await signSheet(office, 'Approve');
  }
  await expect(office.getByText('Approved by two, not published')).toBeVisible();
  await office.getByRole('button', { name: 'Publish…' }).click();
  await signSheet(office, 'Publish');
  await expect(office.getByText('Approved by two, not published')).toBeHidden();
};

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  office = await windowOf(browser);
  smith = await windowOf(browser);
  await openWindow(office, net.office);
  await signIn(office, 'Margaret Doyle');
  await openWindow(smith, net.smith);
  await signIn(smith, 'Priya Nair');
});

test.afterAll(async () => {
  await net.close();
  rmSync(carried, { recursive: true, force: true });
});

test('a rule is written as a sentence, approved by two others and published', async () => {
  await goTo(office, 'Network office');
  await office.getByRole('button', { name: 'Write a rule' }).click();
  await office.getByLabel('Name', { exact: true }).fill('Asset finance');
  await office.getByLabel('In force from').fill('2026-12-01');
  await office.getByLabel('When', { exact: true }).selectOption({ label: 'Accountants and tax agents' });
  await office.getByLabel('refer a client to').selectOption({ label: 'Asset finance brokers' });
  await office.getByLabel('of', { exact: true }).first().fill('99.5');
  await office.getByLabel('The network takes').fill('1');
  await office.getByLabel('To whom it applies (clause 1)').fill('Clients referred for asset finance.');
  await expect(office.getByText('Commission and platform fee together take more than the whole base.')).toBeVisible();
  await office.getByLabel('of', { exact: true }).first().fill('12.5');
  await expect(office.getByText('As it will be read')).toBeVisible();
  await look(office, 'office-rule');
  await office.getByRole('button', { name: 'Propose…' }).click();
  await signSheet(office, 'Propose');
  await expect(office.getByText('0 of 2 approvals')).toBeVisible();
  await expect(office.getByText('Others approve what you proposed.')).toBeVisible();
  await approveAndPublish('Margaret Doyle', 'Ravi Menon', 'Jo Tran');
  await look(office, 'office-rules');
});

test('the network has a default rule, and a vertical overrides its rate and its days', async () => {
  await office.getByRole('button', { name: 'Write a rule' }).click();
  await office.getByLabel('Name', { exact: true }).fill('Every referral');
  await office.getByLabel('In force from').fill('2026-08-01');
  await office.getByLabel('When', { exact: true }).selectOption({ label: 'Accountants and tax agents' });
  await office.getByLabel('refer a client to').selectOption({ label: 'Any practice' });
  await office.getByLabel('of', { exact: true }).first().fill('10');
  await office.getByLabel('The network takes').fill('1');
  await office.getByLabel('To whom it applies (clause 1)').fill('Clients whom a member practice refers to another.');
  await expect(office.getByText('is the default of the network, whoever refers.')).toBeVisible();
  await office.getByLabel('When', { exact: true }).selectOption({ label: 'Any practice' });
  await expect(office.getByText('The default of the network: counts where no other rule is for a referral.')).toBeVisible();
  await office.getByRole('button', { name: 'Propose…' }).click();
  await expect(office.getByRole('dialog')).toContainText('all referrals of the network');
  await signSheet(office, 'Propose');
  await approveAndPublish('Jo Tran', 'Margaret Doyle', 'Ravi Menon');
  await office.getByRole('button', { name: 'Write its rule: Conveyancers' }).click();
  await expect(office.getByLabel('Name', { exact: true })).toHaveValue('Referrals to Conveyancers');
  await expect(office.getByLabel('refer a client to')).toHaveValue('conveyancer');
  await expect(office.getByLabel('of', { exact: true }).first()).toHaveValue('10');
  await office.getByLabel('Cooling-off, days').fill('0');
  await office.getByLabel('In force from').fill('2026-08-01');
  await expect(office.getByText(/whoever refers to it: above the default of the network alone/u)).toBeVisible();
  await office.getByText('The rule of one vertical').scrollIntoViewIfNeeded();
  await look(office, 'office-vertical-rule');
  await office.getByRole('button', { name: 'Discard' }).click();
  // What stands for the same referrals already is named before anybody signs.
  await office.getByRole('button', { name: 'Write a rule' }).click();
  await office.getByLabel('Name', { exact: true }).fill('Every referral again');
  await office.getByLabel('In force from').fill('2026-09-01');
  for (const label of ['When', 'refer a client to'])
    await office.getByLabel(label, { exact: true }).selectOption({ label: 'Any practice' });
  await office.getByLabel('of', { exact: true }).first().fill('5');
  await office.getByLabel('The network takes').fill('1');
  await office.getByLabel('To whom it applies (clause 1)').fill('Clients whom a member practice refers to another.');
  await office.getByRole('button', { name: 'Propose…' }).click();
  await expect(office.getByRole('dialog')).toContainText('Every referral, version 1, is published for all referrals of the network');
  await look(office, 'office-rule-tie');
  await office.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await office.getByRole('button', { name: 'Discard' }).click();
});

test('a file goes out, is looked into and taken in; the same file again changes nothing', async () => {
  await goTo(office, 'Exchange');
  const [download] = await Promise.all([
    office.waitForEvent('download'),
    office.getByRole('button', { name: 'Make the file for Smith & Partners' }).click(),
  ]);
  const path = join(carried, download.suggestedFilename());
  await download.saveAs(path);
  await look(office, 'exchange-office');
  await goTo(smith, 'Exchange');
  const input = smith.locator('main input[type="file"]');
  await input.setInputFiles(path);
  await expect(smith.getByRole('table', { name: 'Entries of the file' })).toBeVisible();
  await look(smith, 'exchange-preview');
  await smith.getByRole('button', { name: 'Take it in' }).click();
  await expect(smith.getByText(/taken in/u).first()).toBeVisible();
  await look(smith, 'exchange-result');
  await smith.getByRole('button', { name: 'Done' }).click();
  await input.setInputFiles(path);
  await smith.getByRole('button', { name: 'Take it in' }).click();
  await expect(smith.getByText(/Nothing new was taken in/u)).toBeVisible();
  await smith.getByRole('button', { name: 'Done' }).click();
  await input.setInputFiles({
    name: 'holiday.flip360',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('not a file of a desk'),
  });
  await expect(smith.getByRole('alert')).toBeVisible();
  await look(smith, 'exchange-refused');
});

/** The person at the screen enrols a security key. */
const enrolKey = async (page: Page): Promise<void> => {
  await plugIn(page);
  await goTo(page, 'People and keys');
  await page.getByRole('button', { name: 'Enrol a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('A phone by QR code, or a security key').check();
  await dialog.getByLabel('Name of the passkey').fill('Blue security key');
  await dialog.getByRole('button', { name: 'Enrol' }).click();
  await expect(dialog).toBeHidden({ timeout: 15_000 });
};

test('a practice says where it is paid, with its passkey', async () => {
  await enrolKey(smith);
  const dialog = smith.getByRole('dialog');
  await goTo(smith, 'Practices');
  await expect(smith.getByText('In force, signed by both').first()).toBeVisible();
  await smith.getByRole('button', { name: 'Enter the account…' }).click();
  await dialog.getByLabel('BSB').fill('062-000');
  await dialog.getByLabel('Account number').fill('12345678');
  await look(smith, 'practices-account');
  await signSheet(smith, 'Sign the account');
  await expect(smith.getByText(/062-000/u)).toBeVisible();
  await look(smith, 'practices');
});

test('settings are kept', async () => {
  await goTo(smith, 'Settings');
  await smith.getByLabel('Bank and its portal').selectOption({ index: 1 });
  await smith.getByLabel('BSB').fill('062-000');
  await smith.getByLabel('Account number').fill('87654321');
  await smith.getByLabel('Name of the account').fill('Smith Partners');
  await smith.getByLabel('Name of the user').fill('SMITH PARTNERS');
  await smith.getByLabel('Description of the file').fill('REFERRALS');
  await smith.getByLabel('Remitter').fill('SMITH PARTNERS');
  await smith.getByRole('button', { name: 'Save' }).click();
  await expect(smith.getByText('Saved as a new version.')).toBeVisible();
  for (const section of ['Bank and its file', 'Mail server', 'Backup folder', 'GST', 'Keyboard'] as const) {
    await smith.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: section }).click();
    await expect(smith.getByRole('heading', { name: section, level: 2 })).toBeVisible();
    await look(smith, `settings-${section.split(' ')[0] ?? ''}`);
  }
});

test('backups are made, checked and prepared for a restore', async () => {
  await goTo(smith, 'Backups');
  await smith.getByRole('button', { name: 'Make a backup' }).click();
  await expect(smith.getByText('The backup is made, opened and checked.')).toBeVisible({ timeout: 20_000 });
  await smith
    .getByRole('button', { name: /^Check the backup/u })
    .first()
    .click();
  await expect(smith.getByText('Checked now')).toBeVisible();
  await look(smith, 'backups');
  await smith
    .getByRole('button', { name: /^Restore the backup/u })
    .first()
    .click();
  await expect(smith.getByRole('button', { name: 'Restore at the next start' })).toBeDisabled();
  await look(smith, 'backups-restore');
  await smith.getByRole('button', { name: 'Cancel' }).click();
  await smith.goto(new URL('/recovery', smith.url()).href);
  await expect(smith.getByRole('heading', { name: 'This desk is not in recovery' })).toBeVisible();
  await look(smith, 'recovery-none');
});

test('the palette finds entries of the ledger, and the bell says what needs a person', async () => {
  await goTo(smith, 'Today');
  await look(smith, 'today');
  await smith.keyboard.press('Control+k');
  await smith.getByPlaceholder('Search, jump, or paste any id').last().fill('pract');
  await expect(smith.getByRole('dialog').getByText('Practices', { exact: true }).first()).toBeVisible();
  await look(smith, 'palette');
  await smith.keyboard.press('Escape');
  await smith
    .getByRole('banner')
    .getByRole('button', { name: /needs? you/u })
    .click();
  await expect(smith.getByRole('menu')).toBeVisible();
  await look(smith, 'bell');
  await smith.keyboard.press('Escape');
});

test('the office opens a member in the register, suspends it, ends the suspension and revokes the keys of its desk; others see why', async () => {
  await goTo(office, 'Network office');
  await office.getByRole('button', { name: 'Open ABC Finance' }).click();
  const card = office.getByRole('region', { name: 'ABC Finance' });
  await expect(card.getByText('Registered without a decision on record')).toBeVisible();
  await card.getByRole('button', { name: 'Suspend…' }).click();
  await office.getByRole('dialog').getByLabel('Reason').selectOption({ label: 'a complaint is being looked into' });
  await signSheet(office, 'Suspend');
  await expect(
    card.getByRole('table', { name: 'Decisions about ABC Finance' }).getByText('a complaint is being looked into'),
  ).toBeVisible();
  await look(office, 'office-member');
  await card.getByRole('button', { name: 'End the suspension…' }).click();
  await office.getByRole('dialog').getByLabel('Reason').selectOption({ label: 'what led to it is settled' });
  await signSheet(office, 'End it');
  await expect(card.getByText('Active').first()).toBeVisible();
  await enrolKey(office);
  await goTo(office, 'Network office');
  await office.getByRole('button', { name: 'Open ABC Finance' }).click();
  await card.getByRole('button', { name: 'Revoke keys of desk 1' }).click();
  await office.getByRole('dialog').getByLabel('Reason').selectOption({ label: 'the computer or phone was lost or stolen' });
  await expect(office.getByRole('dialog').getByText('No desk of ABC Finance')).toBeVisible();
  await look(office, 'office-bar-sheet');
  await signSheet(office, 'Revoke');
  const keys = card.getByRole('table', { name: 'Keys of desk 1 of ABC Finance' });
  await expect(keys.getByText('Revoked by the network office').first()).toBeVisible();
  await expect(card.getByRole('button', { name: 'Revoke keys of desk 1' })).toBeHidden();
  await look(office, 'office-barred');
});

test('an introducer agreement is read and signed with a rule of its own; the other practice is a partner contact', async () => {
  await goTo(smith, 'Legal');
  await smith.getByRole('button', { name: 'Read the clauses of the introducer agreement' }).click();
  await look(smith, 'legal');
  await smith.getByRole('button', { name: /^Sign… Introducer agreement with ABC Finance/u }).click();
  const sheet = smith.getByRole('dialog');
  await sheet.getByLabel('Ask for a commission rule of your own').check();
  await sheet.getByLabel('You refer as').selectOption({ label: 'Accountants and tax agents' });
  await sheet.getByLabel('They receive as').selectOption({ label: 'Mortgage brokers' });
  await sheet.getByLabel('You earn, in per cent of their income').fill('22.5');
  await expect(sheet.getByText('Rule asked for')).toBeVisible();
  await look(smith, 'legal-sign');
  await signSheet(smith, 'Sign Ctrl');
  await expect(smith.getByText('Signed by you, waiting for their signature').first()).toBeVisible();
  await goTo(smith, 'Contacts');
  await expect(smith.getByText('ABC Finance Broking Pty Ltd').first()).toBeVisible();
});

test('at 720 px every page keeps its words and scrolls only downwards', async () => {
  await smith.setViewportSize({ width: 720, height: 450 });
  for (const path of ['/', '/exchange', '/people', '/practices', '/settings', '/backups', '/recovery', '/office', '/legal'] as const) {
    await smith.goto(new URL(path, smith.url()).href);
    await expect(smith.getByRole('heading', { level: 1 })).toBeVisible();
    // The window keeps one question to its desk open, so that the network is never idle.
    await expect(smith.getByRole('main').getByText(/^Loading /u)).toHaveCount(0);
    expect({
      path,
      wide: await smith.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
    }).toEqual({ path, wide: false });
    expect({ path, violations: await violations(smith) }).toEqual({ path, violations: [] });
    await shoot(smith, `narrow${path.replaceAll('/', '-')}`);
  }
});

test('nothing was said on the console', () => expect(said).toEqual([]));
