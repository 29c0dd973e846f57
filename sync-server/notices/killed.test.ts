import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { noticeKinds } from '../../core/contract/network/notices.ts';
import { openSqliteStorage } from '../storage/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import type { TellerArguments } from '../testing/dying-teller.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { testSenders } from '../testing/test-senders.ts';
import { tellMembers } from './tell-members.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-notices-'));
const file = join(folder, 'server.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = async (): Promise<Storage> => {
  const opened = await openSqliteStorage(file);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};

/** Runs a teller in a process of its own and kills it with SIGKILL once it has handed a mail over. */
const killWhileSending = (at: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const given: TellerArguments = [file, at];
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'testing', 'dying-teller.ts'), ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let handed = false;
    child.stdout.on('data', () => {
      handed = true;
      child.kill('SIGKILL');
    });
    child.once('exit', () => (handed ? resolve() : reject(new Error('nothing was handed over'))));
  });

it('does not send twice what a killed process had in its hands, and tells what came after', async () => {
  const senders = testSenders();
  let now = Date.parse('2026-08-04T00:00:00.000Z');
  const clock = { now: () => new Date(now).toISOString() };
  const server = await startServer({ clock, notices: senders, storage: await open() });
  const smith = await testDesk(server, 'smith');
  const abc = await testDesk(server, 'abc');
  const id = 'a'.repeat(32);
  const wishes = { on: true, kinds: noticeKinds, pace: 'soon', dailyAt: 480, zone: 'Australia/Sydney', quiet: null };
  const input = { email: 'priya@example.com.au', phone: null, wishes };
  expect((await server.request(`/v1/notices/${id}`, { method: 'PUT', body: input, token: smith.token })).status).toBe(200);
  const code = /^\d{8}/u.exec(senders.mails[0]?.text ?? '')?.[0];
  await server.request(`/v1/notices/${id}/confirm`, { body: { channel: 'email', code }, token: smith.token });
  await abc.sendParcels([abc.parcel(smith.practice, 'one')]);
  await tellMembers(server.ports, 'first');
  const later = abc.parcel(smith.practice, 'two');
  await server.close();

  await killWhileSending('2026-08-04T00:00:11.000Z');
  const storage = await open();
  const ports = { ...server.ports, storage };
  const notices = () => senders.mails.filter(({ subject }) => subject.startsWith('Something')).length;
  now += 60_000;
  await tellMembers(ports, 'second');
  now += 180_000;
  await tellMembers(ports, 'second');
  expect(notices()).toBe(0);
  expect(await storage.db.selectFrom('nudge').select(['since', 'until', 'ended']).execute()).toEqual([
    { since: 1, until: 1, ended: 'unknown' },
  ]);
  const again = await startServer({ clock, notices: senders, storage, claim: null });
  const sent = await again.request('/v1/parcels', {
    body: { parcels: [{ slip: later.slip, ciphertext: later.ciphertext }] },
    token: abc.token,
  });
  expect(sent.status).toBe(200);
  await tellMembers(again.ports, 'third');
  now += 900_000;
  expect([await tellMembers(again.ports, 'third'), notices()]).toEqual([1, 1]);
  await again.close();
});
