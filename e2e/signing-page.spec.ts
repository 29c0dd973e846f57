import { expect, test, type Page } from '@playwright/test';
import { openSignServer, type SignServer } from './fixtures/sign-server.ts';
import { look } from './fixtures/look.ts';
import { phoneOf, plugIn, violations, type VirtualKey } from './fixtures/window.ts';

// The client's page behind a link, on a phone: by passkey, by a one-time key after a code, a no, and links that open nothing.
test.describe.configure({ mode: 'serial' });

let served: SignServer;
let page: Page;
let key: VirtualKey | undefined;

test.beforeAll(async ({ browser }) => {
  served = await openSignServer();
  page = await phoneOf(browser);
});
test.afterAll(async () => {
  await page?.context().close();
  await served?.close();
});
test.afterEach(async () => {
  await key?.remove();
  key = undefined;
});

const box = (name: string) => page.getByRole('checkbox', { name });
const button = (name: string) => page.getByRole('button', { name });
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Opens the practice's window, signed in; answers its address. */
const openDesk = async (desk: Page): Promise<string> => {
  const opened = await served.window();
  await desk.goto(opened);
  await desk.getByRole('group', { name: 'People of this desk' }).getByRole('button', { name: 'Priya Nair' }).click();
  await desk.getByLabel('PIN of Priya Nair').fill('246810');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('navigation', { name: 'Pages of the desk' })).toBeVisible();
  return new URL(opened).origin;
};

test('a passkey of the phone signs both records, one press each; the same link shows them and takes the consent back', async () => {
  const { link, intent } = await served.send('email', 'Sarah');
  key = await plugIn(page);
  await page.goto(link);
  await expect(heading('Sarah, may we introduce you to ABC Finance?')).toBeVisible();
  await look(page, 'sign-open');
  expect(await violations(page)).toEqual([]);
  await box('Yes, give them my details').check();
  await box('Yes, I know about this referral').check();
  await button('Sign the first of two').click();
  await expect(page.getByText(/You signed this on/u)).toHaveCount(1);
  await button('Sign what I ticked').click();
  await expect(heading('Thank you, Sarah. It is signed.')).toBeVisible();
  await look(page, 'sign-done');
  expect(await violations(page)).toEqual([]);
  const [receipt] = await Promise.all([page.waitForEvent('download'), button('Save my receipt').click()]);
  expect(receipt.suggestedFilename()).toBe('receipt.html');
  expect(await served.take(intent)).toMatchObject({
    key: 'passkey',
    device: 'client',
    consents: ['given'],
    link: 'answered',
    problem: null,
  });
  await page.reload();
  await expect(heading('Thank you, Sarah. It is signed.')).toBeVisible();
  await page.getByText('Take my consent back').click();
  await button('Take it back with my passkey').click();
  await expect(heading('Your consent is taken back, Sarah.')).toBeVisible();
  expect(await served.take(intent)).toMatchObject({ consents: ['withdrawn'], problem: null });
});

test('without a passkey a code from the other message makes a one-time key; a wrong one signs nothing', async () => {
  const { link, intent, code } = await served.send('email', 'Grace');
  await page.goto(link);
  await button('No passkey? Use a code').click();
  await box('Yes, give them my details').check();
  await box('Yes, I know about this referral').check();
  await page.getByLabel('The code').fill(code === '12345678' ? '87654321' : '12345678');
  await button('Sign the first of two').click();
  await expect(page.getByRole('alert')).toContainText('This is not the code that was sent');
  await look(page, 'sign-code');
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('The code').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await button('Sign the first of two').click();
  await expect(page.getByText(/You signed this on/u)).toHaveCount(1);
  await button('Sign what I ticked').click();
  await expect(heading('Thank you, Grace. It is signed.')).toBeVisible();
  await page.getByText('Something is not right?').click();
  await page.getByLabel(/What should Smith & Partners correct/u).fill('My name is Grace Chan.');
  await button('Send this to them').last().click();
  await expect(page.getByText(/Your message went to Smith & Partners/u)).toBeVisible();
  expect(await served.take(intent)).toMatchObject({
    key: 'software',
    device: 'client',
    consents: ['given'],
    asks: ['correction: My name is Grace Chan.'],
  });
});

