import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupsView, job } from '../../contract/desk.ts';
import { openDatabase } from '../../adapters/sqlite/database.ts';
import { recoveryView } from '../../contract/status.ts';
import { registerOf } from '../context.ts';
import { type AnyDraft, appendOwn } from '../ledger/compose.ts';
import {
  openTestHost,
  registerByTestOffice,
  setUpSmith,
  signAct,
  signInAs,
  type TestFolders,
  type TestHost,
  testFolders,
} from '../open-desk.fixture.ts';

const started = async (
  folders: TestFolders = testFolders(),
): Promise<{
  readonly host: TestHost;
  readonly person: string;
  readonly token: string;
  readonly recoveryKey: string;
}> => {
  const host = await openTestHost(folders);
  const { person, recoveryGroups } = await setUpSmith(host);
  registerByTestOffice(host);
  return { host, person, token: await signInAs(host, person), recoveryKey: recoveryGroups.join('') };
};

const runJob = async (host: TestHost, path: string, token: string) => {
  const { id } = job.parse((await host.call('POST', path, undefined, token)).json);
  for (;;) {
    const view = job.parse((await host.call('GET', `/jobs/${id}`, undefined, token)).json);
    if (view.state !== 'running') return view;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const backUp = async (host: TestHost, token: string): Promise<string> => {
  const view = await runJob(host, '/backups', token);
  expect(view, JSON.stringify(view.problem)).toMatchObject({ state: 'done' });
  host.clock.advance(1000);
  return String((view.result as { readonly id: string }).id);
};

const gst = (host: TestHost, token: string, from: string) => signAct(host, token, { act: 'gst', registered: true, from });

describe('backups', () => {
  it('makes one as a job, lists it as verified, checks it again, and finds one changed byte', async () => {
    const { host, token } = await started();
    const id = await backUp(host, token);
    const view = backupsView.parse((await host.call('GET', '/backups')).json);
    expect(view).toMatchObject({
      backups: [{ id, events: 2, verified: true, reason: 'by-hand' }],
      highWater: { ok: true },
    });
    expect((await host.call('POST', `/backups/${id}/check`, undefined, token)).json).toMatchObject({
      verified: true,
    });
    const path = join(view.folder, `${id}.flip360-backup`);
    const bytes = readFileSync(path);
    expect(bytes.includes('Priya')).toBe(false);
    bytes[bytes.length - 5000] = (bytes[bytes.length - 5000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect((await host.call('POST', `/backups/${id}/check`, undefined, token)).json).toMatchObject({
      verified: false,
    });
    expect((await host.call('POST', '/backups/restore', { id }, token)).json['code']).toMatch(/^backup-/u);
    expect(existsSync(join(host.folders.dataFolder, 'restored.db'))).toBe(false);
    expect((await host.call('POST', '/backups/nothing/check', undefined, token)).json['code']).toBe('no-backup');
    await host.close();
  });

  it("restores yesterday's at the restart, keeps the newer file, and opens in recovery because more was acknowledged", async () => {
    const folders = testFolders();
    const { host, person, token } = await started(folders);
    const id = await backUp(host, token);
    expect((await gst(host, token, '2020-01-01')).status).toBe(200);
    expect((await host.call('POST', '/backups/restore', { id }, token)).json).toEqual({ restart: true });
    expect((await gst(host, token, '2021-01-01')).json['code']).toBe('recovery');
    expect(() => host.desk().keys.desk.sign(new Uint8Array())).toThrow('recovery');
    await host.close();
    const again = await openTestHost(folders, { seed: 'restored' });
    expect((await again.call('GET', '/status')).json).toMatchObject({ phase: 'recovery', log: { size: 2 } });
    expect(readdirSync(folders.dataFolder).some((name) => name.startsWith('ledger.db.before-restore-'))).toBe(true);
    const back = await signInAs(again, person);
    expect((await again.call('POST', '/acts', { act: { act: 'gst', registered: true, from: '2021-01-01' } }, back)).json['code']).toBe(
      'recovery',
    );
    expect(() => again.desk().keys.desk.sign(new Uint8Array())).toThrow('recovery');
    expect((await again.call('GET', '/recovery')).json).toMatchObject({
      active: true,
      size: 2,
      caughtUp: false,
      canEnd: false,
      acknowledged: { size: 3 },
    });
    expect((await again.call('POST', '/recovery/end', undefined, back)).json['code']).toBe('recovery-open');
    await again.close();
  });

  it('ends a recovery once every acknowledged event is held again, and signs on from there', async () => {
    const folders = testFolders();
    const { host, person, token } = await started(folders);
    const id = await backUp(host, token);
    await gst(host, token, '2020-01-01');
    const sent = host.desk().ledger.rows.byIndex(2)?.record ?? new Uint8Array();
    await host.call('POST', '/backups/restore', { id }, token);
    await host.close();
    const again = await openTestHost(folders, { seed: 'restored' });
    const back = await signInAs(again, person);
    // A counterpart's file brings back what this desk had sent.
    expect(again.desk().ledger.accept([Uint8Array.from(sent)], 'from-counterpart')[0]?.outcome).toBe('accepted');
    expect((await again.call('GET', '/recovery')).json).toMatchObject({ caughtUp: true, canEnd: true });
    expect((await again.call('POST', '/recovery/end', undefined, back)).json).toEqual({ ok: true });
    expect((await again.call('GET', '/status')).json).toMatchObject({ phase: 'signed-out' });
    expect((await gst(again, await signInAs(again, person), '2022-01-01')).status).toBe(200);
    await again.close();
    const later = await openTestHost(folders, { seed: 'later' });
    expect((await later.call('GET', '/status')).json).toMatchObject({
      phase: 'signed-out',
      log: { size: 4 },
    });
    await later.close();
  });

  it('asks for a check of every unsettled batch before a recovery ends', async () => {
    const folders = testFolders();
    const { host, person, token } = await started(folders);
    const desk = host.desk();
    const signer = host.api.sessions.find(token, host.clock.now())?.signer;
    if (signer === undefined) throw new Error('nobody is signed in');
    const prepared = (batch: string, label: string): AnyDraft => ({
      type: 'batch.prepared',
      body: {
        batch,
        revision: 1,
        label,
        lines: 1,
        total: '1'.repeat(64),
        root: '2'.repeat(64),
        account: '3'.repeat(64),
        payees: [{ practice: desk.profile.practice, account: '4'.repeat(64) }],
        processingDate: '2026-08-05',
        file: '5'.repeat(64),
      },
    });
    const [open, settled] = ['01989a00-0000-7000-8000-00000000000a', '01989a00-0000-7000-8000-00000000000b'];
    const hashes = appendOwn(desk, registerOf(desk).net, signer, [() => prepared(open, 'PB-1'), () => prepared(settled, 'PB-2')]);
    appendOwn(desk, registerOf(desk).net, desk.keys.desk, [
      () => ({
        type: 'bankline.matched',
        about: [hashes[1] ?? ''],
        body: { batch: settled, line: '6'.repeat(64), on: '2026-08-05' },
      }),
    ]);
    const id = await backUp(host, token);
    await gst(host, token, '2020-01-01');
    const sent = desk.ledger.rows.byIndex(desk.ledger.size() - 1)?.record ?? new Uint8Array();
    await host.call('POST', '/backups/restore', { id }, token);
    await host.close();
    const again = await openTestHost(folders, { seed: 'restored' });
    const back = await signInAs(again, person);
    again.desk().ledger.accept([Uint8Array.from(sent)], 'from-counterpart');
    const view = async () => recoveryView.parse((await again.call('GET', '/recovery')).json);
    expect(await view()).toMatchObject({
      caughtUp: true,
      canEnd: false,
      batches: [{ batch: open, label: 'PB-1', outcome: null }],
    });
    expect((await again.call('POST', '/recovery/end', undefined, back)).json['detail']).toBe(
      '1 batch is not compared with the bank statement.',
    );
    const check = (batch: string, outcome: string, note: string) => again.call('POST', '/recovery/batches', { batch, outcome, note }, back);
    expect((await check(settled, 'as-recorded', '')).json['code']).toBe('no-such-batch');
    expect((await check(open, 'differs', '')).json['code']).toBe('note-missing');
    expect((await check(open, 'differs', 'Paid on 5 August')).status).toBe(200);
    expect((await check(open, 'as-recorded', '')).status).toBe(200);
    expect(await view()).toMatchObject({ canEnd: true, batches: [{ outcome: 'as-recorded', note: '' }] });
    expect((await again.call('POST', '/recovery/end', undefined, back)).status).toBe(200);
    await again.close();
  });

  it('gives a backup of an earlier key back to its recovery key, and to nobody else', async () => {
    const { host, token, recoveryKey } = await started();
    const id = await backUp(host, token);
    const wrong = await host.call('POST', '/backups/restore', { id, recoveryKey: 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH' }, token);
    expect(['recovery-key-mistyped', 'recovery-key-other']).toContain(wrong.json['code']);
    expect((await host.call('POST', '/backups/restore', { id, recoveryKey }, token)).json).toEqual({
      restart: true,
    });
    await host.close();
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const { host, token } = await started();
    const { id } = job.parse((await host.call('POST', '/backups', undefined, token)).json);
    await host.call('DELETE', `/jobs/${id}`, undefined, token);
    await host.api.jobs.settled();
    const folder = join(host.folders.dataFolder, 'backups');
    expect(existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.new')) : []).toEqual([]);
    await host.close();
  });
});

describe('a second folder', () => {
  it('gets a copy of every backup, and says so when it cannot be reached', async () => {
    const { host, token } = await started();
    const second = `${host.folders.dataFolder}-usb`;
    expect((await host.call('PUT', '/settings', { backupFolder: second }, token)).status).toBe(200);
    const id = await backUp(host, token);
    expect(readdirSync(second).toSorted()).toEqual([`${id}.flip360-backup`, `${id}.flip360-backup.json`]);
    writeFileSync(join(second, 'holiday.jpg'), 'not ours');
    host.clock.advance(3_600_000);
    const later = await backUp(host, token);
    // Two of one day: the earlier one is pruned in both places, and nothing else is touched.
    expect(readdirSync(second).toSorted()).toEqual([`${later}.flip360-backup`, `${later}.flip360-backup.json`, 'holiday.jpg']);
    rmSync(second, { recursive: true });
    writeFileSync(second, 'a file in its place');
    host.clock.advance(3_600_000);
    const view = await runJob(host, '/backups', token);
    expect(view).toMatchObject({ state: 'failed', problem: { code: 'backup-not-copied', where: second } });
    expect((await host.call('GET', '/backups')).json).toMatchObject({ backups: [{ verified: true }] });
    await host.close();
  });
});

describe('the daily backup', () => {
  it('is made at the first sign-in of a day, once', async () => {
    const folders = testFolders();
    const { host, person } = await started(folders);
    host.clock.advance(86_400_000);
    await signInAs(host, person);
    await signInAs(host, person);
    await host.close();
    const again = await openTestHost(folders, { seed: 'again', clock: host.clock });
    expect((await again.call('GET', '/backups')).json).toMatchObject({
      backups: [{ reason: 'daily', verified: true, events: 2 }],
    });
    await again.close();
    again.clock.advance(86_400_000);
    const later = await openTestHost(folders, { seed: 'later', clock: host.clock });
    await later.close();
    const last = await openTestHost(folders, { seed: 'last', clock: host.clock });
    expect(((await last.call('GET', '/backups')).json['backups'] as readonly unknown[]).length).toBe(2);
    await last.close();
  });
});

describe('a ledger behind its mark', () => {
  it('is noticed when the database is put back by hand, and when the mark is removed or copied from elsewhere', async () => {
    const folders = testFolders();
    const { host, token } = await started(folders);
    await host.close();
    const path = join(folders.dataFolder, 'ledger.db');
    cpSync(path, `${path}.yesterday`);
    const next = await openTestHost(folders, { seed: 'next' });
    expect(next.runtime.state()).toMatchObject({ phase: 'open', desk: { recovery: null } });
    const { person } = ((await next.call('GET', '/people/local')).json as unknown as readonly { readonly person: string }[])[0] ?? {
      person: '',
    };
    await gst(next, await signInAs(next, person), '2020-01-01');
    await next.close();
    expect(token).toHaveLength(43);
    renameSync(path, `${path}.today`);
    cpSync(`${path}.yesterday`, path);
    const behind = await openTestHost(folders, { seed: 'behind' });
    expect((await behind.call('GET', '/status')).json).toMatchObject({
      phase: 'recovery',
      problem: { detail: expect.stringContaining('restored from an older copy') },
    });
    await behind.close();
    renameSync(`${path}.today`, path);
    const mark = join(folders.keyFolder, behind.runtime.install(), 'high-water');
    renameSync(mark, `${mark}.away`);
    const without = await openTestHost(folders, { seed: 'without' });
    expect((await without.call('GET', '/status')).json).toMatchObject({
      phase: 'recovery',
      problem: { detail: expect.stringContaining('missing') },
    });
    await without.close();
    renameSync(`${mark}.away`, mark);
    const whole = await openTestHost(folders, { seed: 'whole' });
    expect(whole.runtime.state()).toMatchObject({ phase: 'open', desk: { recovery: null } });
    await whole.close();
  });

  it('is noticed when another event stands at the same place', async () => {
    const folders = testFolders();
    const { host, person, token } = await started(folders);
    const id = await backUp(host, token);
    await gst(host, token, '2020-01-01');
    const install = host.runtime.install();
    await host.call('POST', '/backups/restore', { id }, token);
    await host.close();
    const key = join(folders.keyFolder, install, 'high-water');
    const mark = readFileSync(key);
    const restored = await openTestHost(folders, { seed: 'restored' });
    await restored.close();
    // Whoever owns the device could reset the mark, sign another event, and put the old mark back.
    rmSync(key);
    const { openHighWaterFile } = await import('../ledger/high-water-file.ts');
    const secrets = await folders.store.get(install);
    const deviceSecret = secrets.ok && secrets.value !== null ? secrets.value.slice(32) : new Uint8Array();
    const file = openHighWaterFile({
      folder: join(folders.keyFolder, install),
      install,
      deviceSecret,
      create: true,
    });
    file.reset({
      size: 0,
      root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      heads: {},
    });
    file.close();
    const forked = await openTestHost(folders, { seed: 'forked' });
    await gst(forked, await signInAs(forked, person), '2024-02-02');
    await forked.close();
    writeFileSync(key, mark);
    const found = await openTestHost(folders, { seed: 'found' });
    expect((await found.call('GET', '/status')).json).toMatchObject({
      phase: 'recovery',
      problem: { detail: expect.stringContaining('not those that this desk has acknowledged') },
    });
    await found.close();
  });
});

describe('a database that cannot be opened', () => {
  const keyOf = async (folders: TestFolders, install: string): Promise<Uint8Array> => {
    const secrets = await folders.store.get(install);
    return secrets.ok && secrets.value !== null ? secrets.value.slice(0, 32) : new Uint8Array(32);
  };

  it.each([
    ['a torn page', (bytes: Buffer) => bytes.fill(0x55, 4096 * 6, 4096 * 6 + 64), 'damaged'],
    ['a destroyed header', (bytes: Buffer) => bytes.fill(0x55, 0, 64), 'damaged-header'],
  ])('names %s, and takes a backup back with the damaged file kept', async (_name, harm, code) => {
    const folders = testFolders();
    const { host, token } = await started(folders);
    const id = await backUp(host, token);
    await host.close();
    const path = join(folders.dataFolder, 'ledger.db');
    const bytes = readFileSync(path);
    harm(bytes);
    writeFileSync(path, bytes);
    const broken = await openTestHost(folders, { seed: 'broken' });
    expect((await broken.call('GET', '/status')).json).toMatchObject({
      phase: 'damaged',
      problem: { code, where: path },
    });
    expect((await broken.call('GET', '/backups')).json).toMatchObject({ backups: [{ id }] });
    expect((await broken.call('POST', '/backups/restore', { id })).json).toEqual({ restart: true });
    await broken.close();
    const mended = await openTestHost(folders, { seed: 'mended' });
    expect((await mended.call('GET', '/status')).json).toMatchObject({
      phase: 'signed-out',
      log: { size: 2 },
    });
    const kept = readdirSync(folders.dataFolder).find((name) => name.startsWith('ledger.db.corrupt-'));
    expect(readFileSync(join(folders.dataFolder, kept ?? '')).equals(bytes)).toBe(true);
    await mended.close();
  });

  it('names both versions of a database from the future and touches nothing', async () => {
    const folders = testFolders();
    const { host } = await started(folders);
    const install = host.runtime.install();
    await host.close();
    const path = join(folders.dataFolder, 'ledger.db');
    const db = openDatabase({ path, key: await keyOf(folders, install) });
    if (!db.ok) throw new Error(db.error.code);
    db.value.pragma('user_version = 9990');
    db.value.close();
    const before = readFileSync(path);
    const future = await openTestHost(folders, { seed: 'future' });
    const { json } = await future.call('GET', '/status');
    expect(json).toMatchObject({
      phase: 'damaged',
      problem: {
        code: 'from-the-future',
        detail: expect.stringMatching(/version 9990; this program knows versions up to [0-9]+/u),
      },
    });
    expect(JSON.stringify(json)).not.toMatch(/delete the/u);
    await future.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('says that the database is gone instead of starting an empty one', async () => {
    const folders = testFolders();
    const { host } = await started(folders);
    await host.close();
    const path = join(folders.dataFolder, 'ledger.db');
    renameSync(path, `${path}.elsewhere`);
    const gone = await openTestHost(folders, { seed: 'gone' });
    expect((await gone.call('GET', '/status')).json).toMatchObject({
      phase: 'damaged',
      problem: { code: 'database-missing' },
    });
    expect(existsSync(path)).toBe(false);
    await gone.close();
  });
});
