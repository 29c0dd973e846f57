import { createHmac } from 'node:crypto';
import { x25519 } from '@noble/curves/ed25519.js';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { draftTaken, webhookEvent } from '../../core/contract/network/crm.ts';
import { noticeAnswer, type NoticeChannel, noticeKinds } from '../../core/contract/network/notices.ts';
import { feedPage } from '../../core/contract/network/parcels.ts';
import { bytesToBase64url } from '../../core/protocol/bytes.ts';
import { DRAFT_INFO, draftAad } from '../../core/protocol/network/crm-draft.ts';
import { tellWebhooks } from '../crm/webhooks.ts';
import { resendReports } from '../notices/resend-reports.ts';
import type { NoticeSenders } from '../notices/senders.ts';
import { tellMembers } from '../notices/tell-members.ts';
import { sha256Hex, type TestSigner, testSigner } from './papers.ts';
import type { TestServer } from './start-server.ts';
import { type TestDesk, testDesk, testSession } from './test-desk.ts';
import type { Until } from './whole-story.ts';

/** Key pair that drafts of the practice are sealed to. */
export const SEAL_KEY = new Uint8Array(32).fill(11);
const API_KEY = 'A'.repeat(16);
const SECRET = 's'.repeat(43);
const HOOK = { url: 'https://hooks.canary-crm.example.com/flip', secret: 'w'.repeat(43) };
export const MEMBER = { id: 'a'.repeat(32), email: 'quillabeth.canary@members.example.com.au', phone: '+61491571804' } as const;
const REPORT_KEY = new Uint8Array(24).fill(7);
/** What the program of the practice hands in, by the key that makes a repeated call the same one. */
export const DRAFTS = {
  'call-thessaly': { client: { givenName: 'Thessaly', familyName: 'Oxenbould' }, purposeWords: 'Loan for the Dragonfly nursery' },
  'call-ottokar': { client: { givenName: 'Ottokar', familyName: 'Wyrzykowski' }, purposeWords: 'Refinance the Oscillograph shop' },
} as const;
/** What may stand in nothing that the server writes. */
export const PERSONAL: readonly string[] = [
  MEMBER.email,
  MEMBER.phone.slice(3),
  'hooks.canary-crm',
  ...Object.values(DRAFTS).flatMap(({ client, purposeWords }) => [client.familyName, purposeWords]),
];

/** What a server cannot take back when it is killed: what others were handed, answered and told. */
export type Outside = {
  now: number;
  readonly mails: { readonly to: string; readonly id: string; readonly text: string }[];
  readonly texts: string[];
  /** Webhooks that were heard: id of the message, draft. */
  readonly heard: { readonly event: string; readonly draft: string }[];
  /** Id of the draft that each call was answered. */
  readonly answered: Map<string, string>;
  /** What the desk took, by its number in the feed. */
  readonly taken: Map<number, string>;
  /** Ids of mails that the provider reported as returned, and was answered. */
  readonly reported: Set<string>;
  /** The member and the practice have asked for their removal. */
  leaving: boolean;
};

export const newOutside = (): Outside => ({
  now: Date.parse('2026-08-04T00:00:00.000Z'),
  mails: [],
  texts: [],
  heard: [],
  answered: new Map(),
  taken: new Map(),
  reported: new Set(),
  leaving: false,
});

export const clockOf = (outside: Outside) => ({ now: () => new Date(outside.now).toISOString() });

/** Mails of notices among those that were handed over; the others hold codes. */
export const noticesIn = ({ mails }: Outside) => mails.filter(({ text }) => text.startsWith('Something arrived'));

/**
 * An operator whose mail and SMS take everything; `handed` runs once something is out of the server's hands, before the server hears so. `repeatable`: the provider
 * of mail recognises an id that it has had.
 */
