import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { ok } from '../../domain/result.ts';
import { linkKeys } from '../../protocol/network/link-keys.ts';
import type { ClientLink } from '../../contract/client-links.ts';
import { today } from '../../contract/desk.ts';
import type { DeskContext } from '../context.ts';
import { carry, type Network, ok as get, openNetwork, sign } from '../exchange/network.fixture.ts';
import { append, beginReferral, type Begun, intakeDraft, personAt } from '../exchange/referral-steps.fixture.ts';
import { seededBytes, signAct } from '../open-desk.fixture.ts';
import { makeLink, refreshLink, withdrawLink } from './links.ts';
import { linksOf } from './link-view.ts';
import { oneTimeKey, openPage, PAGE, passkeyOn, press, requestServer } from './page.fixture.ts';
import { takeClientAnswer } from './take-answer.ts';

const sealer = hpkeSealer(seededBytes('seal'));
const SARAH = { emails: ['sarah@example.com'], givenName: 'Sarah', name: 'Sarah Chen', phones: ['+61400000000'], purpose: 'a second shop' };

let net: Network;
let server: ReturnType<typeof requestServer>;
let letters: { to: string; subject: string; text: string }[];
let desk: DeskContext;

beforeAll(async () => {
  net = await openNetwork();
  server = requestServer();
  letters = [];
  desk = {
    ...net.smith.host.desk(),
    mailer: () => ({
      send: async (letter) => {
        letters.push(letter);
        return await Promise.resolve({ ok: true });
      },
    }),
  };
});
afterAll(async () => await net.close());

/** A referral with a link for its first client step. */
const linked = async (channel: 'email' | 'in-person' = 'email'): Promise<{ begun: Begun; link: ClientLink; code: string }> => {
  const begun = beginReferral(net.smith, net.abc, SARAH);
  const address = channel === 'email' ? 'sarah@example.com' : null;
  const [first, second] = await sign(net.smith, { act: 'invite-link', referral: begun.intent, step: 1, channel, address });
  letters.length = 0;
  const made = await makeLink(desk, personAt(net.smith), server, { invite: first?.hash ?? '', code: second?.hash ?? null });
  if (!made.ok) throw new Error(made.error.detail);
  const sent = /https\S+/u.exec(letters[0]?.text ?? '')?.[0] ?? null;
  return { begun, link: { ...made.value, link: made.value.link ?? sent }, code: /\d{8}/u.exec(letters[1]?.text ?? '')?.[0] ?? '' };
};
const pageOf = (link: ClientLink) => openPage(link.link ?? '', server.held);
const now = (): string => net.clock.now();
const take = (link: ClientLink, answer: Uint8Array) => takeClientAnswer(desk, sealer, { request: link.id, answer });
/** What the first page asks of Smith & Partners about a referral. */
const needsOf = async ({ intent }: Begun): Promise<readonly string[]> =>
  today
    .parse(await get(net.smith, 'GET', '/today'))
    .needsYou.flatMap(({ href, title }) => (href === `/referrals/${intent}` ? [title] : []));
const BOTH = ['consent', 'acknowledge'] as const;

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

