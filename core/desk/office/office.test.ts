import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { fakeClock, PIN } from '../open-desk.fixture.ts';
import {
  ABC,
  answerOf,
  DELTA,
  exportFile,
  input,
  join,
  OFFICE,
  ok,
  openMember,
  openOffice,
  refused,
  type Seat,
  SMITH,
} from '../exchange/network.fixture.ts';
import { forge } from '../exchange/forged-file.fixture.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { deskKeysOf, newDeskSeeds } from '../keys/desk-keys.ts';
import { signKeyRequest } from '../keys/first-run.ts';
import { newPersonKey } from '../keys/person-keys.ts';
import { peopleSql } from '../keys/tables.ts';
import { foundOffice, registrarOf } from './founding.ts';

const clock = fakeClock();
let office: Seat;
let smith: Seat;
beforeAll(async () => {
  office = await openOffice(clock);
  smith = await join(office, SMITH, clock);
});
afterAll(async () => {
  await office.host.close();
  await smith.host.close();
});

const requestOf = async (seat: Seat): Promise<{ readonly name: string; readonly base64: string }> =>
  input((await ok(seat, 'GET', '/setup/request')) as never);

describe('founding', () => {
  it('makes root, registrar and the office itself, once, with both seeds wrapped', async () => {
    const desk = office.host.desk();
    const register = desk.ledger.register();
    expect(register).toMatchObject({
      network: 'Sample network',
      test: true,
      office: office.practice,
      threshold: 1,
    });
    expect(register?.roots).toHaveLength(1);
    expect(registrarOf(desk)?.key).toBeDefined();
    expect(registrarOf(smith.host.desk())).toBeUndefined();
    const size = desk.ledger.size();
    foundOffice({ network: 'Again', test: false })(desk, undefined as never);
    expect(desk.ledger.size()).toBe(size);
    for (const row of desk.db.all(peopleSql.selectFrom('secret').select(['name', 'wrapped'])))
      expect(row.wrapped.length).toBeGreaterThan(32);
  });

  it('answers with a trust file that strangers read, the same at every desk', async () => {
    const texts = await Promise.all(
      [office, smith].map(async (seat) => Buffer.from(String((await ok(seat, 'GET', '/trust-file'))['base64']), 'base64').toString()),
    );
    expect(texts[0]).toBe(texts[1]);
    const { primitives, ledger } = office.host.desk();
    const trust = parseTrustFile(primitives, texts[0] ?? '');
    expect(trust).toMatchObject({
      ok: true,
      value: { network: 'Sample network', test: true, net: ledger.register()?.net },
    });
  });
});

describe('key requests', () => {
  it('are answered once: the same request gives the same event', async () => {
    const abc = await openMember(ABC, clock);
    const request = await requestOf(abc);
    const preview = await ok(office, 'POST', '/office/requests/preview', request);
    expect(preview).toMatchObject({
      legalName: ABC.legalName,
      abn: ABC.abn.replaceAll(' ', ''),
      verticals: ['Mortgage brokers'],
      answered: false,
    });
    const first = await ok(office, 'POST', '/office/requests', request);
    expect(await ok(office, 'POST', '/office/requests', request)).toEqual(first);
    expect(await ok(office, 'GET', '/register')).toMatchObject({ requests: [] });
    await abc.host.close();
  });

  it('are refused for a registered ABN, another kind of file, changed bytes, and an office', async () => {
    const twin = await openMember({ ...SMITH, legalName: 'Smith again' }, clock);
    expect(await refused(office, 'POST', '/office/requests', await requestOf(twin))).toMatchObject({
      code: 'abn-registered',
      detail: '51 824 753 556 belongs to Smith & Partners.',
      kept: 'Nothing was registered.',
    });
    expect(await refused(office, 'POST', '/office/requests', { name: 'x', base64: 'AAAA' })).toMatchObject({
      code: 'request-invalid',
      where: 'x',
    });
    const { base64 } = await requestOf(twin);
    const bytes = Buffer.from(base64, 'base64');
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect((await refused(office, 'POST', '/office/requests', { name: 'x', base64: changed.toString('base64') }))['code']).toBe(
        'request-invalid',
      );
    }
    const rival = await openOffice(clock, { ...OFFICE, legalName: 'Rival Office', abn: DELTA.abn });
    expect(await refused(office, 'POST', '/office/requests', await requestOf(rival))).toMatchObject({
      code: 'office-exists',
    });
    expect(await refused(smith, 'POST', '/office/requests', await requestOf(twin))).toMatchObject({
      code: 'not-the-office',
    });
    await twin.host.close();
    await rival.host.close();
  });

  it('are refused for a vertical that the network does not have', async () => {
    const { primitives, entropy, vault } = office.host.desk();
    const [practice, desk, person] = [1, 2, 3].map(() => uuidV7(entropy, clock.now()));
    if (practice === undefined || desk === undefined || person === undefined) throw new Error('no ids');
    const { signer } = newPersonKey({ primitives, entropy, vault }, PIN);
    const request = signKeyRequest(
      {
        practice,
        desk,
        kind: 'member',
        legalName: 'Delta Lending',
        abn: DELTA.abn.replaceAll(' ', ''),
        gst: { registered: false, from: null, source: 'declared' },
        verticals: ['astrologer'],
        person: { person, name: 'Dana', roles: ['principal'] },
      },
      signer,
      deskKeysOf(primitives, { practice, desk }, newDeskSeeds(entropy)),
      clock.now(),
    );
    const file = { name: 'delta.flip360-request', base64: Buffer.from(request).toString('base64') };
    expect(await refused(office, 'POST', '/office/requests', file)).toMatchObject({
      code: 'vertical-unknown',
      detail: 'No vertical is called astrologer.',
    });
  });
});

