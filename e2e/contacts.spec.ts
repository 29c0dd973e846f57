import { expect, test, type Page } from '@playwright/test';
import { openNetwork, type Network } from './fixtures/network.ts';
import { look } from './fixtures/look.ts';
import { openWindow, signIn, violations } from './fixtures/window.ts';

// The contact book at a desk: a file with faults, put right in place, kept as one import, taken back whole; a contact typed by hand.
test.describe.configure({ mode: 'serial' });

let net: Network;
let page: Page;

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

const FAULTY = [
  'Client Name,ABN,Email,Mobile,Suburb',
  '"Chen, Sarah",,sarah.chen@example.com,0491 570 006,Parramatta',
  ',,,,Nowhere',
  'Hartley Design Pty Ltd,51 824 753 557,amelia@example.com,,Leichhardt',
].join('\n');

test.beforeAll(async ({ browser }) => {
  net = await openNetwork('without-agreements');
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

test('a file with faults is shown whole, and its cells are put right in place', async () => {
  await page.goto(`${net.smith.origin}/contacts/import`);
  await page.locator('input[type="file"]').setInputFiles(file('clients.csv', FAULTY));
  const grid = page.getByRole('grid', { name: 'Rows of clients.csv' });
  await expect(grid.getByRole('row')).toHaveCount(4);
  const act = page.getByRole('button', { name: /^Import \d of 3/u });
  await expect(act).toBeDisabled();
  await expect(page.getByText('Put the bad rows right, or leave them out.')).toBeVisible();

  await grid.getByRole('button', { name: /row 2, Client Name/u }).click();
  await page.getByRole('textbox', { name: 'Row 2, Client Name' }).fill('Rao, Deepak');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Put it right' }).click();
  await expect(grid.getByText('Bad', { exact: true })).toHaveCount(0);

  await grid.getByRole('button', { name: /row 3, ABN/u }).click();
  await page.getByRole('textbox', { name: 'Row 3, ABN' }).fill('51 824 753 556');
  await page.getByRole('button', { name: 'Put it right' }).click();
  await expect(grid.getByRole('button', { name: /row 3, ABN/u })).toHaveCount(0);
  await expect(act).toHaveText('Import 3 of 3');
});

test('the import is kept under its name', async () => {
  await page.getByLabel('Name of this import').fill('First clients');
  await page.getByRole('button', { name: 'Import 3 of 3' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import “First clients”' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Imported 3' })).toBeVisible();
  await page.getByRole('link', { name: 'Show these contacts' }).click();
  const grid = page.getByRole('grid', { name: 'Contacts' });
  await expect(grid.getByRole('row')).toHaveCount(4);
  await expect(grid.getByText('Deepak Rao')).toBeVisible();
  await expect(page.getByRole('group', { name: /^Filter: Import is/u })).toBeVisible();
});

test('the same file again is recognised as a repeat', async () => {
  await page.goto(`${net.smith.origin}/contacts/import`);
  await page.locator('input[type="file"]').setInputFiles(file('clients.csv', FAULTY));
  await expect(page.getByText(/^This very file was imported on/u)).toBeVisible();
  await page.getByRole('button', { name: 'Discard this file' }).click();
  await expect(page.getByRole('table', { name: 'Imports of this desk' })).toContainText('First clients');
});

const MIXED = [
  'Client Name,ABN,Email,Mobile,Suburb,Job Title',
  '"Chen, Sarah",,sarah.chen@example.com,,,Director',
  '"Chen, Sara",,sara@home.example,0491 570 006,Parramatta,',
  '"Ng, Grace",,grace@example.com,0491 570 110,Chatswood,',
  'Hartley Design Pty Ltd,51 824 753 556,amelia@example.com,,Leichhardt,',
  ',,,,Nowhere,',
].join('\n');

test('a later file is held beside the book: what is new, changed, perhaps a duplicate, the same, or bad; a person decides', async () => {
  await page.locator('input[type="file"]').setInputFiles(file('mixed.csv', MIXED));
  const grid = page.getByRole('grid', { name: 'Rows of mixed.csv' });
  await expect(grid.getByRole('row')).toHaveCount(6);
  for (const state of ['Changed 1', 'Duplicates 1', 'New 1', 'Same 1', 'Bad 1'])
    await expect(page.getByRole('button', { name: state, exact: true })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Leave out the 1 bad row' }).check();
  await grid.getByRole('button', { name: /^Leave out.*row 2,/u }).click();
  const choices = page.getByRole('group', { name: 'What becomes of row 2' });
  await expect(page.getByText(/^May be Sarah Chen: .*Same telephone number: 0491 570 006/u)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await look(page, 'import-decision');
  await choices.getByRole('button', { name: 'Update Sarah Chen' }).click();
  await expect(grid.getByRole('button', { name: /^Update.*row 2,/u })).toBeVisible();
  await page.getByLabel('Name of this import').fill('Second list');
  await page.getByRole('button', { name: 'Import 3 of 5' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import “Second list”' })).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Rows of mixed.csv' }).getByText('Updated', { exact: true })).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await look(page, 'import-result');
});

test('it is reverted after an edit: what was edited stays and is listed', async () => {
  await page.getByRole('grid', { name: 'Rows of mixed.csv' }).getByRole('link', { name: 'Sarah Chen' }).first().click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('Further facts').click();
  await form.getByLabel('Job title').fill('Partner');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
  await page.goto(`${net.smith.origin}/contacts/import`);
  await page.getByRole('link', { name: 'Second list' }).click();
  await page.getByRole('button', { name: 'Revert…' }).click();
  await page.getByRole('button', { name: 'Revert the whole import' }).click();
  await expect(page.getByText(/^This import was reverted. Of 1 row something stays/u)).toBeVisible();
  await expect(page.getByText('Stays, edited after the import: job title.')).toBeVisible();
  await look(page, 'import-reverted');
});

test('a file that nobody asked for is held outside the book, and purged', async () => {
  await page.goto(`${net.smith.origin}/contacts/import`);
  await page.locator('input[type="file"]').setInputFiles(file('leaver.csv', 'Name,Email\nCanary Quill,canary@example.com\n'));
  await page.getByRole('button', { name: 'We did not ask for this…' }).click();
  const hold = page.getByRole('dialog', { name: 'Hold a file that nobody asked for' });
  await hold.getByLabel('Who sent it, and how it came').fill('Mailed by a broker who left');
  expect(await violations(page)).toEqual([]);
  await hold.getByRole('button', { name: 'Hold it' }).click();
  const held = page.getByRole('table', { name: 'Files that came unasked' });
  await expect(held).toContainText('leaver.csv');
  await expect(held).toContainText('Decide by');
  await look(page, 'import-unasked');
  await held.getByRole('button', { name: 'Purge leaver.csv' }).click();
  const purge = page.getByRole('dialog', { name: 'Purge leaver.csv' });
  await purge.getByLabel('Reason').fill('We could not have asked them');
  await purge.getByRole('button', { name: 'Purge for good' }).click();
  await expect(held).toContainText('No longer held');
});

test('a contact is typed by hand; a wrong ABN stays in the form', async () => {
  await page.goto(`${net.smith.origin}/contacts`);
  await page.getByRole('button', { name: 'New contact' }).click();
  const form = page.getByRole('dialog', { name: 'New contact' });
  await form.getByLabel('Given name').fill('Olivia');
  await form.getByLabel('Family name').fill('Papas');
  await form.getByLabel('ABN').fill('51 824 753 557');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await form.getByLabel('ABN').fill('');
  await form.getByLabel('E-mail, one a line').fill('olivia.papas@example.com');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Olivia Papas' })).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Suburb').fill('Kogarah');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Priya Nair added address “Kogarah”/u)).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Audit or assurance client').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Audit client', { exact: true })).toBeVisible();
});

test('an import is taken back whole; its rows stay listed', async () => {
  await page.goto(`${net.smith.origin}/contacts/import`);
  await page.getByRole('link', { name: 'First clients' }).click();
  await page.getByRole('button', { name: 'Revert…' }).click();
  await page.getByRole('button', { name: 'Revert the whole import' }).click();
  await expect(page.getByText(/^This import was reverted. Of 1 row something stays/u)).toBeVisible();
  await page.goto(`${net.smith.origin}/contacts`);
  await expect(page.getByRole('grid', { name: 'Contacts' }).getByRole('row')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
});
