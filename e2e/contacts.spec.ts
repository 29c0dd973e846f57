import { expect, test, type Page } from '@playwright/test';
import { openNetwork, type Network } from './fixtures/network.ts';
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
  net = await openNetwork();
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
  await expect(page.getByText('Put the blocked rows right, or leave them out.')).toBeVisible();

  await grid.getByRole('button', { name: /row 2, Client Name/u }).click();
  await page.getByRole('textbox', { name: 'Row 2, Client Name' }).fill('Rao, Deepak');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Put it right' }).click();
  await expect(grid.getByText('Blocked')).toHaveCount(0);

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
  await expect(page.getByText('This import was reverted. None of its contacts is in the book.')).toBeVisible();
  await page.goto(`${net.smith.origin}/contacts`);
  await expect(page.getByRole('grid', { name: 'Contacts' }).getByRole('row')).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
});
