import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { newestCheckpoint } from '../log/publish.ts';
import type { ServerPorts } from '../ports.ts';
import { primitives, valueOf } from '../testing/log-fixture.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { witnessClient } from '../witness/ask-witness.ts';
import { openWitnessFolder } from '../witness/witness-folder.ts';
import { addCheckpoint } from '../witness/witness-server.ts';
import type { WitnessPolicy } from './policy-file.ts';
import { folderStore, type SecondStore } from './second-store.ts';
import { createStanding, type Standing } from './standing.ts';
import { witnessedCheckpoints } from './witnessed-checkpoint.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-standing-'));
const witness = valueOf(openWitnessFolder(primitives, join(base, 'witness'), 'witness.example/w1', systemEntropy));
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => {
  witness.release();
  rmSync(base, { recursive: true, force: true });
});
let reachable = true;

/** A server on a new database with the log's key of all tests: what a restore of an empty backup gives. */
const serverOn = async (store: SecondStore): Promise<TestServer & { readonly standing: Standing }> => {
  let made: Standing | undefined;
  const server = await startServer({
    settings: { checkpointEvery: 3_600_000 },
    chain: (ports: ServerPorts) => {
      const network = (url: string, init: RequestInit): Promise<Response> => {
        if (!reachable) return Promise.reject(new Error('connection refused'));
        const path = /\/([0-9a-f]{64})\/checkpoint$/.exec(url)?.[1];
        if (path !== undefined) {
          const note = witness.noteOf(path);
          return Promise.resolve(note === null ? new Response('', { status: 404 }) : new Response(Uint8Array.from(note)));
        }
        const { status, body } = addCheckpoint(
          { folder: witness, logs: [ports.identity.key], primitives, clock: systemClock },
          Uint8Array.from(init.body as Buffer),
        );
        return Promise.resolve(new Response(Uint8Array.from(body), { status }));
      };
      const policy: WitnessPolicy = {
        policy: { logs: [{ key: ports.identity.key }], witnesses: [{ key: witness.key }], quorum: { kind: 'witness', position: 0 } },
        witnesses: [{ key: witness.key, url: 'http://w1' }],
      };
      const parts = { ...ports, store, witnesses: witnessClient(primitives, network, 1000), policy: () => policy };
      made = createStanding(parts);
      return { store, make: witnessedCheckpoints({ ...parts, holder: 'this', behind: made.behind }) };
    },
  });
  servers.push(server);
  if (made === undefined) throw new Error('no standing');
  return { ...server, standing: made };
};

it('opens a new log, and refills a restored one until it is the one that was signed', async () => {
  const store = folderStore(join(base, 'store'));
  const before = await serverOn(store);
  expect(before.standing.closedBecause()).toBe('not-compared');
  await before.standing.check();
  expect(before.standing.closedBecause()).toBeNull();
  const desk = await testDesk(before, 'alice');
  const tickets = Array.from({ length: 300 }, (_, at) => desk.ticket(`event ${String(at)}`));
  await desk.sendTickets(tickets);
  expect((await before.server.publisher.publish())?.size).toBe(300);

  const restored = await serverOn(store);
  await restored.standing.check();
  expect(restored.standing.closedBecause()).toBeNull();
  expect(restored.lines).toContainEqual({ event: 'log.refilled', from: 0, to: 300 });
  const rows = async ({ ports }: TestServer) =>
    (await ports.storage.db.selectFrom('log_entry').selectAll().orderBy('idx').execute()).map(
      ({ idx, event, stream, n }) => `${String(idx)} ${bytesToHex(event)} ${bytesToHex(stream)} ${String(n)}`,
    );
  expect(await rows(restored)).toEqual(await rows(before));
  expect((await newestCheckpoint(restored.ports.storage))?.note).toBe((await newestCheckpoint(before.ports.storage))?.note);
  expect((await restored.server.publisher.publish())?.size).toBe(300);
  const again = await testDesk(restored, 'alice');
  expect((await again.sendTickets(tickets))[299]).toMatchObject({ outcome: 'already', index: 299 });
});

it('stays read-only when the second store cannot make good what a witness has cosigned', async () => {
  const lost = await serverOn(folderStore(join(base, 'lost')));
  const desk = await testDesk(lost, 'bruno');
  await desk.sendTickets([desk.ticket('another history')]);
  expect(await lost.server.publisher.publish()).toBeUndefined();
  expect(lost.standing.closedBecause()).toBe('not-compared');
  await lost.standing.check();
  expect(lost.standing.closedBecause()).toBe('log-short');
  expect(lost.lines).toContainEqual(expect.objectContaining({ event: 'log.short', held: 1, cosigned: 300 }));
  expect(await newestCheckpoint(lost.ports.storage)).toBeUndefined();
});

it('waits for a witness where nothing but a database is left', async () => {
  const alone = await serverOn(folderStore(join(base, 'alone')));
  const desk = await testDesk(alone, 'clara');
  await desk.sendTickets([desk.ticket('some history')]);
  reachable = false;
  await alone.standing.check();
  expect(alone.standing.closedBecause()).toBe('witnesses-silent');
  reachable = true;
});
