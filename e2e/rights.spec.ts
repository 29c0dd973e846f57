import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look, shoot } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { openWindow, signIn } from './fixtures/window.ts';

// What people may ask for and what the practice keeps track of: requests by keyboard, an access pack, a correction, an erasure, registers, retention.
test.describe.configure({ mode: 'serial' });

let net: Network;
let page: Page;
let sarah = '';
let noah = '';

const made = z.object({ id: z.string() });
const anything = z.looseObject({});
const contact = (givenName: string, familyName: string) => ({
  kind: 'person',
  givenName,
  familyName,
  organisation: '',
  emails: [`${givenName.toLowerCase()}@sample.example`],
  phones: ['0491 570 156'],
  abn: null,
  suburb: 'Marrickville',
  state: 'NSW',
  postcode: '2204',
  street: '12 Example Street',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});
const add = async (givenName: string, familyName: string): Promise<string> =>
  (await net.smith.send('POST', '/contacts', contact(givenName, familyName), made)).id;

test.beforeAll(async ({ browser }) => {
  net = await openNetwork('without-agreements');
  sarah = await add('Sarah', 'Chen');
  noah = await add('Noah', 'Kelly');
  await add('Wei', 'Lin');
  await net.smith.send('POST', '/notes', { contact: sarah, deal: null, text: 'Prefers a call before nine', pinned: false }, anything);
  await net.smith.send('POST', '/notes', { contact: sarah, deal: null, text: 'Was sent by Noah Kelly', pinned: false }, anything);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Australia/Sydney',
    acceptDownloads: true,
  });
  page = await context.newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

