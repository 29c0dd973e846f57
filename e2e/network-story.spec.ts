import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { CLIENT } from '../core/cli/demo/cast.ts';
import { referralView } from '../core/contract/referrals.ts';
import { fileAnswer } from '../core/contract/scalars.ts';
import { type NetworkProcesses, startNetwork } from '../scripts/demo-network/network-processes.ts';
import { look } from './fixtures/look.ts';
import { type Network, openNetwork } from './fixtures/network.ts';
import { phoneOf, plugIn, violations, windowsOf } from './fixtures/window.ts';

// One referral, live: three windows that stay open, the client's own phone, a server and a witness between them. Nobody carries a file or loads a page again.
test.describe.configure({ mode: 'serial', timeout: 120_000 });

const said: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'flip360-e2e-story-'));
const anything = z.unknown();
let programs: NetworkProcesses;
let net: Network;
let office: Page;
let smith: Page;
let abc: Page;
let phone: Page;
let intent = '';
const trustFile = join(folder, 'network.flip360-trust');

const connect = async (): Promise<void> => {
  const { url, setupCode: code, logKey: vkey, witnessKey } = programs;
  await net.office.send('POST', '/network/claim', { url, code }, anything);
  await net.office.send('POST', '/network/state', { url, vkey, witnesses: [witnessKey] }, anything);
  const { name, base64 } = await net.office.get('/trust-file', fileAnswer);
  writeFileSync(trustFile, Buffer.from(base64, 'base64'));
  for (const desk of [net.smith, net.abc]) await desk.send('POST', '/network/join', { name, base64 }, anything);
};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  programs = await startNetwork(folder);
  net = await openNetwork();
  await connect();
  await net.smith.send(
    'POST',
    '/contacts',
    {
      kind: 'person',
      givenName: 'Sarah',
      familyName: 'Chen',
      organisation: '',
      emails: [CLIENT.email],
      phones: ['0400 000 360'],
      abn: null,
      suburb: 'Parramatta',
      state: 'NSW',
      postcode: '2150',
      street: '',
      note: '',
      assuranceClient: false,
      doNotContact: false,
    },
    anything,
  );
  ({ office, smith, abc } = await windowsOf(browser, net, said));
  phone = await phoneOf(browser);
  await plugIn(phone);
});

test.afterAll(async () => {
  await net.close();
  await programs.close();
  rmSync(folder, { recursive: true, force: true });
  expect(said).toEqual([]);
});

const sheet = (page: Page): Locator => page.getByRole('dialog');
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const signedOf = (page: Page, count: number): Locator => page.getByRole('img', { name: `${String(count)} of 5 handshakes signed` }).first();

/** Starts an act from the waiting line or the menu, as soon as what it waits for has arrived. */
const startAct = async (page: Page, label: string): Promise<void> => {
  const direct = page.getByRole('button', { name: label, exact: true });
  const more = button(page, 'More acts');
  await expect(direct.or(more).first()).toBeVisible();
  if (await direct.isVisible()) return direct.click();
  await more.click();
  await page.getByRole('menuitem', { name: label, exact: true }).click();
};

const signSheet = async (page: Page, verb: string): Promise<void> => {
  for (const tick of await sheet(page).getByRole('group').getByRole('checkbox').all()) await tick.check();
  await sheet(page).getByRole('button', { name: verb }).click();
  await expect(sheet(page)).toBeHidden();
};

const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'UTC' });

/** The link out of the two mails that came for the client. */
const linkFromMail = async (): Promise<string> => {
  const mails = [await net.mail(CLIENT.email), await net.mail(CLIENT.email)];
  const link = mails.map((mail) => /https?:\S+/u.exec(mail ?? '')?.[0]).find((found) => found !== undefined);
  if (link === undefined) throw new Error('no mail with a link came');
  return link;
};

/** Smith sends the client a link, and the phone opens it; answers the dialog that shows what becomes of it. */
const askOnPhone = async (act: string): Promise<Locator> => {
  await startAct(smith, act);
  await sheet(smith).getByRole('radio', { name: 'A private link to their own e-mail address' }).check();
  await sheet(smith)
    .getByRole('button', { name: /^Invite/u })
    .click();
  const dialog = smith.getByRole('dialog', { name: 'Link for Sarah Chen' });
  await expect(dialog.getByText('Sent to', { exact: false })).toBeVisible();
  await phone.goto('about:blank');
  await phone.goto(await linkFromMail());
  return dialog;
};