test('a no takes one press, outlasts a lost connection, and works at 320 pixels in the dark', async () => {
  const { link, intent } = await served.send('email', 'Noah');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.goto(link);
  await expect(heading(/Noah, may we introduce you/u)).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
  await look(page, 'sign-320-dark');
  expect(await violations(page)).toEqual([]);
  // Without a connection what was signed stays on the page, and goes out once by the same bytes.
  await page.context().setOffline(true);
  await button('No, do not share').click();
  await expect(page.getByText('It is signed and not sent yet. Keep this page open.')).toBeVisible();
  await expect(button('No, do not share')).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  await page.context().setOffline(false);
  await button('Send it now').click();
  await expect(heading('You said no, Noah. Nothing was passed on.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await served.take(intent)).toMatchObject({ consents: [], ending: 'refused' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
});

test('the practice sends the link from its window, and sees it fetched and answered', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const desk = await context.newPage();
  const intent = await served.begin('Liam');
  await desk.goto(`${await openDesk(desk)}/referrals/${intent}`);
  await desk.getByRole('button', { name: 'Invite the client' }).click();
  await desk.getByRole('radio', { name: 'A private link to their own e-mail address' }).check();
  await look(desk, 'invite-link');
  await served.letters();
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^Invite/u })
    .click();
  const dialog = desk.getByRole('dialog', { name: 'Link for Liam Chen' });
  await expect(dialog.getByText('Sent to l…@example.com', { exact: false })).toBeVisible();
  await look(desk, 'client-link');
  const [first, second] = await served.letters();
  const link = /http\S+/u.exec(first ?? '')?.[0] ?? '';
  expect(second).toMatch(/\d{8}/u);
  await page.goto(link);
  await expect(heading(/Liam, may we introduce you/u)).toBeVisible();
  await expect(dialog.getByText('Fetched means that somebody')).toBeVisible();
  await button('No, do not share').click();
  await expect(heading('You said no, Liam. Nothing was passed on.')).toBeVisible();
  await served.take(intent);
  await expect(dialog.getByText('Not yet')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await look(desk, 'client-said-no');
  await expect(desk.getByText('Consent refused', { exact: false }).first()).toBeVisible();
  await context.close();
});

