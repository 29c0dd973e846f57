import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { problem } from '../../core/contract/problem.ts';
import { SESSION_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { checkAudit } from '../audit/check-audit.ts';
import type { Storage } from '../storage/storage.ts';
import { sha256Hex, signPaper, testId, testSigner } from '../testing/papers.ts';
import { claimPaper, startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, proofPaper, type TestDesk, testDesk } from '../testing/test-desk.ts';

/** Who may connect, on any storage: claims, admissions, sessions and their ends; every change in the audit log. */
export const accessAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`who may connect, on ${name}`, () => {
    let server: TestServer;
    let desk: TestDesk;
    beforeAll(async () => {
      server = await startServer({ storage: await open() });
      desk = await testDesk(server, 'a desk');
    });
    afterAll(() => server.close());

    const refusal = async (path: string, body: object, token?: string): Promise<readonly [number, string | undefined]> => {
      const response = await server.request(path, token === undefined ? { body } : { body, token });
      return [response.status, problem.parse(await response.json()).code];
    };
    const admit = (paper: string) => refusal('/v1/admissions', { paper });

    it('serves one network for good, and its registrar changes only with a new code', async () => {
      const { ports, net, office } = server;
      const registrar = testSigner('another registrar');
      const stale = claimPaper(ports, { net, office, registrar }, 'WRONG-CODE');
      expect(await refusal('/v1/claim', { paper: stale })).toEqual([401, 'claim.code']);
      const code = await server.setupCode();
      const foreign = claimPaper(ports, { net: sha256Hex('other network'), office, registrar }, code);
      expect(await refusal('/v1/claim', { paper: foreign })).toEqual([409, 'claim.network']);
      const replaced = claimPaper(ports, { net, office, registrar }, code);
      expect((await server.request('/v1/claim', { body: { paper: replaced } })).status).toBe(200);
      expect((await server.request('/v1/claim', { body: { paper: replaced } })).status).toBe(200);
      const used = claimPaper(ports, { net, office, registrar: server.registrar }, code);
      expect(await refusal('/v1/claim', { paper: used })).toEqual([401, 'claim.code']);
      const paper = admissionPaper(server, { practice: testId('late'), seq: 1 });
      expect(await admit(paper)).toEqual([403, 'admission.signer']);
      const back = claimPaper(ports, { net, office, registrar: server.registrar }, await server.setupCode());
      expect((await server.request('/v1/claim', { body: { paper: back } })).status).toBe(200);
    });

    it('lets a desk admit keys of its own practice and nothing more', async () => {
      const key = testSigner('second key');
      const keys = [{ desk: testId('second desk'), key: key.key, spki: key.spki, use: 'desk' as const }];
      const { practice } = desk;
      expect(await admit(admissionPaper(server, { practice: testId('office'), keys, seq: 1 }, desk.signer))).toEqual([
        403,
        'admission.signer',
      ]);
      expect(await admit(admissionPaper(server, { practice, keys, status: 'active', seq: 1 }, desk.signer))).toEqual([
        403,
        'admission.signer',
      ]);
      const asRegistrar = keys.map((one) => ({ ...one, use: 'registrar' as const }));
      expect(await admit(admissionPaper(server, { practice, keys: asRegistrar, seq: 1 }, desk.signer))).toEqual([403, 'admission.signer']);
      expect(await admit(admissionPaper(server, { practice, keys, seq: 1 }, testSigner('stranger')))).toEqual([401, 'paper.signature']);
      const swapped = keys.map((one) => ({ ...one, spki: desk.signer.spki }));
      expect(await admit(admissionPaper(server, { practice, keys: swapped, seq: 1 }, desk.signer))).toEqual([400, 'admission.key']);
      const paper = admissionPaper(server, { practice, keys, seq: 3 }, desk.signer);
      const send = async (): Promise<unknown> => (await server.request('/v1/admissions', { body: { paper } })).json();
      expect([await send(), await send()]).toEqual([
        { practice, outcome: 'taken' },
        { practice, outcome: 'already' },
      ]);
      expect(await admit(admissionPaper(server, { practice, seq: 3, revoked: [key.key] }, desk.signer))).toEqual([409, 'admission.seq']);
      const other = await testDesk(server, 'thief');
      expect(await admit(admissionPaper(server, { practice: other.practice, keys, seq: 1 }, other.signer))).toEqual([
        409,
        'admission.key-taken',
      ]);
      const revoke = admissionPaper(server, { practice: other.practice, revoked: [desk.signer.key], seq: 2 }, other.signer);
      expect(await admit(revoke)).toEqual([409, 'admission.key-unknown']);
    });

    it('opens a session for a fresh proof of an admitted key, once', async () => {
      const proof = await proofPaper(server, desk.signer);
      const [first, second] = await Promise.all([1, 2].map(() => server.request('/v1/session', { body: { proof } })));
      expect(new Set([first?.status, second?.status])).toEqual(new Set([200, 401]));
      expect(await refusal('/v1/session', { proof: await proofPaper(server, testSigner('nobody')) })).toEqual([401, 'session.refused']);
      const challenge = await server.request('/v1/session/challenge', { body: { key: testSigner('nobody').key } });
      expect(challenge.status).toBe(200);
      const { nonce } = (await challenge.json()) as { readonly nonce: string };
      const elsewhere = { at: server.ports.clock.now(), net: server.net, nonce, server: 'another.server', v: 1 };
      for (const payload of [elsewhere, { ...elsewhere, server: server.identity.origin }]) {
        const stolen = signPaper(SESSION_PAYLOAD_TYPE, payload, desk.signer).base64;
        expect(await refusal('/v1/session', { proof: stolen })).toEqual([401, 'session.refused']);
      }
      expect(await refusal('/v1/tickets', { tickets: [desk.ticket('x')] }, `${desk.token}x`)).toEqual([401, 'session.ended']);
    });

    it('ends the sessions of a revoked key at once, and takes no ticket or parcel by it', async () => {
      const leaver = await testDesk(server, 'leaver');
      const friend = await testDesk(server, 'friend');
      expect((await server.request('/v1/feed', { token: leaver.token })).status).toBe(200);
      const [ticket, parcel] = [leaver.ticket('late'), leaver.parcel(friend.practice, 'late')];
      const paper = admissionPaper(server, { practice: leaver.practice, revoked: [leaver.signer.key], seq: 2 });
      expect((await server.request('/v1/admissions', { body: { paper } })).status).toBe(200);
      expect((await server.request('/v1/feed', { token: leaver.token })).status).toBe(401);
      expect(await refusal('/v1/session', { proof: await proofPaper(server, leaver.signer) })).toEqual([401, 'session.refused']);
      expect(await friend.sendTickets([ticket])).toMatchObject([{ outcome: 'refused', code: 'ticket.key-revoked' }]);
      expect(await friend.sendParcels([parcel])).toMatchObject([{ outcome: 'refused', code: 'parcel.sender' }]);
    });

    it('keeps who may connect in an audit log that nobody changes', async () => {
      const { storage, primitives } = server.ports;
      const rows = await storage.db.selectFrom('audit').selectAll().orderBy('no').execute();
      expect(rows.slice(0, 3).map(({ kind }) => kind)).toEqual(['server.claimed', 'practice.admitted', 'key.added']);
      expect(rows.at(-1)).toMatchObject({ kind: 'key.revoked', before: 'valid', after: 'revoked', actor: server.registrar.key });
      expect(await checkAudit(storage, primitives)).toBeNull();
      await expect(sql`update audit set actor = 'nobody'`.execute(storage.db)).rejects.toThrow(/append-only/u);
      await expect(sql`delete from audit`.execute(storage.db)).rejects.toThrow(/append-only/u);
      // Somebody with the database in hand takes the guard away: the walk still finds it.
      await sql
        .raw(storage.kind === 'sqlite' ? 'drop trigger audit_no_update' : 'drop trigger audit_no_change on audit')
        .execute(storage.db);
      await storage.db.updateTable('audit').set({ after: 'resigned' }).where('no', '=', 2).execute();
      expect(await checkAudit(storage, primitives)).toBe(2);
    });
  });
};
