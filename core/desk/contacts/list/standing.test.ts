import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactRow } from '../../../contract/contact-list.ts';
import { addContact, give, grantFor, later, openConsents, type Opened, PURPOSE } from '../../consents/consents.fixture.ts';
import { ok, sign } from '../../exchange/network.fixture.ts';

// What the list says about sharing, through real acts at a real desk: nothing but events and requests ever sets it.

const DAY = 86_400_000;
let net: Opened;
beforeAll(async () => {
  net = await openConsents();
});
afterAll(async () => {
  await net.close();
});

const list = async (f = '', seat = net.smith): Promise<readonly ContactRow[]> =>
  (await ok(seat, 'GET', `/contacts?f=${encodeURIComponent(f)}`))['rows'] as readonly ContactRow[];
const sharing = async (contact: string, seat = net.smith) => (await list('', seat)).find((row) => row.id === contact)?.sharing;

describe('the consent column', () => {
  it('follows what is asked, given, about to end, over and withdrawn, and finds each by a filter', async () => {
    expect(await sharing(net.sarah)).toEqual({ state: 'not-asked', words: 'Not asked', rest: null });
    const abc = net.abc.practice;
    await ok(net.smith, 'POST', '/consents/requests', { contacts: [net.sarah], recipients: [abc], purpose: PURPOSE, channel: 'phone' });
    expect(await sharing(net.sarah)).toMatchObject({ state: 'asked', words: 'Asked 4 Aug 2026' });
    await give(net.smith, grantFor(net.sarah, [abc]));
    const held = await sharing(net.sarah);
    expect(held).toMatchObject({ state: 'given', words: 'Given' });
    expect(held?.rest).toMatch(/^ABC Finance.*, \d+ Aug 2027$/u);
    expect(await list(`receiver:any:${abc}`)).toHaveLength(1);
    expect(await list('consent:any:given;consent-end:last:1')).toHaveLength(0);
    expect(await list('consent-end:coming:370')).toHaveLength(1);

    const nearly = await later(net, net.smith, 340 * DAY);
    expect(await sharing(net.sarah, nearly)).toMatchObject({ state: 'expiring' });
    expect(await list('consent:any:expiring', nearly)).toHaveLength(1);
    const over = await later(net, nearly, 40 * DAY);
    expect(await sharing(net.sarah, over)).toMatchObject({ state: 'expired' });
    expect(await list(`receiver:any:${abc}`, over)).toHaveLength(0);

    const mei = await addContact(over, { givenName: 'Mei', familyName: 'Ng', emails: ['mei@example.com'], phones: ['0491 570 157'] });
    const other = await give(over, grantFor(mei, [abc], { identified: { how: 'call-back', contactPoint: '0491 570 157' } }));
    expect(await sharing(mei, over)).toMatchObject({ state: 'given' });
    await sign(over, { act: 'consent-withdraw', consent: other, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
    expect(await sharing(mei, over)).toMatchObject({ state: 'withdrawn' });
    expect(await list('consent:any:withdrawn', over)).toHaveLength(1);
  }, 60_000);
});
