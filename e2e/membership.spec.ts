import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { goTo, openWindow, signIn, windowOf } from './fixtures/window.ts';

// What the office and the members say about memberships: communities, verticals, products, partner links, honour points, coming back.
test.describe.configure({ mode: 'serial' });

const said: string[] = [];
let net: Network;
let office: Page;
let smith: Page;

const signSheet = async (page: Page): Promise<void> => {
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: /^Sign/u }).click();
  await expect(sheet).toBeHidden({ timeout: 15_000 });
};

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  office = await windowOf(browser, said);
  smith = await windowOf(browser, said);
  await openWindow(office, net.office);
  await signIn(office, 'Margaret Doyle');
  await openWindow(smith, net.smith);
  await signIn(smith, 'Priya Nair');
});

test.afterAll(async () => net.close());

/** A ragged circle around Marrickville, of more points than the register keeps. */
const innerWest = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: 'Inner West' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          Array.from({ length: 721 }, (_, at) => {
            const angle = (at / 720) * 2 * Math.PI;
            const reach = 0.09 + 0.012 * Math.sin(5 * angle) + 0.002 * Math.sin(31 * angle);
            return [151.155 + reach * Math.cos(angle), -33.91 + reach * 0.83 * Math.sin(angle)];
          }),
        ],
      },
    },
  ],
};

test('a practice says where it works and what it offers, calls another a partner and gives it points', async () => {
  await goTo(smith, 'Practices');
  await smith.getByRole('button', { name: 'State the place…' }).click();
  const sheet = smith.getByRole('dialog');
  await sheet.getByLabel('Suburb or town').fill('Marrickville');
  await sheet.getByLabel('Postcode').fill('2204');
  await sheet.getByLabel('Latitude').fill('-33.9105');
  await sheet.getByLabel('Longitude').fill('151.1550');
  await signSheet(smith);
  await smith.getByRole('button', { name: 'Offer a product…' }).click();
  await sheet.getByLabel('Product', { exact: true }).selectOption({ label: 'Tax return' });
  await look(smith, 'membership-product');
  await signSheet(smith);
  await expect(smith.getByRole('list', { name: 'Products you offer' })).toContainText('Tax return');
  await smith.getByRole('button', { name: 'Change the days of Tax return' }).click();
  await sheet.getByLabel('No longer offered from (optional)').fill('1 Jul 2030');
  await signSheet(smith);
  await expect(smith.getByRole('list', { name: 'Products you offer' })).toContainText('1 Jul 2030');
  await smith.getByRole('button', { name: /^Link as partners… ABC Finance/u }).click();
  await signSheet(smith);
  await expect(smith.getByText('Partner link said by you, not by them yet')).toBeVisible();
  await smith.getByRole('button', { name: /^Give honour points… to ABC Finance/u }).click();
  await sheet.getByLabel('Points').selectOption('3');
  await sheet.getByLabel('For', { exact: true }).selectOption({ label: 'prompt service for a client' });
  await look(smith, 'membership-honour');
  await signSheet(smith);
  await look(smith, 'membership-practices');
  await net.carry('smith', 'abc');
  await net.abc.act({ act: 'partner', with: net.smith.practice, linked: true });
  await net.carry('abc', 'smith');
  await net.carry('smith', 'office');
  await expect(smith.getByText('Partners, as both say')).toBeVisible();
  await smith.getByRole('link', { name: 'The register' }).click();
  await smith.getByRole('button', { name: /^Open ABC Finance/u }).click();
  const card = smith.getByRole('region', { name: 'ABC Finance Broking Pty Ltd' });
  await expect(card).toContainText('3 by Smith & Partners Accounting for prompt service for a client');
  await expect(card.getByRole('button', { name: 'Suspend…' })).toBeHidden();
  await expect(smith.getByRole('button', { name: 'Define a community' })).toBeHidden();
  await look(smith, 'membership-register');
});

