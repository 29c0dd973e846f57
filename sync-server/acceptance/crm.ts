import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { draftTaken, sealKeyAnswer, webhookEvent } from '../../core/contract/network/crm.ts';
import { feedPage } from '../../core/contract/network/parcels.ts';
import { problem } from '../../core/contract/problem.ts';
import { base64urlToBytes, bytesToBase64url } from '../../core/protocol/bytes.ts';
import { DRAFT_INFO, draftAad, unpackDraft } from '../../core/protocol/network/crm-draft.ts';
import { sha256Hex } from '../testing/papers.ts';
import type { Storage } from '../storage/storage.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, type TestDesk, testDesk } from '../testing/test-desk.ts';
import { tellWebhooks, webhookSignature } from '../crm/webhooks.ts';

const sealer = hpkeSealer(systemEntropy);
const privateKey = new Uint8Array(32).fill(11);
const SECRET = 's'.repeat(43);
const HOOK = { url: 'https://hooks.crm.example.com/flip', secret: 'w'.repeat(43) };
const DRAFT = {
  client: { givenName: 'Quillabeth', familyName: 'Zanzotto', emails: ['q@zanzotto.example.com'] },
  purposeWords: 'A first home',
};

/** What every storage of the server has to do with drafts of members' own programs: keys, drafts taken once, webhooks told once. */
export const crmAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`drafts of programs on ${name}`, () => {
    let now = Date.parse('2026-08-04T00:00:00.000Z');
    const clock = { now: () => new Date(now).toISOString() };
    const advance = (ms: number): void => {
      now += ms;
    };
    let server: TestServer;
    let alice: TestDesk;
    let bruno: TestDesk;
    beforeAll(async () => {
      server = await startServer({ clock, storage: await open(), settings: { logRequests: true } });
      alice = await testDesk(server, 'alice');
      bruno = await testDesk(server, 'bruno');
      const { publicKey } = await rawKeyPair();
      await server.ports.storage.db.updateTable('practice').set({ seal_key: publicKey }).where('id', '=', alice.practice).execute();
    });
    afterAll(() => server.close());

    /** Public key of the practice's seal key pair, base64url, by sealing to it once. */
    const rawKeyPair = async (): Promise<{ readonly publicKey: string }> => {
      const { x25519 } = await import('@noble/curves/ed25519.js');
      return { publicKey: bytesToBase64url(x25519.getPublicKey(privateKey)) };
    };

    const makeKey = (id: string, desk: TestDesk, webhook: object | null = null, digest = sha256Hex(SECRET)): Promise<Response> =>
      server.request('/v1/crm/keys', { body: { id, digest, webhook }, token: desk.token });

    const send = async (
      body: unknown,
      call: string,
      key = `f360_${'A'.repeat(16)}_${SECRET}`,
      path = '/api/v1/referrals',
    ): Promise<Response> =>
      server.server.fetch(
        new Request(`http://server.test${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${key}`,
            ...(call === '' ? {} : { 'idempotency-key': call }),
          },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      );

    const codeOf = async (response: Response): Promise<readonly [number, string | undefined]> => [
      response.status,
      problem.parse(await response.json()).code,
    ];

    const feedOf = async (desk: TestDesk) => feedPage.parse(await (await server.request('/v1/feed', { token: desk.token })).json()).items;

    const openAt = async (body: string, practice: string): Promise<unknown> => {
      const packed = unpackDraft(Buffer.from(body, 'base64'));
      if (!packed.ok) throw new Error(packed.error.code);
      const [enc, ciphertext] = [base64urlToBytes(packed.value.enc), base64urlToBytes(packed.value.body)];
      if (!enc.ok || !ciphertext.ok) throw new Error('not base64url');
      const plain = await sealer.open(privateKey, enc.value, DRAFT_INFO, draftAad({ net: server.net, practice }), ciphertext.value);
      return plain.ok ? JSON.parse(Buffer.from(plain.value).toString()) : null;
    };

    describe('keys of a member’s program', () => {
      it('are made by desks of their practice alone, and known by their hash', async () => {
        expect((await makeKey('A'.repeat(16), alice, HOOK)).status).toBe(200);
        expect(await (await makeKey('A'.repeat(16), alice, HOOK)).json()).toMatchObject({ outcome: 'already' });
        expect(await codeOf(await makeKey('A'.repeat(16), bruno))).toEqual([409, 'api-key.taken']);
        const [stored] = await server.ports.storage.db.selectFrom('api_key').select(['digest', 'webhook']).execute();
        expect(`${stored?.digest} ${Buffer.from(stored?.webhook ?? '').toString('latin1')}`).not.toMatch(
          new RegExp(`${SECRET}|hooks.crm`, 'u'),
        );
        expect((await server.request('/v1/crm/keys', { body: {} })).status).toBe(401);
        expect(await codeOf(await makeKey('B'.repeat(16), alice, { ...HOOK, url: 'https://169.254.169.254/x' }))).toEqual([
          422,
          'api-key.webhook',
        ]);
      });
    });

    describe('POST /api/v1/referrals', () => {
      it('seals a plain body before it is written, once for each idempotency key', async () => {
        const first = await send(DRAFT, 'matter-1');
        expect(first.status).toBe(201);
        const taken = draftTaken.parse(await first.json());
        expect(taken.sealedBy).toBe('server');
        const again = await send(DRAFT, 'matter-1');
        expect([again.status, await again.json()]).toEqual([200, taken]);
        expect(await codeOf(await send({ ...DRAFT, purposeWords: 'Another' }, 'matter-1'))).toEqual([422, 'draft.idempotency']);
        const [item, ...more] = await feedOf(alice);
        expect([item?.kind, more]).toEqual(['draft', []]);
        if (item?.kind !== 'draft') throw new Error('no draft');
        expect(item.draft).toBe(taken.id);
        expect(await openAt(item.body, alice.practice)).toMatchObject({ client: { familyName: 'Zanzotto' }, purposeWords: 'A first home' });
        expect(await openAt(item.body, bruno.practice)).toBeNull();
        expect(await feedOf(bruno)).toEqual([]);
      });

      it('passes on what the caller sealed, unread', async () => {
        const key = sealKeyAnswer.parse(
          await (
            await server.server.fetch(
              new Request('http://server.test/api/v1/seal-key', { headers: { authorization: `Bearer f360_${'A'.repeat(16)}_${SECRET}` } }),
            )
          ).json(),
        );
        const to = base64urlToBytes(key.sealKey);
        if (!to.ok) throw new Error('no key');
        const sealed = await sealer.seal(to.value, DRAFT_INFO, draftAad(key), Buffer.from(JSON.stringify(DRAFT)));
        if (!sealed.ok) throw new Error('not sealed');
        const body = { sealed: { enc: bytesToBase64url(sealed.value.enc), body: Buffer.from(sealed.value.ciphertext).toString('base64') } };
        const answer = await send(body, 'matter-2');
        expect(draftTaken.parse(await answer.json()).sealedBy).toBe('caller');
        const item = (await feedOf(alice)).at(-1);
        expect(item?.kind === 'draft' && (await openAt(item.body, alice.practice))).toEqual(DRAFT);
      });

      it('refuses what it cannot take, without a word of the body', async () => {
        const bad = [
          await codeOf(await send(DRAFT, '')),
          await codeOf(await send(DRAFT, 'short')),
          await codeOf(await send({ ...DRAFT, more: 1 }, 'matter-3')),
          await codeOf(await send('{', 'matter-3')),
          await codeOf(await send({ ...DRAFT, client: { ...DRAFT.client, note: 'x'.repeat(70_000) } }, 'matter-3')),
          await codeOf(await send(DRAFT, 'matter-3', `f360_${'A'.repeat(16)}_${'t'.repeat(43)}`)),
          await codeOf(await send(DRAFT, 'matter-3', 'nothing')),
          await codeOf(await send(DRAFT, 'matter-3', alice.token)),
        ];
        expect(bad).toEqual([
          [400, 'draft.idempotency-key'],
          [400, 'draft.idempotency-key'],
          [400, 'invalid-input'],
          [400, 'http-400'],
          [413, 'too-large'],
          [401, 'api-key'],
          [401, 'api-key'],
          [401, 'api-key'],
        ]);
        expect(JSON.stringify(server.lines)).not.toMatch(/Zanzotto|matter/u);
        expect((await feedOf(alice)).length).toBe(2);
        // A program's key opens nothing of a desk's.
        expect((await server.request('/v1/feed', { token: `f360_${'A'.repeat(16)}_${SECRET}` })).status).toBe(401);
      });

      it('bounds how often one key may ask, and takes nothing for a practice that states no seal key', async () => {
        await makeKey('C'.repeat(16), bruno);
        const key = `f360_${'C'.repeat(16)}_${SECRET}`;
        expect(await codeOf(await send(DRAFT, 'matter-4', key))).toEqual([409, 'draft.no-seal-key']);
        const answers = await Promise.all(Array.from({ length: 32 }, (_, at) => send(DRAFT, `many-${at}-times`, key)));
        expect(answers.filter(({ status }) => status === 429).length).toBe(3);
        expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
      });
    });

    describe('webhooks', () => {
      it('are told once each, signed, with nothing of the client, and again after a failure', async () => {
        const calls: { readonly url: string; readonly init: RequestInit }[] = [];
        let up = false;
        const tell = () =>
          tellWebhooks(
            server.ports,
            async (url, init) => {
              calls.push({ url, init });
              return await Promise.resolve({ ok: up });
            },
            'test',
          );
        expect(await tell()).toBe(0);
        expect(calls.length).toBe(2);
        expect(await tell()).toBe(0);
        expect(calls.length).toBe(2);
        up = true;
        advance(31_000);
        expect([await tell(), await tell()]).toEqual([2, 0]);
        const [first, , third] = calls;
        const headers = new Headers(third?.init.headers);
        expect(new Headers(first?.init.headers).get('flip360-event')).toBe(headers.get('flip360-event'));
        const body = typeof third?.init.body === 'string' ? third.init.body : '';
        expect(webhookEvent.parse(JSON.parse(body)).event).toBe('draft.received');
        expect(body).not.toMatch(/Zanzotto|home/u);
        expect(headers.get('flip360-signature')).toBe(`v1=${webhookSignature(HOOK.secret, headers.get('flip360-time') ?? '', body)}`);
        expect([third?.url, third?.init.redirect]).toEqual([HOOK.url, 'error']);
      });

      it('are told by one process, and nothing goes out once the key was revoked in between', async () => {
        await makeKey('F'.repeat(16), alice, HOOK);
        const key = `f360_${'F'.repeat(16)}_${SECRET}`;
        const told: string[] = [];
        const hear = async (_url: string, init: RequestInit): Promise<{ readonly ok: boolean }> => {
          told.push(new Headers(init.headers).get('flip360-event') ?? '');
          return await Promise.resolve({ ok: true });
        };
        await send(DRAFT, 'matter-8', key);
        const { storage } = server.ports;
        let first = true;
        const write: typeof storage.write = async (work) => {
          // Another process tells it between this one's look and its lease.
          if (first) {
            first = false;
            await tellWebhooks(server.ports, hear, 'other');
          }
          return storage.write(work);
        };
        expect(await tellWebhooks({ ...server.ports, storage: { ...storage, write } }, hear, 'test')).toBe(0);
        expect(told.length).toBe(1);

        await send(DRAFT, 'matter-9', key);
        await send(DRAFT, 'matter-10', key);
        const revoke = async (url: string, init: RequestInit): Promise<{ readonly ok: boolean }> => {
          await hear(url, init);
          await server.request(`/v1/crm/keys/${'F'.repeat(16)}`, { method: 'DELETE', token: alice.token });
          return { ok: false };
        };
        expect(await tellWebhooks(server.ports, revoke, 'test')).toBe(0);
        advance(31_000);
        expect(await tellWebhooks(server.ports, hear, 'test')).toBe(0);
        expect(told.length).toBe(2);
      });

      it('are given up after the last try, and told nothing after the key was revoked', async () => {
        await send(DRAFT, 'matter-5');
        let tries = 0;
        const down = (): Promise<{ readonly ok: boolean }> => {
          tries += 1;
          return Promise.reject(new Error('down'));
        };
        for (let at = 0; at < 10; at += 1) {
          await tellWebhooks(server.ports, down, 'test');
          advance(100_000_000);
        }
        expect(tries).toBe(8);
        const desk = await testDesk(server, 'alice again').catch(() => alice);
        expect(desk).toBeDefined();
        const { rows } = await sql<{
          n: number;
        }>`select count(*) as n from webhook where ended = 'given-up' and api_key = ${'A'.repeat(16)}`.execute(server.ports.storage.db);
        expect(Number(rows[0]?.n)).toBe(1);
      });

      it('and keys end with a revocation, and with the practice', async () => {
        const fresh = await testDesk(server, 'carla');
        await makeKey('D'.repeat(16), fresh, HOOK);
        const key = `f360_${'D'.repeat(16)}_${SECRET}`;
        expect(await codeOf(await send(DRAFT, 'matter-6', key))).toEqual([409, 'draft.no-seal-key']);
        const paper = admissionPaper(server, { practice: fresh.practice, status: 'resigned', seq: 2 });
        expect((await server.request('/v1/admissions', { body: { paper } })).status).toBe(200);
        expect(await codeOf(await send(DRAFT, 'matter-6', key))).toEqual([401, 'api-key']);
        const other = await testDesk(server, 'dora');
        await makeKey('E'.repeat(16), other, HOOK);
        const gone = (desk: TestDesk) => server.request(`/v1/crm/keys/${'E'.repeat(16)}`, { method: 'DELETE', token: desk.token });
        await gone(await testDesk(server, 'emil'));
        expect((await send(DRAFT, 'matter-7', `f360_${'E'.repeat(16)}_${SECRET}`)).status).toBe(409);
        await gone(other);
        expect(await codeOf(await send(DRAFT, 'matter-7', `f360_${'E'.repeat(16)}_${SECRET}`))).toEqual([401, 'api-key']);
      });
    });
  });
};