describe('attacks on the page', () => {
  const codes = async (answer: Uint8Array, link: ClientLink): Promise<readonly string[]> => {
    const taken = await take(link, answer);
    return taken.ok ? taken.value.refused.map((entry) => entry.code) : [taken.error.code];
  };

  it('a wrong code opens no invitation', async () => {
    const { link, code } = await linked();
    const wrong = code === '00000000' ? '11111111' : '00000000';
    await expect(press(pageOf(link), oneTimeKey(7), { choices: ['consent'], at: now(), code: wrong })).rejects.toThrow('code.wrong');
  });

  it('a one-time key cannot say yes with the link’s own code, nor a link shown in person be signed with one', async () => {
    const { link, code } = await linked();
    const page = pageOf(link);
    const { invitations } = page.request;
    const swapped = { ...page.request, invitations: { link: invitations.link, code: invitations.link } };
    const { answer } = await press(page, oneTimeKey(8), { choices: ['consent'], at: now(), request: swapped, code: invitations.link.code });
    expect(code).not.toBe('');
    expect(await codes(answer, link)).toEqual(['answer.invitation']);
    const shown = await linked('in-person');
    await expect(press(pageOf(shown.link), oneTimeKey(8), { choices: ['consent'], at: now() })).rejects.toThrow('code.missing');
  });

  it('a changed request: another recipient, purpose, time, notice or words', async () => {
    const { link } = await linked();
    const page = pageOf(link);
    const { request } = page;
    const [referrer, receiver] = request.members;
    if (referrer === undefined || receiver === undefined) throw new Error('two members');
    const changes = [
      { members: [referrer, { ...receiver, practice: net.office.practice }] },
      { purpose: 'personal-loan' },
      { validUntil: '2036-01-01T00:00:00.000Z' },
      { notice: { ...request.notice, commitment: 'ab'.repeat(32) } },
      { benefit: 'cd'.repeat(32) },
    ];
    for (const [index, change] of changes.entries()) {
      const changed = { ...request, ...change };
      const { answer } = await press(page, passkeyOn(page, 9), { choices: ['consent'], at: now(), request: changed, no: index + 1 });
      expect(await codes(answer, link)).toEqual(['answer.content']);
    }
    const words = { ...request, page: { ...request.page, headline: 'Anything else?' } };
    const { answer } = await press(page, passkeyOn(page, 9), { choices: BOTH, at: now(), request: words, no: changes.length + 1 });
    expect(await codes(answer, link)).toEqual(['answer.content']);
  });

  it('a consent that neither stood when the page was made nor was given on it', async () => {
    const elsewhere = await linked();
    const { answer: granted, records } = await press(pageOf(elsewhere.link), passkeyOn(pageOf(elsewhere.link), 16), {
      choices: ['consent'],
      at: now(),
    });
    expect(await codes(granted, elsewhere.link)).toEqual([]);
    const other = records[0]?.ticket.event_hash ?? '';
    const { link } = await linked();
    const page = pageOf(link);
    const key = passkeyOn(page, 17);
    const acknowledged = await press(page, key, { choices: ['acknowledge'], at: now(), consents: [other] });
    expect(await codes(acknowledged.answer, link)).toEqual(['answer.content']);
    const both = await press(page, key, { choices: BOTH, at: now(), no: 2, consents: [other] });
    expect(await codes(both.answer, link)).toEqual(['answer.content']);
    const from = { n: 1, prev: both.records[0]?.ticket.event_hash ?? '' };
    const withdrawn = await press(page, key, { choices: ['withdraw'], at: now(), no: 3, from, consents: [other] });
    expect(await codes(withdrawn.answer, link)).toEqual(['answer.content']);
  });

  it('an answer under another key, for another request, or sealed to somebody else', async () => {
    const { link } = await linked();
    const other = await linked();
    const page = pageOf(link);
    const stranger = linkKeys(new Uint8Array(16), new Uint8Array(32));
    const forged = await press(page, passkeyOn(page, 10), { choices: BOTH, at: now(), keys: stranger });
    expect(await codes(forged.answer, link)).toEqual(['signature.invalid']);
    const genuine = await press(page, passkeyOn(page, 10), { choices: BOTH, at: now() });
    expect(await codes(genuine.answer, other.link)).toEqual(['answer.request']);
    const office = net.office.host.desk();
    const there = await takeClientAnswer(office, sealer, { request: link.id, answer: genuine.answer });
    expect(there).toMatchObject({ ok: false, error: { code: 'answer.recipient' } });
  });

  it('an invitation of another referral, used again', async () => {
    const first = await linked();
    const second = await linked();
    const page = pageOf(second.link);
    const reused = { ...page.request, invitations: pageOf(first.link).request.invitations };
    const { answer } = await press(page, passkeyOn(page, 11), { choices: ['consent'], at: now(), request: reused });
    expect(await codes(answer, second.link)).toEqual(['answer.invitation']);
  });

  it('a member who plays the client at his own desk: a passkey of the desk’s own address is no key of the page', async () => {
    const { link } = await linked();
    const page = pageOf(link);
    const atDesk = passkeyOn(page, 12, { rpId: desk.origin.rpId, origin: desk.origin.origin });
    const { answer } = await press(page, atDesk, { choices: ['consent'], at: now() });
    expect(await codes(answer, link)).toEqual(['answer.key']);
    const claimed = { ...atDesk, stated: { ...atDesk.stated, device: { owner: 'desk' as const, practice: net.smith.practice } } };
    const second = await press(page, claimed, { choices: ['consent'], at: now(), no: 2 });
    expect(await codes(second.answer, link)).toEqual(['answer.key']);
  });

  it('a passkey that says more than its making shows', async () => {
    const { link } = await linked();
    const page = pageOf(link);
    const key = passkeyOn(page, 13);
    const better = { ...key, stated: { ...key.stated, kind: 'attested' as const } };
    expect(await codes((await press(page, better, { choices: ['consent'], at: now() })).answer, link)).toEqual(['answer.key']);
    const unshown = { ...key, registration: null };
    const { link: next } = await linked();
    expect(await codes((await press(pageOf(next), unshown, { choices: ['consent'], at: now() })).answer, next)).toEqual(['answer.key']);
  });

  it('an assertion without verification, of another page or challenge, or damaged, though the passkey is genuine', async () => {
    const device = testAuthenticator(new Uint8Array(32).fill(15));
    const bends = [
      { userVerified: false },
      { origin: 'https://sign.example.evil.example' },
      { rpId: 'evil.example' },
      { challenge: new Uint8Array(32) },
      { damaged: true },
    ];
    for (const bend of bends) {
      const { link } = await linked();
      const page = pageOf(link);
      const genuine = passkeyOn(page, 15);
      const bent: typeof genuine = {
        ...genuine,
        sign: async (_message, challenge) => {
          const { authenticatorData, clientDataJSON, signature } = device.assert({ ...PAGE, challenge, ...bend });
          const sig = 'damaged' in bend ? signature.map((byte, at) => (at === signature.length - 1 ? byte ^ 1 : byte)) : signature;
          return await Promise.resolve(
            ok({ alg: 'webauthn-es256' as const, credential: device.credential, authenticatorData, clientDataJSON, sig }),
          );
        },
      };
      const { answer } = await press(page, bent, { choices: ['consent'], at: now() });
      expect(await codes(answer, link)).toEqual(['signature.invalid']);
    }
  });

  it('a date before the request or in the future', async () => {
    const { link } = await linked();
    const page = pageOf(link);
    for (const at of ['2020-01-01T00:00:00.000Z', '2036-01-01T00:00:00.000Z']) {
      const { link: fresh } = await linked();
      const open = pageOf(fresh);
      expect(await codes((await press(open, passkeyOn(open, 14), { choices: ['refuse'], at })).answer, fresh)).toEqual(['answer.time']);
    }
    expect(page.request.page.firstName).toBe('Sarah');
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
    const [first, second] = await sign(net.smith, act);
    letters.length = 0;
    const made = await makeLink(desk, personAt(net.smith), server, { invite: first?.hash ?? '', code: second?.hash ?? null });
    if (!made.ok) throw new Error(made.error.detail);
    const outcome = { ...made.value, link: /https\S+/u.exec(letters[0]?.text ?? '')?.[0] ?? null };
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

describe('taking back by a new key', () => {
  /** A consent and acknowledgement by a one-time key, then a new link and code by which the client takes the consent back. */
  const invited = async (seed: number) => {
    const { begun, link, code } = await linked();
    const page = pageOf(link);
    const { answer, records } = await press(page, oneTimeKey(seed), { choices: BOTH, at: now(), code });
    await take(link, answer);
    const consent = records[0]?.ticket.event_hash ?? '';
    const [first, second] = await sign(net.smith, { act: 'invite-withdrawal', referral: begun.intent, consent });
    letters.length = 0;
    const made = await makeLink(desk, personAt(net.smith), server, { invite: first?.hash ?? '', code: second?.hash ?? null });
    if (!made.ok) throw new Error(made.error.detail);
    const again = { ...made.value, link: /https\S+/u.exec(letters[0]?.text ?? '')?.[0] ?? null };
    return { begun, consent, link: again, code: /\d{8}/u.exec(letters[1]?.text ?? '')?.[0] ?? '', old: { link, code } };
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
    const codes = async (answer: Uint8Array, of: ClientLink): Promise<readonly string[]> => {
      const taken = await take(of, answer);
      return taken.ok ? taken.value.refused.map((entry) => entry.code) : [taken.error.code];
    };
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
    expect(await codes(unnamed.answer, link)).not.toEqual([]);
    // The other practice's desk holds no page: there the rules of the protocol alone refuse the code of before.
    await carry(net.smith, net.abc);
    const there = await takeClientAnswer(net.abc.host.desk(), sealer, { request: link.id, answer: earlier.answer });
    expect(there).toMatchObject({ ok: true, value: { events: [], refused: [{ code: 'client.invitation' }] } });
  });
});
