import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ledgerSql } from '../adapters/sqlite/schema.ts';
import { memoryKeyStore } from '../adapters/keys/memory-key-store.ts';
import { passphraseFileKeyStore } from '../adapters/keys/passphrase-file-key-store.ts';
import { systemEntropy } from '../adapters/system/system-ports.ts';
import { setupAnswer, signedIn, status } from '../contract/status.ts';
import { readKeyRequest } from '../protocol/register/key-request.ts';
import {
  fakeClock,
  openTestHost,
  PIN,
  registerByTestOffice,
  setUpSmith,
  signAct,
  signInAs,
  smith,
  testFolders,
} from './open-desk.fixture.ts';

describe('first run', () => {
  it('makes a desk, shows the recovery key once, and has part of it typed back', async () => {
    const host = await openTestHost();
    expect(status.parse((await host.call('GET', '/status')).json).phase).toBe('first-run');
    const answer = setupAnswer.parse((await host.call('POST', '/setup', smith)).json);
    expect(answer.recoveryGroups.every((group) => /^[0-9A-HJKMNP-TV-Z]{4}$/u.test(group))).toBe(true);
    const after = status.parse((await host.call('GET', '/status')).json);
    expect(after).toMatchObject({
      phase: 'awaiting-register',
      practice: { legalName: smith.legalName, abn: '51824753556', gst: true },
    });
    expect(after.warnings.map((warning) => warning.code)).toContain('recovery-key');
    const typed = answer.askedGroups.map((group) => ({
      group,
      text: (answer.recoveryGroups[group - 1] ?? '').toLowerCase(),
    }));
    const wrong = await host.call('POST', '/setup/recovery-check', {
      groups: typed.map((entry, index) => (index === 0 ? { ...entry, text: 'ZZZZ' } : entry)),
    });
    expect(wrong).toMatchObject({ status: 422, json: { code: 'recovery-group' } });
    expect((await host.call('POST', '/setup/recovery-check', { groups: typed })).json).toEqual({ ok: true });
    expect(status.parse((await host.call('GET', '/status')).json).warnings.map((warning) => warning.code)).not.toContain('recovery-key');
    expect(await host.call('POST', '/setup', smith)).toMatchObject({
      status: 409,
      json: { code: 'already-set-up' },
    });
    await host.close();
  });

  it('writes a request that the office can read', async () => {
    const host = await openTestHost();
    const { practice, person } = await setUpSmith(host);
    const file = (await host.call('GET', '/setup/request')).json;
    expect(file['name']).toBe('51824753556.flip360-request');
    const read = readKeyRequest(Uint8Array.from(Buffer.from(String(file['base64']), 'base64')), host.desk().primitives);
    expect(read).toMatchObject({
      ok: true,
      value: {
        hash: file['sha256'],
        request: { practice, kind: 'member', person: { person, roles: ['principal'] } },
      },
    });
    await host.close();
  });

  it.each([
    [{ ...smith, abn: '51 824 753 557' }, 'abn'],
    [{ ...smith, gst: { registered: true, from: null } }, 'gst-from'],
    [{ ...smith, kind: 'office' }, 'no-office'],
    [{ ...smith, verticals: ['accountant', 'astrologer'] }, 'vertical-unknown'],
    [{ ...smith, person: { name: 'Priya', pin: '123' } }, 'invalid-input'],
  ])('refuses %j with %s and leaves nothing behind', async (input, code) => {
    const host = await openTestHost();
    const answer = await host.call('POST', '/setup', input);
    expect(answer.json['code']).toBe(code);
    expect(readdirSync(host.folders.dataFolder)).toEqual([]);
    await host.close();
  });

  it('keeps no secret in the data folder', async () => {
    const host = await openTestHost();
    const { recoveryGroups } = await setUpSmith(host);
    await host.close();
    const key = await host.folders.store.get(host.runtime.install());
    const secrets = key.ok && key.value !== null ? [Buffer.from(key.value.slice(0, 32)), Buffer.from(key.value.slice(32))] : [];
    expect(secrets).toHaveLength(2);
    for (const name of readdirSync(host.folders.dataFolder)) {
      const bytes = readFileSync(join(host.folders.dataFolder, name));
      for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
      expect(bytes.includes(recoveryGroups.join(''))).toBe(false);
      expect(bytes.includes('Priya')).toBe(false);
      expect(bytes.includes('SQLite format 3')).toBe(false);
    }
  });

  it('gives the same keys for the same seed and clock', async () => {
    const requests = [];
    for (const _ of [1, 2]) {
      const host = await openTestHost();
      await setUpSmith(host);
      requests.push((await host.call('GET', '/setup/request')).json['sha256']);
      await host.close();
    }
    expect(requests[0]).toBe(requests[1]);
  });

  it('moves what a cut-short setup left behind out of the way', async () => {
    const host = await openTestHost();
    await setUpSmith(host);
    await host.close();
    const { rmSync } = await import('node:fs');
    rmSync(join(host.folders.dataFolder, 'profile.json'));
    const again = await openTestHost(host.folders, { seed: 'again' });
    expect(again.runtime.state().phase).toBe('first-run');
    await setUpSmith(again);
    expect(readdirSync(host.folders.dataFolder).some((name) => name.includes('.unfinished-'))).toBe(true);
    await again.close();
  });
});

