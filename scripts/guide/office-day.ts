import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { demoFolders } from '../../core/cli/demo/demo-folders.ts';
import type { Place } from './scenes.ts';
import { visit } from './window.ts';

const MIXED = [
  'Client Code,Client Name,Email,Mobile,Suburb,State,Postcode',
  'C1,"Chen, Sarah",sarah.chen.work@example.com,0491 570 006,Parramatta,NSW,2150',
  'C2,"Papas, Olivia",olivia.papas@example.com,0491 570 313,Kogarah,NSW,2217',
  'C3,"Ng, Gracie",grace.ng@example.com,,Parramatta,NSW,2150',
  'C4,,,,Nowhere,NSW,',
].join('\n');

const dialog = (page: Page) => page.getByRole('dialog');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Opens a contact of the list by name. */
const openContact = async (page: Page, name: string): Promise<void> => {
  await visit(page, '/contacts');
  await page.getByRole('grid', { name: 'Contacts' }).getByText(name, { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

const book = async (page: Page, take: Place['take']): Promise<void> => {
  await visit(page, '/');
  await take(page, 'today');
  await visit(page, '/contacts');
  await expect(page.getByRole('grid', { name: 'Contacts' }).getByText('Sarah Chen')).toBeVisible();
  await take(page, 'contacts');
  await visit(page, '/contacts/import');
  await page.locator('input[type="file"]').setInputFiles({ name: 'clients.csv', mimeType: 'text/csv', buffer: Buffer.from(MIXED) });
  await expect(page.getByRole('grid', { name: 'Rows of clients.csv' })).toBeVisible();
  await take(page, 'import-decisions');
  await button(page, 'Discard this file').click();
  await visit(page, '/contacts');
  await button(page, 'New contact').click();
  await dialog(page).getByLabel('Given name').fill('Sara');
  await dialog(page).getByLabel('Family name').fill('Chen');
  await dialog(page).getByLabel('E-mail, one a line').fill('sarah.chen@example.com');
  await expect(dialog(page).getByText('This contact may be in the book already.')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sara Chen' })).toBeVisible();
  await visit(page, '/contacts/duplicates');
  await page.getByRole('list', { name: 'Pairs' }).getByRole('button', { name: /Chen/u }).first().click();
  await take(page, 'duplicates');
  await openContact(page, 'Sarah Chen');
  await take(page, 'contact');
};

const consents = async (page: Page, take: Place['take']): Promise<void> => {
  await visit(page, '/consents');
  await page.getByRole('button', { name: 'Record a yes' }).first().click();
  await dialog(page).getByRole('textbox', { name: 'Contact', exact: true }).fill('Grace');
  await page
    .getByRole('option', { name: /Grace Ng/u })
    .first()
    .click();
  await take(page, 'consent-yes');
  await page.keyboard.press('Escape');
  await page
    .getByRole('main')
    .getByRole('button', { name: /Sarah Chen/u })
    .first()
    .click();
  await expect(page.getByText('What was actually disclosed')).toBeVisible();
  await take(page, 'consents');
};

const work = async (page: Page, take: Place['take']): Promise<void> => {
  await visit(page, '/workspaces?role=bd&show=queue');
  await page.getByRole('grid').getByRole('row').nth(1).click();
  await take(page, 'workspace');
  await visit(page, '/pipeline?board=new-clients');
  await take(page, 'pipeline');
  await visit(page, '/tasks');
  await take(page, 'tasks');
};

const rights = async (page: Page, take: Place['take']): Promise<void> => {
  await openContact(page, 'Sarah Chen');
  await page.getByRole('button', { name: 'More acts for Sarah Chen' }).click();
  await page.getByRole('menuitem', { name: 'Record a request…' }).click();
  await dialog(page).getByLabel('In their words').fill('Please send me everything you hold about me.');
  await dialog(page).getByRole('button', { name: 'Record the request' }).click();
  await expect(dialog(page)).toBeHidden();
  await visit(page, '/privacy');
  await page.getByRole('grid', { name: 'Requests' }).getByText('To see what is held').click();
  await dialog(page).getByRole('button', { name: 'Give the access pack…' }).click();
  await dialog(page).getByLabel('How you know who asks').selectOption({ label: 'An identity document was seen' });
  await dialog(page).getByLabel('Detail').fill('NSW driver licence');
  await dialog(page).getByRole('button', { name: 'Make the pack' }).click();
  await expect(dialog(page).getByRole('button', { name: 'Save the PDF' })).toBeVisible();
  await take(page, 'access-pack');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await take(page, 'privacy');
};

const campaign = async (page: Page, take: Place['take']): Promise<void> => {
  await visit(page, '/settings?section=marketing-sender');
  await page.getByLabel('Street address').fill('Level 4, 10 Bridge Street, Sydney NSW 2000');
  await page.getByLabel('E-mail address').fill('hello@smithpartners.example');
  await button(page, 'Save').click();
  await expect(page.getByText('Counts now')).toBeVisible();
  await openContact(page, 'Sarah Chen');
  await button(page, 'Record consent to marketing').click();
  await dialog(page).getByLabel('Evidence').fill('Ticked the box at the seminar of 3 Nov 2026');
  await button(page, 'Record it').click();
  await visit(page, '/campaigns?view=assets');
  await button(page, 'Register an asset').click();
  await dialog(page).getByLabel('Name').fill('Rates in spring');
  await dialog(page).getByLabel('Channel').fill('Newsletter');
  await dialog(page)
    .getByLabel('Text')
    .fill('Dear {{given name}},\n\nrates have moved. Ten minutes on the telephone tell whether yours should.');
  await button(page, 'Register').click();
  await page.getByRole('button', { name: 'Rates in spring' }).click();
  const gates = page.getByRole('group', { name: 'Gates' }).getByRole('checkbox');
  for (const gate of await gates.all()) {
    await gate.click();
    await expect(gate).toBeChecked();
    await expect(gate).toBeEnabled();
  }
  await button(page, 'Publish').click();
  await expect(page.getByRole('grid').getByText('Published')).toBeVisible();
  await take(page, 'asset');
  await visit(page, '/campaigns');
  await button(page, 'New campaign').first().click();
  await dialog(page).getByLabel('Name').fill('Spring rates');
  await dialog(page).getByLabel('Asset').selectOption({ label: 'Rates in spring (published)' });
  await dialog(page).getByLabel('Subject').fill('Rates, {{given name}}');
  await button(page, 'Save the draft').click();
  await expect(page.getByRole('region', { name: 'As it will be read' })).toBeVisible();
  await take(page, 'campaign');
};

const history = async (page: Page, take: Place['take']): Promise<void> => {
  await openContact(page, 'Sarah Chen');
  await button(page, 'Edit').click();
  await dialog(page).getByLabel('Suburb').first().fill('Enmore');
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await page.getByRole('button', { name: 'More acts for Sarah Chen' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'History of the contact' })).toBeVisible();
  await take(page, 'history');
};

/** An office day at Smith & Partners, in the demo space with its twenty-five clients. */
export const officeDay = async ({ folder, desk, take }: Place): Promise<void> => {
  const out = join(folder, 'practice');
  const played = await demoFolders(out, new Date().toISOString(), {
    progress: () => undefined,
    cancelled: () => false,
    breathe: () => Promise.resolve(),
  });
  if (!played.ok) throw new Error(played.error.detail);
  const page = await desk(join(out, 'smith'), 'Priya Nair');
  for (const part of [book, consents, work, rights, campaign, history]) await part(page, take);
};