/** Opens the referral from the list, which shows it by itself. */
const openFromList = async (page: Page, words: RegExp): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Pages of the desk' })
    .getByRole('link', { name: /^Referrals/u })
    .click();
  await page.getByRole('grid', { name: 'Referrals' }).getByText(words).first().click();
  await expect(page.getByRole('list', { name: 'Five handshakes' })).toBeVisible();
};

test('Smith refers Sarah to ABC; the office and ABC see it arrive', async () => {
  const contacts = await net.smith.get('/contacts?q=Sarah&limit=5', z.looseObject({ rows: z.array(z.looseObject({ id: z.string() })) }));
  await smith.goto(`${net.smith.origin}/contacts/${contacts.rows[0]?.id ?? ''}`);
  await smith.getByRole('link', { name: 'Make a referral' }).click();
  await expect(smith.getByRole('heading', { name: 'For what, and to whom?' })).toBeVisible();
  await smith
    .getByRole('combobox', { name: 'Purpose' })
    .or(smith.getByRole('textbox', { name: 'Purpose' }))
    .first()
    .click();
  await smith.getByRole('option', { name: 'Home loan' }).click();
  await smith.getByLabel('In a few words').fill(CLIENT.purposeWords);
  await smith.getByRole('radio', { name: /ABC Finance/u }).check();
  await button(smith, 'Next').click();
  await smith.getByRole('radio', { name: /page of their own/u }).check();
  await button(smith, 'Next').click();
  await smith.getByLabel(/Estimated income/u).fill('12000');
  await button(smith, 'Next').click();
  await expect(button(smith, /^Sign Intent/u)).toBeEnabled();
  await smith.keyboard.press('Control+Enter');
  await expect(smith.getByRole('heading', { level: 1, name: /Sarah Chen to ABC Finance/u })).toBeVisible();
  intent = new URL(smith.url()).pathname.split('/').at(-1) ?? '';
  for (const page of [abc, office]) await openFromList(page, /Smith & Partners/u);
  for (const page of [smith, abc, office]) await expect(signedOf(page, 1)).toBeVisible();
});

test('the client reads and signs on their own phone by a link from a mail; three windows follow', async () => {
  const dialog = await askOnPhone('Invite the client');
  await expect(phone.getByRole('heading', { level: 1, name: /^Sarah, may we introduce you to ABC Finance/u })).toBeVisible();
  await phone.getByRole('checkbox', { name: 'Yes, give them my details' }).check();
  await phone.getByRole('checkbox', { name: 'Yes, I know about this referral' }).check();
  await button(phone, 'Sign the first of two').click();
  await expect(phone.getByText(/You signed this on/u)).toHaveCount(1);
  await button(phone, 'Sign what I ticked').click();
  await expect(phone.getByRole('heading', { level: 1, name: 'Thank you, Sarah. It is signed.' })).toBeVisible();
  await look(phone, 'story-phone-yes');
  await expect(signedOf(smith, 2)).toBeAttached();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  for (const page of [smith, abc, office]) await expect(signedOf(page, 2)).toBeVisible();
  await look(smith, 'story-smith-two');
});

test('details pass; ABC takes Sarah on, settles, and Smith agrees with the amount', async () => {
  await startAct(smith, 'Pass the details');
  await signSheet(smith, 'Pass the details');
  await expect(button(abc, 'Confirm receipt')).toBeVisible();
  await startAct(abc, 'Confirm receipt');
  await signSheet(abc, 'Confirm receipt');
  await startAct(abc, 'Sign Intake');
  await sheet(abc).getByLabel('Day of the first contact').fill(today());
  await sheet(abc).getByRole('radio', { name: 'No conflict of interest found' }).check();
  await expect(sheet(abc).getByText('I disclosed the commission')).toBeVisible();
  await signSheet(abc, 'Sign Intake');
  for (const page of [smith, office]) await expect(signedOf(page, 3)).toBeVisible();
  await startAct(abc, 'Qualifies');
  await signSheet(abc, 'Qualifies');
  await startAct(abc, 'Sign Settlement');
  await sheet(abc).getByLabel('Gross income, ex GST').fill('12382.50');
  await sheet(abc)
    .getByLabel(/^Net of aggregator/u)
    .fill('12382.50');
  await sheet(abc).getByLabel('Settled on').fill(today());
  await expect(sheet(abc).getByText('The amounts are those of the statement I hold')).toBeVisible();
  await signSheet(abc, 'Sign Settlement');
  await expect(signedOf(smith, 4)).toBeVisible();
  await expect(smith.getByRole('table', { name: 'Statements of the income' })).toContainText('$12,382.50');
  await startAct(smith, 'Agree with the amount');
  await signSheet(smith, 'Sign the agreement');
  await expect(abc.getByRole('region', { name: 'Money' })).toContainText('$1,238.25');
});

