import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { type NetworkProcesses, startNetwork } from '../scripts/demo-network/network-processes.ts';
import { type EmptyDesk, startEmptyDesk } from './fixtures/empty-desk.ts';
import { PASSPHRASE, PIN, typeRecoveryKey } from './fixtures/first-run.ts';
import { look } from './fixtures/look.ts';
import { homeLoanIntent, openNetwork, type Network } from './fixtures/network.ts';
import { goTo, openWindow, signIn, violations, windowOf } from './fixtures/window.ts';

// A second computer of one practice: invited, set up, answered; it then holds the contact book of the first, its files and its clients' links.
test.describe.configure({ mode: 'serial' });

const said: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'flip360-e2e-second-'));
let programs: NetworkProcesses;
let net: Network;
let empty: EmptyDesk;
let second: Page;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  programs = await startNetwork(folder);
  net = await openNetwork();
  empty = await startEmptyDesk('second');
});

test.afterAll(async () => {
  await empty.close();
  await net.close();
  await programs.close();
  rmSync(folder, { recursive: true, force: true });
  expect(said).toEqual([]);
});

const saved = async (page: Page, button: string): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
};

const anyAnswer = z.looseObject({});

test('a second computer becomes a desk of the practice and shows its contact book', async ({ browser }) => {
  test.setTimeout(120_000);
  const claim = { url: programs.url, code: programs.setupCode };
  const { vkey } = await net.office.send('POST', '/network/claim', claim, z.looseObject({ vkey: z.string() }));
  await net.office.send('POST', '/network/state', { url: programs.url, vkey, witnesses: [programs.witnessKey] }, anyAnswer);
  const trust = await net.office.get('/trust-file', z.looseObject({ name: z.string(), base64: z.string() }));
  await net.smith.send('POST', '/network/join', { name: trust.name, base64: trust.base64 }, anyAnswer);
  const contact = { kind: 'person', givenName: 'Mia', familyName: 'Tran', organisation: '', emails: [], phones: [], abn: null };
  const rest = { suburb: '', state: '', postcode: '', street: '', note: '', assuranceClient: false, doNotContact: false };
  await net.smith.send('POST', '/contacts', { ...contact, ...rest }, anyAnswer);

  const first = await windowOf(browser, said);
  await openWindow(first, net.smith);
  await signIn(first, 'Priya Nair');
  await goTo(first, 'People and keys');
  await first.getByRole('button', { name: 'Add a desk…' }).click();
  await first.getByRole('combobox', { name: 'Who signs there first' }).click();
  await first.getByRole('option', { name: 'Priya Nair' }).click();
  const invitation = await saved(first, 'Save the invitation');
  await look(first, 'second-desk-invite');

  second = await windowOf(browser, said);
  await second.goto(empty.link);
  await second.getByRole('button', { name: 'This practice has a desk already' }).click();
  await second.locator('input[type=file]').first().setInputFiles(invitation);
  await second.getByRole('textbox', { name: 'New PIN', exact: true }).fill(PIN);
  await second.getByRole('textbox', { name: 'New PIN again' }).fill(PIN);
  const passphrase = second.getByRole('textbox', { name: 'Passphrase of this computer’s key file' });
  if (await passphrase.isVisible()) {
    await passphrase.fill(PASSPHRASE);
    await second.getByRole('textbox', { name: 'The passphrase again' }).fill(PASSPHRASE);
  }
  await look(second, 'second-desk-set-up');
  await second.getByRole('button', { name: 'Set this desk up' }).click();
  await expect(second.getByRole('heading', { name: 'Write down your recovery key' })).toBeVisible({ timeout: 20_000 });
  await typeRecoveryKey(second);
  await second.getByRole('button', { name: 'Next: join the network' }).click();
  const request = await saved(second, 'Save the request');

  await first.locator('input[type=file]').last().setInputFiles(request);
  await look(first, 'second-desk-sign');
  await first.getByRole('button', { name: 'Add the desk' }).click();
  // The sheet closes by itself once it is signed.
  await expect(first.getByRole('dialog')).toHaveCount(0, { timeout: 20_000 });
  const answer = await saved(first, 'Save the answer: Desk of Priya Nair');
  await look(first, 'second-desk-listed');
  expect(await violations(first)).toEqual([]);

  await second.locator('input[type=file]').first().setInputFiles(answer);
  await expect(second.getByText('This desk belongs to the practice.')).toBeVisible();
  await second.getByRole('button', { name: 'Next: your contacts' }).click();
  await second.getByRole('button', { name: 'Open the desk' }).click();
  await goTo(second, 'Contacts');
  await expect(second.getByText('Mia Tran').first()).toBeVisible({ timeout: 20_000 });
  await look(second, 'second-desk-contacts');
});

test('what the first desk keeps and sends is there at the second: a paper of a deal, and the link of a client', async () => {
  const made = z.looseObject({ id: z.string() });
  const nothing = { organisation: '', phones: [], abn: null, suburb: '', state: '', postcode: '', street: '', note: '' };
  const otto = {
    kind: 'person',
    givenName: 'Otto',
    familyName: 'Lind',
    emails: ['otto@example.com'],
    assuranceClient: false,
    doNotContact: false,
  };
  const contact = await net.smith.send('POST', '/contacts', { ...nothing, ...otto }, made);
  const deal = { contact: contact.id, pipeline: 'new-clients', stage: 'enquiry', title: 'Home loan' };
  const { id } = await net.smith.send('POST', '/deals', deal, made);
  const content = Buffer.alloc(1_300_000, 'Contract of sale. ');
  const file = { name: 'Contract of sale.pdf', base64: content.toString('base64') };
  await net.smith.send('POST', `/deals/${id}/files`, { file }, anyAnswer);

  await second.goto(`${new URL(second.url()).origin}/deals/${id}`);
  const paper = second.getByRole('row', { name: /Contract of sale\.pdf/u });
  await expect(paper).toBeVisible({ timeout: 20_000 });
  const [download] = await Promise.all([
    second.waitForEvent('download', { timeout: 20_000 }),
    paper.getByRole('button', { name: 'Save Contract of sale.pdf as a file' }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  expect(Buffer.compare(readFileSync(path), content)).toBe(0);
  await look(second, 'second-desk-paper');

  const intent = await net.smith.act(homeLoanIntent(net, contact.id));
  const referral = intent.referral ?? '';
  const invited = await net.smith.act({ act: 'invite-link', referral, step: 1, channel: 'email', address: 'otto@example.com' });
  const [link, code] = invited.events.map(({ hash }) => hash);
  await net.smith.send('POST', '/client-links', { invite: link, code: code ?? null }, anyAnswer);

  await goTo(second, 'Referrals');
  await second.getByText('Otto Lind').first().click({ timeout: 20_000 });
  const open = second.getByRole('button', { name: 'The client’s link' });
  await open.click({ timeout: 20_000 });
  await expect(second.getByText('Another desk of the practice made this link')).toBeVisible();
  await expect(second.getByText(/^Sent to/u)).toBeVisible();
  await look(second, 'second-desk-link');
  await second.getByRole('button', { name: 'Take the link back' }).click();
  await expect(second.getByText('This link was taken back. It opens nothing.')).toBeVisible();
});