export const sendersTo = (outside: Outside, handed: () => Promise<void>, repeatable = false): NoticeSenders => ({
  name: 'Example Network',
  url: 'https://sync.example.com.au',
  reports: resendReports(REPORT_KEY, clockOf(outside)),
  mail: {
    host: '',
    sender: {
      repeatable,
      send: async ({ to, id, text }) => {
        outside.mails.push({ to, id, text });
        await handed();
        return { outcome: 'sent' };
      },
    },
  },
  sms: {
    host: '',
    sender: {
      send: async ({ text }) => {
        outside.texts.push(text);
        await handed();
        return { outcome: 'sent' };
      },
    },
  },
});

/** Two desks that are there before the story begins, and papers that each try hands in to the byte. */
export type Cast = {
  readonly alice: Pick<TestDesk, 'practice'> & { readonly signer: TestSigner };
  readonly bruno: Pick<TestDesk, 'practice'> & { readonly signer: TestSigner };
  readonly parcel: { readonly slip: string; readonly ciphertext: string };
  /** The second draft, which its program seals itself. */
  readonly sealed: { readonly enc: string; readonly body: string };
};

export const castOf = async (server: TestServer): Promise<Cast> => {
  const [alice, bruno] = [await testDesk(server, 'alice'), await testDesk(server, 'bruno')];
  const sealKey = x25519.getPublicKey(SEAL_KEY);
  await server.ports.storage.db
    .updateTable('practice')
    .set({ seal_key: bytesToBase64url(sealKey) })
    .where('id', '=', alice.practice)
    .execute();
  const aad = draftAad({ net: server.net, practice: alice.practice });
  const text = Buffer.from(JSON.stringify(DRAFTS['call-ottokar']));
  const sealed = await hpkeSealer(systemEntropy).seal(sealKey, DRAFT_INFO, aad, text);
  if (!sealed.ok) throw new Error('the draft cannot be sealed');
  const { slip, ciphertext } = bruno.parcel(alice.practice, 'from Bruno');
  return {
    alice: { practice: alice.practice, signer: testSigner('alice') },
    bruno: { practice: bruno.practice, signer: testSigner('bruno') },
    parcel: { slip, ciphertext },
    sealed: { enc: bytesToBase64url(sealed.value.enc), body: Buffer.from(sealed.value.ciphertext).toString('base64') },
  };
};

const PATH = `/v1/notices/${MEMBER.id}`;
const WISHES = { on: true, kinds: noticeKinds, pace: 'soon', dailyAt: 480, zone: 'Australia/Sydney', quiet: null };

/**
 * A member sets up notices; a program hands two drafts in; the desk takes them; the member is told by mail; mail is returned twice, so that the second message
 * goes by SMS; `inspect` looks; the member and the program are removed. Whoever is not answered asks again: the story is played anew after a kill, from what
 * is `outside`. Throws where anything is answered otherwise than before.
 */
