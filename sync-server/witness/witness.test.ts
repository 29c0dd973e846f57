import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { systemEntropy } from '../../core/adapters/system/system-ports.ts';
import { bytesToHex, concatBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { cosignatureVerifier } from '../../core/protocol/cosignature.ts';
import { ed25519NoteVerifier, openNote, parseVerifierKey } from '../../core/protocol/note.ts';
import { logFixture, primitives, valueOf } from '../testing/log-fixture.ts';
import { formatAddCheckpoint } from './add-checkpoint.ts';
import { openWitnessFolder, type WitnessFolder } from './witness-folder.ts';
import { addCheckpoint } from './witness-server.ts';

const base = mkdtempSync(join(tmpdir(), 'flip360-witness-'));
const children: ChildProcess[] = [];
let open: WitnessFolder | null = null;
afterEach(() => {
  open?.release();
  open = null;
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const log = logFixture(70);
const forked = logFixture(70, 'other');
const NOW = '2026-08-04T02:00:00.000Z';
let folders = 0;
const freshFolder = (): string => join(base, String((folders += 1)));

const witnessIn = (folder: string) => {
  open = valueOf(openWitnessFolder(primitives, folder, 'witness.example/w1', systemEntropy));
  const parts = { folder: open, logs: [log.key], primitives, clock: { now: () => NOW } };
  return (body: Uint8Array) => {
    const { status, body: answer } = addCheckpoint(parts, body);
    return { status, text: valueOf(utf8Decode(answer)) };
  };
};
const request = (from: number, to: number, of = log): Uint8Array =>
  formatAddCheckpoint({ old: from, proof: of.proof(from, to), note: of.checkpoint(to) });

describe('a witness', () => {
  it('cosigns a log that only grows, with its own time', () => {
    const ask = witnessIn(freshFolder());
    for (const [from, to] of [
      [0, 0],
      [0, 5],
      [5, 8],
      [8, 8],
      [8, 70],
    ] as const) {
      const { status, text } = ask(request(from, to));
      expect(status).toBe(200);
      const opened = openNote(concatBytes(log.checkpoint(to), utf8Encode(text)), [
        ed25519NoteVerifier(primitives, log.key),
        cosignatureVerifier(primitives, valueOf(parseVerifierKey(primitives, vkeyOf()))),
      ]);
      expect(valueOf(opened).verified).toHaveLength(2);
    }
    const kept = open?.noteOf(bytesToHex(primitives.sha256(utf8Encode(log.key.name))));
    expect(valueOf(utf8Decode(kept ?? new Uint8Array()))).toMatch(/^log\.example\/1\n70\n/);
  });

  it('refuses by the statuses of tlog-witness, and forgets nothing meanwhile', () => {
    const ask = witnessIn(freshFolder());
    expect(ask(request(0, 5)).status).toBe(200);
    const body = (old: number, proof: readonly Uint8Array[], note: Uint8Array) => formatAddCheckpoint({ old, proof, note });
    const stranger = logFixture(5, 'event', 'log.example/2');
    const impostor = logFixture(8, 'event', 'log.example/1', 9);
    const hash = new Uint8Array(32);
    expect(ask(utf8Encode('old 5\n')).status).toBe(400);
    expect(ask(utf8Encode('old 05\n\nx')).status).toBe(400);
    expect(ask(utf8Encode(`old 5\nAAAA\n\n${valueOf(utf8Decode(log.checkpoint(8)))}`)).status).toBe(400);
    expect(
      ask(
        body(
          5,
          Array.from({ length: 64 }, () => hash),
          log.checkpoint(8),
        ),
      ).status,
    ).toBe(400);
    expect(ask(body(9, [], log.checkpoint(8))).status).toBe(400);
    expect(ask(body(5, [], log.sign('log.example/1\nmany\nx\n'))).status).toBe(400);
    expect(ask(request(0, 5, stranger)).status).toBe(404);
    expect(ask(request(5, 8, impostor)).status).toBe(403);
    const flipped = log.checkpoint(8);
    flipped[flipped.length - 10] = (flipped[flipped.length - 10] ?? 0) === 65 ? 66 : 65;
    expect(ask(body(5, log.proof(5, 8), flipped)).status).toBe(403);
    expect(ask(body(0, [], log.sign(`log.example/1\n0\n${'A'.repeat(43)}=\n`))).status).toBe(422);
    for (const old of [0, 3, 6, 8]) expect(ask(request(old, 8))).toEqual({ status: 409, text: '5\n' });
    expect(ask(body(5, [], log.checkpoint(8))).status).toBe(422);
    expect(ask(body(5, [...log.proof(5, 8), hash], log.checkpoint(8))).status).toBe(422);
    expect(ask(body(5, [hash], log.checkpoint(5))).status).toBe(422);
    expect(ask(request(5, 8)).status).toBe(200);
    expect(valueOf(openNote(open?.last(log.key.name)?.note ?? hash, [ed25519NoteVerifier(primitives, log.key)])).verified).toHaveLength(1);
  });

  it('cosigns neither a second history nor an older one, also after a restart', () => {
    const folder = freshFolder();
    let ask = witnessIn(folder);
    expect(ask(request(0, 0)).status).toBe(200);
    expect(ask(request(0, 8)).status).toBe(200);
    open?.release();
    ask = witnessIn(folder);
    expect(ask(formatAddCheckpoint({ old: 8, proof: [], note: forked.checkpoint(8) })).status).toBe(422);
    expect(ask(request(8, 20, forked)).status).toBe(422);
    expect(ask(request(0, 5)).status).toBe(409);
    expect(ask(request(5, 8)).status).toBe(409);
    expect(ask(formatAddCheckpoint({ old: 8, proof: [], note: log.checkpoint(5) })).status).toBe(400);
    expect(ask(request(8, 20)).status).toBe(200);
  });

  it('does not start on another one’s folder, without its key, or with a damaged one', () => {
    const folder = freshFolder();
    const ask = witnessIn(folder);
    expect(ask(request(0, 5)).status).toBe(200);
    const again = () => openWitnessFolder(primitives, folder, 'witness.example/w1', systemEntropy);
    expect(again()).toEqual({ ok: false, error: { code: 'in-use' } });
    open?.release();
    const keyFile = join(folder, 'witness.key');
    const key = readFileSync(keyFile, 'utf8');
    writeFileSync(keyFile, key.replace('witness.example', 'witness.other'));
    expect(again()).toEqual({ ok: false, error: { code: 'bad-key-file' } });
    rmSync(keyFile);
    expect(again()).toEqual({ ok: false, error: { code: 'key-missing' } });
    expect(openWitnessFolder(primitives, freshFolder(), 'a name', systemEntropy)).toEqual({ ok: false, error: { code: 'bad-name' } });
  });
});

const vkeyOf = (): string => {
  const key = open?.key;
  return key === undefined ? '' : `${key.name}+${key.keyId}+${Buffer.from([4, ...key.publicKey]).toString('base64')}`;
};

const start = async (folder: string): Promise<{ url: string; vkey: string; child: ChildProcess }> => {
  const args = ['sync-server/witness/main.ts', '--log', log.vkey, '--data', folder, '--name', 'witness.example/w1', '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let out = '';
  for await (const part of child.stdout) {
    out += String(part);
    const [, vkey, url] = /^vkey (\S+)\nlistening on (\S+)\n/.exec(out) ?? [];
    if (vkey !== undefined && url !== undefined) return { url, vkey, child };
  }
  throw new Error(`the witness did not start: ${out}`);
};

/** Status of a GET whose target is sent as it is: `fetch` would put it in form. */
const statusOf = (url: string, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(url);
    get({ host, port, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });

describe('the witness program', () => {
  it('lets one of many racing requests win, and has on the disk what it answered when it is killed', async () => {
    const folder = freshFolder();
    let witness = await start(folder);
    const post = (body: Uint8Array) => fetch(`${witness.url}add-checkpoint`, { method: 'POST', body: Buffer.from(body) });
    expect((await post(request(0, 5))).status).toBe(200);
    const sizes = [6, 9, 12, 20, 33, 40];
    const statuses = await Promise.all(
      sizes.flatMap((size) => [post(request(5, size)), post(request(5, size, forked))]).map(async (answer) => (await answer).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409 || status === 422)).toHaveLength(statuses.length - 1);
    const conflict = await post(request(5, 6));
    expect([conflict.status, conflict.headers.get('content-type')]).toEqual([409, 'text/x.tlog.size']);
    let size = Number((await conflict.text()).trim());
    const originHash = bytesToHex(primitives.sha256(utf8Encode(log.key.name)));
    for (const next of [50, 60, 70]) {
      expect((await post(request(size, next))).status).toBe(200);
      witness.child.kill('SIGKILL');
      const { vkey } = witness;
      witness = await start(folder);
      expect(witness.vkey).toBe(vkey);
      const kept = await (await fetch(`${witness.url}${originHash}/checkpoint`)).text();
      expect(kept.split('\n')[1]).toBe(String(next));
      size = next;
    }
    expect((await fetch(`${witness.url}${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
    expect((await fetch(`${witness.url}add-checkpoint`)).status).toBe(405);
    expect((await post(new Uint8Array(200_000))).status).toBe(413);
    for (const path of ['//', 'http://[', '//:x/add-checkpoint']) expect([path, await statusOf(witness.url, path)]).toEqual([path, 400]);
  });
});
