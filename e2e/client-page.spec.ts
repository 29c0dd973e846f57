import { generateKeyPairSync } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { z } from 'zod';
import { contactList } from '../core/contract/contact-list.ts';
import { clientPrepared, clientSession } from '../core/contract/client-signing.ts';
import { referralList, referralView } from '../core/contract/referrals.ts';
import { homeLoanIntent, openNetwork, type Network } from './fixtures/network.ts';
import { look } from './fixtures/look.ts';
import { openWindow, plugIn, signIn, violations, windowOf } from './fixtures/window.ts';

// The client's own page: a security key for both records, a signed no, and invitations that have ended.
test.describe.configure({ mode: 'serial' });

let net: Network;
let page: Page;

/** A new client with a referral of theirs and an open page; answers the page's session and the referral. */
const invited = async (
  givenName: string,
  channel: 'email' | 'in-person',
): Promise<{ readonly session: string; readonly referral: string; readonly email: string }> => {
  const email = `${givenName.toLowerCase()}@example.com`;
  const form = {
    kind: 'person',
    givenName,
    familyName: 'Ng',
    organisation: '',
    emails: [email],
    phones: [],
    abn: null,
    suburb: '',
    state: '',
    postcode: '',
    street: '',
    note: '',
    assuranceClient: false,
    doNotContact: false,
  };
  await net.smith.send('POST', '/contacts', form, z.object({ id: z.string() }));
  const { rows } = await net.smith.get(`/contacts?q=${givenName}`, contactList);
  const made = await net.smith.act(homeLoanIntent(net, rows[0]?.id ?? ''));
  const referral = made.referral ?? '';
  const invitation = await net.smith.act({
    act: 'invite',
    referral,
    step: 1,
    channel,
    address: channel === 'email' ? email : null,
  });
  const { session } = await net.smith.send(
    'POST',
    '/client-sessions',
    { referral, step: 1, invite: invitation.events[0]?.hash ?? '' },
    clientSession,
  );
  return { session, referral, email };
};

const acknowledgement = async (referral: string) => (await net.smith.get(`/referrals/${referral}`, referralView)).handshakes[1];

test.beforeAll(async ({ browser }) => {
  net = await openNetwork();
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  await openWindow(page, net.smith);
});

test.afterAll(async () => {
  await page?.context().close();
  await net?.close();
});

for (const channel of ['in-person', 'email'] as const) {
  test(`a security key signs both records of an invitation, ${channel}, one press each and no code`, async () => {
    const { session, referral } = await invited(channel === 'email' ? 'Grace' : 'Liam', channel);
    const key = await plugIn(page);
    await page.goto(`${net.smith.origin}/sign/${session}`);
    await page.getByRole('checkbox', { name: 'Yes, give them my details' }).check();
    await page.getByRole('checkbox', { name: 'Yes, I know about this referral' }).check();
    await page.getByRole('button', { name: 'Sign the first of two' }).click();
    await expect(page.getByText('You signed this.')).toHaveCount(1);
    await page.getByRole('button', { name: 'Sign what I ticked' }).click();
    await expect(page.getByRole('heading', { level: 1, name: /It is signed/u })).toBeVisible();
    await key.remove();
    const step = await acknowledgement(referral);
    expect(step?.assurance?.key).toBe('passkey');
    expect(step?.assurance?.keyWords).toContain('test key');
  });
}

test('once the consent is taken back, the page of the referral tells nobody to pass the details', async ({ browser }) => {
  const { rows } = await net.smith.get('/referrals', referralList);
  const referral = rows.find((row) => row.client.startsWith('Grace'))?.intent ?? '';
  const { consents } = await net.smith.get(`/referrals/${referral}`, referralView);
  const consent = consents[0]?.hash ?? '';
  await net.smith.act({ act: 'consent-withdraw', consent, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
  const desk = await windowOf(browser, []);
  await openWindow(desk, net.smith);
  await signIn(desk, 'Priya Nair');
  await desk.goto(new URL(`/referrals/${referral}`, net.smith.origin).href);
  await expect(desk.getByText('You pass nothing on. The client has withdrawn the consent.')).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Pass the details' })).toHaveCount(0);
  await look(desk, 'referral-consent-ended');
  await desk.context().close();
});

test('in person the desk takes no one-time key: nothing but the client’s own key says who pressed', async () => {
  const { session } = await invited('Omar', 'in-person');
  const { publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');
  const asked = net.smith.send(
    'POST',
    `/client-sessions/${session}/prepare`,
    { choice: 'consent', key: { kind: 'software', spki }, code: null },
    clientPrepared,
  );
  await expect(asked).rejects.toThrow('This needs a passkey');
});

test('a no is signed as well, and ends the referral with nothing passed on', async () => {
  const { session, referral, email } = await invited('Noah', 'email');
  await page.goto(`${net.smith.origin}/sign/${session}`);
  await page.getByRole('button', { name: 'No passkey? Use a code' }).click();
  await page.getByRole('button', { name: 'Send me the code' }).click();
  const field = page.getByLabel('The code');
  await expect(field).toBeVisible();
  await field.fill(/\d{8}/u.exec((await net.mail(email)) ?? '')?.[0] ?? '');
  await page.getByRole('button', { name: 'No, do not share' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'You said no, Noah. Nothing was passed on.' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const view = await net.smith.get(`/referrals/${referral}`, referralView);
  expect(view.handshakes[1]?.state).toBe('not-yet');
  expect(view.consents).toEqual([]);
  expect(view.entries.map((entry) => entry.type)).toContain('consent.refused');
});

test('an invitation whose time has passed signs nothing, and an unknown page says so', async () => {
  const { session } = await invited('Ivy', 'email');
  await net.advance(40 * 86_400_000);
  await page.goto(`${net.smith.origin}/sign/${session}`);
  await expect(page.getByRole('heading', { level: 1, name: 'This page has ended' })).toBeVisible();
  await page.goto(`${net.smith.origin}/sign/01930000-0000-7000-8000-000000000001`);
  await expect(page.getByRole('heading', { level: 1, name: 'This page has no question for you' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