test('a new member is welcomed, works through the module with its questions and signs the result', async () => {
  await goTo(smith, 'Today');
  const welcome = smith.getByRole('region', { name: 'Getting started' });
  await expect(welcome).toContainText('3 of 5');
  await welcome.scrollIntoViewIfNeeded();
  await look(smith, 'first-steps-welcome');
  await welcome.getByRole('link', { name: 'First steps' }).click();
  await expect(smith.getByRole('heading', { name: 'First steps', level: 1 })).toBeVisible();
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['1. Who is who', ['Hand their PIN to whoever follows', 'None']],
    [
      '2. The client comes first',
      ['Nothing', 'No. Remind them; what they say by telephone or on paper is recorded as just that, and counts as weaker'],
    ],
    ['3. Five handshakes', ['The practice that received the referral', 'Nothing yet']],
    ['4. What you earn', ['The one in force on the day of the referral', 'Disagree at your desk, with the reason']],
  ];
  for (const [title, answers] of parts) {
    const part = smith.getByRole('region', { name: title });
    await expect(part.getByRole('button', { name: 'Check these answers' })).toBeDisabled();
    for (const answer of answers) await part.getByLabel(answer, { exact: true }).check();
    await part.getByRole('button', { name: 'Check these answers' }).click();
    await expect(part.getByText(/^Right\. /u).first()).toBeVisible();
  }
  const first = smith.getByRole('region', { name: '1. Who is who' });
  await expect(first.getByText('1 of 2 right')).toBeVisible();
  await first.scrollIntoViewIfNeeded();
  await look(smith, 'first-steps');
  await first.getByLabel('A principal says under People and keys that they leave').check();
  await first.getByRole('button', { name: 'Check these answers' }).click();
  await expect(first.getByText('2 of 2 right')).toBeVisible();
  await smith.getByRole('button', { name: 'Sign the result…' }).click();
  await look(smith, 'first-steps-sign');
  await signSheet(smith);
  await expect(smith.getByText('You have passed “How Flip 360 works” with 8 of 8 right')).toBeVisible();
  await look(smith, 'first-steps-passed');
  await net.carry('smith', 'office');
});

test('the office draws a community from a file, takes a member in, and changes its line by points', async () => {
  await goTo(office, 'Network office');
  await office.getByRole('button', { name: 'Define a community' }).click();
  await office.getByLabel('Name of the community').fill('Inner West');
  const file = office.locator('input[type="file"][accept=".geojson,.json"]');
  await file.setInputFiles({ name: 'x.geojson', mimeType: 'application/json', buffer: Buffer.from('{"type":"Point"}') });
  await expect(office.getByText('There is no polygon in this file.')).toBeVisible();
  await file.setInputFiles({
    name: 'inner-west.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(innerWest)),
  });
  await expect(office.getByText(/^The file has 720 points; [0-9]+ of them are kept/u)).toBeVisible();
  await expect(office.getByText('Inside: Smith & Partners Accounting.')).toBeVisible();
  await office.getByRole('button', { name: 'Define the community…' }).scrollIntoViewIfNeeded();
  await look(office, 'membership-community-file');
  await office.getByRole('button', { name: 'Define the community…' }).click();
  await signSheet(office);
  await office.getByRole('button', { name: 'Open the community Inner West' }).click();
  await office.getByLabel('Member', { exact: true }).selectOption({ label: 'Smith & Partners Accounting' });
  await office.getByRole('button', { name: 'Take in…' }).click();
  await signSheet(office);
  const members = office.getByRole('table', { name: 'Members in and around Inner West' });
  await expect(members).toContainText('Inside');
  await expect(members).toContainText('from');
  await office.getByRole('button', { name: 'Change name or outline…' }).scrollIntoViewIfNeeded();
  await look(office, 'membership-community');
  await office.getByRole('button', { name: 'Change name or outline…' }).click();
  await office.getByLabel('Points of the outline').fill('-33.85, 151.0\n-33.85, 151.3\nStrathfield');
  await expect(office.getByText('Line 3 is not a latitude and a longitude in degrees')).toBeVisible();
  await office.getByLabel('Points of the outline').fill('-33.85, 151.0\n-34.0, 151.0\n-33.85, 151.3\n-34.0, 151.3');
  await expect(office.getByText('The line crosses itself')).toBeVisible();
  await office.getByLabel('Points of the outline').fill('-33.85, 151.0\n-33.85, 151.3\n-34.0, 151.3\n-34.0, 151.0');
  await look(office, 'membership-community-points');
  await office.getByRole('button', { name: 'Change the community…' }).click();
  await signSheet(office);
  await expect(office.getByText(/, 4 points$/u)).toBeVisible();
});

