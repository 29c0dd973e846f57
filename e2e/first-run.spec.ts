import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { type AbrStandIn, openAbrStandIn, STAND_IN_GUID } from '../core/adapters/abr/abr-stand-in.fixture.ts';
import { type MailSink, openMailSink } from '../core/cli/demo/mail-sink.ts';
import { startEmptyDesk, type EmptyDesk } from './fixtures/empty-desk.ts';
import { fillPerson, fillPractice, PASSPHRASE, PIN, typeRecoveryKey, type Practice } from './fixtures/first-run.ts';
import { look } from './fixtures/look.ts';
import { plugIn } from './fixtures/window.ts';

// From empty folders: a network office and a practice are set up in two windows, files are carried by hand, passkeys and people are enrolled.
test.describe.configure({ mode: 'serial' });

const OFFICE: Practice = {
  legalName: 'Network Office Pty Ltd',
  abn: '33 051 775 556',
  person: 'Margaret Doyle',
  office: true,
};
const SMITH: Practice = {
  legalName: 'Smith & Partners Pty Ltd',
  abn: '51 824 753 556',
  person: 'Priya Nair',
  office: false,
  vertical: 'Accountants and tax agents',
};

/** The USB stick of these tests. */
const carried = mkdtempSync(join(tmpdir(), 'flip360-carried-'));
const said: string[] = [];
let desks: readonly EmptyDesk[] = [];
let register: AbrStandIn;
let mail: MailSink;
let mailRefuses = true;
let office: Page;
let smith: Page;
const files = { request: '', answer: '', trust: '' };

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

const saved = async (page: Page, button: string): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  const path = join(carried, download.suggestedFilename());
  await download.saveAs(path);
  return path;
};

const choose = (page: Page, place: string, paths: readonly string[]): Promise<void> =>
  page
    .locator('main div', { has: page.getByText(place) })
    .locator('input[type="file"]')
    .last()
    .setInputFiles([...paths]);

test.beforeAll(async ({ browser }) => {
  desks = await Promise.all([startEmptyDesk('office'), startEmptyDesk('smith')]);
  register = await openAbrStandIn();
  mail = await openMailSink(() => (mailRefuses ? '451 4.3.0 Try again later' : null));
  office = await windowOf(browser);
  smith = await windowOf(browser);
});

test.afterAll(async () => {
  for (const desk of desks) await desk.close();
  await register.close();
  await mail.close();
  rmSync(carried, { recursive: true, force: true });
});

test('the office sets itself up and founds a network', async () => {
  await office.goto(desks[0]?.link ?? '');
  await expect(office.getByText(desks[0]?.folder ?? '')).toBeVisible();
  await fillPractice(office, OFFICE);
  await fillPerson(office, OFFICE);
  expect(readdirSync(join(desks[0]?.folder ?? '', 'root-keys')).toSorted()).toEqual([1, 2, 3].map((root) => `root-${root}.flip360-root`));
  await typeRecoveryKey(office);
  await office.getByRole('button', { name: 'Open the desk' }).click();
  await expect(office.getByRole('heading', { name: 'People and keys', level: 1 })).toBeVisible();
});

test('a practice sets itself up, makes a first backup and asks to join', async () => {
  await smith.goto(desks[1]?.link ?? '');
  await expect(smith.getByRole('heading', { name: 'Your practice', level: 1 })).toBeVisible();
  await look(smith, 'first-run-1-practice');
  await smith.getByLabel('ABN', { exact: true }).fill('51 824 753 557');
  await smith.getByLabel('ABN', { exact: true }).blur();
  await expect(smith.getByText('The check digits do not fit')).toBeVisible();
  await expect(smith.getByRole('button', { name: 'Next: you' })).toBeDisabled();
  await fillPractice(smith, SMITH);
  await look(smith, 'first-run-2-you');
  await fillPerson(smith, SMITH);
  await smith
    .getByRole('textbox', { name: /^Group \d$/u })
    .first()
    .fill('0');
  await look(smith, 'first-run-3-recovery');
  await typeRecoveryKey(smith);
  await smith.getByRole('button', { name: 'Make the first backup' }).click();
  await expect(smith.getByText('The backup is made and checked.')).toBeVisible({ timeout: 20_000 });
  await look(smith, 'first-run-4-backups');
  await smith.getByRole('button', { name: 'Next: join the network' }).click();
  files.request = await saved(smith, 'Save the request');
  await look(smith, 'first-run-5-join');
  await expect(smith.getByRole('button', { name: 'Next: your contacts' })).toBeDisabled();
});

