import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { openWindow, signIn } from './fixtures/window.ts';
import { blankForm } from '../core/desk/contacts/form.ts';

// One contact and everything about it: facts, relationships, notes on one line, the history of a field, two people on one record, a deal's room.
test.describe.configure({ mode: 'serial' });

let net: Network;
let page: Page;
let sarah = '';

const made = z.object({ id: z.string() });
const contact = (fields: object) => ({ ...blankForm, ...fields });

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  const sarahChen = contact({
    givenName: 'Sarah',
    familyName: 'Chen',
    organisation: 'Chen & Co Provisions',
    emails: ['sarah@chenandco.example'],
    phones: ['0491 570 156'],
    street: '18 Illawarra Road',
    suburb: 'Marrickville',
    state: 'NSW',
    postcode: '2204',
    facts: { dateOfBirth: '14 Mar 1984', jobTitle: 'Director', tags: ['Hospitality'] },
  });
  sarah = (await net.smith.send('POST', '/contacts', sarahChen, made)).id;
  await net.smith.send('POST', '/contacts', contact({ givenName: 'Michael', familyName: 'Chen' }), made);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

test('notes, calls and tasks stand on one line, a pinned note on top', async () => {
  await page.goto(`${net.smith.origin}/contacts/${sarah}`);
  const add = page.getByRole('group', { name: 'Add to the timeline' });
  await add.getByRole('button', { name: 'Note' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Fit-out of the second shop must be financed before 1 December.');
  await page.getByLabel('Keep it on top').check();
  await page.getByRole('button', { name: 'Write it' }).click();
  await expect(page.getByText('Pinned.')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search, jump, or paste any id').last().fill('second shop financed');
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Fit-out of the second shop/u })).toBeVisible();
  await page.keyboard.press('Escape');

  await add.getByRole('button', { name: 'Call, meeting or e-mail' }).click();
  await page.getByRole('textbox', { name: 'About' }).fill('Second shop, oven and cool room');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Record/u })
    .click();
  await expect(page.getByText('We called: Second shop, oven and cool room')).toBeVisible();

  await page.getByRole('button', { name: 'Add a task' }).click();
  await page.getByRole('textbox', { name: 'What is to be done' }).fill('Send 2026 BAS summary');
  await page.getByRole('button', { name: 'Add the task' }).click();
  await page.getByLabel('Send 2026 BAS summary').click();
  await expect(page.getByRole('region', { name: 'Last change' }).getByText(/is done/u)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Taken back.')).toBeVisible();
});

test('a relationship is read from both sides', async () => {
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await page.getByRole('textbox', { name: 'Contact' }).fill('Michael');
  await page.getByRole('option', { name: /Michael Chen/u }).click();
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByRole('link', { name: 'Michael Chen' })).toBeVisible();
  await look(page, 'contact-page');
  await page.getByRole('link', { name: 'Michael Chen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Michael Chen' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sarah Chen' })).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByRole('heading', { level: 1, name: 'Sarah Chen' })).toBeVisible();
});

test('the second of two people sees both values and decides', async () => {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const theirs = await net.smith.get(`/contacts/${sarah}`, z.object({ fields: z.record(z.string(), z.unknown()), revision: z.int() }));
  const change = { ...theirs.fields, suburb: 'Newtown', note: 'Prefers text', revision: theirs.revision };
  await net.smith.send('PUT', `/contacts/${sarah}`, change, z.unknown());
  await page.getByLabel('Suburb').first().fill('Enmore');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = page.getByRole('region', { name: 'Changed by somebody else meanwhile' });
  await expect(conflict).toContainText('Newtown');
  await expect(conflict).toContainText('Enmore');
  await look(page, 'contact-conflict');
  await conflict.getByRole('button', { name: 'Save mine over theirs' }).click();
  await expect(page.getByText('18 Illawarra Road, Enmore NSW 2204', { exact: true })).toBeVisible();
  await expect(page.getByText('Prefers text')).toBeVisible();
});

test('any field is brought back from the history', async () => {
  await page.getByRole('button', { name: 'More acts for Sarah Chen' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'History of the contact' })).toBeVisible();
  await look(page, 'contact-history');
  await page.getByRole('button', { name: /Bring back address: .*Marrickville/u }).click();
  await page.getByRole('link', { name: 'Back to the contact' }).click();
  await expect(page.getByText('18 Illawarra Road, Marrickville NSW 2204', { exact: true })).toBeVisible();
  await page.goto(`${net.smith.origin}/history`);
  await expect(page.getByRole('table', { name: 'Changes' })).toContainText('Restored address');
  await look(page, 'history');
});

test('a deal has a room with its papers, and nothing leaves it unasked', async () => {
  await page.goto(`${net.smith.origin}/contacts/${sarah}`);
  await page.getByRole('button', { name: 'Add a deal' }).click();
  await page.getByRole('textbox', { name: 'Deal' }).fill('Second shop');
  await page.getByRole('button', { name: 'Open the deal' }).click();
  await page.getByRole('link', { name: 'Second shop' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Second shop' })).toBeVisible();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'quote.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await expect(page.getByRole('table', { name: 'Papers of the deal' })).toContainText('quote.pdf');
  await page.getByLabel('Practice').selectOption({ label: 'ABC Finance Broking Pty Ltd' });
  await page.getByLabel('Purpose').selectOption({ index: 1 });
  await expect(page.getByText('No. The client has not consented.')).toBeVisible();
  await look(page, 'deal-room');
});
