import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { input, ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { append, acknowledge, beginReferral, intakeDraft } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { walkLedger } from '../../core/desk/ledger/walk.ts';
import { rebuildProjections } from '../../core/desk/ledger/rebuild.ts';
import type { FileAnswer } from '../../core/contract/scalars.ts';
import { referralView } from '../../core/contract/referrals.ts';
import { utf8Encode } from '../../core/protocol/bytes.ts';
import { formatVerifierKey, makeVerifierKey } from '../../core/protocol/note.ts';
import { checkpointOfNote } from '../../core/protocol/checkpoint.ts';
import { policyOfOneLog } from '../../core/protocol/tlog-policy-text.ts';
import { beginNextLog, LOG_TABLES, type LogEnd } from '../../sync-server/chain/next-log.ts';
import { newestCheckpoint } from '../../sync-server/log/publish.ts';
import { writeMeta } from '../../sync-server/storage/meta.ts';
import { moveStorage } from '../../sync-server/storage/move.ts';
import { openSqliteStorage } from '../../sync-server/storage/sqlite.ts';
import type { Storage } from '../../sync-server/storage/storage.ts';
import { sha256Hex } from '../../sync-server/testing/papers.ts';
import type { TestServer } from '../../sync-server/testing/start-server.ts';
import { settle } from './lied-to.ts';
import { kindsOf, loggedAt, mustBe, primitives, viewOf } from './seen.ts';
import { openWiredNetwork, SERVER_URL, startNetworkServer, straightTo, type WiredNetwork, witnessVerifierKey } from './wired-network.ts';

// The log is lost with its second store: the next one begins with the old one's end, and desks go over to it by the office's new trust file.
const control = { progress: () => undefined, cancelled: () => false, breathe: () => Promise.resolve() };
const ORIGIN = 'log.test/flip360/2';
let network: WiredNetwork;
let folder: string;
let later: TestServer | undefined;
let backup: Storage;
let begun: ReturnType<typeof beginReferral>;
let acknowledgement: ReturnType<typeof acknowledge>;

const placesAt = async (seat: Seat) => {
  const { handshakes } = referralView.parse(await ok(seat, 'GET', `/referrals/${begun.intent}`));
  return handshakes.map(({ network: place }) => place);
};

const endOf = async (server: TestServer): Promise<LogEnd> => {
  const newest = await newestCheckpoint(server.ports.storage);
  const note = utf8Encode(newest?.note ?? '');
  const { checkpoint, text } = mustBe(checkpointOfNote(primitives, note));
  return { checkpoint, text, note };
};

/** What the operator does with `succeed`, from a backup: everything but the log moves, and the log begins with this end. */
const succeedFrom = async (end: LogEnd, leaf: LogEnd = end): Promise<TestServer> => {
  const next = mustBe(await openSqliteStorage(join(folder, 'next.db')));
  mustBe(await moveStorage(backup, next, LOG_TABLES));
  await beginNextLog({ primitives, clock: network.clock }, backup, next, leaf);
  await next.db.deleteFrom('meta').where('name', 'in', ['origin', 'vkey']).execute();
  await writeMeta(next.db, { succeeds: sha256Hex(end.text) });
  const server = await startNetworkServer(network.clock, next, { origin: ORIGIN, seed: new Uint8Array(32).fill(5) });
  network.wire.fetch = straightTo(server);
  await server.server.publisher.publish();
  return server;
};

/** The office states the later log; answers its trust file. */
const state = async (server: TestServer): Promise<FileAnswer> => {
  await ok(network.office, 'POST', '/network/state', { url: SERVER_URL, vkey: server.vkey, witnesses: [witnessVerifierKey] });
  return trustFile();
};

const trustFile = async (): Promise<FileAnswer> => (await ok(network.office, 'GET', '/trust-file')) as unknown as FileAnswer;

/** An office that states a log which its own desk refuses to follow: nothing is stated then, so it writes the setting itself. */
const stateAnyhow = async (server: TestServer, refusal: string): Promise<FileAnswer> => {
  const before = await trustFile();
  const body = { url: SERVER_URL, vkey: server.vkey, witnesses: [witnessVerifierKey] };
  const refused = await network.office.host.call('POST', '/network/state', body, network.office.token);
  expect(refused).toMatchObject({ status: 409, json: { type: `urn:flip360:problem:${refusal}` } });
  expect((await trustFile()).base64).toBe(before.base64);
  const policy = policyOfOneLog({ ...body, earlier: [network.wire.server.vkey] });
  await ok(network.office, 'PUT', '/settings/store/network-trust', { value: { policy, authorities: [] }, note: '' });
  return trustFile();
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-next-log-'));
  network = await openWiredNetwork();
  const { smith, abc, wire } = network;
  begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  await settle(network);
  await sql.raw(`vacuum into '${join(folder, 'backup.db')}'`).execute(wire.server.ports.storage.db);
  backup = mustBe(await openSqliteStorage(join(folder, 'backup.db')));
  // After the backup: lost at the server, held by desks.
  acknowledgement = acknowledge(smith, abc, begun);
  await settle(network);
  expect((await placesAt(smith)).slice(0, 2).every((place) => place !== null)).toBe(true);
});

