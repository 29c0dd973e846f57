import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { type MailSink, openMailSink } from '../core/cli/demo/mail-sink.ts';
import { type NetworkProcesses, startNetwork } from '../scripts/demo-network/network-processes.ts';
import { look, shoot } from './fixtures/look.ts';
import { homeLoanIntent, openNetwork, type Network } from './fixtures/network.ts';
import { officeVisitor } from './fixtures/office-visitor.ts';
import { goTo, violations, windowsOf } from './fixtures/window.ts';

// A server and a witness as programs of their own, three desks: the office takes the server, members connect, what one signs is at the other at once.
test.describe.configure({ mode: 'serial' });

const said: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'flip360-e2e-network-'));
let programs: NetworkProcesses;
let mail: MailSink;
let net: Network;
let office: Page;
let smith: Page;
let abc: Page;
let visitor: Page;

/** A port that nothing uses now: the server's passkeys belong to its address, which it has to know before it listens. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  mail = await openMailSink();
  const port = await freePort();
  programs = await startNetwork(folder, [
    `--mail=smtp://127.0.0.1:${mail.port}`,
    '--mail-from=Sample Network <notices@sample.flip360.test>',
    '--sms=twilio://AC1@127.0.0.1:9',
    '--sms-from=MG1',
    `--port=${port}`,
    `--public-url=http://localhost:${port}`,
  ]);
  net = await openNetwork();
  ({ office, smith, abc } = await windowsOf(browser, net, said));
});

test.afterAll(async () => {
  await net.close();
  await programs.close();
  await mail.close();
  rmSync(folder, { recursive: true, force: true });
  expect(said).toEqual([]);
});

test('the office takes the server, names a witness and connects', async () => {
  await goTo(office, 'Network');
  await look(office, 'network-office-new');
  await office.getByLabel('Address of the server').fill(programs.url);
  await office.getByLabel('Set-up code').fill('not-the-code-0000');
  await office.getByRole('button', { name: 'Take this server' }).click();
  await expect(office.getByText(/set-up code is not the one/u)).toBeVisible();
  await office.getByLabel('Set-up code').fill(programs.setupCode);
  await office.getByRole('button', { name: 'Take this server' }).click();
  await office.getByLabel('Witnesses').fill(programs.witnessKey);
  await look(office, 'network-office-witnesses');
  await office.getByRole('button', { name: 'State them and connect' }).click();
  await expect(office.getByText('Connected', { exact: true }).first()).toBeVisible();
});

test('members connect by the trust file, and follow the witnessed log', async () => {
  const [download] = await Promise.all([
    office.waitForEvent('download'),
    office.getByRole('button', { name: 'Save the trust file for members' }).click(),
  ]);
  const path = join(folder, 'network.flip360-trust');
  await download.saveAs(path);
  for (const page of [smith, abc]) {
    await goTo(page, 'Network');
    if (page === smith) await look(page, 'network-member-new');
    await page.locator('input[type=file]').setInputFiles(path);
    await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('witness.sample.test/one')).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText('Not in the network log')).toHaveCount(0);
  }
  await look(smith, 'network-member');
});

const HELEN = 'helen@abc.example.com.au';

test('a person has the server write that something came, to an address that is confirmed by a code', async () => {
  await abc.getByLabel('E-mail address').fill(HELEN);
  await abc.getByRole('checkbox', { name: 'Quiet hours' }).uncheck();
  await abc.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded();
  await look(abc, 'network-notices-new');
  await abc.getByRole('button', { name: 'Save' }).click();
  await expect(abc.getByText(`${HELEN} gets nothing until`)).toBeVisible();
  await abc.getByLabel('Code from the mail').fill('0000 0000');
  await abc.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(abc.getByText('This is not the code')).toBeVisible();
  await abc.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded();
  await look(abc, 'network-notices-code');
  const code = /^\d{8}/u.exec(mail.take(HELEN)?.text ?? '')?.[0] ?? '';
  await abc.getByLabel('Code from the mail').fill(code);
  await abc.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(abc.getByText('On, by e-mail')).toBeVisible();
  await expect(abc.getByText('Nothing waits', { exact: true }).last()).toBeVisible();
});

test('what one practice signs is on the other’s screen without anybody asking', async () => {
  await goTo(abc, 'Referrals');
  const contact = await net.smith.send(
    'POST',
    '/contacts',
    {
      kind: 'person',
      givenName: 'Mia',
      familyName: 'Tran',
      organisation: '',
      emails: ['mia@example.com'],
      phones: [],
      abn: null,
      suburb: '',
      state: '',
      postcode: '',
      street: '',
      note: '',
      assuranceClient: false,
      doNotContact: false,
    },
    z.looseObject({ id: z.string() }),
  );
  await net.smith.act(homeLoanIntent(net, contact.id));
  await expect(abc.getByText(/Smith & Partners/u).first()).toBeVisible({ timeout: 4000 });
  await look(abc, 'network-referral-arrived');
  await goTo(smith, 'Network');
  await expect(smith.getByText('Not seen yet')).toHaveCount(0);
});

test('what a program of the practice prepares arrives as a draft, and the wizard begins with it', async () => {
  await goTo(smith, 'Network');
  await smith.getByLabel('Name of the program').fill('Our CRM');
  await smith.getByRole('button', { name: 'Make a key' }).click();
  const key = await smith.getByText(/^f360_/u).textContent();
  expect(await violations(smith)).toEqual([]);
  await look(smith, 'network-own-programs');
  await goTo(smith, 'Today');
  const answer = await fetch(`${programs.url}/api/v1/referrals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key ?? ''}`, 'idempotency-key': 'matter-2026-0417' },
    body: JSON.stringify({
      client: { givenName: 'Ottokar', familyName: 'Lindqvist', emails: ['ottokar@example.com'] },
      purpose: 'home-loan',
      purposeWords: 'A first home in Parramatta',
      reference: '2026-0417',
    }),
  });
  expect(answer.status).toBe(201);
  await smith.getByRole('link', { name: 'Look: Arrived from your CRM: Ottokar Lindqvist' }).click({ timeout: 10_000 });
  expect(await violations(smith)).toEqual([]);
  await look(smith, 'crm-drafts');
  await smith.getByRole('button', { name: 'Make a referral of Ottokar Lindqvist' }).click();
  await expect(smith.getByRole('heading', { name: 'For what, and to whom?' })).toBeVisible();
  await expect(smith.getByLabel('In a few words')).toHaveValue('A first home in Parramatta');
  await look(smith, 'crm-draft-wizard');
  await goTo(smith, 'Network');
});

const small = async (page: Page, name: string): Promise<void> => {
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await shoot(page, name);
  await page.setViewportSize({ width: 1440, height: 900 });
};

test('a person is invited at the desk, enrols a passkey, and comes in by it alone', async ({ browser }) => {
  visitor = await officeVisitor(browser, said);
  await goTo(office, 'Network');
  const people = office.getByRole('region', { name: 'People on the server’s office page' });
  await people.scrollIntoViewIfNeeded();
  await expect(people).toContainText('No passkey');
  await people.getByRole('button', { name: 'Make a link for Margaret Doyle' }).click();
  const dialog = office.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await look(office, 'office-page-invite');
  const link = await dialog.locator('code').innerText();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { name: 'Enrol your passkey' })).toBeVisible();
  expect(visitor.url()).toBe(`${programs.url}/office`);
  await look(visitor, 'office-page-enrol');
  await visitor.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(visitor.getByRole('heading', { name: 'The network, as its server sees it' })).toBeVisible();
  await visitor.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(visitor.getByText('You are signed out on this device')).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  await look(visitor, 'office-page-door');
  await small(visitor, 'office-page-door-320');
  // The link was for once.
  await visitor.goto(link);
  await visitor.reload();
  await visitor.goto('about:blank');
  await visitor.goto(link);
  await visitor.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(visitor.getByText('This link opens nothing')).toBeVisible();
  await visitor.getByRole('button', { name: 'I have a passkey: sign in' }).click();
  await visitor.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(visitor.getByRole('heading', { name: 'The network, as its server sees it' })).toBeVisible();
});

test('the page shows what the server knows, by ids, and stays in after it is loaded again', async () => {
  await visitor.reload();
  await expect(visitor.getByRole('region', { name: 'Shared log' })).toContainText('witness.sample.test/one');
  await expect(visitor.getByRole('region', { name: 'Shared log' })).toContainText('cosigned');
  const practices = visitor.getByRole('region', { name: 'Practices and desks' });
  await expect(practices).toContainText(net.office.practice.slice(-12));
  await expect(practices).toContainText('the office');
  const audit = visitor.getByRole('region', { name: 'Audit log' });
  await expect(audit).toContainText('Every row holds');
  await expect(audit.getByRole('row').nth(1)).toContainText('Signed in here');
  await expect(visitor.locator('body')).not.toContainText(/Margaret|Smith|ABC Finance/u);
  await expect(visitor.getByRole('region', { name: 'Your sessions' })).toContainText('This one');
  await look(visitor, 'office-page-in');
  await audit.scrollIntoViewIfNeeded();
  await shoot(visitor, 'office-page-audit');
  await visitor.getByRole('contentinfo').scrollIntoViewIfNeeded();
  await shoot(visitor, 'office-page-own');
  await small(visitor, 'office-page-in-320');
});

test('a page that nobody touches for ten minutes signs out here and at the server; whoever touches it stays', async () => {
  const inside = visitor.getByRole('heading', { name: 'The network, as its server sees it' });
  await visitor.clock.install();
  await visitor.reload();
  await expect(inside).toBeVisible();
  await visitor.clock.fastForward('09:30');
  await visitor.keyboard.press('Shift');
  await visitor.clock.fastForward('09:30');
  await expect(inside).toBeVisible();
  await visitor.clock.fastForward('01:00');
  const why = visitor.getByText('You were signed out because nobody used the page for ten minutes.');
  await expect(why).toBeVisible();
  await look(visitor, 'office-page-idle');
  // What was still being read when it signed out says nothing more.
  await expect(why).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  await expect(inside).toHaveCount(0);
});

test('who is removed at the desk is out at once, and is not let in again', async () => {
  const people = office.getByRole('region', { name: 'People on the server’s office page' });
  await expect(people).toContainText('Passkey of one device', { timeout: 15_000 });
  await look(office, 'office-page-people');
  await people.getByRole('button', { name: 'Remove a passkey of Margaret Doyle' }).click();
  await people.getByRole('button', { name: 'Remove it, end its sessions' }).click();
  await expect(people).toContainText('No passkey');
  await visitor.reload();
  await visitor.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(visitor.getByText('You were not let in')).toBeVisible();
  await look(visitor, 'office-page-refused');
});

test('the mail says that something came and nothing of it', async () => {
  test.setTimeout(60_000);
  const told = { message: mail.take(HELEN) };
  await expect
    .poll(() => (told.message ??= mail.take(HELEN))?.subject, { timeout: 40_000 })
    .toBe('Something waits for you in Flip 360 Desk');
  expect(told.message?.text).toContain('Sent by Sample Network');
  expect(JSON.stringify(told.message)).not.toMatch(/Mia|Tran\b|Smith|loan/u);
  // The link in it asks before it stops them, and says at the desk that it was pressed.
  const { pathname } = new URL(/http\S+/u.exec(told.message?.text ?? '')?.[0] ?? '');
  const phone = await (
    await abc
      .context()
      .browser()
      ?.newContext({ viewport: { width: 360, height: 640 } })
  )?.newPage();
  if (phone === undefined) throw new Error('no second window');
  await phone.goto(`${programs.url}${pathname}`);
  await look(phone, 'notices-stop');
  await phone.getByRole('button', { name: 'Stop them' }).click();
  await expect(phone.getByRole('heading', { name: 'No more messages' })).toBeVisible();
  await phone.context().close();
  await goTo(abc, 'Network');
  await expect(abc.getByText('You stopped them by the link')).toBeVisible();
  await expect(abc.getByText('Handed over by e-mail')).toBeVisible();
  await abc.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded();
  await look(abc, 'network-notices-told');
  await abc.getByRole('button', { name: 'Remove my address' }).click();
  await expect(abc.getByLabel('E-mail address')).toHaveValue('');
  await expect(abc.getByText('Handed over by e-mail')).toHaveCount(0);
});

test('a server that goes away is said, and work goes on', async () => {
  await programs.close();
  await expect(smith.getByText('Offline', { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await expect(smith.getByText(/The server cannot be used now/u)).toBeVisible();
  await look(smith, 'network-offline');
});
