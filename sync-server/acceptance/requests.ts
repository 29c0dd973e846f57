import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedPage } from '../../core/contract/network/parcels.ts';
import { openedRequest, requestState } from '../../core/contract/network/requests.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { bytesToBase64, bytesToBase64url } from '../../core/protocol/bytes.ts';
import { type ClientAnswer, signAnswer } from '../../core/protocol/network/client-answer.ts';
import { type LinkKeys, linkKeys } from '../../core/protocol/network/link-keys.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { sha256Hex } from '../testing/papers.ts';
import type { Storage } from '../storage/storage.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk } from '../testing/test-desk.ts';

/** What every storage of the server has to do with the requests that clients are asked by link. */
export const requestAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`requests on ${name}`, () => {
    let server: TestServer;
    let smith: TestDesk;
    let abc: TestDesk;
    let now = '2026-08-04T00:00:00.000Z';
    let drawn = 0;

    beforeAll(async () => {
      server = await startServer({ clock: { now: () => now }, storage: await open() });
      smith = await testDesk(server, 'smith');
      abc = await testDesk(server, 'abc');
    });
    afterAll(() => server.close());

    type Link = { readonly id: string; readonly keys: LinkKeys };
    const link = (): Link => {
      drawn += 1;
      const id = new Uint8Array(16).fill(drawn);
      return { id: bytesToBase64url(id), keys: linkKeys(id, new Uint8Array(32).fill(drawn)) };
    };
    const bodyOf = ({ id, keys }: Link, more: Readonly<Record<string, unknown>> = {}): object => ({
      id,
      ciphertext: Buffer.from('sealed').toString('base64'),
      answerKey: bytesToBase64url(keys.answer.spki),
      expires: '2026-09-04T00:00:00.000Z',
      practices: [smith.practice, abc.practice],
      ...more,
    });
    const make = async (one: Link, more: Readonly<Record<string, unknown>> = {}, desk: TestDesk = smith): Promise<number> =>
      (await server.request('/v1/requests', { body: bodyOf(one, more), token: desk.token })).status;

    const answerFor = (one: Link, change: Partial<ClientAnswer> = {}, keys: LinkKeys = one.keys): string => {
      const event = sha256Hex(`${one.id} event ${change.no ?? 1}`);
      const payload: ClientAnswer = {
        at: now,
        net: server.net,
        no: 1,
        request: one.id,
        seals: [smith, abc].map(({ practice }) => ({ practice, enc: bytesToBase64url(new Uint8Array(32)), body: 'AAAA' })),
        tickets: [{ event_hash: event, n: 0, prev: ZERO_HASH, stream: sha256Hex(`client of ${one.id}`) }],
        v: 1,
        ...change,
      };
      return bytesToBase64(signAnswer(payload, keys.answer, server.ports.primitives));
    };
    const send = async (one: Link, answer: string): Promise<{ status: number; json: Record<string, unknown> }> => {
      const response = await server.request(`/v1/requests/${one.id}/answer`, { body: { answer, copy: 'Y29weQ==' } });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    };
    const openLink = async (one: Link) => server.request(`/v1/requests/${one.id}`);

    describe('a signing request', () => {
      it('is held for a practice that asks for itself, once, and shown to who has its id', async () => {
        const one = link();
        expect(await make(one)).toBe(200);
        expect(await make(one)).toBe(200);
        expect(await make(one, {}, abc)).toBe(409);
        expect(await make(link(), { practices: [abc.practice] })).toBe(422);
        expect(await make(link(), { practices: [smith.practice, '01890000-0000-7000-8000-00000000dead'] })).toBe(422);
        expect(await make(link(), { expires: '2026-08-03T00:00:00.000Z' })).toBe(422);
        expect(await make(link(), { expires: '2027-08-03T00:00:00.000Z' })).toBe(422);
        expect((await server.request('/v1/requests', { body: bodyOf(link()) })).status).toBe(401);
        const state = async () =>
          requestState.parse(await (await server.request(`/v1/requests/${one.id}/state`, { token: smith.token })).json());
        expect((await state()).openedAt).toBeNull();
        const shown = openedRequest.parse(await (await openLink(one)).json());
        expect(shown).toMatchObject({ ciphertext: Buffer.from('sealed').toString('base64'), answers: 0, copy: null });
        expect((await state()).openedAt).toBe(now);
        expect((await server.request(`/v1/requests/${one.id}/state`, { token: abc.token })).status).toBe(404);
      });

      it('gives one and the same answer for a link that never was, has ended or was taken back', async () => {
        const [ended, withdrawn] = [link(), link()];
        await make(ended, { expires: '2026-08-04T00:00:01.000Z' });
        await make(withdrawn);
        expect((await server.request(`/v1/requests/${withdrawn.id}`, { method: 'DELETE', token: abc.token })).status).toBe(200);
        expect((await openLink(withdrawn)).status).toBe(200);
        await server.request(`/v1/requests/${withdrawn.id}`, { method: 'DELETE', token: smith.token });
        now = '2026-08-04T00:00:02.000Z';
        const texts = await Promise.all(
          [ended, withdrawn, link(), { id: 'short', keys: ended.keys }].map(async (one) => (await openLink(one)).text()),
        );
        expect(new Set(texts).size).toBe(1);
        expect((await send(ended, answerFor(ended))).status).toBe(404);
      });
    });

    describe('an answer', () => {
      it('goes into the feeds of both practices, its events into the log, and the copy back to the link', async () => {
        const one = link();
        await make(one);
        const answer = answerFor(one);
        expect(await send(one, answer)).toMatchObject({ status: 200, json: { outcome: 'taken' } });
        expect(await send(one, answer)).toMatchObject({ status: 200, json: { outcome: 'already' } });
        for (const desk of [smith, abc]) {
          const { items } = feedPage.parse(await (await server.request('/v1/feed', { token: desk.token })).json());
          expect(items.filter((item) => item.kind === 'answer' && item.request === one.id)).toMatchObject([{ answer }]);
        }
        await server.server.publisher.publish();
        expect((await newestCheckpoint(server.ports.storage))?.size).toBeGreaterThan(0);
        const shown = openedRequest.parse(await (await openLink(one)).json());
        expect(shown).toMatchObject({ answers: 1, copy: 'Y29weQ==' });
        expect(await send(one, answerFor(one, { no: 2, tickets: [] }))).toMatchObject({ status: 200 });
      });

      it('is refused under another key, for another request, at another place, to a stranger, or for a key that is no client’s', async () => {
        const [one, other] = [link(), link()];
        await make(one);
        await make(other);
        const codes = [
          await send(one, answerFor(one, {}, other.keys)),
          await send(one, answerFor(other)),
          await send(one, answerFor(one, { net: sha256Hex('another network') })),
          await send(one, answerFor(one, { no: 2 })),
          await send(
            one,
            answerFor(one, { seals: [{ practice: server.office, enc: bytesToBase64url(new Uint8Array(32)), body: 'AAAA' }] }),
          ),
          await send(one, answerFor(one, { tickets: [{ event_hash: sha256Hex('e'), n: 0, prev: ZERO_HASH, stream: smith.signer.key }] })),
          await send(one, 'AAAA'),
        ].map(({ json }) => json['code']);
        expect(codes).toEqual([
          'signature.invalid',
          'answer.request',
          'answer.request',
          'answer.place',
          'answer.recipient',
          'answer.stream',
          'answer.form',
        ]);
        await send(one, answerFor(one));
        const second = await send(one, answerFor(one, { tickets: [] }));
        expect(second).toMatchObject({ status: 409, json: { code: 'answer.place' } });
      });
    });
  });
};