test('a desk that waits for the office goes on where it was after a reload', async () => {
  await smith.reload();
  await expect(smith.getByRole('heading', { name: 'Join the network' })).toBeVisible();
});

/** Reads a decision of the office in its sheet and lets the registrar sign it. */
const decide = async (opens: string, verb: string): Promise<void> => {
  await office.getByRole('button', { name: opens }).click();
  const sheet = office.getByRole('dialog');
  await expect(sheet.getByText('Decided by')).toBeVisible();
  await sheet.getByRole('button', { name: verb }).click();
  await expect(sheet).toBeHidden({ timeout: 15_000 });
};

test('the office enters its GUID for ABN Lookup, its mail server and what it writes to new members', async () => {
  await office.getByRole('link', { name: 'Settings' }).click();
  await office.getByRole('button', { name: /^ABN Lookup/u }).click();
  await office.getByLabel('GUID of this office').fill(STAND_IN_GUID);
  await office.getByLabel('Address of the register').fill(register.address);
  await office.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(office.getByText('Counts now')).toBeVisible();
  await look(office, 'settings-abn-lookup');
  await office.getByRole('button', { name: /^Mail server/u }).click();
  await office.getByLabel('Server (SMTP)').fill('127.0.0.1');
  await office.getByRole('textbox', { name: 'Port' }).fill(String(mail.port));
  await office.getByLabel('Sender’s address').fill('office@example.com');
  await office.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(office.getByText('Saved as a new version.')).toBeVisible();
  await office.getByRole('button', { name: /^Welcome to members/u }).click();
  await office.getByLabel('Subject').fill('{member} is in {network}');
  await office.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(office.getByText('Counts now')).toBeVisible();
  await look(office, 'settings-welcome');
});

test('the office looks into the application, decides, and answers with two files', async () => {
  await office.getByRole('link', { name: 'Network office' }).click();
  await choose(office, 'Drop a request file', [files.request]);
  await expect(office.getByText('Taken in as an application.')).toBeVisible();
  await expect(office.getByText('SMITH & PARTNERS PTY LTD: ABN active since 1 Nov 1999')).toBeVisible();
  await look(office, 'office-application');
  await decide('Accept…', 'Accept');
  await office.getByRole('button', { name: 'Activate…' }).click();
  const sheet = office.getByRole('dialog');
  await expect(sheet.getByRole('checkbox', { name: 'Send the welcome e-mail once it is signed' })).toBeChecked();
  await expect(sheet.getByRole('button', { name: 'Activate' })).toBeDisabled();
  await sheet.getByLabel('Address of the applicant').fill('priya@example.com');
  await sheet.getByText('What it says: “Smith & Partners Pty Ltd is in').click();
  await expect(sheet.getByText('Decided by')).toBeVisible();
  await look(office, 'office-activate');
  await sheet.getByRole('button', { name: 'Activate' }).click();
  await expect(sheet).toBeHidden({ timeout: 15_000 });
  const table = office.getByRole('table', { name: 'Applications' });
  await expect(table.getByText('Active')).toBeVisible();
  await expect(table.getByText('Welcome not sent to p…@example.com.')).toBeVisible();
  await table.scrollIntoViewIfNeeded();
  await look(office, 'office-welcome-failed');
  mailRefuses = false;
  await table.getByRole('button', { name: 'Try again: welcome Smith & Partners Pty Ltd' }).click();
  await expect(table.getByText(/^Welcome sent to p…@example\.com/u)).toBeVisible();
  expect(mail.take('priya@example.com')?.text).toContain('Smith & Partners Pty Ltd is now a member of');
  files.answer = await saved(office, `Save the answer for ${SMITH.legalName}`);
  files.trust = await saved(office, 'Save the trust file');
  await look(office, 'office');
});

