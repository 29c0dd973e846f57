import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookEntriesAnswer, bookErasuresAnswer, bookPage } from '../../core/contract/network/book.ts';
import { waitAnswer } from '../../core/contract/network/parcels.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { BOOK_ERASURE_PAYLOAD_TYPE, BOOK_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import type { Storage } from '../storage/storage.ts';
import { sha256Hex, signPaper, testId, testSigner } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, type TestDesk, testDesk, testSession } from '../testing/test-desk.ts';

type Entry = { readonly entry: string; readonly body: string | null; readonly hash: string; readonly id: string };

/** What every storage of the server has to do with a shared book: one order, no gap, each entry once, epochs in turn, content that goes. */
export const bookAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`shared book on ${name}`, () => {
    let server: TestServer;
    let alice: TestDesk;
    let bruno: TestDesk;
    beforeAll(async () => {
      server = await startServer({ storage: await open() });
      alice = await testDesk(server, 'alice');
      bruno = await testDesk(server, 'bruno');
    });
    afterAll(() => server.close());

    const end = { m: 0, hash: ZERO_HASH };
    const make = (text: string, bend: Readonly<Record<string, string | number>> = {}, desks = false): Entry => {
      const body = Buffer.from(text);
      const id = testId(text);
      const own = { desk: alice.desk, key: alice.signer.key, wrapKey: 'A'.repeat(43) };
      const payload = {
        base: { hash: ZERO_HASH, no: 0 },
        body: sha256Hex(body),
        desk: alice.desk,
        desks: desks ? [own] : null,
        epoch: 1,
        id,
        m: end.m + 1,
        net: server.net,
        practice: alice.practice,
        prev: end.hash,
        v: 1,
        ...bend,
      };
      const { base64, hash } = signPaper(BOOK_PAYLOAD_TYPE, payload, alice.signer);
      return { entry: base64, body: body.toString('base64'), hash, id };
    };
    const send = async (entries: readonly Entry[], desk: TestDesk = alice) => {
      const response = await server.request('/v1/ops', {
        body: { entries: entries.map(({ entry, body }) => ({ entry, body })) },
        token: desk.token,
      });
      return bookEntriesAnswer.parse(await response.json()).results;
    };
    const next = (text: string, desks = false): Entry => {
      const made = make(text, {}, desks);
      end.m += 1;
      end.hash = made.hash;
      return made;
    };
    const page = async (after: number, desk: TestDesk = alice) =>
      bookPage.parse(await (await server.request(`/v1/ops?after=${after}`, { token: desk.token })).json());
    const codes = async (...entries: readonly Entry[]) =>
      (await send(entries)).map((result) => ('code' in result ? [result.code, result.expected] : result.outcome));

    it('numbers entries without gaps and answers a repeated one as before', async () => {
      expect(await codes(make('too early'))).toEqual([['entry.epoch', 0]]);
      const first = [next('desks', true), next('one'), next('two')];
      expect((await send(first)).map((result) => 'no' in result && [result.outcome, result.no])).toEqual([
        ['taken', 1],
        ['taken', 2],
        ['taken', 3],
      ]);
      expect((await send(first.toReversed())).map((result) => 'no' in result && [result.outcome, result.no])).toEqual([
        ['already', 3],
        ['already', 2],
        ['already', 1],
      ]);
      expect(await codes(make('gap', { m: 6 }), make('again', { m: 2 }), make('other', { prev: ZERO_HASH }))).toEqual([
        ['entry.gap', 4],
        ['entry.conflict', 4],
        ['entry.conflict', 4],
      ]);
      expect(await codes(make('old', { epoch: 2 }), make('body', { body: ZERO_HASH }))).toEqual([
        ['entry.epoch', 1],
        ['entry.body-hash', null],
      ]);
      expect((await page(1)).items.map(({ no }) => no)).toEqual([2, 3]);
      expect(await page(0, bruno)).toEqual({ items: [], last: 0 });
    });

    it('wakes who waits for the book, and takes entries of its own practice alone', async () => {
      const waiting = server.request('/v1/wait?feed=9&size=9&seen=9&ops=3', { token: alice.token });
      expect((await send([make('foreign')], bruno)).map((result) => 'code' in result && result.code)).toEqual(['entry.sender']);
      expect(await codes(next('three'))).toEqual(['taken']);
      expect(waitAnswer.parse(await (await waiting).json()).ops).toBe(4);
    });

    it('deletes the content of an entry and keeps its header', async () => {
      const paper = (id: string, practice = alice.practice) =>
        signPaper(BOOK_ERASURE_PAYLOAD_TYPE, { at: server.ports.clock.now(), id, net: server.net, practice, v: 1 }, alice.signer).base64;
      const papers = [paper(testId('one')), paper(testId('never')), paper(testId('one'), bruno.practice)];
      const erase = async (token: string) =>
        bookErasuresAnswer
          .parse(await (await server.request('/v1/ops/erase', { body: { papers }, token })).json())
          .results.map((result) => ('code' in result ? result.code : result.outcome));
      expect(await erase(bruno.token)).toEqual(['erasure.sender', 'erasure.sender', 'erasure.sender']);
      expect(await erase(alice.token)).toEqual(['erased', 'erasure.unknown', 'erasure.sender']);
      expect(await erase(alice.token)).toEqual(['already', 'erasure.unknown', 'erasure.sender']);
      expect((await page(0)).items.map(({ body }) => body !== null)).toEqual([true, false, true, true]);
    });

    it('refuses an entry of a desk of the practice that the newest list of desks does not name', async () => {
      const signer = testSigner('alice at another desk');
      const desk = testId('another desk of alice');
      const keys = [{ desk, key: signer.key, spki: signer.spki, use: 'desk' as const }];
      const paper = admissionPaper(server, { practice: alice.practice, keys, seq: 2 });
      expect((await server.request('/v1/admissions', { body: { paper } })).status).toBe(200);
      const token = await testSession(server, signer);
      const by = (list: boolean): Entry => {
        const id = testId(`by another desk ${String(list)}`);
        const own = { desk, key: signer.key, wrapKey: 'A'.repeat(43) };
        const place = { epoch: list ? 2 : 1, id, m: 1, prev: ZERO_HASH, desks: list ? [own] : null };
        const address = { desk, net: server.net, practice: alice.practice, base: { hash: ZERO_HASH, no: 0 }, v: 1 };
        const { base64, hash } = signPaper(BOOK_PAYLOAD_TYPE, { ...address, ...place, body: sha256Hex(Buffer.from('x')) }, signer);
        return { entry: base64, body: Buffer.from('x').toString('base64'), hash, id };
      };
      expect((await send([by(false), by(true)], { ...bruno, token })).map((result) => 'code' in result && result.code)).toEqual([
        'entry.sender',
        'entry.sender',
      ]);
    });

    it('refuses a revoked desk at once', async () => {
      const paper = admissionPaper(server, { practice: alice.practice, revoked: [alice.signer.key], seq: 3 });
      expect((await server.request('/v1/admissions', { body: { paper } })).status).toBe(200);
      const refused = await server.request('/v1/ops', { token: alice.token });
      expect(refused.status).toBe(401);
    });
  });
};