describe('sign-in', () => {
  it('opens with the PIN, stays open across restarts of the desk, and ends with it', async () => {
    const folders = testFolders();
    const host = await openTestHost(folders);
    const { person } = await setUpSmith(host);
    expect((await host.call('GET', '/people/local')).json).toMatchObject([{ person, name: 'Priya Nair', state: 'waiting' }]);
    const answer = await host.call('POST', '/sign-in', { person, pin: PIN });
    expect(signedIn.parse(answer.json).person.roles).toEqual(['principal']);
    const token = String(answer.json['token']);
    expect((await host.call('GET', '/jobs/01989a00-0000-7000-8000-000000000001', undefined, token)).json['code']).toBe('no-such-job');
    host.lock();
    expect((await host.call('GET', '/jobs/01989a00-0000-7000-8000-000000000001', undefined, token)).status).toBe(401);
    await host.close();
    const again = await openTestHost(folders, { seed: 'later' });
    expect(again.runtime.state().phase).toBe('open');
    await signInAs(again, person);
    await again.close();
  });

  it('names a wrong PIN, and makes the eleventh try wait, a clock set back or forward included', async () => {
    const clock = fakeClock();
    const folders = testFolders();
    let host = await openTestHost(folders, { clock });
    const { person } = await setUpSmith(host);
    const attempt = async (pin: string) => (await host.call('POST', '/sign-in', { person, pin })).json['code'];
    for (let count = 0; count < 9; count += 1) expect(await attempt('000000')).toBe('wrong-pin');
    await host.close();
    host = await openTestHost(folders, { clock, seed: 'restarted' });
    expect(await attempt('000000')).toBe('wrong-pin');
    expect(await attempt(PIN)).toBe('pin-wait');
    clock.set('2025-08-04T00:00:00.000Z');
    expect(await attempt(PIN)).toBe('pin-wait');
    clock.set('2026-08-04T00:59:30.000Z');
    expect(await attempt(PIN)).toBeUndefined();
    expect(await attempt('000000')).toBe('wrong-pin');
    clock.set('2027-08-04T00:59:30.000Z');
    expect(await attempt(PIN)).toBeUndefined();
    await host.close();
  });
});

describe('instance lock', () => {
  it('lets no second program and no copy of the folder in beside the first', async () => {
    const { cpSync } = await import('node:fs');
    const host = await openTestHost();
    await setUpSmith(host);
    await expect(openTestHost(host.folders)).rejects.toThrow('in-use');
    const copy = { ...host.folders, dataFolder: `${host.folders.dataFolder}-copy` };
    cpSync(host.folders.dataFolder, copy.dataFolder, { recursive: true });
    await expect(openTestHost(copy)).rejects.toThrow('in-use');
    await host.close();
    const again = await openTestHost(host.folders);
    expect(again.runtime.state().phase).toBe('open');
    await again.close();
  });
});

