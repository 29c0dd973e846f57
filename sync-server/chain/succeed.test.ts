import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { readMeta } from '../storage/meta.ts';
import { openPostgresStorage } from '../storage/postgres.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { primitives, valueOf } from '../testing/log-fixture.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startPostgres, type TestPostgres } from '../testing/start-postgres.ts';
import { startServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk } from '../testing/test-desk.ts';
import { formatAddCheckpoint } from '../witness/add-checkpoint.ts';
import { openWitnessFolder, type WitnessFolder } from '../witness/witness-folder.ts';
import { addCheckpoint } from '../witness/witness-server.ts';
import { finishHandOver } from './hand-over.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { succeed } from './succeed.ts';
import { walkLog } from './walk.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-succeed-'));
const witnesses: WitnessFolder[] = [];
let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  for (const witness of witnesses) witness.release();
  rmSync(base, { recursive: true, force: true });
});

/** A data folder with key and policy, a server in it with a desk, mail and a log that a witness cosigned, and three more entries that it did not. */
const worked = async (name: string, storage: (data: string) => Promise<Storage>) => {
  const data = join(base, name);
  mkdirSync(data);
  const witness = valueOf(openWitnessFolder(primitives, join(base, `witness of ${name}`), 'witness.example/w1', systemEntropy));
  witnesses.push(witness);
  const place = { data, keyFile: join(data, 'log.key'), policy: join(data, 'policy.txt') };
  writeFileSync(place.keyFile, `${sha256Hex('log key')}\n`);
  writeFileSync(place.policy, `witness one ${formatVerifierKey(witness.key)} http://w1\nquorum one\n`);
  const server = await startServer({ storage: await storage(data) });
  const desk = await testDesk(server, 'alice');
  await desk.sendTickets([0, 1, 2, 3].map((at) => desk.ticket(`event ${String(at)}`)));
  await desk.sendParcels([desk.parcel(desk.practice, 'mail')]);
  await server.server.publisher.publish();
  const newest = await newestCheckpoint(server.ports.storage);
  const body = formatAddCheckpoint({ old: 0, proof: [], note: utf8Encode(newest?.note ?? '') });
  expect(addCheckpoint({ folder: witness, logs: [server.identity.key], primitives, clock: systemClock }, body).status).toBe(200);
  await desk.sendTickets([4, 5, 6].map((at) => desk.ticket(`event ${String(at)}`)));
  await server.server.close();
  /** What the witness answers when it is asked for its newest note. */
  const asked = (url: string): Promise<Response> => {
    const note = witness.noteOf(/\/([0-9a-f]{64})\/checkpoint$/u.exec(url)?.[1] ?? '');
    return Promise.resolve(note === null ? new Response('', { status: 404 }) : new Response(Uint8Array.from(note)));
  };
  return { place, server, desk, asked };
};

/** The next log on a storage: its end of the one before first, what was held behind it, streams, mail and sessions going on. */
const expectNext = async (storage: Storage, desk: TestDesk): Promise<void> => {
  const rows = await storage.db.selectFrom('log_entry').select('event').orderBy('idx').execute();
  const { origin, succeeds } = await readMeta(storage.db);
  expect(origin).toBe('log.test/flip360/2');
  expect(rows.map(({ event }) => bytesToHex(event))).toEqual([
    succeeds,
    ...[0, 1, 2, 3, 4, 5, 6].map((at) => sha256Hex(`event ${String(at)}`)),
  ]);
  expect(await walkLog({ storage, primitives })).toMatchObject({ ok: true, value: { size: 8 } });
  const resumed = await startServer({ storage, claim: null, seed: null });
  const logged = await resumed.request('/v1/tickets', { body: { tickets: [desk.ticket('event 7')] }, token: desk.token });
  expect(await logged.json()).toMatchObject({ results: [{ outcome: 'logged', index: 8 }] });
  expect(await (await resumed.request('/v1/feed', { token: desk.token })).json()).toMatchObject({ last: 1, items: [{ no: 1 }] });
  await resumed.close();
};