describe('taking the register', () => {
  it('refuses any pair of files that do not belong together, and keeps nothing', async () => {
    const delta = await openMember(DELTA, clock);
    const { answer, trust } = await answerOf(office, delta);
    const offer = (files: { readonly answer?: unknown; readonly trust?: unknown }) =>
      refused(delta, 'POST', '/setup/register', { answer: input(answer), trust: input(trust), ...files });
    const trustText = Buffer.from(trust.base64, 'base64').toString();
    const withTrust = (change: (text: string) => string) => ({
      trust: { name: 'trust.txt', base64: Buffer.from(change(trustText)).toString('base64') },
    });
    expect(await offer(withTrust((text) => text.replace('flip360-trust/1', 'flip360-trust/2')))).toMatchObject({
      code: 'trust-syntax',
      detail: 'Line 1 is not as it has to be.',
    });
    expect(await offer(withTrust((text) => text.replace('test true', 'test false')))).toMatchObject({
      code: 'trust-roots',
    });
    expect(await offer(withTrust((text) => text.replace(/^net .*$/mu, `net ${'0'.repeat(64)}`)))).toMatchObject({
      code: 'exchange-other-network',
    });
    const rival = await openOffice(clock, { ...OFFICE, legalName: 'Rival Office' });
    const rivalTrust = Buffer.from(String((await ok(rival, 'GET', '/trust-file'))['base64']), 'base64').toString();
    const rivalRoot = /^root .*$/mu.exec(rivalTrust)?.[0] ?? '';
    expect(await offer(withTrust((text) => text.replace(/^root .*$/mu, rivalRoot)))).toMatchObject({
      code: 'trust-roots',
    });
    expect(await offer({ answer: input(await exportFile(office, smith)) })).toMatchObject({
      code: 'exchange-other-practice',
    });
    expect(await offer({ answer: await forge(office, delta, { seq: 9 }) })).toMatchObject({
      code: 'register-missing',
    });
    expect(await offer({ answer: await forge(smith, delta, {}) })).toMatchObject({
      code: 'register-missing',
    });
    expect(delta.host.desk().ledger.size()).toBe(0);
    expect(delta.host.desk().db.statement<[], { readonly count: number }>('select count(*) as count from held_record').get()?.count).toBe(
      0,
    );
    expect(await ok(delta, 'POST', '/setup/register', { answer: input(answer), trust: input(trust) })).toMatchObject({
      network: 'Sample network',
      test: true,
      practices: expect.any(Number) as number,
    });
    expect(await offer({})).toMatchObject({ code: 'register-held' });
    await delta.host.close();
    await rival.host.close();
  });

  it('is refused when the register does not state this desk', async () => {
    const stray = await openMember({ ...DELTA, legalName: 'Stray' }, clock);
    const { ledger } = office.host.desk();
    const records = ledger.rows.from(0, ledger.size()).map((row) => Buffer.from(row.record).toString('base64'));
    const trust = await ok(office, 'GET', '/trust-file');
    const answer = await forge(office, stray, { seq: 1, body: { records } });
    expect(await refused(stray, 'POST', '/setup/register', { answer, trust: input(trust as never) })).toMatchObject({
      code: 'not-registered',
    });
    expect(stray.host.desk().ledger.register()).toBeNull();
    expect(stray.host.desk().ledger.size()).toBe(0);
    await stray.host.close();
  });
});
