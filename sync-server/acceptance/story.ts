import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consistencyAnswer, proofsAnswer } from '../../core/contract/network/log.ts';
import { feedPage, seenPage, waitAnswer } from '../../core/contract/network/parcels.ts';
import { serverStatus } from '../../core/contract/network/session.ts';
import { base64ToBytes, type Bytes, hexToBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../core/protocol/merkle.ts';
import { parseCheckpoint } from '../../core/protocol/checkpoint.ts';
import { ed25519NoteVerifier, openNote } from '../../core/protocol/note.ts';
import { parseTlogProof } from '../../core/protocol/tlog-proof.ts';
import type { Storage } from '../storage/storage.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk } from '../testing/test-desk.ts';

const bytes = (result: { readonly ok: true; readonly value: Bytes } | { readonly ok: false }): Bytes => {
  if (!result.ok) throw new Error('not bytes');
  return result.value;
};

/** What every storage of the server has to do: tickets are logged and proven, parcels arrive in order, seen lists come back, waiting ends. */
export const storyAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`sync server on ${name}`, () => {
    let server: TestServer;
    let alice: TestDesk;
    let bruno: TestDesk;
    beforeAll(async () => {
      server = await startServer({ storage: await open() });
      alice = await testDesk(server, 'alice');
      bruno = await testDesk(server, 'bruno');
    });
    afterAll(() => server.close());

    const checkpoint = async (): Promise<{ readonly size: number; readonly root: Bytes }> => {
      const newest = await newestCheckpoint(server.ports.storage);
      if (newest === undefined) throw new Error('nothing is published');
      const opened = openNote(utf8Encode(newest.note), [ed25519NoteVerifier(server.ports.primitives, server.identity.key)]);
      if (!opened.ok) throw new Error(opened.error.code);
      const parsed = parseCheckpoint(server.ports.primitives, opened.value.text);
      if (!parsed.ok) throw new Error(parsed.error.code);
      return parsed.value;
    };

    it('logs tickets in order of commit, and proves them under a published checkpoint', async () => {
      const tickets = Array.from({ length: 9 }, (_, at) => alice.ticket(`event ${at}`));
      const first = await alice.sendTickets(tickets.slice(0, 5));
      expect(first.map((result) => result.outcome === 'logged' && result.index)).toEqual([0, 1, 2, 3, 4]);
      await server.server.publisher.publish();
      const early = await checkpoint();
      const again = await bruno.sendTickets(tickets);
      expect(again.map((result) => [result.outcome, 'index' in result && result.index])).toEqual([
        ...[0, 1, 2, 3, 4].map((index) => ['already', index]),
        ...[5, 6, 7, 8].map((index) => ['logged', index]),
      ]);
      await server.server.publisher.publish();
      const { size, root } = await checkpoint();
      expect(size).toBe(9);
      const events = [sha256Hex('event 0'), sha256Hex('event 8'), sha256Hex('never')];
      const answered = await server.request('/v1/log/proofs', { body: { size, events }, token: alice.token });
      const { proofs } = proofsAnswer.parse(await answered.json());
      expect(proofs[2]).toBeNull();
      for (const proof of proofs.slice(0, 2)) {
        if (proof === null) throw new Error('a logged event has no proof');
        const leaf = leafHash(server.ports.primitives, bytes(hexToBytes(proof.event)));
        const hashes = proof.proof.map((hash) => bytes(base64ToBytes(hash)));
        const claim = { index: proof.index, size, leafHash: leaf, proof: hashes, root };
        expect(verifyInclusion(server.ports.primitives, claim).ok).toBe(true);
      }
      const between = consistencyAnswer.parse(await (await server.request(`/api/chain/consistency?from=5&to=9`)).json());
      const hashes = between.proof.map((hash) => bytes(base64ToBytes(hash)));
      const claim = { oldSize: 5, newSize: 9, oldRoot: early.root, newRoot: root, proof: hashes };
      expect(verifyConsistency(server.ports.primitives, claim).ok).toBe(true);
      const file = await server.request(`/api/chain/proof/${sha256Hex('event 3')}`);
      const parsed = parseTlogProof(new Uint8Array(await file.arrayBuffer()));
      expect(parsed.ok && [parsed.value.index, utf8Decode(parsed.value.checkpoint)]).toEqual([
        3,
        { ok: true, value: (await newestCheckpoint(server.ports.storage))?.note },
      ]);
      expect((await server.request('/api/chain/consistency?from=4&to=9')).status).toBe(404);
    });

    it('delivers parcels in order, without gaps, each once', async () => {
      const parcels = ['one', 'two', 'three'].map((text) => alice.parcel(bruno.practice, text));
      expect((await alice.sendParcels(parcels.slice(1))).map((result) => 'code' in result && [result.code, result.expected])).toEqual([
        ['parcel.gap', 1],
        ['parcel.gap', 1],
      ]);
      expect((await alice.sendParcels(parcels)).map(({ outcome }) => outcome)).toEqual(['taken', 'taken', 'taken']);
      expect((await alice.sendParcels(parcels)).map(({ outcome }) => outcome)).toEqual(['already', 'already', 'already']);
      const page = feedPage.parse(await (await server.request('/v1/feed?after=0&limit=2', { token: bruno.token })).json());
      expect([page.last, page.items.map(({ no }) => no)]).toEqual([3, [1, 2]]);
      const [item] = page.items;
      expect(item?.kind === 'parcel' && Buffer.from(item.ciphertext, 'base64').toString()).toBe('one');
      const rest = feedPage.parse(await (await server.request('/v1/feed?after=2', { token: bruno.token })).json());
      expect(rest.items.map(({ no }) => no)).toEqual([3]);
      const own = feedPage.parse(await (await server.request('/v1/feed', { token: alice.token })).json());
      expect(own.items).toEqual([]);
    });

    it('wakes who waits, and hands the receipt back', async () => {
      const waiting = server.request('/v1/wait?feed=3&size=9&seen=0', { token: alice.token });
      const list = bruno.seen({ [alice.signer.key]: 3 });
      expect((await server.request('/v1/seen', { body: { list }, token: bruno.token })).status).toBe(200);
      const woken = waitAnswer.parse(await (await waiting).json());
      expect(woken.seen).toBeGreaterThan(0);
      const lists = seenPage.parse(await (await server.request('/v1/seen?after=0', { token: alice.token })).json());
      expect(lists).toEqual({ version: woken.seen, lists: [list] });
      expect(seenPage.parse(await (await server.request(`/v1/seen?after=${woken.seen}`, { token: alice.token })).json()).lists).toEqual([]);
    });

    it('says who it is', async () => {
      const status = serverStatus.parse(await (await server.request('/v1/status')).json());
      expect(status).toMatchObject({ net: server.net, origin: server.identity.origin, vkey: server.vkey, size: 9, readOnly: false });
    });
  });
};