test('the practice opens the answer and belongs to the network', async () => {
  await choose(smith, 'Drop the answer and the trust file', [files.trust, files.answer]);
  await smith.getByRole('button', { name: 'Join by these files' }).click();
  await expect(smith.getByText(/This desk belongs to/u)).toBeVisible();
  await look(smith, 'first-run-5-joined');
  await smith.getByRole('button', { name: 'Next: your contacts' }).click();
  await look(smith, 'first-run-6-contacts');
  await smith.getByRole('button', { name: 'Open the desk' }).click();
  await expect(smith.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
  await look(smith, 'today-new');
});

test('a passkey is enrolled with two presses', async () => {
  await plugIn(smith);
  await smith.getByRole('link', { name: 'People and keys' }).click();
  await expect(smith.getByText('Sole signatory:')).toBeVisible();
  await smith.getByRole('button', { name: 'Enrol a passkey' }).click();
  const dialog = smith.getByRole('dialog');
  await dialog.getByLabel('A phone by QR code, or a security key').check();
  await dialog.getByLabel('Name of the passkey').fill('Blue security key');
  await look(smith, 'people-enrol');
  await dialog.getByRole('button', { name: 'Enrol' }).click();
  await expect(dialog).toBeHidden({ timeout: 15_000 });
  await expect(smith.getByRole('table', { name: 'Keys of Priya Nair' }).getByText('Blue security key')).toBeVisible();
});

test('a second person joins, and signs in and out', async () => {
  await smith.getByRole('button', { name: 'Add a person' }).click();
  const dialog = smith.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Tom Walsh');
  await dialog.getByLabel('Adviser').check();
  await dialog.getByLabel('Approver').check();
  await dialog.getByRole('textbox', { name: 'New PIN', exact: true }).fill(PIN);
  await dialog.getByRole('textbox', { name: 'New PIN again' }).fill(PIN);
  await dialog.getByLabel('Confirm with my passkey').check();
  await expect(dialog.getByText('Tom Walsh joins')).toBeVisible();
  await look(smith, 'people-add');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toBeHidden({ timeout: 15_000 });
  await expect(smith.getByRole('table', { name: 'Keys of Tom Walsh' })).toBeVisible();
  await expect(smith.getByText('Recognised by practice, not yet in register').first()).toBeVisible();
  await look(smith, 'people');

  await smith
    .getByRole('button', { name: /Priya Nair/u })
    .first()
    .click();
  await smith.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(smith.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible();
  await smith.getByRole('button', { name: /Tom Walsh/u }).click();
  await smith.getByLabel('PIN of Tom Walsh').fill('000000');
  await smith.keyboard.press('Enter');
  await expect(smith.getByText('That is not the PIN')).toBeVisible();
  await look(smith, 'sign-in');
  await smith.getByLabel('PIN of Tom Walsh').fill(PIN);
  await smith.keyboard.press('Enter');
  await expect(smith.getByRole('navigation', { name: 'Pages of the desk' })).toBeVisible();
  await smith.goto(new URL('/people', smith.url()).href);
  await expect(smith.getByRole('heading', { name: 'People and keys', level: 1 })).toBeVisible();
  await expect(smith.getByRole('button', { name: 'Add a person' })).toBeHidden();
});

/** Signs out whoever is at the desk and chooses another name; the PIN is still to be typed. */
const askedForPin = async (now: string, next: string): Promise<void> => {
  await smith
    .getByRole('banner')
    .getByRole('button', { name: new RegExp(now, 'u') })
    .click();
  await smith.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(smith.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible();
  await smith.getByRole('button', { name: new RegExp(next, 'u') }).click();
  await expect(smith.getByLabel(`PIN of ${next}`)).toBeVisible();
};

const signInAs = async (name: string, pin: string): Promise<void> => {
  await smith.getByLabel(`PIN of ${name}`).fill(pin);
  await smith.keyboard.press('Enter');
  await expect(smith.getByRole('navigation', { name: 'Pages of the desk' })).toBeVisible();
};

test('a forgotten PIN is reset by a principal: the key under it ends, and a new one opens with the new PIN', async () => {
  await askedForPin('Tom Walsh', 'Priya Nair');
  await signInAs('Priya Nair', PIN);
  await smith.getByRole('link', { name: 'People and keys' }).click();
  await smith.getByRole('button', { name: 'Reset PIN of Tom Walsh' }).click();
  const dialog = smith.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: /^Reset/u })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'New PIN', exact: true }).fill('135791');
  await dialog.getByRole('textbox', { name: 'New PIN again' }).fill('135791');
  await expect(dialog.getByText('Tom Walsh signs with a new key and a new PIN at this desk; the old key ends.')).toBeVisible();
  await look(smith, 'people-reset');
  await dialog.getByRole('button', { name: /^Reset/u }).click();
  await expect(dialog).toBeHidden({ timeout: 15_000 });
  const keys = smith.getByRole('table', { name: 'Keys of Tom Walsh' });
  await expect(keys.getByText('Counts')).toHaveCount(1);
  await expect(keys.getByText(/^Ended/u)).toHaveCount(1);
  await askedForPin('Priya Nair', 'Tom Walsh');
  await smith.getByLabel('PIN of Tom Walsh').fill(PIN);
  await smith.keyboard.press('Enter');
  await expect(smith.getByText('That is not the PIN')).toBeVisible();
  await signInAs('Tom Walsh', '135791');
});