export const playTold = async (
  server: TestServer,
  outside: Outside,
  cast: Cast,
  handed: () => Promise<void>,
  inspect: () => Promise<void>,
  until: Until = (step) => step(),
): Promise<void> => {
  const { alice, bruno } = cast;
  const pass = (seconds: number): void => {
    outside.now += seconds * 1000;
  };
  const ask = async (signer: TestSigner, method: string, path: string, body?: object): Promise<Response> =>
    server.request(path, { method, token: await testSession(server, signer), ...(body === undefined ? {} : { body }) });
  const must = (signer: TestSigner, method: string, path: string, body?: object): Promise<Response> =>
    until(async () => {
      const response = await ask(signer, method, path, body);
      if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
      return response;
    });
  /** Types the newest code that came, or asks for another. */
  const confirm = async (channel: NoticeChannel, codes: () => readonly string[]): Promise<void> => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const { notice } = noticeAnswer.parse(await (await must(alice.signer, 'GET', PATH)).json());
      if ((channel === 'email' ? notice?.email : notice?.phone)?.confirmed === true) return;
      const code = codes().at(-1)?.slice(0, 8);
      const isRight = await until(async () => {
        const { status } = await ask(alice.signer, 'POST', `${PATH}/confirm`, { channel, code: code ?? '00000000' });
        if (status >= 500) throw new Error(`the code was answered ${status}`);
        return status === 200;
      });
      if (!isRight) await must(alice.signer, 'POST', `${PATH}/code`, { channel });
    }
    throw new Error(`${channel} was not confirmed`);
  };
  const handIn = (call: keyof typeof DRAFTS, body: object): Promise<void> =>
    until(async () => {
      const headers = { authorization: `Bearer f360_${API_KEY}_${SECRET}`, 'idempotency-key': call };
      const response = await server.request('/api/v1/referrals', { body, headers });
      if (response.status >= 300) throw new Error(`${call} was answered ${response.status}`);
      const { id } = draftTaken.parse(await response.json());
      if ((outside.answered.get(call) ?? id) !== id) throw new Error(`${call} was answered two drafts`);
      outside.answered.set(call, id);
    });
  const takeFeed = async (): Promise<void> => {
    const page = feedPage.parse(await (await must(alice.signer, 'GET', '/v1/feed?after=0')).json());
    for (const item of page.items) {
      const said = JSON.stringify(item);
      if ((outside.taken.get(item.no) ?? said) !== said) throw new Error(`number ${item.no} of the feed is another thing than before`);
      outside.taken.set(item.no, said);
    }
    if (outside.taken.size > page.items.length) throw new Error('something that the desk took is gone');
  };
  const tell = (): Promise<unknown> => until(() => tellMembers(server.ports, 'told'));
  const hear = (): Promise<unknown> =>
    until(() =>
      tellWebhooks(
        server.ports,
        async (_url, { body }) => {
          const { id, draft } = webhookEvent.parse(JSON.parse(typeof body === 'string' ? body : ''));
          outside.heard.push({ event: id, draft });
          await handed();
          return { ok: true };
        },
        'told',
      ),
    );
  /** The provider reports each mail as returned until it is answered; while the message is in a process's hands it is put off. */
  const report = async (): Promise<void> => {
    for (const { id, to } of noticesIn(outside).filter((mail) => !outside.reported.has(mail.id)))
      await until(async () => {
        const body = { type: 'email.bounced', data: { to: [to], tags: { notice: id }, bounce: { type: 'Permanent' } } };
        const stamp = String(Math.floor(outside.now / 1000));
        const mac = createHmac('sha256', REPORT_KEY)
          .update(`${id}.${stamp}.${JSON.stringify(body)}`)
          .digest('base64');
        const headers = { 'svix-id': id, 'svix-timestamp': stamp, 'svix-signature': `v1,${mac}` };
        const { status } = await server.request('/hooks/mail', { body, headers });
        if (status === 200) outside.reported.add(id);
        else if (status !== 503) throw new Error(`the report was answered ${status}`);
      });
  };

  if (!outside.leaving) {
    await must(alice.signer, 'PUT', PATH, { email: MEMBER.email, phone: MEMBER.phone, wishes: WISHES });
    const isCode = (text: string): boolean => /^\d{8} is your code/u.test(text);
    await confirm('email', () => outside.mails.map(({ text }) => text).filter(isCode));
    await confirm('sms', () => outside.texts.filter(isCode));
    await must(alice.signer, 'POST', '/v1/crm/keys', { id: API_KEY, digest: sha256Hex(SECRET), webhook: HOOK });
    await handIn('call-thessaly', DRAFTS['call-thessaly']);
    await handIn('call-ottokar', { sealed: cast.sealed });
    await takeFeed();
    await tell();
    pass(11);
    await tell();
    await hear();
    await report();
    await must(bruno.signer, 'POST', '/v1/parcels', { parcels: [cast.parcel] });
    await takeFeed();
    // A quarter of an hour after the last message, and whatever a process that is gone had in its hands is known to be lost.
    for (const seconds of [900, 0, 900, 130, 130]) {
      pass(seconds);
      await tell();
      await hear();
      await report();
    }
    await inspect();
  }
  outside.leaving = true;
  await must(alice.signer, 'DELETE', PATH);
  await must(alice.signer, 'DELETE', `/v1/crm/keys/${API_KEY}`);
};
