import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { CLIENT } from '../core/cli/demo/cast.ts';
import { referralList, referralView } from '../core/contract/referrals.ts';
import { openNetwork, type Desk, type Network } from './fixtures/network.ts';
import { look } from './fixtures/look.ts';
import { openWindow, plugIn, signIn, violations } from './fixtures/window.ts';

// The story of one referral, clicked through in two windows on two real desks; exchange files are carried between them.
test.describe.configure({ mode: 'serial' });

let net: Network;
let smith: Page;
let abc: Page;
let intent = '';

const said: string[] = [];

const windowOf = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    // The browser itself notes every answer of 400 and above; the pages show them in words.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  return page;
};

const sheet = (page: Page) => page.getByRole('dialog');

/** Starts an act from the waiting line, or from the menu of further acts. */
const startAct = async (page: Page, label: string): Promise<void> => {
  const direct = page.getByRole('button', { name: label, exact: true });
  await expect(direct.or(page.getByRole('button', { name: 'More acts' })).first()).toBeVisible();
  if (await direct.isVisible()) return direct.click();
  await page.getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: label, exact: true }).click();
};

const signSheet = async (page: Page, verb: string): Promise<void> => {
  for (const tick of await sheet(page).getByRole('group').getByRole('checkbox').all()) await tick.check();
  await sheet(page).getByRole('button', { name: verb }).click();
  await expect(sheet(page)).toBeHidden();
};

const openReferral = async (page: Page): Promise<void> => {
  await page.reload();
  await expect(page.getByRole('list', { name: 'Five handshakes' })).toBeVisible();
};

const codeFromMail = async (): Promise<string> => {
  const code = /\d{8}/u.exec((await net.mail(CLIENT.email)) ?? '')?.[0];
  if (code === undefined) throw new Error('no mail with a code arrived');
  return code;
};

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  smith = await windowOf(browser);
  abc = await windowOf(browser);
  await openWindow(smith, net.smith);
  await signIn(smith, 'Priya Nair');
  await openWindow(abc, net.abc);
  await signIn(abc, 'Helen Marsh');
});

test.afterAll(async () => {
  await smith?.context().close();
  await abc?.context().close();
  await net?.close();
});

test('contacts come from a file: shown first, corrected in place, counted in and out, found again', async () => {
  await smith.getByRole('link', { name: 'Contacts' }).click();
  // The agreement that both have signed put the other practice into the book.
  await expect(smith.getByRole('grid', { name: 'Contacts' }).getByText('ABC Finance').first()).toBeVisible();
  await smith.getByRole('link', { name: 'Import', exact: true }).click();
  await smith.locator('input[type="file"]').setInputFiles(join(import.meta.dirname, '..', 'resources', 'demo', 'contacts-sample.csv'));
  await expect(smith.getByRole('grid', { name: /^Rows of/u })).toBeVisible();
  const blocked = smith.getByRole('checkbox', { name: /^Leave out the .* bad/u });
  if (await blocked.isVisible()) await blocked.check();
  await smith.getByRole('button', { name: /^Import \d+ of \d+/u }).click();
  await expect(smith.getByText('Counted in, counted out')).toBeVisible();
  expect(await violations(smith)).toEqual([]);
  await smith.getByRole('link', { name: 'Show these contacts' }).click();
  await smith.getByRole('textbox', { name: 'Find in contacts' }).fill(CLIENT.name);
  await expect(smith.getByRole('grid', { name: 'Contacts' }).getByText(CLIENT.name)).toBeVisible();
  await smith.getByRole('grid', { name: 'Contacts' }).getByText(CLIENT.name).click();
  await expect(smith.getByRole('heading', { level: 1, name: CLIENT.name })).toBeVisible();
  await expect(smith.getByText('No consent for this is recorded.').first()).toBeVisible();
  expect(await violations(smith)).toEqual([]);
});