describe('people', () => {
  it('registers a second person, who then signs in; roles, PIN reset and leaving follow', async () => {
    const host = await openTestHost();
    const { person } = await setUpSmith(host);
    expect(
      await host.call('POST', '/acts', { act: { act: 'gst', registered: false, from: null } }, await signInAs(host, person)),
    ).toMatchObject({ status: 409, json: { code: 'no-register' } });
    registerByTestOffice(host);
    const token = await signInAs(host, person);
    expect(status.parse((await host.call('GET', '/status', undefined, token)).json)).toMatchObject({
      phase: 'ready',
      practice: { soleSignatory: true },
    });
    const joined = await signAct(host, token, {
      act: 'person',
      name: 'Tom Baker',
      roles: ['approver'],
      pin: '135791',
    });
    expect(joined).toMatchObject({
      status: 200,
      json: { events: [{ type: 'person.registered' }, { type: 'key.registered' }] },
    });
    const tom = String(joined.json['person']);
    const tomToken = await signInAs(host, tom, '135791');
    expect((await host.call('GET', '/people', undefined, token)).json).toMatchObject({
      soleSignatory: false,
      people: [
        { name: 'Priya Nair', recognised: 'in-register', you: true },
        { name: 'Tom Baker', recognised: 'by-practice' },
      ],
    });
    expect((await signAct(host, tomToken, { act: 'roles', person: tom, roles: ['principal'] })).json['code']).toBe('not-permitted');
    expect((await signAct(host, token, { act: 'roles', person, roles: ['adviser'] })).json['code']).toBe('last-principal');
    expect((await signAct(host, token, { act: 'person-left', person, reason: 'left' })).json['code']).toBe('last-principal');
    expect((await signAct(host, token, { act: 'roles', person: tom, roles: ['principal'] })).status).toBe(200);
    expect((await signAct(host, token, { act: 'reset-pin', person: tom, pin: '975310', reason: 'forgotten' })).status).toBe(200);
    expect((await host.call('GET', '/people', undefined, tomToken)).status).toBe(401);
    await expect(signInAs(host, tom, '135791')).rejects.toThrow('wrong-pin');
    const again = await signInAs(host, tom, '975310');
    expect((await signAct(host, again, { act: 'gst', registered: false, from: null })).status).toBe(200);
    expect((await signAct(host, again, { act: 'person-left', person, reason: 'left' })).status).toBe(200);
    expect((await host.call('GET', '/people', undefined, token)).status).toBe(401);
    await expect(signInAs(host, person)).rejects.toThrow('person-left');
    expect(host.desk().ledger.register()?.people.get(person)?.leftAt).not.toBeNull();
    await host.close();
  });

  it('calls a second person recognised by the practice until a file of the office says that it has seen the key', async () => {
    const host = await openTestHost();
    const { person } = await setUpSmith(host);
    registerByTestOffice(host);
    const token = await signInAs(host, person);
    await signAct(host, token, { act: 'person', name: 'Tom Baker', roles: ['approver'], pin: '135791' });
    const { db, ledger } = host.desk();
    const stream = ledger.rows.byIndex(2)?.stream ?? '';
    const tom = async () =>
      (
        (await host.call('GET', '/people', undefined, token)).json['people'] as readonly {
          readonly recognised: string;
        }[]
      )[1]?.recognised;
    const heard = (seq: number, n: number): void => {
      db.run(
        ledgerSql.insertInto('exchange_file').values({
          id: String(seq),
          direction: 'received',
          practice: ledger.register()?.office ?? '',
          desk: 'd',
          seq,
          at: host.clock.now(),
          events: 0,
          name: '',
          sha256: '0'.repeat(64),
          seen: JSON.stringify({ [stream]: n }),
        }),
      );
    };
    expect(await tom()).toBe('by-practice');
    heard(1, 0);
    expect(await tom()).toBe('by-practice');
    heard(2, 1);
    expect(await tom()).toBe('in-register');
    await host.close();
  });

  it('lets a principal reset their own PIN with the key that ends', async () => {
    const host = await openTestHost();
    const { person } = await setUpSmith(host);
    registerByTestOffice(host);
    const token = await signInAs(host, person);
    expect((await signAct(host, token, { act: 'reset-pin', person, pin: '112233', reason: 'changed' })).status).toBe(200);
    const again = await signInAs(host, person, '112233');
    expect((await signAct(host, again, { act: 'gst', registered: true, from: '2020-01-01' })).status).toBe(200);
    await host.close();
  });
});

