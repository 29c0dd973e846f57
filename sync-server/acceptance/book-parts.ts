import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookPart, MAX_PART_BYTES, partsHeld } from '../../core/contract/network/book-parts.ts';
import { problem } from '../../core/contract/problem.ts';
import type { Storage } from '../storage/storage.ts';
import { erasurePaper, firstEntries } from '../testing/book-papers.ts';
import { sha256Hex, testId, testSigner } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, type TestDesk, testDesk, testSession } from '../testing/test-desk.ts';

const PART = Buffer.alloc(MAX_PART_BYTES, 7);

/** What every storage of the server has to do with parts of files: whole, once, of the own practice alone, within the room there is, gone with their entry. */
export const bookPartAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`parts of files on ${name}`, () => {
    let server: TestServer;
    let alice: TestDesk;
    let bruno: TestDesk;
    beforeAll(async () => {
      server = await startServer({ storage: await open(), settings: { filesPerPractice: 3 * MAX_PART_BYTES } });
      alice = await testDesk(server, 'alice');
      bruno = await testDesk(server, 'bruno');
      const named = new Map(['desks', 'deed', 'plan', 'letter'].map((entry) => [entry, `sealed ${entry}`]));
      await server.request('/v1/ops', { body: { entries: firstEntries(server, alice, named) }, token: alice.token });
    });
    afterAll(() => server.close());

    const at = (entry: string, no: number) => `/v1/ops/${testId(entry)}/parts/${no}`;
    const put = async (entry: string, no: number, body: Buffer, desk: TestDesk = alice, hash = sha256Hex(body)) => {
      const answer = await server.request(at(entry, no), {
        method: 'PUT',
        body: { hash, body: body.toString('base64') },
        token: desk.token,
      });
      const json = (await answer.json()) as { readonly outcome?: string };
      return json.outcome ?? problem.parse(json).code;
    };
    const get = async (entry: string, no: number, desk: TestDesk = alice) => {
      const answer = await server.request(at(entry, no), { token: desk.token });
      return answer.status === 200 ? Buffer.from(bookPart.parse(await answer.json()).body, 'base64') : answer.status;
    };
    const held = async (entry: string, desk: TestDesk = alice) =>
      partsHeld.parse(await (await server.request(`/v1/ops/${testId(entry)}/parts`, { token: desk.token })).json()).held;

    it('keeps a part once and gives it back byte for byte', async () => {
      expect([await put('deed', 0, PART), await put('deed', 0, PART)]).toEqual(['taken', 'already']);
      expect(await put('deed', 1, Buffer.from('the end'))).toBe('taken');
      expect(await get('deed', 0)).toEqual(PART);
      expect(await get('deed', 1)).toEqual(Buffer.from('the end'));
      expect(await held('deed')).toEqual([0, 1]);
    });

    it('refuses what is not whole, too large, another at its place, of no entry, or of another practice', async () => {
      expect(await put('plan', 0, PART, alice, sha256Hex('other'))).toBe('part.hash');
      expect(await put('plan', 0, Buffer.alloc(MAX_PART_BYTES + 1))).toBe('part.too-large');
      expect(await put('plan', 64, PART)).toBe('invalid-input');
      expect(await put('deed', 0, Buffer.from('another'))).toBe('part.conflict');
      expect(await put('never', 0, PART)).toBe('part.entry');
      expect(await put('deed', 2, PART, bruno)).toBe('part.entry');
      expect([await get('deed', 0, bruno), await held('deed', bruno), await get('deed', 2)]).toEqual([404, [], 404]);
    });

    it('keeps no more than there is room for, of each practice by itself', async () => {
      expect(await put('plan', 0, PART)).toBe('taken');
      expect(await put('plan', 1, PART)).toBe('parts.full');
      const refused = await server.request(at('plan', 1), {
        method: 'PUT',
        body: { hash: sha256Hex(PART), body: PART.toString('base64') },
        token: alice.token,
      });
      expect(problem.parse(await refused.json())).toMatchObject({ status: 507, title: 'The server keeps no more files of this practice' });
      await server.request('/v1/ops', {
        body: { entries: firstEntries(server, bruno, new Map([['desks of bruno', 'x']])) },
        token: bruno.token,
      });
      expect(await put('desks of bruno', 0, PART, bruno)).toBe('taken');
    });

    it('lets parts go with the content of their entry, and takes none afterwards', async () => {
      const erased = await server.request('/v1/ops/erase', { body: { papers: [erasurePaper(server, alice, 'deed')] }, token: alice.token });
      expect(await erased.json()).toMatchObject({ results: [{ outcome: 'erased' }] });
      expect([await get('deed', 0), await held('deed'), await held('plan')]).toEqual([404, [], [0]]);
      expect(await put('deed', 0, PART)).toBe('part.entry');
      expect(await put('plan', 1, PART)).toBe('taken');
    });

    it('refuses a desk that the newest list of desks does not name, and a revoked one', async () => {
      const signer = testSigner('alice at another desk');
      const keys = [{ desk: testId('another desk of alice'), key: signer.key, spki: signer.spki, use: 'desk' as const }];
      const added = admissionPaper(server, { practice: alice.practice, keys, seq: 2 });
      expect((await server.request('/v1/admissions', { body: { paper: added } })).status).toBe(200);
      const other = { ...alice, token: await testSession(server, signer) };
      expect(await put('letter', 0, Buffer.from('x'), other)).toBe('part.sender');
      const paper = admissionPaper(server, { practice: alice.practice, revoked: [alice.signer.key], seq: 3 });
      expect((await server.request('/v1/admissions', { body: { paper } })).status).toBe(200);
      expect((await server.request(at('letter', 0), { token: alice.token })).status).toBe(401);
    });
  });
};