describe('a log that ends', () => {
  it('on PostgreSQL goes on in the empty database it is given, and leaves the old one and its key as they were', async () => {
    const [from, to, full] = [await postgres.database(), await postgres.database(), await postgres.database()];
    const open = async (url: string): Promise<Storage> => valueOf(await openPostgresStorage(url, () => undefined));
    const { place, server, desk, asked } = await worked('postgres', () => open(from));
    const other = await startServer({ storage: await open(full) });
    await other.close();
    const refused = await succeed(server.ports, place, () => open(full), asked);
    expect(refused).toEqual({ ok: false, error: 'The next database could not be filled: it must be empty. The old one is unchanged.' });
    expect(readdirSync(place.data).toSorted()).toEqual(['log.key', 'policy.txt']);
    const begun = valueOf(await succeed(server.ports, place, () => open(to), asked));
    expect([begun.from, begun.held]).toEqual([4, 7]);
    expect(readdirSync(place.data).toSorted()).toEqual(['log.key', `log.key.${begun.ended}`, 'policy.txt']);
    expect(readFileSync(`${place.keyFile}.${begun.ended}`, 'utf8').trim()).toBe(sha256Hex('log key'));
    await expectNext(await open(to), desk);
    const old = await open(from);
    expect((await readMeta(old.db)).origin).toBe('log.test/flip360');
    await old.close();
  });

  it('on SQLite takes its place in the folder, whatever step it was killed at', async () => {
    const { place, server, desk, asked } = await worked('sqlite', async (data) =>
      valueOf(await openSqliteStorage(join(data, 'server.db'))),
    );
    const begun = valueOf(await succeed(server.ports, place, null, asked));
    const { data, keyFile } = place;
    const whole = [`${begun.ended}.db`, 'log.key', `log.key.${begun.ended}`, 'policy.txt', 'server.db'];
    expect(readdirSync(data).toSorted()).toEqual(whole.toSorted());
    const done: readonly (readonly [string, string])[] = [
      [join(data, 'server.db'), join(data, `${begun.ended}.db`)],
      [join(data, 'server-next.db'), join(data, 'server.db')],
      [keyFile, `${keyFile}.${begun.ended}`],
      [`${keyFile}.next`, keyFile],
    ];
    const key = readFileSync(keyFile, 'utf8');
    // Takes the last steps back, as if the power had gone before them, and finishes.
    for (let steps = 0; steps <= done.length; steps += 1) {
      for (const [before, after] of done.slice(done.length - steps).toReversed()) renameSync(after, before);
      writeFileSync(join(data, 'hand-over.json'), JSON.stringify({ ended: begun.ended, keyFile, withDatabase: true }));
      expect([finishHandOver(data), finishHandOver(data)]).toEqual([true, false]);
      expect([readdirSync(data).toSorted(), readFileSync(keyFile, 'utf8')]).toEqual([whole.toSorted(), key]);
    }
    await expectNext(valueOf(await openSqliteStorage(join(data, 'server.db'))), desk);
  });

  it('ends although its key is lost, and not while no witness says where it ended or another program has it open', async () => {
    const open = async (data: string): Promise<Storage> => valueOf(await openSqliteStorage(join(data, 'server.db')));
    const { place, server, asked } = await worked('keyless', open);
    const silent = await succeed(server.ports, place, null, () => Promise.resolve(new Response('', { status: 404 })));
    expect(silent.ok ? '' : silent.error).toContain('No witness of the policy answers');
    rmSync(place.keyFile);
    const reader = await open(place.data);
    const held = await succeed(server.ports, place, null, asked);
    expect(held.ok ? '' : held.error).toContain('Another program still has the old database open');
    await reader.close();
    for (const left of ['server-next.db', 'log.key.next']) rmSync(join(place.data, left));
    const again = await open(place.data);
    expect((await succeed({ ...server.ports, storage: again }, place, null, asked)).ok).toBe(true);
    expect(existsSync(place.keyFile)).toBe(true);
  });
});
