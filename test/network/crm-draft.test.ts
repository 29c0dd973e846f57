import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDraftAnswers, crmDrafts, crmKeyMade, crmKeys } from '../../core/contract/crm-drafts.ts';
import { contactView } from '../../core/contract/contacts.ts';
import { today } from '../../core/contract/desk.ts';
import { ok } from '../../core/desk/exchange/network.fixture.ts';
import { openWiredNetwork, SERVER_URL, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
});
afterAll(() => network.close());

const send = (key: string, call: string, body: object): Promise<Response> =>
  network.wire.fetch(`${SERVER_URL}/api/v1/referrals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': call },
    body: JSON.stringify(body),
  });

it('brings what a program prepared to the desk as a private draft, which a person makes a referral of', async () => {
  const { smith, abc } = network;
  const made = crmKeyMade.parse(await ok(smith, 'POST', '/crm-keys', { name: 'Our CRM', webhook: '' }));
  expect(made.keys.keys).toMatchObject([{ name: 'Our CRM', revokedAt: null, madeBy: 'Priya Nair' }]);
  expect(made.keys.address).toBe(`${SERVER_URL}/api/v1/referrals`);
  const client = { givenName: 'Quillabeth', familyName: 'Zanzotto', emails: ['q@zanzotto.example.com'], phones: ['0491 570 737'] };
  const draft = { client, purpose: 'home-loan', purposeWords: 'A first home', estimate: 1_234_567, reference: 'M-77' };
  expect((await send(made.key, 'matter-77', draft)).status).toBe(201);
  expect((await send(made.key, 'matter-77', draft)).status).toBe(200);
  const size = smith.host.desk().ledger.size();
  await network.rounds(smith, abc);
  await network.rounds(smith, abc);
  expect(crmDrafts.parse(await ok(abc, 'GET', '/crm-drafts')).drafts).toEqual([]);
  const { drafts } = crmDrafts.parse(await ok(smith, 'GET', '/crm-drafts'));
  expect(drafts).toMatchObject([{ name: 'Quillabeth Zanzotto', reference: 'M-77', problem: null }]);
  expect(drafts[0]?.purpose).toContain('A first home');
  expect(smith.host.desk().ledger.size()).toBe(size);
  expect(today.parse(await ok(smith, 'GET', '/today')).needsYou.map(({ title }) => title)).toContain(
    'Arrived from your CRM: Quillabeth Zanzotto',
  );
  const id = drafts[0]?.id ?? '';
  const { contact } = (await ok(smith, 'POST', `/crm-drafts/${id}/use`)) as { readonly contact: string };
  const page = contactView.parse(await ok(smith, 'GET', `/contacts/${contact}`));
  expect(page.fields).toMatchObject({ givenName: 'Quillabeth', emails: ['q@zanzotto.example.com'] });
  expect(crmDraftAnswers.parse(await ok(smith, 'GET', `/crm-drafts/${id}/answers`))).toEqual({
    purpose: 'home-loan',
    purposeWords: 'A first home',
    estimate: 1_234_567,
  });
  expect(crmDrafts.parse(await ok(smith, 'GET', '/crm-drafts')).drafts).toEqual([]);
  expect((await smith.host.call('POST', `/crm-drafts/${id}/use`, undefined, smith.token)).status).toBe(404);
  expect(smith.host.desk().ledger.size()).toBe(size);
});

it('shows what does not open, lets it be dismissed, and knows no key after it was revoked', async () => {
  const { smith } = network;
  const made = crmKeyMade.parse(await ok(smith, 'POST', '/crm-keys', { name: 'Old CRM', webhook: 'https://hooks.crm.example.com/flip' }));
  expect(made.webhookSecret).toHaveLength(43);
  const sealed = { enc: 'A'.repeat(43), body: Buffer.alloc(64).toString('base64') };
  expect((await send(made.key, 'matter-78', { sealed })).status).toBe(201);
  await network.rounds(smith);
  const [draft] = crmDrafts.parse(await ok(smith, 'GET', '/crm-drafts')).drafts;
  expect(draft).toMatchObject({ name: 'A draft that cannot be read', client: null });
  expect((await smith.host.call('POST', `/crm-drafts/${draft?.id ?? ''}/use`, undefined, smith.token)).status).toBe(404);
  await ok(smith, 'POST', `/crm-drafts/${draft?.id ?? ''}/dismiss`);
  expect(crmDrafts.parse(await ok(smith, 'GET', '/crm-drafts')).drafts).toEqual([]);
  const id = made.key.slice(5, 21);
  expect(made.keys.keys.map((key) => key.id)).toContain(id);
  const { keys } = crmKeys.parse(await ok(smith, 'POST', `/crm-keys/${id}/revoke`));
  expect(keys.filter((key) => key.revokedAt !== null).map((key) => key.id)).toEqual([id]);
  expect((await send(made.key, 'matter-79', { client: { givenName: 'X' } })).status).toBe(401);
});
