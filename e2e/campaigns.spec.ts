import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look, shoot } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { goTo, openWindow, signIn } from './fixtures/window.ts';

// A warm-up campaign from its sender and its cleared text to the mail server and back to who wants no more of it.
test.describe.configure({ mode: 'serial', timeout: 120_000 });

let net: Network;
let page: Page;
let sarah = '';

const made = z.object({ id: z.string() });
const done = z.looseObject({});
const TEXT = 'Dear {{given name}},\n\nrates have moved. Ten minutes on the telephone tell whether yours should.';

const contact = (givenName: string, familyName: string, suburb = 'Marrickville') => ({
  kind: 'person',
  givenName,
  familyName,
  organisation: '',
  emails: [`${givenName.toLowerCase()}@mail.example`],
  phones: [],
  abn: null,
  suburb,
  state: 'NSW',
  postcode: '',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});
const add = async (...facts: Parameters<typeof contact>): Promise<string> =>
  (await net.smith.send('POST', '/contacts', contact(...facts), made)).id;
const save = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');

test.beforeAll(async ({ browser }) => {
  net = await openNetwork('without-agreements');
  sarah = await add('Sarah', 'Chen');
  await add('Noah', 'Kelly');
  await add('Mei', 'Ng');
  await add('Ivy', 'Park');
  await add('Deepak', 'Rao', 'Parramatta');
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Australia/Sydney',
  });
  page = await context.newPage();
  await openWindow(page, net.smith);
  await signIn(page, 'Priya Nair');
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

