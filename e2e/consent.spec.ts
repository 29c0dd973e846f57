import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { look } from './fixtures/look.ts';
import { openNetwork, type Network } from './fixtures/network.ts';
import { openWindow, signIn } from './fixtures/window.ts';

// Consent outside a referral: recorded, shown on the board, renewed, introduced, withdrawn; the other practice answers.
test.describe.configure({ mode: 'serial' });

let net: Network;
let smith: Page;
let abc: Page;
const ABC = 'ABC Finance Broking Pty Ltd';

const made = z.object({ id: z.string() });
const person = (givenName: string, familyName: string) => ({
  kind: 'person',
  givenName,
  familyName,
  organisation: '',
  emails: [`${givenName.toLowerCase()}@example.com`],
  phones: ['0491 570 156'],
  abn: null,
  suburb: 'Marrickville',
  state: 'NSW',
  postcode: '2204',
  street: '',
  note: '',
  assuranceClient: false,
  doNotContact: false,
});

const board = (page: Page, column: string) => page.getByRole('region', { name: new RegExp(`^${column}, `, 'u') });

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  await net.smith.send('POST', '/contacts', person('Noah', 'Kelly'), made);
  await net.smith.send('POST', '/contacts', person('Deepak', 'Rao'), made);
  const open = async (desk: Network['smith'], name: string): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
    await openWindow(page, desk);
    await signIn(page, name);
    return page;
  };
  smith = await open(net.smith, 'Priya Nair');
  abc = await open(net.abc, 'Helen Marsh');
});

test.afterAll(async () => {
  await smith?.context().close();
  await abc?.context().close();
  await net?.close();
});

const pick = async (page: Page, typed: string, name: string): Promise<void> => {
  await page.getByRole('dialog').getByRole('textbox', { name: 'Contact', exact: true }).fill(typed);
  await page.getByRole('option', { name }).click();
};

test('asking is noted, and asking again at once is held back', async () => {
  await smith.goto(`${net.smith.origin}/consents`);
  await look(smith, 'consent-empty');
  await smith.getByRole('button', { name: 'Ask for consent' }).click();
  await pick(smith, 'Deepak', 'Deepak Rao');
  const sheet = smith.getByRole('dialog');
  await sheet.getByLabel('For which practice').selectOption({ label: ABC });
  await sheet.getByLabel('For what').selectOption({ index: 1 });
  await sheet.getByLabel('How they are asked').selectOption({ label: 'By telephone' });
  await sheet.getByRole('button', { name: 'Note that they were asked' }).click();
  await expect(board(smith, 'Asked').getByRole('button', { name: /Deepak Rao/u })).toBeVisible();
});