test('the practice enters its account for text messages, tries it, and sends a link by SMS', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const desk = await context.newPage();
  const intent = await served.begin('Ava');
  const origin = await openDesk(desk);
  await desk.goto(`${origin}/referrals/${intent}`);
  await desk.getByRole('button', { name: 'Invite the client' }).click();
  await expect(desk.getByRole('radio', { name: 'A private link to their own mobile' })).toBeDisabled();
  await expect(desk.getByText('Needs your account for text messages, under Settings, Text messages.').first()).toBeVisible();
  await desk.goto(`${origin}/settings?section=sms`);
  const { host, account, token } = await served.twilio();
  await desk.getByLabel('Account (SID)').fill(account);
  await desk.getByRole('textbox', { name: 'Token' }).fill('wrong');
  await desk.getByLabel('Sender').fill('SmithPtnrs');
  await desk.getByLabel('Address at Twilio').fill(host);
  await desk.getByRole('button', { name: 'Save' }).click();
  await expect(desk.getByText('Saved as a new version.')).toBeVisible();
  await desk.getByLabel('Your own mobile number').fill('0491 570 006');
  await desk.getByRole('button', { name: 'Send a test message' }).click();
  await expect(desk.getByText('the account or the token is wrong', { exact: false })).toBeVisible();
  await desk.getByRole('textbox', { name: 'Token' }).fill(token);
  await desk.getByRole('button', { name: 'Save' }).click();
  await expect(desk.getByText('Saved as a new version.')).toBeVisible();
  await desk.getByRole('button', { name: 'Send a test message' }).click();
  await expect(desk.getByText('Twilio took a message to +61…006', { exact: false })).toBeVisible();
  await look(desk, 'sms-settings');
  expect(await served.texts()).toEqual(['+61491570006 Test message of Smith & Partners. Nothing is to be done.']);
  await desk.goto(`${origin}/referrals/${intent}`);
  await desk.getByRole('button', { name: 'Invite the client' }).click();
  await desk.getByRole('radio', { name: 'A private link to their own mobile' }).check();
  await expect(desk.getByLabel('Their own mobile number')).toHaveValue('0400 000 000');
  await look(desk, 'invite-sms');
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^Invite/u })
    .click();
  const dialog = desk.getByRole('dialog', { name: 'Link for Ava Chen' });
  await expect(dialog.getByText('Sent to +61…000', { exact: false })).toBeVisible();
  const [first = '', second = ''] = await served.texts();
  expect(first).toMatch(/^\+61400000000 Smith & Partners asks you/u);
  await page.goto(/http\S+/u.exec(first)?.[0] ?? '');
  await button('No passkey? Use a code').click();
  await page.getByLabel('The code').fill(/\d{8}(?=\n)/u.exec(second)?.[0] ?? '');
  await box('Yes, I know about this referral').check();
  await expect(page.getByText('The second choice goes with the first: tick both, or say no.')).toBeVisible();
  await expect(button('Sign what I ticked')).toBeDisabled();
  await box('Yes, give them my details').check();
  await button('Sign the first of two').click();
  await button('Sign what I ticked').click();
  await expect(heading('Thank you, Ava. It is signed.')).toBeVisible();
  expect(await served.take(intent)).toMatchObject({ key: 'software', device: 'client', problem: null });
  // Her key is gone: taking the consent back takes a new link and a new code to the same number.
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await desk.reload();
  await desk.getByRole('button', { name: 'More acts' }).click();
  await desk.getByRole('menuitem', { name: 'Let the client take the consent back' }).click();
  const sheet = desk.getByRole('dialog', { name: 'Let the client take the consent back' });
  await expect(sheet.getByText('+61400000000')).toBeVisible();
  await sheet.getByRole('button', { name: 'Invite' }).click();
  await expect(dialog.getByText('Sent to +61…000', { exact: false })).toBeVisible();
  const [again = '', code = ''] = await served.texts();
  await page.goto(/http\S+/u.exec(again)?.[0] ?? '');
  await expect(heading('Ava, do you take your consent back?')).toBeVisible();
  await button('No passkey? Use a code').click();
  await box('Yes, I take my consent back').check();
  await page.getByLabel('The code').fill(/\d{8}(?=\n)/u.exec(code)?.[0] ?? '');
  await look(page, 'sign-take-back');
  await button('Take my consent back').click();
  await expect(heading('Your consent is taken back, Ava.')).toBeVisible();
  expect(await served.take(intent)).toMatchObject({ consents: ['withdrawn'], problem: null });
  await desk.reload();
  await expect(desk.getByText('Withdrawn by a new key after a code, not confirmed by both practices yet')).toBeVisible();
  await expect(desk.getByText('Client invited to take the consent back')).toHaveCount(2);
  await context.close();
});

test('a link shown in person takes a passkey only; a cut or ended link says so in words', async () => {
  const { link } = await served.send('in-person', 'Ivy');
  await page.goto(link);
  await expect(button('No passkey? Use a code')).toHaveCount(0);
  await page.goto('about:blank');
  await page.goto(link.slice(0, -4));
  await expect(page.getByText('This link is not complete')).toBeVisible();
  await served.advance(40 * 86_400_000);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(heading('This link opens nothing')).toBeVisible();
  await look(page, 'sign-closed');
  expect(await violations(page)).toEqual([]);
});
