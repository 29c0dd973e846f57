import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { bytesToHex, type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { parseNote } from '../../core/protocol/note.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';
import { moveStorage } from '../storage/move.ts';
import { logFixture, primitives, valueOf } from '../testing/log-fixture.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { openWitnessFolder } from '../witness/witness-folder.ts';
import { addCheckpoint } from '../witness/witness-server.ts';
import { formatAddCheckpoint } from '../witness/add-checkpoint.ts';
import { beginNextLog, endOfLog, LOG_TABLES, nextOrigin } from './next-log.ts';
import type { WitnessPolicy } from './policy-file.ts';
import { walkLog } from './walk.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-next-'));
const witness = valueOf(openWitnessFolder(primitives, join(base, 'witness'), 'witness.example/w1', systemEntropy));
afterAll(() => {
  witness.release();
  rmSync(base, { recursive: true, force: true });
});
const cosigned = (log: ReturnType<typeof logFixture>, size: number): Bytes => {
  const asked = Buffer.from(formatAddCheckpoint({ old: 0, proof: [], note: log.checkpoint(size) }));
  const { status } = addCheckpoint({ folder: witness, logs: [log.key], primitives, clock: systemClock }, Uint8Array.from(asked));
  expect(status).toBe(200);
  const note = witness.noteOf(sha256Hex(log.key.name));
  if (note === null) throw new Error('the witness holds no note');
  return note;
};
const policyOf = (log: ReturnType<typeof logFixture>): WitnessPolicy => ({
  policy: { logs: [{ key: log.key }], witnesses: [{ key: witness.key }], quorum: { kind: 'witness', position: 0 } },
  witnesses: [{ key: witness.key, url: 'http://w1' }],
});

it('ends a log with the last checkpoint that it and a witness signed', () => {
  const log = logFixture(20);
  const note = cosigned(log, 12);
  const end = valueOf(endOfLog(primitives, log.key, policyOf(log), [log.checkpoint(20), note, utf8Encode('nothing\n')]));
  expect(end.checkpoint.size).toBe(12);
  expect(end.text).toEqual(valueOf(parseNote(note)).text);
  expect(valueOf(parseNote(end.note)).signatures).toHaveLength(2);
  expect(endOfLog(primitives, log.key, policyOf(log), [log.checkpoint(20)])).toEqual({ ok: false, error: { code: 'no-checkpoint' } });
  expect([nextOrigin('log.example', false), nextOrigin('log.example/2', true), nextOrigin('log.example/1', false)]).toEqual([
    'log.example/2',
    'log.example/3',
    'log.example/1/2',
  ]);
});

it('begins the next one with the hash of that end and goes on with the entries that are still held', async () => {
  const old = await startServer();
  const desk = await testDesk(old, 'alice');
  await desk.sendTickets(Array.from({ length: 300 }, (_, at) => desk.ticket(`event ${String(at)}`)));
  await desk.sendParcels([desk.parcel(desk.practice, 'mail')]);
  const log = logFixture(20, 'longer', 'log.example/longer');
  const end = valueOf(endOfLog(primitives, log.key, policyOf(log), [cosigned(log, 20)]));
  const next = valueOf(await openSqliteStorage(join(base, 'next.db')));
  valueOf(await moveStorage(old.ports.storage, next, LOG_TABLES));
  expect(await beginNextLog(old.ports, old.ports.storage, next, end)).toBe(301);
  const rows = await next.db.selectFrom('log_entry').select(['idx', 'event']).orderBy('idx').execute();
  expect([0, 1, 300].map((at) => bytesToHex(rows[at]?.event ?? new Uint8Array()))).toEqual([
    bytesToHex(primitives.sha256(end.text)),
    sha256Hex('event 0'),
    sha256Hex('event 299'),
  ]);
  expect(await walkLog({ storage: next, primitives })).toMatchObject({ ok: true, value: { size: 301 } });
  expect(await next.db.selectFrom('feed_item').selectAll().execute()).toHaveLength(1);
  expect(await next.db.selectFrom('checkpoint').selectAll().execute()).toEqual([]);
  // The streams go on where they were.
  const resumed = await startServer({ storage: next, claim: null });
  const token = { body: { tickets: [desk.ticket('event 300')] }, token: desk.token };
  expect(await (await resumed.request('/v1/tickets', token)).json()).toMatchObject({ results: [{ outcome: 'logged', index: 301 }] });
  await resumed.close();
  await old.close();
});
