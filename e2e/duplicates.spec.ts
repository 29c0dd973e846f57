import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { openWindow, signIn } from './fixtures/window.ts';
import { blankForm } from '../core/desk/contacts/form.ts';

// Contacts that may be one client: a hint while one is typed, the queue by mouse and by keyboard, a merge with what it does, and the way back.
test.describe.configure({ mode: 'serial' });

let net: Network;
let page: Page;
let shell = '';

const made = z.object({ id: z.string() });
const anything = z.looseObject({});
const contact = (fields: object) => ({ ...blankForm, ...fields });
const add = async (fields: object): Promise<string> => (await net.smith.send('POST', '/contacts', contact(fields), made)).id;

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  const sarah = await add({
    givenName: 'Sarah',
    familyName: 'Chen',
    emails: ['sarah@chenandco.example'],
    phones: ['0491 570 156'],
    suburb: 'Marrickville',
    state: 'NSW',
    postcode: '2204',
    facts: { dateOfBirth: '14 Mar 1984', jobTitle: 'Director' },
  });
  shell = await add({
    givenName: 'Sara',
    familyName: 'Chen',
    emails: ['sarah@chenandco.example', 'kitchen@chenandco.example'],
    phones: ['0491 570 156'],
    doNotContact: true,
    facts: { jobTitle: 'Owner', tags: ['Hospitality'] },
  });
  await net.smith.send('POST', '/notes', { contact: shell, deal: null, text: 'Prefers a call before nine', pinned: false }, anything);
  await net.smith.send('POST', `/contacts/${shell}/relationships`, { to: sarah, type: 'sibling', note: '' }, anything);
  await add({ givenName: 'William', familyName: 'Hargreaves', emails: ['bill@hargreaves.example'], phones: ['0491 570 157'] });
  await add({ givenName: 'Bill', familyName: 'Hargreaves', phones: ['0491 570 157'] });
  await add({ givenName: 'Ines', familyName: 'Okonkwo', emails: ['ines@okonkwo.example'], facts: { dateOfBirth: '2 Jan 1971' } });
  await add({ givenName: 'Ines', familyName: 'Okonkwo', phones: ['0491 570 158'], facts: { dateOfBirth: '2 Jan 1971' } });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

test('a contact that is being typed is recognised, and the form goes on', async () => {
  await page.goto(`${net.smith.origin}/contacts`);
  await page.getByRole('button', { name: 'New contact' }).click();
  const form = page.getByRole('dialog', { name: 'New contact' });
  await form.getByLabel('Given name').fill('Billy');
  await form.getByLabel('Family name').fill('Hargreaves');
  await form.getByLabel('Telephone, one a line').fill('0491 570 157');
  await expect(form.getByText('This contact may be in the book already.')).toBeVisible();
  await expect(form.getByRole('link', { name: 'William Hargreaves' })).toBeVisible();
  await look(page, 'duplicates-typed');
  await form.getByRole('button', { name: 'Cancel' }).click();
});

test('each pair says why it is shown; a merge shows beforehand what it does', async () => {
  await page.getByRole('link', { name: 'Duplicates, 3' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Duplicates' })).toBeVisible();
  await page
    .getByRole('list', { name: 'Pairs' })
    .getByRole('button', { name: /Sara Chen/u })
    .click();
  const pair = page.getByRole('region', { name: /Sara Chen/u });
  await expect(pair.getByText('Same e-mail address: sarah@chenandco.example')).toBeVisible();
  // More is recorded about the second, so it is suggested; a person chooses the other.
  await pair.getByText(/^(Right|Left): Sarah Chen$/u).click();
  await expect(pair.getByText('1 × note')).toBeVisible();
  await expect(pair.getByText('It is between the two, and nobody has a relationship with themselves.')).toBeVisible();
  const fields = pair.getByRole('table', { name: 'Fields that differ' });
  await expect(fields.getByRole('row', { name: /^Do not contact/u })).toContainText('The stricter counts');
  await look(page, 'duplicates-queue');
  // 200 % of a window of 1440 by 900.
  await page.setViewportSize({ width: 720, height: 450 });
  await look(page, 'duplicates-zoomed');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('the remaining contact is edited before the merge, and the old address leads to it', async () => {
  const pair = page.getByRole('region', { name: /Sara Chen/u });
  await expect(pair.getByRole('combobox', { name: 'What remains of job title' })).toHaveValue('survivor');
  await pair.getByRole('combobox', { name: 'What remains of job title' }).selectOption('own');
  await pair.getByRole('textbox', { name: 'New job title' }).fill('Director and owner');
  await expect(pair.getByRole('table', { name: 'Fields that differ' }).getByRole('row', { name: /^Job title/u })).toContainText(
    'Director and owner',
  );
  await pair.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByText('“Sara Chen” was merged into “Sarah Chen”')).toBeVisible();
  await expect(page.getByRole('button', { name: 'To decide 2' })).toBeVisible();

  await page.goto(`${net.smith.origin}/contacts/${shell}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Sarah Chen' })).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(shell, 'u'));
  await expect(page.getByText('“Sara Chen” was merged in')).toBeVisible();
  await expect(page.getByText('Prefers a call before nine')).toBeVisible();
  await look(page, 'duplicates-merged');
});

test('a merge is taken apart on the page of the contact, and both are back', async () => {
  await page.getByRole('button', { name: 'Take apart the merge of “Sara Chen”' }).click();
  await page.getByRole('button', { name: 'Take apart', exact: true }).click();
  await page.getByRole('link', { name: 'Open the other contact' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sara Chen' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(shell, 'u'));
  await expect(page.getByText('Prefers a call before nine')).toBeVisible();
});

test('the queue is worked through by the keyboard alone', async () => {
  await page.goto(`${net.smith.origin}/contacts/duplicates`);
  await expect(page.getByRole('button', { name: 'To decide 3' })).toBeVisible();
  const chosen = page.getByRole('list', { name: 'Pairs' }).locator('[aria-pressed="true"]');
  const first = await chosen.textContent();
  await page.keyboard.press('j');
  await expect(chosen).not.toHaveText(first ?? '');
  await page.keyboard.press('k');
  await expect(chosen).toHaveText(first ?? '');
  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Put off 1' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('button', { name: 'Two clients 1' })).toBeVisible();
  await expect(page.getByRole('region').getByRole('button', { name: 'Merge' })).toBeEnabled();
  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'To decide 0' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No pair waits for a decision' })).toBeVisible();
  await page.getByRole('button', { name: 'Take the last merge apart' }).click();
  await expect(page.getByRole('button', { name: 'To decide 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Compare the whole book' }).click();
  await expect(page.getByRole('button', { name: 'Two clients 1' })).toBeVisible();
});