test('a restart of the computer seals the keys: the passphrase opens them, then a PIN opens a person’s', async () => {
  await smith.goto((await desks[1]?.restart()) ?? '');
  await expect(smith.getByRole('heading', { name: 'The keys of this desk are sealed' })).toBeVisible();
  await smith.getByLabel('Passphrase of the key file').fill('wrong horse battery');
  await smith.getByRole('button', { name: 'Open the key file' }).click();
  await expect(smith.getByRole('alert')).toBeVisible();
  await look(smith, 'unlock-refused');
  await smith.getByLabel('Passphrase of the key file').fill(PASSPHRASE);
  await smith.keyboard.press('Enter');
  await expect(smith.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible();
  await smith.getByRole('button', { name: /Tom Walsh/u }).click();
  await signInAs('Tom Walsh', '135791');
});

test('a leaver’s keys end, and the name is no longer offered at the desk', async () => {
  await askedForPin('Tom Walsh', 'Priya Nair');
  await signInAs('Priya Nair', PIN);
  await smith.getByRole('link', { name: 'People and keys' }).click();
  await expect(smith.getByRole('button', { name: 'Leaves…: Priya Nair' })).toBeHidden();
  await smith.getByRole('button', { name: 'Leaves…: Tom Walsh' }).click();
  const dialog = smith.getByRole('dialog');
  await dialog.getByRole('radio').first().check();
  // The key of a passkey that this browser does not hold any more would be asked for.
  const own = dialog.getByRole('checkbox', { name: 'Confirm with my passkey' });
  await expect(dialog.getByText('none of their keys counts from now on')).toBeVisible();
  if (await own.isVisible()) await own.uncheck();
  await look(smith, 'people-leaves');
  await dialog.getByRole('button', { name: /^Record that they left/u }).click();
  await expect(dialog).toBeHidden({ timeout: 15_000 });
  await expect(smith.getByRole('table', { name: 'Keys of Tom Walsh' }).getByText('Counts')).toHaveCount(0);
  await smith
    .getByRole('banner')
    .getByRole('button', { name: /Priya Nair/u })
    .click();
  await smith.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(smith.getByRole('heading', { name: 'Who is at the desk?' })).toBeVisible();
  await expect(smith.getByRole('button', { name: /Priya Nair/u })).toBeVisible();
  await expect(smith.getByRole('button', { name: /Tom Walsh/u })).toBeHidden();
});

test('nothing was said on the console', () => {
  expect(said).toEqual([]);
  expect(PASSPHRASE.length).toBeGreaterThan(9);
});