test('a referral is made in five steps and signed from its exact bytes', async () => {
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
  await expect(smith.getByText(/No other referral of/u)).toBeVisible();
  await smith.getByRole('button', { name: 'Next' }).click();
  await expect(smith.getByRole('radio', { checked: true })).toHaveCount(0);
  await smith.getByRole('radio', { name: /page of their own/u }).check();
  await smith.getByRole('button', { name: 'Next' }).click();
  await smith.getByLabel(/Estimated income/u).fill('12000');
  await expect(smith.getByRole('region', { name: 'Worked example' })).toContainText('$12,000.00');
  await expect(smith.getByRole('region', { name: 'Why this rule' })).toContainText('No other rule in force is for this referral.');
  await look(smith, 'refer-rule');
  await smith.getByRole('button', { name: 'Next' }).click();
  await expect(smith.getByRole('heading', { name: 'Check your answers before you sign' })).toBeVisible();
  await expect(smith.getByText('Who it is, if the client says no')).toBeVisible();
  await expect(smith.getByRole('button', { name: /^Sign Intent/u })).toBeEnabled();
  expect(await violations(smith)).toEqual([]);
  await smith.keyboard.press('Control+Enter');
  await expect(smith.getByRole('heading', { level: 1, name: /Sarah Chen to ABC Finance/u })).toBeVisible();
  const { rows } = await net.smith.get('/referrals', referralList);
  intent = rows[0]?.intent ?? '';
  expect(rows.map((row) => row.signed)).toEqual([1]);
  expect(smith.url()).toContain(intent);
  expect(await violations(smith)).toEqual([]);
});

