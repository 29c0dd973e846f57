import { afterAll, describe, expect, it } from 'vitest';
import { testAuthenticator } from '../../adapters/crypto/test-authenticator.ts';
import { ok } from '../../domain/result.ts';
import { linkKeys } from '../../protocol/network/link-keys.ts';
import { BOTH, openLinkedClients, sealer } from './linked-clients.fixture.ts';
import { PAGE, oneTimeKey, passkeyOn, press } from './page.fixture.ts';
import { takeClientAnswer } from './take-answer.ts';

const clients = await openLinkedClients();
afterAll(() => clients.net.close());
const { net, desk, linked, pageOf, now, codes } = clients;

describe('attacks on the page', () => {
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
