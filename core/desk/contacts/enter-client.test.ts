import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carry, type Network, ok, openNetwork } from '../exchange/network.fixture.ts';
import { beginReferral, personAt } from '../exchange/referral-steps.fixture.ts';
import { keepOpening } from '../openings/openings.ts';
import { planErasure } from '../rights/erase.ts';
import { personFileOf } from '../rights/access.ts';
import { contactById } from './stored-contact.ts';
import { enterClient } from './enter-client.ts';

let net: Network;
beforeEach(async () => {
  net = await openNetwork();
});
afterEach(() => net.close());

const details = {
  emails: ['sarah@example.com'],
  givenName: 'Sarah',
  name: 'Sarah Chen',
  phones: ['0491 570 156'],
  purpose: 'A first home',
};

/** A referral at the receiver; its details have come with the consent where `passed`. */
const received = async (passed: boolean): Promise<string> => {
  const { smith, abc } = net;
  const begun = beginReferral(smith, abc, details);
  await carry(smith, abc);
  if (passed) keepOpening(abc.host.desk(), begun.client);
  return begun.intent;
};

describe('the client of a received referral', () => {
  it('is entered in the book, and what came with the referral is theirs to see and to have erased', async () => {
    const intent = await received(true);
    const { abc } = net;
    const desk = abc.host.desk();
    const { contact } = (await ok(abc, 'POST', `/referrals/${intent}/contact`, { contact: null })) as { readonly contact: string };
    expect(contactById(desk.db, contact)?.fields).toMatchObject({ displayName: 'Sarah Chen', emails: [{ address: 'sarah@example.com' }] });
    expect(JSON.stringify(personFileOf(desk, 'Helen Marsh', contact))).toContain('A first home');
    expect(planErasure(desk, contact)).toMatchObject({ name: 'Sarah Chen', openReferrals: 1 });
    expect(enterClient(desk, personAt(abc), intent, null)).toMatchObject({ ok: false, error: { code: 'entered-before' } });
    expect(await ok(abc, 'GET', `/referrals/${intent}`)).toMatchObject({ contact });
  });

  it('may be a contact that is in the book already', async () => {
    const intent = await received(true);
    const { abc } = net;
    const person = personAt(abc);
    expect(enterClient(abc.host.desk(), person, intent, '01890000-0000-7000-8000-00000000dead')).toMatchObject({
      error: { code: 'contact-unknown' },
    });
    const form = { kind: 'person', givenName: 'S', familyName: 'Chen', organisation: '', emails: [], phones: [], abn: null };
    const place = { suburb: '', state: '', postcode: '', street: '', note: '', assuranceClient: false, doNotContact: false };
    const { id } = (await ok(abc, 'POST', '/contacts', { ...form, ...place })) as { readonly id: string };
    expect(enterClient(abc.host.desk(), person, intent, id)).toEqual({ ok: true, value: { contact: id } });
  });

  it('waits for the details, and for the referral itself', async () => {
    const intent = await received(false);
    const { abc } = net;
    const person = personAt(abc);
    expect(enterClient(abc.host.desk(), person, intent, null)).toMatchObject({ error: { code: 'details-not-here' } });
    expect(enterClient(abc.host.desk(), person, 'f'.repeat(64), null)).toMatchObject({ error: { code: 'referral-unknown' } });
  });
});