test('the office adds a vertical, which a member takes up from a day on', async () => {
  await office.getByRole('button', { name: 'Define a vertical' }).click();
  await office.getByLabel('Name of the vertical').fill('Migration agents');
  await office.getByLabel('Regulator (optional)').fill('Office of the Migration Agents Registration Authority');
  await office.getByLabel('Products', { exact: true }).fill('Visa application\nCitizenship');
  await office.getByRole('button', { name: 'Define the vertical…' }).scrollIntoViewIfNeeded();
  await look(office, 'membership-vertical');
  await office.getByRole('button', { name: 'Define the vertical…' }).click();
  await signSheet(office);
  await expect(office.getByRole('table', { name: 'Verticals of the network' })).toContainText('Citizenship');
  // Its rule follows at once; without one, referrals to it fall under a narrower rule or the default of the network.
  await expect(office.getByLabel('Name', { exact: true })).toHaveValue('Referrals to Migration agents');
  await expect(office.getByLabel('refer a client to')).toHaveValue('migration-agents');
  await office.getByRole('button', { name: 'Discard' }).click();
  await office.getByRole('button', { name: 'Write its rule: Mortgage brokers' }).scrollIntoViewIfNeeded();
  await look(office, 'membership-verticals');
  await office.getByRole('button', { name: 'Open Smith & Partners Accounting' }).click();
  const card = office.getByRole('region', { name: 'Smith & Partners Accounting' });
  await card.getByLabel('Vertical', { exact: true }).selectOption({ label: 'Migration agents' });
  await card.getByRole('button', { name: 'Take up…' }).click();
  await signSheet(office);
  const verticals = card.getByRole('table', { name: 'Verticals of Smith & Partners Accounting' });
  await expect(verticals).toContainText('Migration agents');
  await expect(card).toContainText('Tax return, from');
  await expect(card.getByRole('table', { name: 'People of Smith & Partners Accounting' })).toContainText('8 of 8 right');
  await expect(card).toContainText('Inner West, from');
  await look(office, 'membership-member');
});

test('a rule can be for one community, and says so before it is signed', async () => {
  await office.getByRole('button', { name: 'Write a rule' }).click();
  await office.getByLabel('Name', { exact: true }).fill('Visas in the Inner West');
  await office.getByLabel('In force from').fill('2026-12-01');
  await office.getByLabel('When', { exact: true }).selectOption({ label: 'Accountants and tax agents' });
  await office.getByLabel('refer a client to').selectOption({ label: 'Migration agents' });
  await office.getByLabel('for', { exact: true }).selectOption({ label: 'Visa application' });
  await office.getByLabel('between members of').selectOption({ label: 'Inner West' });
  await office.getByLabel('of', { exact: true }).first().fill('10');
  await office.getByLabel('The network takes').fill('1');
  await office.getByLabel('To whom it applies (clause 1)').fill('Clients referred for a visa in the Inner West.');
  await office.getByRole('button', { name: 'Propose…' }).click();
  const sheet = office.getByRole('dialog');
  await expect(sheet).toContainText('referrals from Accountants and tax agents to Migration agents');
  await expect(sheet).toContainText('Inner West');
  await look(office, 'membership-rule');
  await sheet.getByRole('button', { name: 'Cancel' }).click();
});

test('a member that has left saves its request, applies again and is activated', async () => {
  const card = office.getByRole('region', { name: 'Smith & Partners Accounting' });
  const sheet = office.getByRole('dialog');
  await card.getByRole('button', { name: 'Record a resignation…' }).click();
  await sheet.getByLabel('Reason').selectOption({ label: 'its own wish' });
  await sheet.getByRole('button', { name: 'Record' }).click();
  await expect(sheet).toBeHidden({ timeout: 15_000 });
  await net.carry('office', 'smith');
  await goTo(smith, 'Practices');
  const [saved] = await Promise.all([smith.waitForEvent('download'), smith.getByRole('button', { name: 'Save the request' }).click()]);
  await look(smith, 'membership-resigned');
  await office.locator('input[type="file"][accept=".flip360-request"]').setInputFiles(await saved.path());
  await expect(office.getByText('This practice had left and applies again. Look at it and decide.')).toBeVisible();
  await look(office, 'membership-again');
  for (const step of ['Accept', 'Activate']) {
    await office.getByRole('button', { name: `${step}…` }).click();
    await sheet.getByRole('button', { name: step }).click();
    await expect(sheet).toBeHidden({ timeout: 15_000 });
  }
  await net.carry('office', 'smith');
  await expect(smith.getByRole('button', { name: 'Save the request' })).toBeHidden();
  const record = await net.smith.get(`/register/${net.smith.practice}`, z.object({ status: z.string() }));
  expect(record.status).toBe('active');
});

test('nothing was said on the console', () => expect(said).toEqual([]));