test('the sender is set, consent is recorded with its evidence, and a text passes its gates', async () => {
  await page.goto(`${net.smith.origin}/settings?section=marketing-sender`);
  await page.getByLabel('Street address').fill('Level 4, 10 Bridge Street, Sydney NSW 2000');
  await page.getByLabel('E-mail address').fill('hello@smithpartners.example');
  await look(page, 'settings-sender');
  await save('Save').click();
  await expect(page.getByText('Counts now')).toBeVisible();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Compliance gates' }).click();
  await page.getByLabel('Gate 4 of every kind').fill('Cleared by legal');
  await look(page, 'settings-gates');
  await save('Save').click();
  await page.getByRole('listitem').filter({ hasText: 'As the program ships it' }).getByRole('button', { name: 'Back to this' }).click();
  await expect(page.getByLabel('Gate 4 of every kind')).toHaveValue('Cleared by legal or compliance');

  await page.goto(`${net.smith.origin}/contacts/${sarah}`);
  await page.getByRole('button', { name: 'Record consent to marketing' }).click();
  await dialog().getByLabel('Evidence').fill('Ticked the box at the seminar of 3 Nov 2026');
  await look(page, 'campaign-consent');
  await save('Record it').click();
  await expect(page.getByRole('region', { name: 'Marketing' })).toContainText('Ticked the box');

  await goTo(page, 'Contacts');
  for (const name of ['Noah Kelly', 'Mei Ng']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await page.getByRole('button', { name: 'Marketing consent' }).click();
  await dialog().getByRole('radio', { name: 'Inferred from what they did' }).check();
  await dialog().getByLabel('Evidence').fill('Clients since 2021');
  await look(page, 'campaign-consent-many');
  await save('Record it').click();
  await expect(page.getByText('Recorded consent to marketing of 2 contacts')).toBeVisible();

  await goTo(page, 'Campaigns');
  await look(page, 'campaigns-empty');
  await page.getByRole('button', { name: 'Assets' }).click();
  await save('Register an asset').click();
  await dialog().getByLabel('Name').fill('Rates in spring');
  await dialog().getByLabel('Channel').fill('Newsletter');
  await dialog().getByLabel('Text').fill(TEXT);
  await look(page, 'asset-form');
  await save('Register').click();
  await page.getByRole('button', { name: 'Rates in spring' }).click();
  const gates = page.getByRole('group', { name: 'Gates' }).getByRole('checkbox');
  await expect(page.getByRole('button', { name: 'Publish' })).toBeDisabled();
  for (const gate of await gates.all()) {
    await gate.click();
    await expect(gate).toBeChecked();
    await expect(gate).toBeEnabled();
  }
  await expect(page.getByText(/^Passed by Priya Nair/u)).toHaveCount(4);
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Not ratified.')).toBeVisible();
  await expect(page.getByRole('grid').getByText('Published')).toBeVisible();
  await look(page, 'assets');
});

test('a campaign is drafted for a segment, looked at, sent, stopped and gone on with', async () => {
  await goTo(page, 'Campaigns');
  await page.getByRole('button', { name: 'Campaigns', exact: true }).click();
  await save('New campaign').click();
  await dialog().getByLabel('Name').fill('Spring rates');
  await dialog().getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('menuitem', { name: 'Suburb' }).click();
  await page.getByRole('form', { name: 'Filter by Suburb' }).getByRole('textbox').fill('Marrickville');
  await save('Apply').click();
  await expect(dialog().getByText(/^4 of 5 contacts are in it/u)).toBeVisible();
  await dialog().getByLabel('Asset').selectOption({ label: 'Rates in spring (published)' });
  await dialog().getByLabel('Subject').fill('Rates, {{given name}}');
  await look(page, 'campaign-form');
  await save('Save the draft').click();
  await expect(page.getByRole('heading', { name: 'Spring rates', level: 1 })).toBeVisible();
  await expect(page.getByText('3 people', { exact: true })).toBeVisible();
  await expect(page.getByRole('group').filter({ hasText: 'No consent to marketing recorded' })).toContainText('Ivy Park');
  const preview = page.getByRole('region', { name: 'As it will be read' });
  await expect(preview).toContainText('ABN');
  await expect(preview).toContainText('Unsubscribe XXXX-XXXX');
  await look(page, 'campaign');
  await page.setViewportSize({ width: 720, height: 450 });
  await look(page, 'campaign-zoom');
  await page.setViewportSize({ width: 1440, height: 900 });

  await save('Send…').click();
  await look(page, 'campaign-confirm');
  await save('Send to 3 people').click();
  await expect(page.getByText('Message 1 of 3')).toBeVisible();
  await shoot(page, 'campaign-sending');
  await save('Stop').click();
  await expect(page.getByText('Stopped in the middle')).toBeVisible();
  await save('Go on sending…').click();
  await save('Send to 2 people').click();
  await expect(page.getByText(/^Sent to 3/u)).toBeVisible({ timeout: 20_000 });
  await look(page, 'campaign-sent');
  const row = page.getByRole('table', { name: 'Messages of the campaign' }).getByRole('row', { name: /Sarah Chen/u });
  await expect(row).toContainText('Taken by the mail server');
});

test('the mail names its sender and how to stop it; who stops it gets no other', async () => {
  const letters = await Promise.all(['noah', 'mei', 'sarah'].map((name) => net.letter(`${name}@mail.example`)));
  for (const letter of letters) {
    expect(letter?.unsubscribe).toMatch(/^<mailto:hello@smithpartners\.example\?subject=Unsubscribe/u);
    expect(letter?.text).toContain('Smith & Partners');
    expect(letter?.text).toContain('Level 4, 10 Bridge Street');
  }
  const mail = letters[2];
  expect(mail?.subject).toBe('Rates, Sarah');
  expect(await net.letter('ivy@mail.example')).toBeNull();
  const code = /Unsubscribe [A-Z2-9]{4}-[A-Z2-9]{4}/u.exec(mail?.text ?? '')?.[0] ?? '';

  await goTo(page, 'Campaigns');
  await page.getByRole('group', { name: 'Views' }).getByRole('button', { name: 'Unsubscribed' }).click();
  await save('Record an unsubscribe').click();
  await dialog().getByLabel('Code of the message').fill(`Re: ${code}`);
  await look(page, 'unsubscribe-form');
  await save('Stop messages').click();
  await expect(dialog().getByText(/^sarah@mail\.example gets no more messages/u)).toBeVisible();
  await save('Done').click();
  await look(page, 'unsubscribed');
  // Nobody takes an address off before the person agreed again.
  await page.getByRole('button', { name: 'Take off the list: sarah@mail.example' }).click();
  await expect(page.getByText('This address stays on the list')).toBeVisible();

  const list = z.object({ rows: z.array(z.object({ id: z.string() })) });
  const asset = (await net.smith.get('/assets', list)).rows[0]?.id;
  const second = await net.smith.send(
    'POST',
    '/campaigns',
    { name: 'Summer rates', segment: { match: 'all', parts: [] }, subject: 'Rates', text: TEXT, asset },
    made,
  );
  await page.goto(`${net.smith.origin}/campaigns/${second.id}`);
  await expect(page.getByText('2 people', { exact: true })).toBeVisible();
  await expect(page.getByRole('group').filter({ hasText: 'On the suppression list' })).toContainText('Sarah Chen');
  await page.goto(`${net.smith.origin}/contacts/${sarah}`);
  await expect(page.getByRole('region', { name: 'Marketing' })).toContainText('On the suppression list');
  await page.goto(`${net.smith.origin}/campaigns`);
  await expect(page.getByRole('grid', { name: 'Campaigns' }).getByRole('row', { name: /Spring rates/u })).toContainText('Marrickville');
  await look(page, 'campaigns');
  await net.smith.send('PUT', `/campaigns/${second.id}`, { revision: 1, set: { text: 'Other words' } }, done);
  await page.goto(`${net.smith.origin}/campaigns/${second.id}`);
  await expect(page.getByText('The text is not the one that its asset was cleared with.')).toBeVisible();
  await look(page, 'campaign-blocked');
  await page.setViewportSize({ width: 720, height: 450 });
  for (const view of ['campaigns', 'assets', 'unsubscribed']) {
    await page.goto(`${net.smith.origin}/campaigns?view=${view}`);
    await expect(page.getByRole('grid')).toBeVisible();
    await shoot(page, `campaigns-zoom-${view}`);
  }
  const views = page.getByRole('group', { name: 'Views' });
  await views.getByRole('button', { name: 'Assets' }).click();
  await page.getByRole('button', { name: 'Rates in spring' }).click();
  await expect(dialog().getByRole('group', { name: 'Gates' })).toBeVisible();
  await look(page, 'campaigns-zoom-asset');
  await page.keyboard.press('Escape');
  await views.getByRole('button', { name: 'Campaigns' }).click();
  await save('New campaign').click();
  await expect(dialog().getByText(/contacts are in it/u)).toBeVisible();
  await look(page, 'campaigns-zoom-form');
});

test('the office stands behind the gates', async ({ browser }) => {
  const office = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
  await openWindow(office, net.office);
  await signIn(office, 'Margaret Doyle');
  await goTo(office, 'Network office');
  const card = office.getByRole('region', { name: 'Compliance gates of marketing assets' });
  await card.getByRole('button', { name: 'Ratify…' }).click();
  const sheet = office.getByRole('dialog');
  await sheet.getByRole('checkbox', { name: 'I have read what it says' }).check();
  await look(office, 'office-ratify');
  await sheet.getByRole('button', { name: 'Ratify' }).click();
  await expect(card.getByText('Not ratified: 1 of 3')).toBeVisible();
  await expect(card.getByText('You have signed them.')).toBeVisible();
  await look(office, 'office-gates');
  await office.context().close();
});
