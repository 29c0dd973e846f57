import { afterAll, describe, expect, it } from 'vitest';
import { carry, ok as get, sign } from '../exchange/network.fixture.ts';
import { append, intakeDraft, personAt } from '../exchange/referral-steps.fixture.ts';
import { BOTH, openLinkedClients, sealer } from './linked-clients.fixture.ts';
import { makeLink, refreshLink, withdrawLink } from './links.ts';
import { linksOf } from './link-view.ts';
import { oneTimeKey, passkeyOn, press } from './page.fixture.ts';
import { takeClientAnswer } from './take-answer.ts';

const clients = await openLinkedClients();
afterAll(() => clients.net.close());
const { net, server, letters, desk, send, take, linked, pageOf, now, needsOf } = clients;

describe('a signing link', () => {
  it('goes out in a message that names the practice and nothing of the referral, with the code in one of its own', async () => {
    const { link, begun } = await linked();
    expect(letters.map((letter) => letter.to)).toEqual(['sarah@example.com', 'sarah@example.com']);
    const [, second] = letters;
    expect(linksOf(desk, begun.intent)[0]).toMatchObject({ link: null, qr: null });
    for (const letter of letters) expect(`${letter.subject} ${letter.text}`).not.toMatch(/Sarah|Chen|shop|ABC|referral/u);
    expect(second?.text).toMatch(/^Your code for Smith & Partners: \d{8}\n/u);
    expect(link).toMatchObject({ state: 'open', sentTo: 's…@example.com', openedAt: null, answeredAt: null });
    expect(linksOf(desk, begun.intent)).toHaveLength(1);
    const held = server.held.get(link.id);
    const text = Buffer.from(held?.ciphertext ?? []).toString('latin1');
    expect(text).not.toMatch(/Sarah|shop|Smith/u);
    expect(JSON.stringify({ ...held, ciphertext: '' })).not.toContain((link.link ?? '').split('#')[1]);
  });

  it('is made once for an invitation, and opens nothing after it was taken back', async () => {
    const { link, begun } = await linked('in-person');
    expect(link.sentTo).toBeNull();
    expect(link.qr?.size).toBeGreaterThan(20);
    const withdrawn = await withdrawLink(desk, server, link.id);
    expect(withdrawn).toMatchObject({ ok: true, value: { state: 'withdrawn', link: null, qr: null } });
    expect(server.gone.has(link.id)).toBe(true);
    expect(linksOf(desk, begun.intent)).toHaveLength(1);
  });

  it('says so when no server is set up, and keeps what is known when it does not answer', async () => {
    const made = await makeLink(desk, personAt(net.smith), null, { invite: '0'.repeat(64), code: null });
    expect(made).toMatchObject({ ok: false, error: { code: 'no-server' } });
    const { link } = await linked();
    expect(await refreshLink(desk, null, link.id)).toMatchObject({ ok: true, value: { state: 'open' } });
  });
});

describe('an answer from the page', () => {
  it('by passkey: consent and acknowledgement stand at both practices with the three facts of assurance', async () => {
    const { begun, link } = await linked();
    const page = pageOf(link);
    const { answer, records } = await press(page, passkeyOn(page, 1), { choices: BOTH, at: now() });
    expect(await take(link, answer)).toEqual({
      ok: true,
      value: { outcome: 'taken', events: records.map((record) => record.ticket.event_hash), waiting: [], refused: [] },
    });
    const state = desk.ledger.referral(begun.intent);
    expect(state?.steps[1]?.assurance).toMatchObject({
      key: 'passkey',
      device: { owner: 'client', practice: null },
      invited: { practice: net.smith.practice, channel: 'email' },
    });
    expect(state?.consents).toMatchObject([{ by: 'client', channel: 'page' }]);
    // The same answer reaches the receiver before the referral does: it waits, and stands once the file is there.
    const abc = net.abc.host.desk();
    const there = await takeClientAnswer(abc, sealer, { request: link.id, answer });
    expect(there).toMatchObject({ ok: true, value: { outcome: 'taken', events: [], refused: [] } });
    await carry(net.smith, net.abc);
    expect(abc.ledger.referral(begun.intent)?.steps[1]?.hash).toBe(records[1]?.ticket.event_hash);
    expect(await takeClientAnswer(abc, sealer, { request: link.id, answer })).toMatchObject({ ok: true, value: { outcome: 'already' } });
    expect(linksOf(desk, begun.intent)).toMatchObject([{ state: 'answered', problem: null }]);
  });

  it('by a one-time key after the code; a later withdrawal is asked for in words, because the key is gone', async () => {
    const { begun, link, code } = await linked();
    const page = pageOf(link);
    const key = oneTimeKey(2);
    const { answer } = await press(page, key, { choices: BOTH, at: now(), code });
    expect(await take(link, answer)).toMatchObject({ ok: true, value: { refused: [] } });
    expect(desk.ledger.referral(begun.intent)?.steps[1]?.assurance.key).toBe('software');
    const ask = { kind: 'withdrawal', words: 'Please stop.' } as const;
    const later = await press(page, { ...key, registration: null }, { choices: [], at: now(), no: 2, ask });
    expect(await take(link, later.answer)).toMatchObject({ ok: true, value: { events: [], refused: [] } });
    expect(linksOf(desk, begun.intent)).toMatchObject([{ asks: [{ kind: 'withdrawal', words: 'Please stop.' }] }]);
    expect(await needsOf(begun)).toContain('Sarah Chen takes the consent back');
  });

  it('a passkey takes its consent back by the same link', async () => {
    const { begun, link } = await linked();
    const page = pageOf(link);
    const key = passkeyOn(page, 3);
    const { answer, records } = await press(page, key, { choices: ['consent'], at: now() });
    await take(link, answer);
    const consent = records[0]?.ticket.event_hash ?? '';
    const from = { n: 1, prev: consent };
    const later = await press(page, key, { choices: ['withdraw'], at: now(), no: 2, from, consents: [consent] });
    expect(await take(link, later.answer)).toMatchObject({ ok: true, value: { refused: [] } });
    expect(desk.ledger.referral(begun.intent)?.consents[0]?.withdrawn).not.toBeNull();
  });

  it('a no needs neither passkey nor code', async () => {
    const { begun, link } = await linked();
    const { answer } = await press(pageOf(link), oneTimeKey(4), { choices: ['refuse'], at: now() });
    expect(await take(link, answer)).toMatchObject({ ok: true, value: { refused: [] } });
    expect(desk.ledger.referral(begun.intent)?.ending).toMatchObject({ kind: 'refused' });
  });

  it('changes nothing the second time, and another answer in its place is refused', async () => {
    const { link } = await linked();
    const page = pageOf(link);
    const key = passkeyOn(page, 5);
    const first = await press(page, key, { choices: ['consent'], at: now() });
    await take(link, first.answer);
    const size = desk.ledger.size();
    expect(await take(link, first.answer)).toMatchObject({ ok: true, value: { outcome: 'already' } });
    const again = await press(page, passkeyOn(page, 6), { choices: ['consent'], at: now() });
    expect(await take(link, again.answer)).toMatchObject({ ok: false, error: { code: 'answer.replayed' } });
    expect(desk.ledger.size()).toBe(size);
  });
});