describe('a lost key store', () => {
  it('opens with the recovery key only, in recovery, and never says that data is damaged', async () => {
    const folders = testFolders();
    const host = await openTestHost(folders);
    const { person, recoveryGroups } = await setUpSmith(host);
    registerByTestOffice(host);
    await host.close();
    await folders.store.delete(host.runtime.install());
    const lost = await openTestHost(folders, { seed: 'lost' });
    expect((await lost.call('GET', '/status')).json).toMatchObject({
      phase: 'keys-lost',
      problem: { code: 'keys-lost' },
    });
    expect(
      (
        await lost.call('POST', '/recovery/open', {
          recoveryKey: recoveryGroups.join('-').replace(/^./u, (first) => (first === '0' ? '2' : '0')),
        })
      ).json['code'],
    ).toBe('recovery-key-mistyped');
    expect((await lost.call('POST', '/recovery/open', { recoveryKey: 'hello' })).json['code']).toBe('recovery-key-form');
    expect((await lost.call('POST', '/recovery/open', { recoveryKey: recoveryGroups.join(' ').toLowerCase() })).json).toEqual({ ok: true });
    expect((await lost.call('GET', '/status')).json).toMatchObject({ phase: 'recovery' });
    await expect(signInAs(lost, person)).rejects.toThrow('wrong-pin');
    const fresh = await lost.call('POST', '/recovery/fresh-keys', {
      person,
      pin: '778899',
      recoveryKey: recoveryGroups.join(''),
    });
    expect(fresh).toMatchObject({ status: 200, json: { name: '51824753556-fresh-keys.flip360-request' } });
    const token = await signInAs(lost, person, '778899');
    expect((await lost.call('POST', '/acts', { act: { act: 'gst', registered: false, from: null } }, token)).json['code']).toBe('recovery');
    expect((await lost.call('POST', '/recovery/end', undefined, token)).json['code']).toBe('recovery-open');
    await lost.close();
    const again = await openTestHost(folders, { seed: 'again' });
    expect((await again.call('GET', '/status')).json).toMatchObject({ phase: 'recovery' });
    await again.close();
  });

  it('says that the key is another one before it looks at the file', async () => {
    const folders = testFolders();
    const host = await openTestHost(folders);
    await setUpSmith(host);
    await host.close();
    await folders.store.set(host.runtime.install(), new Uint8Array(64).fill(7));
    const other = await openTestHost(folders);
    expect((await other.call('GET', '/status')).json).toMatchObject({
      phase: 'keys-lost',
      problem: { code: 'wrong-key' },
    });
    await other.close();
    expect(existsSync(join(folders.dataFolder, 'ledger.db'))).toBe(true);
  });
});

describe('a key file', () => {
  it('asks for a passphrase before the first run and at each start, and shows that it is weaker', async () => {
    const folders = testFolders();
    const keyStore = async (_kind: unknown, install: string) =>
      passphraseFileKeyStore({
        path: join(folders.keyFolder, install, 'keys.sealed'),
        entropy: systemEntropy,
        cost: { memory: 64, passes: 1, lanes: 1 },
      });
    const host = await openTestHost(folders, { keyStore });
    expect((await host.call('GET', '/status')).json).toMatchObject({
      phase: 'first-run',
      keyStore: { kind: 'passphrase-file', weaker: true, locked: true },
    });
    expect((await host.call('POST', '/setup', smith)).json['code']).toBe('key-store-locked');
    expect((await host.call('POST', '/unlock', { passphrase: 'short' })).json['code']).toBe('invalid-input');
    expect((await host.call('POST', '/unlock', { passphrase: 'correct horse battery' })).json).toEqual({
      ok: true,
    });
    const { person } = await setUpSmith(host);
    await host.close();
    const again = await openTestHost(folders, { keyStore, seed: 'again' });
    expect((await again.call('GET', '/status')).json).toMatchObject({
      phase: 'locked',
      problem: { code: 'key-store-locked' },
      keyStore: { locked: true },
    });
    expect((await again.call('POST', '/unlock', { passphrase: 'correct house battery' })).json['code']).toBe('wrong-passphrase');
    expect((await again.call('POST', '/unlock', { passphrase: 'correct horse battery' })).json).toEqual({
      ok: true,
    });
    await signInAs(again, person);
    expect((await again.call('GET', '/status')).json).toMatchObject({
      keyStore: { locked: false },
      warnings: [{ code: 'key-file' }, { code: 'recovery-key' }],
    });
    await again.close();
  });

  it('is not replaced when the key store of the computer is away', async () => {
    const folders = testFolders();
    const host = await openTestHost(folders);
    await setUpSmith(host);
    await host.close();
    const away = await openTestHost(folders, {
      keyStore: async () => memoryKeyStore({ unavailable: 'org.freedesktop.secrets does not answer' }),
    });
    expect((await away.call('GET', '/status')).json).toMatchObject({
      phase: 'locked',
      problem: { code: 'key-store-unavailable', detail: 'org.freedesktop.secrets does not answer' },
    });
    await away.close();
  });
});
