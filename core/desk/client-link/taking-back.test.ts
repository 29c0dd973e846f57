import { afterAll, describe, expect, it } from 'vitest';
import { carry, ok as get, sign } from '../exchange/network.fixture.ts';
import { signAct } from '../open-desk.fixture.ts';
import { BOTH, openLinkedClients, sealer } from './linked-clients.fixture.ts';
import { oneTimeKey, passkeyOn, press } from './page.fixture.ts';
import { takeClientAnswer } from './take-answer.ts';

const clients = await openLinkedClients();
afterAll(() => clients.net.close());
const { net, letters, desk, send, take, linked, pageOf, now, codes, needsOf } = clients;

describe('taking back by a new key', () => {
  /** A consent and acknowledgement by a one-time key, then a new link and code by which the client takes the consent back. */
  const invited = async (seed: number) => {
    const { begun, link, code } = await linked();
    const page = pageOf(link);
    const { answer, records } = await press(page, oneTimeKey(seed), { choices: BOTH, at: now(), code });
    await take(link, answer);
    const consent = records[0]?.ticket.event_hash ?? '';
    const again = await send(await sign(net.smith, { act: 'invite-withdrawal', referral: begun.intent, consent }));
    return { begun, consent, ...again, old: { link, code } };
  };

  it('takes a new code to the same address, counts at once at both practices, and is the client’s own once both have attested it', async () => {
    const { begun, consent, link, code } = await invited(40);
    expect(letters.map((letter) => letter.to)).toEqual(['sarah@example.com', 'sarah@example.com']);
    const page = pageOf(link);
    expect(page.request.page).toMatchObject({ headline: 'Sarah, do you take your consent back?', choices: [{ id: 'withdraw' }] });
    const wrong = code === '00000000' ? '11111111' : '00000000';
    await expect(press(page, oneTimeKey(41), { choices: ['withdraw'], at: now(), code: wrong })).rejects.toThrow('code.wrong');
    const { answer, records } = await press(page, oneTimeKey(41), { choices: ['withdraw'], at: now(), code, consents: [consent] });
    expect(await take(link, answer)).toMatchObject({ ok: true, value: { refused: [] } });
    const withdrawn = () => desk.ledger.referral(begun.intent)?.consents[0]?.withdrawn;
    const hash = records[0]?.ticket.event_hash ?? '';
    expect(withdrawn()).toMatchObject({ hash, byNewKey: true, attestedBy: [] });
    await carry(net.smith, net.abc);
    expect(net.abc.host.desk().ledger.referral(begun.intent)?.consents[0]?.withdrawn).toMatchObject({ hash, byNewKey: true });
    expect(await needsOf(begun)).toContain('Confirm how Sarah Chen took the consent back');
    for (const seat of [net.smith, net.abc]) {
      const { acts } = (await get(seat, 'GET', `/referrals/${begun.intent}`)) as { readonly acts: readonly unknown[] };
      expect(acts).toContainEqual(expect.objectContaining({ act: 'attest', label: 'Confirm how the client took it back', event: hash }));
      await sign(seat, { act: 'attest', referral: begun.intent, event: hash, agrees: true, reason: null });
    }
    await carry(net.abc, net.smith);
    expect(await needsOf(begun)).not.toContain('Confirm how Sarah Chen took the consent back');
    expect(withdrawn()?.attestedBy).toHaveLength(2);
    expect(await signAct(net.smith.host, net.smith.token, { act: 'invite-withdrawal', referral: begun.intent, consent })).toMatchObject({
      status: 409,
    });
  });

  it('takes a passkey as well, which replaces the one-time key', async () => {
    const { begun, consent, link } = await invited(42);
    const page = pageOf(link);
    const { answer } = await press(page, passkeyOn(page, 43), { choices: ['withdraw'], at: now(), consents: [consent] });
    expect(await take(link, answer)).toMatchObject({ ok: true, value: { refused: [] } });
    expect(desk.ledger.referral(begun.intent)?.consents[0]?.withdrawn?.byNewKey).toBe(true);
  });

  it('not by the code of before, not for another referral, not on the page of before', async () => {
    const { consent, link, code, old } = await invited(44);
    const other = await invited(45);
    const page = pageOf(link);
    const before = pageOf(old.link);
    const onOldPage = { ...before.request, earlier: page.request.earlier };
    const reused = await press(before, oneTimeKey(46), {
      choices: ['withdraw'],
      at: now(),
      no: 2,
      code: old.code,
      request: onOldPage,
      consents: [consent],
    });
    expect(await codes(reused.answer, old.link)).toEqual(['answer.choice']);
    const swapped = { ...page.request, invitations: before.request.invitations };
    const earlier = await press(page, oneTimeKey(46), {
      choices: ['withdraw'],
      at: now(),
      code: old.code,
      request: swapped,
      consents: [consent],
    });
    expect(await codes(earlier.answer, link)).toEqual(['answer.invitation']);
    const elsewhere = await press(page, oneTimeKey(46), { choices: ['withdraw'], at: now(), no: 2, code, consents: [other.consent] });
    expect(await codes(elsewhere.answer, link)).toEqual(['answer.content']);
    const hidden = { ...page.request, earlier: null };
    const unnamed = await press(page, oneTimeKey(46), {
      choices: ['withdraw'],
      at: now(),
      no: 3,
      code,
      request: hidden,
      consents: [consent],
    });
    // One that names no key it replaces is no record: nothing that could be read fits the ticket.
    expect(await codes(unnamed.answer, link)).toEqual(['answer.tickets']);
    // The other practice's desk holds no page: there the rules of the protocol alone refuse the code of before.
    await carry(net.smith, net.abc);
    const there = await takeClientAnswer(net.abc.host.desk(), sealer, { request: link.id, answer: earlier.answer });
    expect(there).toMatchObject({ ok: true, value: { events: [], refused: [{ code: 'client.invitation' }] } });
  });
});