test('the client says yes twice on a page of their own, with a code and a one-time key', async () => {
  await startAct(smith, 'Invite the client');
  await sheet(smith)
    .getByRole('radio', { name: /A code to their own e-mail/u })
    .check();
  await expect(sheet(smith).getByLabel('Their own address')).toHaveValue(CLIENT.email);
  expect(await violations(smith)).toEqual([]);
  await signSheet(smith, 'Invite');
  await startAct(smith, 'Open the client’s page');
  await smith.getByRole('button', { name: 'Open the client’s page' }).last().click();
  await expect(smith.getByRole('heading', { level: 1, name: /^Sarah, may we introduce you to ABC Finance/u })).toBeVisible();
  for (const box of await smith.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
  await expect(smith.getByText('We may be paid.')).toBeVisible();
  expect(await violations(smith)).toEqual([]);
  const yes = smith.getByRole('button', { name: 'Sign what I ticked' });
  const no = smith.getByRole('button', { name: 'No, do not share' });
  const [yesBox, noBox] = [await yes.boundingBox(), await no.boundingBox()];
  expect([yesBox?.width, yesBox?.height]).toEqual([noBox?.width, noBox?.height]);

  await smith.getByRole('button', { name: 'No passkey? Use a code' }).click();
  await smith.getByRole('button', { name: 'Send me the code' }).click();
  await smith.getByRole('checkbox', { name: 'Yes, give them my details' }).check();
  await smith.getByLabel('The code').fill('00000000');
  await yes.click();
  await expect(smith.getByRole('alert')).toContainText('not the code');
  await smith.getByLabel('The code').fill(await codeFromMail());
  await yes.click();
  await expect(smith.getByText('You signed this.')).toHaveCount(1);
  await smith.getByRole('checkbox', { name: 'Yes, I know about this referral' }).check();
  await yes.click();
  await expect(smith.getByRole('heading', { level: 1, name: 'Thank you, Sarah. It is signed.' })).toBeVisible();
  expect(await violations(smith)).toEqual([]);
  // Behind the page there is no desk: going back asks for a PIN.
  await smith.goto(`${net.smith.origin}/referrals/${intent}`);
  await expect(smith.getByRole('group', { name: 'People of this desk' })).toBeVisible();
  await signIn(smith, 'Priya Nair');
  await openReferralAt(smith);
  await expect(smith.getByText('One-time key after a code').first()).toBeVisible();
});

const openReferralAt = async (page: Page): Promise<void> => {
  const origin = page === smith ? net.smith.origin : net.abc.origin;
  await page.goto(`${origin}/referrals/${intent}`);
  await expect(page.getByRole('list', { name: 'Five handshakes' })).toBeVisible();
};

test('details pass, the receiver confirms, takes the client on and qualifies', async () => {
  await startAct(smith, 'Pass the details');
  await signSheet(smith, 'Pass the details');
  await net.carry('smith', 'abc');
  await openReferralAt(abc);
  await startAct(abc, 'Confirm receipt');
  await signSheet(abc, 'Confirm receipt');
  await startAct(abc, 'Sign Intake');
  const act = sheet(abc).getByRole('button', { name: /^Sign Intake/u });
  await expect(act).toBeDisabled();
  await sheet(abc)
    .getByLabel('Day of the first contact')
    .fill(new Date().toLocaleDateString('sv-SE', { timeZone: 'UTC' }));
  await sheet(abc).getByRole('radio', { name: 'No conflict of interest found' }).check();
  await expect(sheet(abc).getByText('I disclosed the commission')).toBeVisible();
  await expect(act).toBeDisabled();
  expect(await violations(abc)).toEqual([]);
  await signSheet(abc, 'Sign Intake');
  await startAct(abc, 'Qualifies');
  await signSheet(abc, 'Qualifies');
});

test('a wrong amount is disagreed with, corrected and agreed', async () => {
  const settle = async (verb: string, income: string): Promise<void> => {
    await sheet(abc).getByLabel('Gross income, ex GST').fill(income);
    await sheet(abc)
      .getByLabel(/^Net of aggregator/u)
      .fill(income);
    await sheet(abc)
      .getByLabel('Settled on')
      .fill(new Date().toLocaleDateString('sv-SE', { timeZone: 'UTC' }));
    if (verb === 'Sign the correction') await sheet(abc).getByRole('radio', { name: 'A typing error' }).check();
    await expect(sheet(abc).getByText('The amounts are those of the statement I hold')).toBeVisible();
    await signSheet(abc, verb);
  };
  await startAct(abc, 'Sign Settlement');
  await settle('Sign Settlement', '12832.50');
  await net.carry('abc', 'smith');
  await openReferral(smith);
  await expect(smith.getByRole('table', { name: 'Statements of the income' })).toContainText('$12,832.50');
  await startAct(smith, 'Disagree');
  await sheet(smith).getByRole('radio', { name: 'The amount is wrong' }).check();
  await signSheet(smith, 'Sign the disagreement');
  await net.carry('smith', 'abc');
  await openReferral(abc);
  await startAct(abc, 'Correct the amount');
  await settle('Sign the correction', '12382.50');
  await net.carry('abc', 'smith');
  await openReferral(smith);
  await startAct(smith, 'Agree with the amount');
  await signSheet(smith, 'Sign the agreement');
  await expect(smith.getByRole('region', { name: 'Money' })).toContainText('$1,238.25');
});

test('the client confirms the outcome with a security key of their own', async () => {
  await startAct(smith, 'Invite the client to confirm');
  await sheet(smith)
    .getByRole('radio', { name: /In person/u })
    .check();
  await signSheet(smith, 'Invite');
  await startAct(smith, 'Open the client’s page');
  await smith.getByRole('button', { name: 'Open the client’s page' }).last().click();
  await expect(smith.getByRole('heading', { level: 1, name: /^Sarah, did it work out/u })).toBeVisible();
  const key = await plugIn(smith);
  await smith.getByRole('checkbox').check();
  await smith.getByRole('button', { name: 'Sign: it worked out' }).click();
  await expect(smith.getByRole('heading', { level: 1, name: 'Thank you, Sarah. It is signed.' })).toBeVisible();
  await key.remove();
  await smith.goto(`${net.smith.origin}/referrals/${intent}`);
  await signIn(smith, 'Priya Nair');
  await openReferralAt(smith);
  await expect(smith.getByRole('img', { name: '5 of 5 handshakes signed' }).first()).toBeVisible();
});

test('both desks show the same five handshakes, verified again, and each says how the client signed', async () => {
  await startAct(smith, 'Confirm how the client signed');
  await signSheet(smith, 'Sign the agreement');
  await net.carry('smith', 'abc');
  await openReferral(abc);
  await startAct(abc, 'Confirm how the client signed');
  await signSheet(abc, 'Sign the agreement');
  await net.carry('abc', 'smith');
  const at = async (desk: Desk) => (await desk.get(`/referrals/${intent}`, referralView)).handshakes.map((step) => [step.state, step.hash]);
  const here = await at(net.smith);
  expect(here.every(([state]) => state === 'signed')).toBe(true);
  expect(await at(net.abc)).toEqual(here);
  for (const page of [smith, abc]) {
    await openReferral(page);
    await page.getByRole('button', { name: /^Verified/u }).click();
    await expect(page.getByRole('button', { name: /^Verified/u })).toBeVisible();
    for (const name of ['Intent', 'Acknowledgement', 'Intake', 'Settlement', 'Outcome']) {
      await page.getByRole('button', { name: new RegExp(`Handshake \\d, ${name}`, 'u') }).click();
      await expect(page.getByRole('heading', { level: 2, name: new RegExp(name, 'u') }).first()).toBeVisible();
    }
    expect(await violations(page)).toEqual([]);
  }
  await smith.getByRole('link', { name: 'Referrals', exact: true }).first().click();
  await smith.getByRole('button', { name: /^All/u }).click();
  await expect(smith.getByRole('grid', { name: 'Referrals' })).toContainText('5 of 5');
  expect(await violations(smith)).toEqual([]);
  expect(said).toEqual([]);
});