test('a yes is recorded with everything that makes it hold, and nothing is ticked beforehand', async () => {
  await smith.getByRole('button', { name: 'Record a yes' }).click();
  await pick(smith, 'Noah', 'Noah Kelly');
  const sheet = smith.getByRole('dialog');
  for (const box of await sheet.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
  await sheet.getByLabel(ABC).check();
  await sheet.getByLabel('For what, one purpose').selectOption({ index: 1 });
  await sheet.getByLabel('Name', { exact: true }).check();
  await sheet.getByLabel('Contact details').check();
  await sheet.getByLabel('A short purpose').check();
  await sheet.getByLabel('What the client was told about our fee, before the yes').fill('25 % of the broker’s income, about $720');
  await sheet.getByLabel('How the client answered').selectOption({ label: 'Face to face' });
  await sheet.getByLabel('What shows it').fill('Signed page in the file');
  await sheet.getByLabel('How you knew the person').selectOption({ label: 'A document was seen' });
  await sheet.getByLabel('Contact point that was checked').fill('0491 570 156');
  await look(smith, 'consent-grant');
  for (const tick of await sheet.getByRole('checkbox', { name: /fee was said|notice, version|choice of its own/u }).all())
    await tick.check();
  await sheet.getByRole('button', { name: 'Sign the record' }).click();
  await expect(board(smith, 'Evidence weak').getByRole('button', { name: /Noah Kelly/u })).toBeVisible();
});

test('the panel shows the words, what was disclosed and the record, with acts of equal weight', async () => {
  await board(smith, 'Evidence weak')
    .getByRole('button', { name: /Noah Kelly/u })
    .click();
  const panel = smith.getByRole('complementary', { name: 'Consent' });
  await expect(panel.getByText('What was actually disclosed')).toBeVisible();
  const [renew, withdraw] = await Promise.all(
    ['Renew', 'Withdraw'].map((name) => panel.getByRole('button', { name, exact: true }).boundingBox()),
  );
  expect(Math.round(renew?.width ?? 0)).toBe(Math.round(withdraw?.width ?? 1));
  await look(smith, 'consent-board');
});

test('the receipt that is due is delivered and noted', async () => {
  await smith.getByRole('button', { name: /^Receipts due/u }).click();
  await expect(smith.getByRole('table', { name: 'Receipts that are due' })).toContainText('Noah Kelly');
  await look(smith, 'consent-receipts');
  await smith.getByRole('button', { name: 'Open the receipt of Noah Kelly' }).click();
  const sheet = smith.getByRole('dialog', { name: 'Receipt of Noah Kelly: consent given' });
  await expect(sheet.getByLabel('The receipt as the client reads it')).toContainText('You can change your mind at any time');
  await look(smith, 'consent-receipt');
  await sheet.getByText('Text message').click();
  await expect(sheet.getByText(/segments?$/u).or(sheet.getByText(/It would take/u))).toBeVisible();
  await sheet.getByText('On paper').click();
  const [pdf] = await Promise.all([
    smith.waitForEvent('download'),
    sheet.getByRole('button', { name: 'Make the PDF, and note that it is given' }).click(),
  ]);
  expect(
    readFileSync(await pdf.path())
      .subarray(0, 5)
      .toString('latin1'),
  ).toBe('%PDF-');
  if (process.env['FLIP360_SHOTS'] !== undefined) await pdf.saveAs(`${process.env['FLIP360_SHOTS']}/receipt.pdf`);
  await sheet.getByRole('button', { name: 'Done' }).click();
  await expect(smith.getByText('Every receipt was delivered')).toBeVisible();
});

test('an introduction shows initials before and details after', async () => {
  await smith.getByRole('button', { name: /^Board/u }).click();
  await board(smith, 'Evidence weak')
    .getByRole('button', { name: /Noah Kelly/u })
    .click();
  await smith.getByRole('button', { name: `Introduce to ${ABC}` }).click();
  const sheet = smith.getByRole('dialog');
  await sheet.getByLabel('What the client wants').fill('A first home loan');
  for (const tick of await sheet.getByRole('checkbox').all()) await tick.check();
  await sheet.getByRole('button', { name: 'Sign the offer' }).click();
  await expect(sheet).toBeHidden();
  await net.carry('smith', 'abc');
  await abc.goto(`${net.abc.origin}/consents?view=introductions`);
  const table = abc.getByRole('table', { name: 'Introductions' });
  await expect(table).toContainText('A first home loan');
  await expect(table).not.toContainText('Kelly');
  await abc.getByRole('button', { name: /^Accept, /u }).click();
  for (const tick of await abc.getByRole('dialog').getByRole('checkbox').all()) await tick.check();
  await abc.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await expect(abc.getByRole('dialog')).toBeHidden();
  await net.carry('abc', 'smith');
  await smith.goto(`${net.smith.origin}/consents?view=introductions`);
  await smith.getByRole('button', { name: /^Pass the details, /u }).click();
  for (const tick of await smith.getByRole('dialog').getByRole('checkbox').all()) await tick.check();
  await smith.getByRole('dialog').getByRole('button', { name: 'Pass the details' }).click();
  await expect(smith.getByRole('dialog')).toBeHidden();
  await net.carry('smith', 'abc');
  await abc.reload();
  await expect(table).toContainText('noah@example.com');
  await look(abc, 'consent-introductions');
  await abc.getByRole('button', { name: 'Enter in the book, N.K.' }).click();
  await abc.getByRole('dialog').getByRole('button', { name: 'Enter as a new contact' }).click();
  await expect(table.getByRole('link', { name: 'Open the contact' })).toBeVisible();
});

test('a correction names who was given the details, until each was told', async () => {
  const { rows } = await net.smith.get('/contacts?q=Noah&limit=1', z.object({ rows: z.array(z.object({ id: z.string() })) }));
  await net.smith.send(
    'POST',
    '/rights/requests',
    {
      contact: rows[0]?.id,
      right: 'correction',
      receivedOn: new Date().toISOString().slice(0, 10),
      channel: 'phone',
      words: '',
      identity: { how: 'in-person', detail: '' },
      correction: { field: 'Telephone', says: '0491 570 156', shouldSay: '0491 570 157' },
    },
    made,
  );
  await smith.goto(`${net.smith.origin}/privacy`);
  const row = smith.getByRole('grid', { name: 'Requests' }).getByRole('row').nth(1);
  await expect(row.getByRole('gridcell').last()).toHaveText('1');
  await row.focus();
  await smith.keyboard.press('Enter');
  await smith
    .getByRole('dialog')
    .getByRole('button', { name: `Note as told: ${ABC}` })
    .click();
  await expect(smith.getByRole('table', { name: 'Others to tell' }).getByRole('button')).toHaveCount(0);
  await smith.mouse.move(0, 0);
  await look(smith, 'privacy-told');
  await smith.keyboard.press('Escape');
  await expect(row.getByRole('gridcell').last()).toHaveText('0');
  await smith.goto(`${net.smith.origin}/consents`);
});

test('a withdrawal says what follows, reaches the recipient, and is answered', async () => {
  await smith.getByRole('button', { name: /^Board/u }).click();
  await smith
    .getByRole('region', { name: /^Evidence weak, /u })
    .getByRole('button', { name: /Noah Kelly/u })
    .click();
  await smith.getByRole('complementary', { name: 'Consent' }).getByRole('button', { name: 'Withdraw', exact: true }).click();
  const sheet = smith.getByRole('dialog');
  await expect(sheet.getByText(/Told with the next exchange/u)).toBeVisible();
  await sheet.getByLabel('How the client withdrew').selectOption({ label: 'By telephone' });
  await sheet.getByLabel('What shows it').fill('Call of today, noted');
  await sheet.getByLabel('Ask the recipients to delete what they received').check();
  await look(smith, 'consent-withdraw');
  for (const tick of await sheet.getByRole('checkbox').all()) await tick.check();
  await sheet.getByRole('button', { name: 'Sign the withdrawal' }).click();
  await expect(board(smith, 'Stopped').getByRole('button', { name: /Noah Kelly/u })).toBeVisible();
  await net.carry('smith', 'abc');
  await abc.goto(`${net.abc.origin}/consents?view=deletions`);
  await abc.getByRole('button', { name: /^Confirm for /u }).click();
  await abc.getByRole('dialog').getByLabel('What was done with the details').selectOption({ label: 'Deleted' });
  await abc.getByRole('checkbox', { name: 'Copies outside this program are deleted as well' }).check();
  await abc.getByRole('dialog').getByRole('button', { name: 'Sign the confirmation' }).click();
  await expect(abc.getByText('Nothing is to be deleted')).toBeVisible();
  await look(abc, 'consent-deletions');
});
