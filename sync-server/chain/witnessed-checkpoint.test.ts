import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { bytesToBase64, utf8Encode } from '../../core/protocol/bytes.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { evaluatePolicy } from '../../core/protocol/tlog-policy.ts';
import { parseBundle } from '../../core/protocol/tlog-tiles.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { primitives, valueOf } from '../testing/log-fixture.ts';
import { sha256Hex } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { testDesk, type TestDesk } from '../testing/test-desk.ts';
import { witnessClient } from '../witness/ask-witness.ts';
import { openWitnessFolder, type WitnessFolder } from '../witness/witness-folder.ts';
import { addCheckpoint } from '../witness/witness-server.ts';
import { readPolicyFile, type WitnessPolicy } from './policy-file.ts';
import { folderStore } from './second-store.ts';
import { writeLastSigned } from './tiles.ts';
import { witnessedCheckpoints } from './witnessed-checkpoint.ts';
import { writeDurably } from '../../core/adapters/files/durable-file.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-chain-'));
const witnesses = ['w1', 'w2'].map((name) =>
  valueOf(openWitnessFolder(primitives, join(base, name), `witness.example/${name}`, systemEntropy)),
);
const store = folderStore(join(base, 'store'));
let server: TestServer;
let desk: TestDesk;
let policy: WitnessPolicy | null = null;
const down = new Set<string>();
const told: number[] = [];
let now = Date.parse('2026-08-04T02:00:00.000Z');
const clock = { now: () => new Date(now).toISOString() };
/** Publishes a minute later, when the last checkpoint is no longer too young. */
const publish = () => {
  now += 61_000;
  return server.server.publisher.publish();
};

/** Both witnesses, in this process; one that is down does not answer. */
const network = (url: string, init: RequestInit): Promise<Response> => {
  const at = url.startsWith('http://w1') ? 0 : 1;
  const folder = witnesses[at] as WitnessFolder;
  if (down.has(folder.key.name)) return Promise.reject(new Error('connection refused'));
  const { status, type, body } = addCheckpoint(
    { folder, logs: [server.identity.key], primitives, clock },
    Uint8Array.from(init.body as Buffer),
  );
  return Promise.resolve(new Response(Uint8Array.from(body), { status, headers: { 'content-type': type } }));
};

const policyText = (needed: number): string =>
  [
    ...witnesses.map(({ key }, at) => `witness w${String(at + 1)} ${formatVerifierKey(key)} http://w${String(at + 1)}`),
    `group g ${String(needed)} w1 w2`,
    'quorum g\n',
  ].join('\n');
const readPolicy = (needed: number): WitnessPolicy => {
  writeDurably(join(base, 'policy.txt'), utf8Encode(policyText(needed)));
  return valueOf(readPolicyFile(primitives, server.identity.key, join(base, 'policy.txt')));
};

beforeAll(async () => {
  server = await startServer({
    clock,
    settings: { checkpointEvery: 60_000 },
    chain: (ports) => ({
      store,
      make: witnessedCheckpoints({
        ...ports,
        store,
        witnesses: witnessClient(primitives, network, 1000),
        policy: () => policy,
        holder: 'this process',
        behind: (size) => told.push(size),
      }),
    }),
  });
  desk = await testDesk(server, 'alice');
});
afterEach(() => {
  down.clear();
  told.length = 0;
});
afterAll(async () => {
  await server.close();
  for (const witness of witnesses) witness.release();
  rmSync(base, { recursive: true, force: true });
});

const logEvents = async (names: readonly string[]): Promise<void> => {
  for (let at = 0; at < names.length; at += 200) {
    const results = await desk.sendTickets(names.slice(at, at + 200).map((name) => desk.ticket(name)));
    expect(results.every(({ outcome }) => outcome === 'logged')).toBe(true);
  }
};
const names = (label: string, count: number): readonly string[] => Array.from({ length: count }, (_, at) => `${label} ${String(at)}`);

describe('a checkpoint for the public', () => {
  it('is published when its tiles are durable and the quorum is met', async () => {
    policy = readPolicy(2);
    await logEvents(names('first', 300));
    const published = await publish();
    const accepted = evaluatePolicy(primitives, policy.policy, utf8Encode(published?.note ?? ''));
    expect(valueOf(accepted)).toMatchObject({
      checkpoint: { size: 300 },
      witnesses: [{ name: 'witness.example/w1' }, { name: 'witness.example/w2' }],
    });
    const shown = await server.request('/checkpoint');
    expect([shown.headers.get('cache-control'), await shown.text()]).toEqual(['no-store', published?.note]);
    const tile = await server.request('/tile/0/000');
    expect(tile.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const bytes = new Uint8Array(await tile.arrayBuffer());
    const event = (name: string): Uint8Array => Uint8Array.from(Buffer.from(sha256Hex(name), 'hex'));
    expect(bytes).toHaveLength(8192);
    expect(bytesToBase64(bytes.slice(32, 64))).toBe(bytesToBase64(leafHash(primitives, event('first 1'))));
    expect(new Uint8Array(await (await server.request('/tile/1/000.p/1')).arrayBuffer())).toHaveLength(32);
    const entries = parseBundle(new Uint8Array(await (await server.request('/tile/entries/001.p/44')).arrayBuffer()));
    expect(entries).toHaveLength(44);
    expect(entries?.[0]).toEqual(event('first 256'));
    for (const path of ['/tile/tickets/000', '/tile/0/001', '/tile/0/..%2f..%2fsigned', '/tile/2/000'])
      expect((await server.request(path)).status).toBe(404);
  });

  it('stays back while witnesses are silent, and goes out when they answer again', async () => {
    await logEvents(names('second', 5));
    down.add('witness.example/w2');
    expect((await publish())?.size).toBe(300);
    expect(server.lines).toContainEqual(expect.objectContaining({ event: 'checkpoint.withheld', why: 'quorum-not-met', size: 305 }));
    policy = readPolicy(1);
    expect((await publish())?.size).toBe(305);
    await logEvents(names('third', 5));
    down.clear();
    policy = readPolicy(2);
    expect((await publish())?.size).toBe(310);
  });

  it('is not signed while another process is the signer, without a readable policy, or below what was signed before', async () => {
    await logEvents(names('fourth', 1));
    const held = policy;
    policy = null;
    expect((await publish())?.size).toBe(310);
    policy = held;
    await server.ports.storage.db.updateTable('lease').set({ holder: 'another', ends_at: '2999-01-01T00:00:00.000Z' }).execute();
    expect((await publish())?.size).toBe(310);
    await server.ports.storage.db.updateTable('lease').set({ ends_at: '2000-01-01T00:00:00.000Z' }).execute();
    await writeLastSigned(store, 400, new Uint8Array(32));
    expect((await publish())?.size).toBe(310);
    await writeLastSigned(store, 311, new Uint8Array(32));
    expect((await publish())?.size).toBe(310);
    expect(told).toEqual([400, 311]);
    expect((await newestCheckpoint(server.ports.storage))?.size).toBe(310);
  });
});