/** At 200 % of a window of 1440 by 900 nothing may have to be scrolled sideways to be read. */
const zoomed = async (name: string): Promise<void> => {
  await page.setViewportSize({ width: 720, height: 450 });
  await shoot(page, `${name}-zoomed`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
};

const menu = async (item: string): Promise<void> => {
  await page.getByRole('button', { name: /^More acts for/u }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('requests are recorded, with their clock', async () => {
  await page.getByRole('navigation', { name: 'Pages of the desk' }).getByRole('link', { name: 'Privacy' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Privacy' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nobody has asked for anything yet' })).toBeVisible();
  await look(page, 'privacy-empty');
  await page.goto(`${net.smith.origin}/contacts/${sarah}`);
  await menu('Record a request…');
  const sheet = page.getByRole('dialog', { name: 'Record a request of Sarah Chen' });
  await sheet.getByLabel('In their words').fill('Please send me everything you hold about me.');
  await look(page, 'privacy-record');
  await sheet.getByRole('button', { name: 'Record the request' }).click();
  await expect(sheet).toBeHidden();
  await menu('Record a request…');
  await sheet.getByLabel('Asks for').selectOption({ label: 'A correction' });
  await sheet.getByLabel('Which entry').fill('Street');
  await sheet.getByLabel('It says').fill('12 Example Street');
  await sheet.getByLabel('It should say').fill('14 Example Street');
  await sheet.getByLabel('How you know who asks').selectOption({ label: 'Called back on the number on record' });
  await sheet.getByRole('button', { name: 'Record the request' }).click();
  await expect(sheet).toBeHidden();
});

test('the list of requests is worked by keyboard alone; a correction is answered', async () => {
  await page.goto(`${net.smith.origin}/privacy`);
  const grid = page.getByRole('grid', { name: 'Requests' });
  await expect(grid.getByRole('row')).toHaveCount(3);
  await look(page, 'privacy-requests');
  await zoomed('privacy-requests');
  await grid.getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await expect(grid.getByRole('row').nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  const second = page.getByRole('dialog');
  await expect(second).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(second).toBeHidden();
  await expect(grid.getByRole('row').nth(2)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(grid.getByRole('row').nth(1)).toBeFocused();

  await grid.getByRole('row', { name: /A correction/u }).click({ position: { x: 400, y: 12 } });
  const sheet = page.getByRole('dialog', { name: 'Sarah Chen: a correction' });
  await expect(sheet.getByText('14 Example Street')).toBeVisible();
  await expect(sheet.getByText('Nobody was given this person’s details.')).toBeVisible();
  await shoot(page, 'privacy-correction');
  await sheet.getByLabel('What was done').fill('Corrected the street, told Sarah by telephone.');
  await sheet.getByRole('button', { name: 'Note the answer' }).click();
  await expect(grid.getByText('Answered in time')).toBeVisible();
});

test('an access pack answers the request: a page to read and the data, after the identity', async () => {
  const grid = page.getByRole('grid', { name: 'Requests' });
  await grid.getByRole('row', { name: /To see what is held/u }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Give the access pack…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Give Sarah Chen an access pack' });
  await expect(sheet.getByRole('button', { name: 'Make the pack' })).toBeDisabled();
  await sheet.getByLabel('How you know who asks').selectOption({ label: 'An identity document was seen' });
  await sheet.getByLabel('Detail').fill('NSW driver licence');
  await sheet.getByRole('button', { name: 'Make the pack' }).click();
  const pack = page.getByRole('dialog', { name: 'Access pack of Sarah Chen' });
  await expect(pack.getByRole('row', { name: /^Contact, notes, work and requests \d/u })).toBeVisible();
  await look(page, 'privacy-pack');
  const [pdf] = await Promise.all([page.waitForEvent('download'), pack.getByRole('button', { name: 'Save the PDF' }).click()]);
  expect(pdf.suggestedFilename()).toMatch(/^access-pack-sarah-chen-.*\.pdf$/u);
  const bytes = readFileSync(await pdf.path());
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  if (process.env['FLIP360_SHOTS'] !== undefined) await pdf.saveAs(`${process.env['FLIP360_SHOTS']}/access-pack.pdf`);
  const [json] = await Promise.all([page.waitForEvent('download'), pack.getByRole('button', { name: 'Save as JSON' }).click()]);
  expect(readFileSync(await json.path(), 'utf8')).toContain('Prefers a call before nine');
  await pack.getByRole('button', { name: 'Done' }).click();
  await expect(grid.getByRole('row', { name: /To see what is held/u })).toContainText('Answered');
});

test('a person is erased after a dry run, and what was kept is said', async () => {
  await page.goto(`${net.smith.origin}/contacts/${noah}`);
  await menu('Erase this person…');
  await expect(page.getByRole('heading', { level: 1, name: 'Erase Noah Kelly' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'What an erasure would do' })).toContainText('Contact, notes, work and requests');
  await expect(page.getByRole('link', { name: 'Sarah Chen: note' })).toBeVisible();
  await look(page, 'privacy-erase');
  await zoomed('privacy-erase');
  await page.getByLabel('How you know who asks').selectOption({ label: 'Known in person, and here now' });
  await page.getByLabel('Type the name: Noah Kelly').fill('Noah Kell');
  await expect(page.getByRole('button', { name: 'Erase for good' })).toBeDisabled();
  await page.getByLabel('Type the name: Noah Kelly').fill('Noah Kelly');
  await page.getByRole('button', { name: 'Erase for good' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Erased' })).toBeVisible();
  await expect(page.getByText('The person was erased. What is left leads to nobody.')).toBeVisible();
  await look(page, 'privacy-erased');
  await page.goto(`${net.smith.origin}/contacts/${noah}`);
  await expect(page.getByRole('heading', { name: /not in the book|not here|unknown/iu })).toBeVisible();
});

test('registers hold a breach with its clock, a referrer with its export, an agreement as a scan', async () => {
  await page.goto(`${net.smith.origin}/privacy?view=registers`);
  await page.getByRole('button', { name: 'Record a breach…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('What it is called').fill('Letter sent to the wrong address');
  await sheet.getByLabel('What happened').fill('A letter about a loan went to the neighbour; it came back unopened.');
  const day = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
  await sheet.getByLabel('Suspected on').fill(day);
  await sheet.getByLabel('How many people').fill('2');
  await sheet.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('table', { name: 'Data breaches' })).toContainText('days left');
  await page.getByRole('button', { name: 'Add a referrer…' }).click();
  await sheet.getByLabel('Name', { exact: true }).fill('ABC Finance Broking');
  await sheet.getByLabel('Kind of business').fill('Mortgage broker');
  await sheet.getByRole('button', { name: 'Add' }).click();
  const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export as CSV' }).click()]);
  expect(readFileSync(await csv.path(), 'utf8')).toContain('ABC Finance Broking,Mortgage broker');
  await page.getByRole('button', { name: 'Put one on file…' }).click();
  await sheet.getByLabel('With whom').fill('ABC Finance Broking Pty Ltd');
  await sheet.getByLabel('Signed on').fill('2026-07-01');
  await sheet.getByLabel('Counts from').fill('2026-07-01');
  await sheet
    .locator('input[type="file"]')
    .setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') });
  await sheet.getByRole('button', { name: 'Put on file' }).click();
  const [scan] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the file scan.pdf' }).click()]);
  expect(readFileSync(await scan.path(), 'latin1')).toBe('%PDF-1.7\n');
  await look(page, 'privacy-registers');
  await zoomed('privacy-registers');
});

test('retention says what it would do; a hold is set and lifted; documents and the law are read, and a document is changed', async () => {
  await page.goto(`${net.smith.origin}/privacy?view=retention`);
  await expect(page.getByText('No contact is past its time.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Erasures' })).toContainText('at the person’s request');
  await page.getByRole('button', { name: 'Set a hold…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: 'Contact', exact: true }).fill('Wei');
  await page.getByRole('option', { name: /Wei Lin/u }).click();
  await sheet.getByLabel('Why').fill('Claim before NCAT');
  await sheet.getByRole('button', { name: 'Set the hold' }).click();
  await expect(page.getByRole('table', { name: 'Legal holds' })).toContainText('Wei Lin');
  await look(page, 'privacy-retention');
  await zoomed('privacy-retention');
  await page.getByRole('button', { name: 'Lift the hold of Wei Lin' }).click();
  await sheet.getByLabel('Why it ends').fill('Settled');
  await sheet.getByRole('button', { name: 'Lift the hold' }).click();
  await expect(page.getByRole('table', { name: 'Legal holds' })).toContainText('Settled');

  await page.getByRole('button', { name: 'Documents', exact: true }).click();
  await expect(page.getByText('Not filled in yet: ')).toBeVisible();
  await look(page, 'privacy-documents');
  await page.getByRole('button', { name: 'Edit the privacy policy' }).click();
  await page.getByLabel('Text under “Who we are”').fill('{practice}, ABN {abn}. Ask for Priya Nair.');
  await look(page, 'privacy-document-edit');
  await page.getByRole('region', { name: 'Edit: Privacy policy' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Version 1')).toBeVisible();
  await page.getByRole('button', { name: 'Read the privacy policy' }).click();
  await expect(page.getByText(/Ask for Priya Nair\./u)).toBeVisible();
  await page.getByRole('button', { name: 'Law and data' }).click();
  await expect(page.getByRole('table', { name: 'Limits of the law' })).toContainText('Confirm with counsel');
  await look(page, 'privacy-law');
  await zoomed('privacy-law');
});

test('after years of silence retention names whom it would remove, and removes them once that is confirmed', async () => {
  await net.advance(8 * 366 * 86_400_000);
  await page.goto(`${net.smith.origin}/privacy?view=retention`);
  await signIn(page, 'Priya Nair');
  const past = page.getByRole('table', { name: 'Contacts past their time' });
  await expect(past.getByRole('row', { name: /Sarah Chen/u })).toContainText('Removed; can return');
  await look(page, 'privacy-retention-due');
  await page.getByRole('button', { name: 'Apply…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await expect(page.getByText('Removed 2, erased 0,')).toBeVisible();
  await expect(past).toBeHidden();
});
