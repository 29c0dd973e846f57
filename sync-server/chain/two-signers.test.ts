import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { openPostgresStorage } from '../storage/postgres.ts';
import { primitives, valueOf } from '../testing/log-fixture.ts';
import { startPostgres, type TestPostgres } from '../testing/start-postgres.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk } from '../testing/test-desk.ts';
import { witnessClient } from '../witness/ask-witness.ts';
import { openWitnessFolder } from '../witness/witness-folder.ts';
import { addCheckpoint } from '../witness/witness-server.ts';
import type { WitnessPolicy } from './policy-file.ts';
import { folderStore } from './second-store.ts';
import { createStanding, type Standing } from './standing.ts';
import { readLastSigned } from './tiles.ts';
import { witnessedCheckpoints } from './witnessed-checkpoint.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-signers-'));
const store = folderStore(join(base, 'store'));
const witness = valueOf(openWitnessFolder(primitives, join(base, 'witness'), 'witness.example/w1', systemEntropy));
let postgres: TestPostgres;
let now = Date.parse('2026-08-04T02:00:00.000Z');
const clock = { now: () => new Date(now).toISOString() };
const open: TestServer[] = [];

/** One server process on a database, with the second store and the witness that all share. */
const serverOn = async (url: string, holder: string, claimed: boolean): Promise<TestServer & { readonly standing: Standing }> => {
  let standing: Standing | undefined;
  const storage = await openPostgresStorage(url, () => undefined);
  const server = await startServer({
    storage: valueOf(storage),
    clock,
    // Checkpoints are asked for by the test alone.
    settings: { checkpointEvery: 20_000, checkpointAtLeastEvery: 3_600_000 },
    ...(claimed ? { claim: null } : {}),
    chain: (ports) => {
      const network = (address: string, init: RequestInit): Promise<Response> => {
        const path = /\/([0-9a-f]{64})\/checkpoint$/.exec(address)?.[1];
        if (path !== undefined) {
          const note = witness.noteOf(path);
          return Promise.resolve(note === null ? new Response('', { status: 404 }) : new Response(Uint8Array.from(note)));
        }
        const parts = { folder: witness, logs: [ports.identity.key], primitives, clock: systemClock };
        const { status, body } = addCheckpoint(parts, Uint8Array.from(init.body as Buffer));
        return Promise.resolve(new Response(Uint8Array.from(body), { status }));
      };
      const policy: WitnessPolicy = {
        policy: { logs: [{ key: ports.identity.key }], witnesses: [{ key: witness.key }], quorum: { kind: 'witness', position: 0 } },
        witnesses: [{ key: witness.key, url: 'http://w1' }],
      };
      const parts = { ...ports, store, witnesses: witnessClient(primitives, network, 1000), policy: () => policy };
      standing = createStanding(parts);
      return { store, make: witnessedCheckpoints({ ...parts, holder, behind: standing.behind }) };
    },
  });
  open.push(server);
  if (standing === undefined) throw new Error('no standing');
  await standing.check();
  return { ...server, standing };
};

let left: TestServer & { readonly standing: Standing };
let right: typeof left;
let desk: TestDesk;
let tickets: readonly string[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.database();
  left = await serverOn(url, 'left', false);
  right = await serverOn(url, 'right', true);
  desk = await testDesk(left, 'alice');
});
afterAll(async () => {
  for (const server of open) await server.close();
  await postgres.stop();
  witness.release();
  rmSync(base, { recursive: true, force: true });
});

const logEvents = async (label: string, count: number): Promise<void> => {
  const made = Array.from({ length: count }, (_, at) => desk.ticket(`${label} ${String(at)}`));
  expect((await desk.sendTickets(made)).every(({ outcome }) => outcome === 'logged')).toBe(true);
  tickets = [...tickets, ...made];
};
const publish = async (server: TestServer, after = 21_000): Promise<number | undefined> => {
  now += after;
  return (await server.server.publisher.publish())?.size;
};
const signerOf = async (): Promise<string | undefined> =>
  (await left.ports.storage.db.selectFrom('lease').select('holder').where('name', '=', 'signer').executeTakeFirst())?.holder;

it('has one signer of two processes over one second store, and another goes on when it dies', async () => {
  await logEvents('first', 300);
  expect(await publish(left)).toBe(300);
  expect(await signerOf()).toBe('left');
  await logEvents('second', 10);
  // Both at once, and the other alone: the lease is still the first one's.
  expect(await publish(right)).toBe(300);
  now += 21_000;
  await Promise.all([publish(left, 0), publish(right, 0)]);
  expect(await publish(left, 0)).toBe(310);
  expect(await signerOf()).toBe('left');
  expect((await readLastSigned(store)).size).toBe(310);
  // The signer is gone without a word: nothing for a minute, then the other one.
  await logEvents('third', 10);
  expect(await publish(right)).toBe(310);
  expect(await publish(right, 61_000)).toBe(320);
  expect(await signerOf()).toBe('right');
  expect((await readLastSigned(store)).size).toBe(320);
  // And one that only slept may not sign any more.
  await logEvents('fourth', 1);
  expect(await publish(left)).toBe(320);
  const notes = await left.ports.storage.db.selectFrom('checkpoint').select('size').orderBy('size').execute();
  expect(notes.map(({ size }) => size)).toEqual([300, 310, 320]);
});

it('refills an empty PostgreSQL from the second store, whichever process comes first', async () => {
  expect(await publish(right)).toBe(321);
  const url = await postgres.database();
  const [one, other] = await Promise.all([serverOn(url, 'one', false), serverOn(url, 'other', true)]);
  const rows = async ({ ports }: TestServer) =>
    (await ports.storage.db.selectFrom('log_entry').selectAll().orderBy('idx').execute()).map(
      ({ idx, event, stream, n }) => `${String(idx)} ${bytesToHex(event)} ${bytesToHex(stream)} ${String(n)}`,
    );
  for (const server of [one, other]) if (server.standing.closedBecause() !== null) await server.standing.check();
  expect([one, other].map(({ standing }) => standing.closedBecause())).toEqual([null, null]);
  expect(await rows(one)).toEqual(await rows(left));
  expect((await newestCheckpoint(other.ports.storage))?.note).toBe((await newestCheckpoint(left.ports.storage))?.note);
  const again = await testDesk(one, 'alice');
  expect((await again.sendTickets(tickets.slice(-1)))[0]).toMatchObject({ outcome: 'already', index: 320 });
});