describe('the outcome', () => {
  /** A referral up to an agreed settlement, whose client acknowledged by the passkey of a seed, and the link for step 4. */
  const settled = async (seed: number) => {
    const { begun, link } = await linked();
    const page = pageOf(link);
    const { answer, records } = await press(page, passkeyOn(page, seed), { choices: BOTH, at: now() });
    await take(link, answer);
    await carry(net.smith, net.abc);
    const [intake = ''] = append(net.abc, intakeDraft(begun, records[1]?.ticket.event_hash ?? '', '2026-08-04'));
    const [settlement = ''] = append(net.abc, {
      type: 'referral.settlement',
      referral: begun.referral,
      step: 3,
      prevStep: intake,
      body: { trigger: 'settled', gross: 360_000, net: 360_000, settledOn: '2026-08-04', evidence: null },
    });
    await carry(net.abc, net.smith);
    append(net.smith, { type: 'attestation', referral: begun.referral, about: [settlement], body: { agrees: true, reason: null } });
    const act = { act: 'invite-link', referral: begun.intent, step: 4, channel: 'email', address: 'sarah@example.com' } as const;
    const { link: outcome } = await send(await sign(net.smith, act));
    return { begun, link: outcome, page: pageOf(outcome) };
  };

  it('is signed by the passkey of the acknowledgement, which needs no replacement', async () => {
    const { begun, link, page } = await settled(30);
    const { earlier } = page.request;
    expect(page.request.page.choices.map((choice) => choice.id)).toEqual(['outcome']);
    const from = { n: (earlier?.n ?? 0) + 1, prev: earlier?.last ?? '' };
    const { answer } = await press(page, passkeyOn(page, 30), { choices: ['outcome'], at: now(), from });
    expect(await take(link, answer)).toMatchObject({ ok: true, value: { refused: [] } });
    const state = desk.ledger.referral(begun.intent);
    expect(state?.steps[4]?.stream).toBe(earlier?.stream);
    expect(state?.waiting.act).not.toBe('attest-outcome');
  });

  it('by another key counts only as a replacement that both members attest, and cannot claim to be none', async () => {
    const { begun, link, page } = await settled(31);
    const hidden = { ...page.request, earlier: null };
    const forged = await press(page, passkeyOn(page, 32), { choices: ['outcome'], at: now(), request: hidden });
    expect(await take(link, forged.answer)).toMatchObject({ ok: true, value: { events: [], refused: [{ code: 'answer.content' }] } });
    const { answer } = await press(page, passkeyOn(page, 33), { choices: ['outcome'], at: now(), no: 2 });
    expect(await take(link, answer)).toMatchObject({ ok: true, value: { refused: [] } });
    const state = desk.ledger.referral(begun.intent);
    expect(state?.complete).toBe(false);
    expect(state?.waiting.act).toBe('attest-outcome');
    const { acts } = (await get(net.smith, 'GET', `/referrals/${begun.intent}`)) as { readonly acts: readonly unknown[] };
    expect(acts).toContainEqual(
      expect.objectContaining({ act: 'attest', label: 'Confirm how the client signed', event: state?.steps[4]?.hash }),
    );
  });
});