test('the client confirms the outcome on the same phone with the same passkey', async () => {
  const dialog = await askOnPhone('Invite the client to confirm');
  await expect(phone.getByRole('heading', { level: 1, name: /^Sarah, did it work out/u })).toBeVisible();
  expect(await violations(phone)).toEqual([]);
  await look(phone, 'story-phone-outcome');
  await phone.getByRole('checkbox').check();
  await button(phone, 'Sign: it worked out').click();
  await expect(phone.getByRole('heading', { level: 1, name: 'Thank you, Sarah. It is signed.' })).toBeVisible();
  await look(phone, 'story-phone-thanks');
  await expect(signedOf(smith, 5)).toBeAttached();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  for (const page of [smith, abc, office]) await expect(signedOf(page, 5)).toBeVisible();
  for (const page of [smith, abc, office]) await expect(page.getByText('Signed and witnessed')).toBeVisible();
  await expect(office.getByText('The client, whose name is not held here')).toBeVisible();
  for (const [page, name] of [
    [smith, 'story-smith'],
    [abc, 'story-abc'],
    [office, 'story-office'],
  ] as const)
    await look(page, name);
  const at = async (desk: Network['smith']) =>
    (await desk.get(`/referrals/${intent}`, referralView)).handshakes.map((step) => [step.state, step.hash]);
  const here = await at(net.smith);
  expect(here.every(([state]) => state === 'signed')).toBe(true);
  for (const desk of [net.abc, net.office]) expect(await at(desk)).toEqual(here);
});

test('the chain page knows the referral, and a pack of it verifies with log and witness, offline', async ({ browser }) => {
  await smith.getByRole('navigation', { name: 'Pages of the desk' }).getByRole('link', { name: 'Network' }).click();
  await expect(smith.getByText('Not in the network log')).toHaveCount(0);
  await expect(smith.getByRole('link', { name: 'Nothing waits' })).toBeVisible();
  await openFromList(smith, /Sarah Chen/u);
  const [download] = await Promise.all([smith.waitForEvent('download'), button(smith, 'Export pack').click()]);
  const pack = join(folder, 'story.zip');
  await download.saveAs(pack);
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto(`${programs.url}/chain`);
  await page.getByRole('textbox', { name: 'Hash from a receipt' }).fill(intent);
  await button(page, 'Check').click();
  await expect(page.getByRole('status')).toContainText('In the log, unchanged');
  await expect(page.getByRole('status')).toContainText('witness.sample.test/one');
  await page.getByLabel('Use your own trust file').setInputFiles(trustFile);
  await page.getByLabel('Choose a pack').setInputFiles(pack);
  await expect(page.getByRole('status')).toContainText(/all \d+ records of story\.zip/u, { timeout: 20_000 });
  await expect(page.getByRole('status')).toContainText('with your trust file of Sample network');
  await look(page, 'story-chain');
  await stranger.setOffline(true);
  await page.goto(pathToFileURL(join(import.meta.dirname, '..', 'build', 'verify', 'verify.html')).href);
  await page.locator('input[type=file]').first().setInputFiles([pack, trustFile]);
  await expect(page.locator('#said')).toHaveText('1 pack is checked.', { timeout: 20_000 });
  const verdict = page.locator('article');
  for (const word of ['Record intact', 'Signers recognised', 'Chain complete']) await expect(verdict).toContainText(word);
  await verdict.getByText('Network log, witnesses and time-stamp').click();
  await expect(verdict).toContainText(/Network log\s*(?<held>\d+) records of \k<held>/u);
  await expect(verdict).toContainText('witness.sample.test/one');
  await look(page, 'story-verify');
  await stranger.close();
});