afterEach(async () => {
  await later?.close();
  later = undefined;
  await backup.close();
  await network.close();
  rmSync(folder, { recursive: true, force: true });
});

it('goes over to the log that follows: what was proven stays proven with its time, what the server lost comes back, and all goes on', async () => {
  const { office, smith, abc, seats, clock } = network;
  const before = await placesAt(smith);
  const held = await loggedAt(network.wire.server);
  clock.advance(4 * 60_000);
  later = await succeedFrom(await endOf(network.wire.server));
  await network.rounds(smith);
  expect(await kindsOf(smith)).toEqual(['log-unsigned']);
  const trust = await state(later);
  for (const seat of [smith, abc]) await ok(seat, 'POST', '/network/join', input(trust));
  network.wire.server = later;
  for (const seat of seats) expect((await viewOf(seat)).server?.origin).toBe(ORIGIN);
  await settle(network);
  await settle(network);
  // Everything is in the later log, the end of the old one before all of it.
  const logged = await loggedAt(later);
  expect(logged.toSpliced(0, 1).toSorted()).toEqual(held.toSorted());
  for (const seat of seats) {
    const { log } = await viewOf(seat);
    expect({ proven: log.proven, missing: log.missing, waiting: log.waiting }).toEqual({ proven: log.events, missing: 0, waiting: 0 });
  }
  expect((await placesAt(smith)).map((place) => place?.witnessedAt)).toEqual(before.map((place) => place?.witnessedAt));
  append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  await settle(network);
  for (const seat of seats) {
    const places = await placesAt(seat);
    expect(places.slice(0, 3).every((place) => place !== null)).toBe(true);
    expect(Date.parse(places[2]?.witnessedAt ?? '') - Date.parse(places[1]?.witnessedAt ?? '')).toBeGreaterThan(3 * 60_000);
    expect((await kindsOf(seat)).filter((kind) => kind !== 'log-unsigned')).toEqual([]);
    expect(await walkLedger(seat.host.desk(), control, { threads: 0 })).toMatchObject({ ok: true, value: { ok: true } });
    expect(await rebuildProjections(seat.host.desk(), control)).toMatchObject({ ok: true, value: { same: true } });
  }
  // The same trust file again goes over from nothing.
  await ok(office, 'POST', '/network/join', input(trust));
  expect((await viewOf(office)).log.checkpoint?.size).toBe(logged.length + 1);
});

it('does not go over to a log that ends the old one before what it has seen, and keeps both checkpoints', async () => {
  const { smith } = network;
  const held = await newestCheckpoint(backup);
  const note = utf8Encode(held?.note ?? '');
  const { checkpoint, text } = mustBe(checkpointOfNote(primitives, note));
  later = await succeedFrom({ checkpoint, text, note });
  const trust = await stateAnyhow(later, 'log-ended-early');
  const refused = await smith.host.call('POST', '/network/join', input(trust), smith.token);
  expect(refused).toMatchObject({ status: 409, json: { type: 'urn:flip360:problem:log-ended-early' } });
  expect(await kindsOf(smith)).toEqual(['log-rollback']);
  expect((await placesAt(smith)).slice(0, 2).every((place) => place !== null)).toBe(true);
  expect((await viewOf(smith)).server?.origin).toBe('log.test/flip360');
});

it('does not go over to a log that begins with something else than the end it names, nor by a trust file that states another old log', async () => {
  const { smith } = network;
  const end = await endOf(network.wire.server);
  later = await succeedFrom(end, { ...end, text: utf8Encode('another text\n') });
  const trust = await stateAnyhow(later, 'log-begin');
  const joined = async (change: (text: string) => string) => {
    const base64 = Buffer.from(change(Buffer.from(trust.base64, 'base64').toString('utf8'))).toString('base64');
    const { json } = await smith.host.call('POST', '/network/join', { name: trust.name, base64 }, smith.token);
    return json['type'];
  };
  expect(await joined((text) => text)).toBe('urn:flip360:problem:log-begin');
  expect(await kindsOf(smith)).toEqual([]);
  // Shown the proof of what does stand first instead.
  const [first = ''] = await loggedAt(later);
  const straight = straightTo(later);
  network.wire.fetch = (url, init) => straight(url.replace(/proof\/[0-9a-f]{64}$/u, `proof/${first}`), init);
  expect(await joined((text) => text)).toBe('urn:flip360:problem:log-begin');
  expect(await kindsOf(smith)).toEqual(['log-proof']);
  expect(await joined((text) => text.replace(/^log log\.test\/flip360\+.*\n/mu, ''))).toBe('urn:flip360:problem:log-before');
  expect((await viewOf(smith)).server?.origin).toBe('log.test/flip360');
  // A desk that left its server still knows who signed what it keeps.
  await ok(smith, 'POST', '/network/leave');
  const other = mustBe(makeVerifierKey(primitives, 'log.test/flip360', 'ed25519', ed25519Signer(new Uint8Array(32).fill(6)).publicKey));
  const forged = (text: string) => text.replace(/^log log\.test\/flip360\+\S+/mu, `log ${formatVerifierKey(other)}`);
  expect(await joined(forged)).toBe('urn:flip360:problem:log-before');
});
