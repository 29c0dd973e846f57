import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkAudit } from './audit/check-audit.ts';
import { walkLog } from './chain/walk.ts';
import { newestCheckpoint } from './log/publish.ts';
import { endAllLeases } from './storage/lease.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import type { Storage } from './storage/storage.ts';
import { STORED_COLUMNS } from './storage/stored-columns.ts';
import { erasurePaper, firstEntries } from './testing/book-papers.ts';
import { testAnswer, testLink } from './testing/link-papers.ts';
import { primitives, valueOf } from './testing/log-fixture.ts';
import { sha256Hex, testId, testSigner } from './testing/papers.ts';
import { startServer, type TestServer } from './testing/start-server.ts';
import { admissionPaper, type TestDesk, testDesk } from './testing/test-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = { now: () => '2026-08-04T00:00:00.000Z' };

/** The files of a server as a process that is killed at this moment leaves them. */
type Left = { readonly database: Buffer; readonly journal: Buffer };
const leftAt = (file: string): Left => ({ database: readFileSync(file), journal: readFileSync(`${file}-wal`) });

/** Everything that a whole story hands in, made once: each process after a kill is given the same bytes again, as desks do. */
const papersOf = (server: TestServer, alice: TestDesk, bruno: TestDesk) => {
  const [link, other] = [testLink(1, alice), testLink(2, alice)];
  const carla = testSigner('carla');
  return {
    tickets: [0, 1, 2].map((at) => alice.ticket(`event ${String(at)}`)),
    parcels: ['one', 'two'].map((text) => alice.parcel(bruno.practice, text)).map(({ slip, ciphertext }) => ({ slip, ciphertext })),
    seen: bruno.seen({ [alice.signer.key]: 2 }),
    entries: firstEntries(server, alice, new Map(['desks', 'kept', 'erased'].map((name) => [name, name]))),
    erasure: erasurePaper(server, alice, 'erased'),
    link,
    other,
    answer: testAnswer(server, link, alice),
    carla: [
      {
        keys: [{ desk: testId('desk of carla'), key: carla.key, spki: carla.spki, use: 'desk' as const }],
        status: 'active' as const,
        seq: 1,
      },
      { revoked: [carla.key], seq: 2 },
    ].map((change) => admissionPaper(server, { practice: testId('practice of carla'), ...change })),
  };
};
type Papers = ReturnType<typeof papersOf>;

const KEY = 'A'.repeat(16);

/** The whole story; every step is one that its sender repeats until it is answered. */
const play = async (server: TestServer, papers?: Papers): Promise<Papers> => {
  const [alice, bruno] = [await testDesk(server, 'alice'), await testDesk(server, 'bruno')];
  const given = papers ?? papersOf(server, alice, bruno);
  const { token } = alice;
  const send = async (path: string, body: object, as: string | null = token): Promise<void> => {
    const { status } = await server.request(path, { body, ...(as === null ? {} : { token: as }) });
    expect([path, status]).toEqual([path, 200]);
  };
  await send('/v1/tickets', { tickets: given.tickets });
  await server.server.publisher.publish();
  await send('/v1/parcels', { parcels: given.parcels });
  await send('/v1/seen', { list: given.seen }, bruno.token);
  await send('/v1/requests', given.link.body);
  await send('/v1/requests', given.other.body);
  await server.request(`/v1/requests/${given.link.id}`);
  await send(`/v1/requests/${given.link.id}/answer`, given.answer, null);
  await server.request(`/v1/requests/${given.other.id}`, { method: 'DELETE', token });
  await send('/v1/ops', { entries: given.entries });
  await send('/v1/ops/erase', { papers: [given.erasure] });
  await send('/v1/crm/keys', { id: KEY, digest: sha256Hex('secret'), webhook: null });
  await server.request(`/v1/crm/keys/${KEY}`, { method: 'DELETE', token });
  for (const paper of given.carla) await send('/v1/admissions', { paper }, null);
  await server.server.publisher.publish();
  return given;
};

/** What is stored, but for what each process draws anew: the set-up code in the claim, secrets, used nonces, leases, and which sizes had a checkpoint. */
const contentOf = async ({ db }: Storage): Promise<Readonly<Record<string, readonly string[]>>> => {
  const drawn = new Set(['nonce', 'token_secret', 'lease', 'schema_version', 'checkpoint']);
  const tables = Object.keys(STORED_COLUMNS).filter((table) => !drawn.has(table));
  const content: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const rows = await db
      .selectFrom(table as 'meta')
      .selectAll()
      .execute();
    content[table] = rows
      .filter(({ name }) => name !== 'claim')
      .map((row) => JSON.stringify(row))
      .toSorted();
  }
  return content;
};

it('is after every kill, at a write or in the middle of one, where its desks bring it to the same end', async () => {
  const file = join(folder, 'server.db');
  const first = valueOf(await openSqliteStorage(file));
  const kills: Left[] = [];
  let no = 0;
  const storage: Storage = {
    ...first,
    write: async (work) => {
      const before = leftAt(file).journal.length;
      const done = await first.write(work);
      const left = leftAt(file);
      kills.push(left);
      // And one whose last frames the disk had only in part.
      no += 1;
      const torn = before + Math.floor(((left.journal.length - before) * (no % 4)) / 4);
      if (torn > before) kills.push({ ...left, journal: left.journal.subarray(0, torn) });
      return done;
    },
  };
  const server = await startServer({ storage, clock });
  const papers = await play(server);
  const whole = await contentOf(first);
  expect(whole['log_entry']).toHaveLength(4);
  await server.close();
  expect(kills.length).toBeGreaterThan(40);
  for (const [at, { database, journal }] of kills.entries()) {
    const copy = join(folder, `killed-${String(at)}.db`);
    writeFileSync(copy, database);
    writeFileSync(`${copy}-wal`, journal);
    const opened = valueOf(await openSqliteStorage(copy));
    const isClaimed = (await opened.db.selectFrom('meta').select('name').where('name', '=', 'claim').executeTakeFirst()) !== undefined;
    const again = await startServer({ storage: opened, clock, ...(isClaimed ? { claim: null } : {}) });
    // As `main.ts` does at its start: whoever held a lease is gone.
    await endAllLeases(again.ports);
    await play(again, papers);
    expect({ at, ...(await contentOf(opened)) }).toEqual({ at, ...whole });
    expect([await checkAudit(opened, primitives), (await walkLog({ storage: opened, primitives })).ok]).toEqual([null, true]);
    expect((await newestCheckpoint(opened))?.size).toBe(4);
    await again.close();
    rmSync(copy);
  }
}, 120_000);
