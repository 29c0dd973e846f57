import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anchorsAnswer, checkpointsAnswer, entriesAnswer } from '../../core/contract/network/log.ts';
import { utf8Encode } from '../../core/protocol/bytes.ts';
import { parseNote } from '../../core/protocol/note.ts';
import { verifyTimeStamp } from '../../core/protocol/time-stamp.ts';
import { primitives, valueOf } from '../testing/log-fixture.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { httpAuthority } from '../time-stamp/ask-authority.ts';
import { opensslAuthority } from '../time-stamp/openssl-authority.ts';
import { type AnchorParts, anchorWhatIsDue, recordSnapshot } from './anchors.ts';
import { walkLog } from './walk.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-anchors-'));
const authority = opensslAuthority('ec');
let server: TestServer;
let now = Date.parse('2026-08-04T02:00:00.000Z');
const wrong = new Set<string>();
const fetchFrom = (url: string, init: RequestInit): Promise<Response> => {
  if (url.endsWith('/down')) return Promise.reject(new Error('connection refused'));
  const request = Uint8Array.from(init.body as Buffer);
  if (wrong.has('digest')) request[30] = (request[30] ?? 0) ^ 1;
  const reply = authority.reply(request);
  return Promise.resolve(new Response(reply === null ? '' : Uint8Array.from(reply), { status: reply === null ? 400 : 200 }));
};
let parts: AnchorParts;
beforeAll(async () => {
  server = await startServer({ clock: { now: () => new Date(now).toISOString() } });
  const desk = await testDesk(server, 'alice');
  await desk.sendTickets(Array.from({ length: 5 }, (_, at) => desk.ticket(`event ${String(at)}`)));
  await server.server.publisher.publish();
  const authorities = ['http://tsa.test/down', 'http://tsa.test/'].map((url) => httpAuthority(primitives, url, fetchFrom, 1000));
  parts = { ...server.ports, authorities, writeOnceFolder: join(base, 'once'), holder: 'this' };
});
afterAll(async () => {
  await server.close();
  authority.remove();
  rmSync(base, { recursive: true, force: true });
});
const anchors = async () => anchorsAnswer.parse(await (await server.request('/api/chain/anchors')).json()).anchors;

it('are made when they are due, by the first authority that answers, and shown to everyone', async () => {
  await anchorWhatIsDue(parts);
  await anchorWhatIsDue(parts);
  expect((await anchors()).map(({ kind, since, size, place }) => [kind, since, size, place])).toEqual([
    ['snapshot', 0, 5, '5 entries hashed'],
    ['write-once', 0, 5, '2026-08-04-5.checkpoint'],
    ['time-stamp', 0, 5, 'http://tsa.test/'],
  ]);
  const note = checkpointsAnswer.parse(await (await server.request('/api/chain/checkpoints')).json()).checkpoints[0]?.note ?? '';
  for (const [size, found] of [
    [5, 1],
    [4, 0],
  ] as const)
    expect(
      checkpointsAnswer.parse(await (await server.request(`/api/chain/checkpoints?size=${String(size)}`)).json()).checkpoints,
    ).toHaveLength(found);
  const stamp = (await anchors())[2];
  const text = valueOf(parseNote(utf8Encode(note))).text;
  const proven = verifyTimeStamp(primitives, Uint8Array.from(Buffer.from(stamp?.receipt ?? '', 'base64')), primitives.sha256(text), [
    authority.rootFingerprint,
  ]);
  expect(proven.ok).toBe(true);
  expect(readFileSync(join(base, 'once', '2026-08-04-5.checkpoint'), 'utf8')).toBe(note);
  now += 3_600_000;
  await anchorWhatIsDue(parts);
  expect((await anchors()).map(({ kind, since }) => [kind, since])[0]).toEqual(['time-stamp', 5]);
  expect(await anchors()).toHaveLength(4);
  expect(readdirSync(join(base, 'once'))).toHaveLength(1);
  const entries = entriesAnswer.parse(await (await server.request('/api/chain/entries')).json()).entries;
  expect(entries[0]).toEqual({ index: 4, at: '2026-08-04T02:00:00.000Z', event: sha256Hex('event 4') });
  expect(anchorsAnswer.parse(await (await server.request('/api/chain/anchors?before=2')).json()).anchors).toHaveLength(1);
});

it('do not hold a reply over another digest', async () => {
  now += 3_600_000;
  wrong.add('digest');
  await anchorWhatIsDue(parts);
  expect(server.lines.at(-1)).toEqual({ event: 'time-stamp.failed', authority: 'http://tsa.test/', why: 'time-stamp.imprint' });
  expect(await anchors()).toHaveLength(4);
});

it('name the first entry that was changed in the database, and record no snapshot of it', async () => {
  expect(await walkLog(server.ports)).toMatchObject({ ok: true, value: { size: 5 } });
  const { db } = server.ports.storage;
  const harm = async (table: string, change: ReturnType<typeof sql>, expected: object): Promise<void> => {
    await sql`drop trigger if exists ${sql.table(`${table}_no_update`)}`.execute(db);
    await db
      .transaction()
      .execute(async (tx) => {
        await change.execute(tx);
        expect(await walkLog({ ...server.ports, storage: { ...server.ports.storage, db: tx } })).toEqual({ ok: false, error: expected });
        throw new Error('back');
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'back') throw error;
      });
  };
  const other = new Uint8Array(32);
  await harm('log_entry', sql`update log_entry set event = ${other} where idx = 3`, { index: 3, why: 'node' });
  await harm('log_node', sql`update log_node set hash = ${other} where level = 0 and pos = 2`, { index: 2, why: 'node' });
  await harm('ticket', sql`update ticket set record = (select record from ticket where idx = 0) where idx = 1`, {
    index: 1,
    why: 'ticket',
  });
  await harm('checkpoint', sql`update checkpoint set note = replace(note, '5', '6')`, { index: 4, why: 'root' });
  expect(await walkLog(server.ports)).toMatchObject({ ok: true });
  await sql`update ticket set record = x'00' where idx = 4`.execute(db);
  await recordSnapshot(parts);
  await recordSnapshot(parts);
  expect(server.lines.at(-1)).toEqual({ event: 'chain.broken', severity: 1, index: 4, why: 'ticket' });
  // Kept for the office's page, the same break once a day.
  expect(await db.selectFrom('chain_alarm').selectAll().execute()).toMatchObject([{ no: 1, idx: 4, why: 'ticket' }]);
});
