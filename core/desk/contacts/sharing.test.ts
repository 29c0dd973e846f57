import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactRow } from '../../contract/contact-list.ts';
import type { ContactView } from '../../contract/contacts.ts';
import { addContact, give, grantFor, later, type Opened, openConsents, PURPOSE, SARAH } from '../consents/consents.fixture.ts';
import { ok, sign } from '../exchange/network.fixture.ts';

const DAY = 86_400_000;
let net: Opened;
beforeEach(async () => {
  net = await openConsents();
});
afterEach(async () => {
  await net.close();
});

const inList = async (): Promise<Record<string, string>> => {
  const { rows } = (await ok(net.smith, 'GET', '/contacts')) as unknown as { readonly rows: readonly ContactRow[] };
  return Object.fromEntries(
    rows.map((row) => [
      row.name,
      [row.sharing.state, row.sharing.words, ...(row.sharing.rest === null ? [] : [row.sharing.rest])].join(': '),
    ]),
  );
};
const onPage = async (): Promise<readonly string[]> =>
  ((await ok(net.smith, 'GET', `/contacts/${net.sarah}`)) as unknown as ContactView).sharing.map((one) => `${one.name}: ${one.words}`);

describe('sharing', () => {
  it('says in the list where each contact stands', async () => {
    const names = ['Omar', 'Lina', 'Ruth', 'Theo'];
    const [omar = '', lina = '', ruth = '', theo = ''] = await Promise.all(names.map((givenName) => addContact(net.smith, { givenName })));
    await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await give(net.smith, grantFor(omar, [net.abc.practice], { months: 1 }));
    const root = await give(net.smith, grantFor(lina, [net.abc.practice]));
    await sign(net.smith, { act: 'consent-withdraw', consent: root, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
    await sign(net.smith, {
      act: 'consent-refuse',
      contact: ruth,
      recipients: [net.abc.practice],
      purpose: PURPOSE,
      channel: 'phone',
      artefact: 'Call',
    });
    await ok(net.smith, 'POST', '/consents/requests', {
      contacts: [theo],
      recipients: [net.abc.practice],
      purpose: PURPOSE,
      channel: 'phone',
    });
    net = { ...net, smith: await later(net, net.smith, 10 * DAY) };
    expect(await inList()).toEqual({
      'Sarah Chen': 'given: Given: ABC Finance, 4 Aug 2027',
      'Omar Chen': 'expiring: Ends 4 Sep 2026: ABC Finance',
      'Lina Chen': 'withdrawn: Withdrawn 4 Aug 2026',
      'Ruth Chen': 'refused: Refused 4 Aug 2026',
      'Theo Chen': 'asked: Asked 4 Aug 2026',
    });
    net = { ...net, smith: await later(net, net.smith, 30 * DAY) };
    expect((await inList())['Omar Chen']).toBe('expired: Expired 4 Sep 2026: ABC Finance');
  });

  it('answers on the page for each practice and purpose as the gate does', async () => {
    expect(await onPage()).toEqual(['ABC Finance: No. No consent for this is recorded.']);
    const root = await give(net.smith, grantFor(net.sarah, [net.abc.practice]));
    await sign(net.smith, {
      act: 'consent-refuse',
      contact: net.sarah,
      recipients: [net.abc.practice],
      purpose: 'refinance',
      channel: 'phone',
      artefact: 'Call',
    });
    expect(await onPage()).toEqual([
      'ABC Finance, home loan: Yes, until 4 Aug 2027. You may pass name and contact details, and nothing else.',
      'ABC Finance, refinancing a loan: No. The client has said no.',
    ]);
    await sign(net.smith, {
      act: 'consent-narrow',
      consent: root,
      recipients: [],
      categories: ['contact-details'],
      until: null,
      method: 'phone',
      artefact: 'Call',
    });
    expect((await onPage())[0]).toBe('ABC Finance, home loan: Yes, until 4 Aug 2027. You may pass name, and nothing else.');
    await sign(net.smith, { act: 'consent-withdraw', consent: root, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
    expect((await onPage())[0]).toBe('ABC Finance, home loan: No. Consent was withdrawn on 4 Aug 2026.');
  });

  it('says no where the contact is marked, and when a consent has expired', async () => {
    await give(net.smith, grantFor(net.sarah, [net.abc.practice], { months: 1 }));
    await ok(net.smith, 'PUT', `/contacts/${net.sarah}`, { ...SARAH, doNotContact: true });
    expect(await onPage()).toEqual(['ABC Finance, home loan: No. The contact is marked do not contact.']);
    await ok(net.smith, 'PUT', `/contacts/${net.sarah}`, SARAH);
    net = { ...net, smith: await later(net, net.smith, 60 * DAY) };
    expect(await onPage()).toEqual(['ABC Finance, home loan: No. Consent expired on 4 Sep 2026.']);
  });
});
