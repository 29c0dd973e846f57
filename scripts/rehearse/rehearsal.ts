import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { consistencyAnswer, proofsAnswer, type TicketResult } from '../../core/contract/network/log.ts';
import { serverStatus } from '../../core/contract/network/session.ts';
import { base64ToBytes, type Bytes, bytesToHex, hexToBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { type Checkpoint, checkpointOfNote } from '../../core/protocol/checkpoint.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../core/protocol/merkle.ts';
import { parseNote } from '../../core/protocol/note.ts';
import { openSqliteStorage } from '../../sync-server/storage/sqlite.ts';
import { sha256Hex } from '../../sync-server/testing/papers.ts';
import { type ServerProcess, startServerProcess } from '../../sync-server/testing/server-process.ts';
import { type TestDesk, testDesk } from '../../sync-server/testing/test-desk.ts';
import { type Started, startProgram, stopProgram } from '../demo-network/network-processes.ts';
import { handInTickets, offerParcels, postParcels, readFeedTexts } from './desk-of-rehearsal.ts';

/** How large a rehearsal is: tickets before the backup and as many after it; parcels likewise. */
export type Size = { readonly tickets: number; readonly parcels: number };
/** One thing that was looked at after the disaster. */
export type Check = { readonly what: string; readonly holds: boolean; readonly detail: string };
/** What a rehearsal found. Times in seconds. */
export type Outcome = {
  readonly checks: readonly Check[];
  readonly lost: { readonly leaves: number; readonly checkpoints: number; readonly tickets: number; readonly parcels: number };
  /** What of it stands on the restored server at the end, counted there. */
  readonly backAgain: { readonly tickets: number; readonly parcels: number };
  readonly seconds: { readonly sinceBackup: number; readonly backup: number; readonly toServe: number; readonly toWhole: number };
  readonly leaves: number;
};

const UNPUBLISHED = 20;
const MAIN = fileURLToPath(new URL('../../sync-server/main.ts', import.meta.url));
const WITNESS = '../../sync-server/witness/main.ts';
const primitives = nodePrimitives();
const run = promisify(execFile);

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
/** The backup was made by VACUUM INTO and is in use by nobody. */
const bringOver = (from: string, to: string): void => writeFileSync(to, readFileSync(from));
const seconds = (from: number): number => Math.round((performance.now() - from) / 10) / 100;
const hashes = (texts: readonly string[]): readonly Bytes[] => texts.map((text) => must(base64ToBytes(text)));
const checkpointIn = (note: string): Checkpoint => must(checkpointOfNote(primitives, utf8Encode(note))).checkpoint;

const published = async ({ request }: Pick<ServerProcess, 'request'>): Promise<Checkpoint | undefined> => {
  const response = await request('/checkpoint');
  return response.ok ? checkpointIn(await response.text()) : undefined;
};
const publishedAt = async (server: ServerProcess, size: number): Promise<Checkpoint> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const newest = await published(server);
    if (newest !== undefined && newest.size >= size) return newest;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no checkpoint of ${String(size)} entries was published`);
};

/** How many of the events have a proof that leads to the root of a checkpoint. */
const proven = async (
  { request }: Pick<ServerProcess, 'request'>,
  token: string,
  { size, root }: Checkpoint,
  places: ReadonlyMap<string, number>,
): Promise<number> => {
  const events = [...places.keys()];
  let count = 0;
  for (let at = 0; at < events.length; at += 500) {
    const response = await request('/v1/log/proofs', { body: { size, events: events.slice(at, at + 500) }, token });
    if (!response.ok) return count;
    for (const found of proofsAnswer.parse(await response.json()).proofs) {
      if (found === null || found.index !== places.get(found.event)) continue;
      const claim = {
        index: found.index,
        size,
        leafHash: leafHash(primitives, must(hexToBytes(found.event))),
        proof: hashes(found.proof),
        root,
      };
      if (verifyInclusion(primitives, claim).ok) count += 1;
    }
  }
  return count;
};

const continues = async ({ request }: Pick<ServerProcess, 'request'>, older: Checkpoint, newer: Checkpoint): Promise<boolean> => {
  if (older.size === newer.size) return bytesToHex(older.root) === bytesToHex(newer.root);
  const response = await request(`/api/chain/consistency?from=${String(older.size)}&to=${String(newer.size)}`);
  if (!response.ok) return false;
  const { proof } = consistencyAnswer.parse(await response.json());
  return verifyConsistency(primitives, {
    oldSize: older.size,
    newSize: newer.size,
    oldRoot: older.root,
    newRoot: newer.root,
    proof: hashes(proof),
  }).ok;
};

const readOnly = async ({ request }: ServerProcess): Promise<boolean> =>
  serverStatus.parse(await (await request('/v1/status')).json()).readOnly;

const places = (results: readonly TicketResult[]): readonly (readonly [string, number])[] =>
  results.flatMap((result) => (result.outcome === 'refused' ? [] : [[result.event, result.index] as const]));

/** The folders of one rehearsal, what lives through the disaster among them. */
const layout = (folder: string) => ({
  data: join(folder, 'server'),
  /** On another disk in earnest, as the backup. */
  secondStore: join(folder, 'second-store'),
  safe: join(folder, 'safe'),
  witness: join(folder, 'witness'),
  backup: join(folder, 'safe', 'backup.db'),
});

const cosignedSize = async (witnessUrl: string, origin: string): Promise<number> =>
  checkpointIn(await (await fetch(`${witnessUrl}${sha256Hex(origin)}/checkpoint`)).text()).size;

/** Where the second store is lost for good: ends the log on a restored copy of its own and looks at how the next one begins. */
const endTheLog = async (
  data: string,
  restoreTo: (data: string) => void,
  witnessUrl: string,
  origin: string,
): Promise<{ readonly holds: boolean; readonly detail: string }> => {
  restoreTo(data);
  await run(process.execPath, [MAIN, 'succeed', '--data', data]);
  const note = must(parseNote(utf8Encode(await (await fetch(`${witnessUrl}${sha256Hex(origin)}/checkpoint`)).text())));
  const server = await startServerProcess(data, ['--second-store', join(data, 'chain')]);
  try {
    const status = serverStatus.parse(await (await server.request('/v1/status')).json());
    await server.kill();
    const storage = must(await openSqliteStorage(join(data, 'server.db')));
    const rows = await storage.db.selectFrom('log_entry').select('event').orderBy('idx').execute();
    await storage.close();
    const holds =
      !status.readOnly && status.origin === `${origin}/2` && bytesToHex(rows[0]?.event ?? new Uint8Array()) === sha256Hex(note.text);
    return { holds, detail: `${status.origin} with ${String(rows.length)} entries` };
  } finally {
    await server.kill();
  }
};

/**
 * Rehearses the loss of the server's database: a server and a witness in processes of their own, a backup, more work, kill −9, everything of the
 * data folder gone, and back from the backup, the second store and the log key. `folder` must be empty. Throws when a step cannot be taken at all.
 */
export const rehearse = async (folder: string, size: Size, tell: (line: string) => void = () => undefined): Promise<Outcome> => {
  const at = layout(folder);
  for (const dir of [at.data, at.safe]) mkdirSync(dir, { recursive: true });
  const flags = ['--origin', 'rehearsal.flip360.test/log', '--second-store', at.secondStore];
  let server: ServerProcess | undefined;
  let witness: Started | undefined;
  try {
    const first = await startServerProcess(at.data, flags);
    server = first;
    const status = serverStatus.parse(await (await first.request('/v1/status')).json());
    witness = await startProgram(
      WITNESS,
      ['--log', status.vkey, '--data', at.witness, '--name', 'witness.rehearsal.test/one', '--port', '0'],
      {
        key: /^vkey (\S+)/mu,
        url: /^listening on (\S+)/mu,
      },
    );
    const witnessUrl = witness.found['url'] ?? '';
    const policy = `witness one ${witness.found['key'] ?? ''} ${witnessUrl.replace(/\/$/u, '')}\nquorum one\n`;
    writeFileSync(join(at.data, 'policy.txt'), policy);
    writeFileSync(join(at.safe, 'policy.txt'), policy);
    bringOver(join(at.data, 'log.key'), join(at.safe, 'log.key'));

    const [alice, bruno] = [await testDesk(first, 'alice'), await testDesk(first, 'bruno')];
    const known = new Map<string, number>();
    const tickets = new Map<TestDesk, string[]>([
      [alice, []],
      [bruno, []],
    ]);
    const work = async (desk: TestDesk, label: string, count: number): Promise<readonly string[]> => {
      const made = Array.from({ length: count }, (_, no) => desk.ticket(`${label} ${String(no)}`));
      for (const [event, index] of places(await handInTickets(first, desk.token, made))) known.set(event, index);
      tickets.get(desk)?.push(...made);
      return made;
    };
    const texts = Array.from({ length: 2 * size.parcels }, (_, no) => `parcel ${String(no)}`);
    const parcels = texts.map((text) => alice.parcel(bruno.practice, text));
    await work(alice, 'before the backup', size.tickets);
    await postParcels(first, alice.token, parcels.slice(0, size.parcels));
    await publishedAt(first, known.size);
    tell(`${String(known.size)} tickets and ${String(size.parcels)} parcels are in, and a witnessed checkpoint.`);

    const backupBegan = performance.now();
    await run(process.execPath, [MAIN, 'backup', at.backup, '--data', at.data]);
    const backup = seconds(backupBegan);
    const backedUp = performance.now();
    await work(bruno, 'after the backup', Math.floor(size.tickets / 2));
    const middle = await publishedAt(first, known.size);
    const late = await testDesk(first, 'clara');
    tickets.set(late, []);
    const before = new Set(known.keys());
    await work(late, 'of a new practice', 5);
    const ofLate = new Set([...known.keys()].filter((event) => !before.has(event)));
    await work(alice, 'after the backup, too', Math.ceil(size.tickets / 2));
    await postParcels(first, alice.token, parcels.slice(size.parcels));
    const last = await publishedAt(first, known.size);
    const inCheckpoint = new Map(known);
    const cursor = (await readFeedTexts(first, bruno.token)).length;
    // Tickets of the last second: acknowledged, and no checkpoint was made of them. A policy that cannot be read holds it back.
    writeFileSync(join(at.data, 'policy.txt'), 'held back\n');
    const unpublished = await work(alice, 'in the last second', UNPUBLISHED);
    const cosigned = await cosignedSize(witnessUrl, status.origin);
    tell(`Backup taken; then ${String(known.size - size.tickets)} more tickets, ${String(UNPUBLISHED)} of them in no checkpoint yet.`);

    const disaster = performance.now();
    await first.kill();
    rmSync(at.data, { recursive: true, force: true });
    const sinceBackup = seconds(backedUp);
    tell('Killed, and the data folder is gone.');
    const restore = (data = at.data): void => {
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data, { recursive: true });
      bringOver(at.backup, join(data, 'server.db'));
      for (const file of ['log.key', 'policy.txt']) bringOver(join(at.safe, file), join(data, file));
    };

    const checks: Check[] = [];
    const check = (what: string, holds: boolean, detail = ''): void => {
      checks.push({ what, holds, detail });
      tell(`${holds ? 'holds ' : 'BROKEN'}  ${what}${detail === '' ? '' : `: ${detail}`}`);
    };
    const closedBegan = performance.now();
    restore();
    const short = await startServerProcess(at.data, ['--second-store', join(folder, 'empty')]);
    server = short;
    const refused = await short.request('/v1/tickets', { body: { tickets: unpublished }, token: alice.token });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    check(
      'without the second store it is read-only',
      (await readOnly(short)) && refused.status === 503,
      `tickets are answered ${String(refused.status)}`,
    );
    check(
      'nothing is signed below the largest cosigned size',
      ((await published(short))?.size ?? 0) <= size.tickets && (await cosignedSize(witnessUrl, status.origin)) === cosigned,
      `the witness stays at ${String(cosigned)}`,
    );
    await short.kill();
    const ended = await endTheLog(join(folder, 'next'), restore, witnessUrl, status.origin);
    check('the log can be ended there, and the next begins with its end', ended.holds, ended.detail);
    const closedFor = seconds(closedBegan);

    const back = performance.now();
    restore();
    const second = await startServerProcess(at.data, ['--second-store', at.secondStore]);
    server = second;
    check('with the second store it serves again', !(await readOnly(second)), '');
    const after = await published(second);
    check(
      'the newest checkpoint is the one of before',
      after !== undefined && after.size === last.size && bytesToHex(after.root) === bytesToHex(last.root),
      `${String(last.size)} entries`,
    );
    const stillProven = await proven(second, alice.token, last, inCheckpoint);
    check(
      'every ticket of that checkpoint is proven in it, at its index',
      stillProven === inCheckpoint.size,
      `${String(stillProven)} of ${String(inCheckpoint.size)}`,
    );
    const continued = after !== undefined && (await continues(second, middle, after));
    check('a checkpoint that was published after the backup is continued', continued, `${String(middle.size)} → ${String(last.size)}`);
    const again = new Map<string, TicketResult>();
    for (const desk of [alice, bruno])
      for (const result of await handInTickets(second, desk.token, tickets.get(desk) ?? []))
        if (result.event !== null) again.set(result.event, result);
    const toServe = seconds(disaster) - closedFor;
    const own = [...inCheckpoint].filter(([event]) => !ofLate.has(event));
    const same = own.filter(([event, index]) => {
      const result = again.get(event);
      return result?.outcome === 'already' && result.index === index;
    });
    check('handed in again, each has the index of before', same.length === own.length, `${String(same.length)} of ${String(own.length)}`);
    const anew = [...known].filter(([event]) => !inCheckpoint.has(event)).map(([event]) => again.get(event));
    const lostTickets = anew.filter((result) => result?.outcome === 'logged').length;
    check(
      'tickets of no checkpoint are lost, and logged when handed in again',
      lostTickets === UNPUBLISHED && anew.every((result) => result?.outcome === 'logged' && result.index >= last.size),
      `${String(lostTickets)} tickets`,
    );
    const stranger = await second.request('/v1/tickets', { body: { tickets: tickets.get(late) ?? [] }, token: late.token });
    const welcome = await testDesk(second, 'clara');
    const lateAgain = places(await handInTickets(second, welcome.token, tickets.get(late) ?? []));
    check(
      'a practice admitted after the backup is admitted again, and its tickets stand where they stood',
      stranger.status >= 400 && lateAgain.length === 5 && lateAgain.every(([event, index]) => inCheckpoint.get(event) === index),
      `answered ${String(stranger.status)} before`,
    );
    const feed = (await readFeedTexts(second, bruno.token)).length;
    const reposted = await offerParcels(second, alice.token, parcels);
    const received = await readFeedTexts(second, bruno.token);
    check(
      'mail since the backup is lost, and the recipient sees that the feed went back',
      feed === size.parcels && feed < cursor,
      `${String(cursor - feed)} parcels`,
    );
    check(
      'its senders post it again, each parcel once and in order',
      reposted === cursor - feed && received.join() === texts.join(),
      `${String(reposted)} posted`,
    );
    const grown = await publishedAt(second, known.size);
    const handedIn = places([...again.values()]);
    const held = await proven(second, alice.token, grown, new Map(handedIn));
    const anewProven = await proven(second, alice.token, grown, new Map(handedIn.filter(([event]) => !inCheckpoint.has(event))));
    const whole = (await continues(second, last, grown)) && held === again.size;
    check('the next checkpoint continues the one of before and holds everything', whole, `${String(grown.size)} entries`);
    check('the witness went on from where it was', (await cosignedSize(witnessUrl, status.origin)) >= grown.size);
    return {
      checks,
      leaves: grown.size,
      lost: {
        leaves: inCheckpoint.size - stillProven,
        checkpoints: continued && after.size === last.size ? 0 : 1,
        tickets: lostTickets,
        parcels: cursor - feed,
      },
      backAgain: { tickets: anewProven, parcels: new Set(received.slice(feed)).size },
      seconds: { sinceBackup, backup, toServe: Math.round(toServe * 100) / 100, toWhole: seconds(back) },
    };
  } finally {
    await server?.kill();
    if (witness !== undefined) await stopProgram(witness.child);
  }
};
