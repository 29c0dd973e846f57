import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mortgageRuleJson } from '../../domain/commission/rule-version.fixture.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { parseRuleVersion, ruleVersionHash } from '../../domain/commission/rule-version.ts';
import { fakeClock, PIN, signInAs } from '../open-desk.fixture.ts';
import {
  ABC,
  answerOf,
  carry,
  DELTA,
  exportFile,
  input,
  join,
  OFFICE,
  ok,
  openMember,
  openOffice,
  type Seat,
  sign,
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

const refused = async (seat: Seat, method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
  const answer = await seat.host.call(method, path, body, seat.token);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  return answer.json;
};
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

describe('rules', () => {
  const first = mortgageRuleJson({
    version: 1,
    previous: undefined,
    rule: '01990000-0000-7000-8000-000000000007',
  });
  const { previous: _none, ...rule } = first;
  const parsed = parseRuleVersion(rule);
  const content = parsed.ok ? ruleVersionHash(parsed.value) : '';
  const person = async (name: string): Promise<Seat> => {
    const answer = await signActFor(office, { act: 'person', name, roles: ['approver'], pin: PIN });
    return { ...office, person: answer, token: await signInAs(office.host, answer) };
  };
  const signActFor = async (seat: Seat, act: Parameters<typeof sign>[1]): Promise<string> => {
    const prepared = await ok(seat, 'POST', '/acts', { act });
    const ticks = (prepared['ticks'] as readonly { readonly id: string }[]).map((tick) => tick.id);
    return String((await ok(seat, 'POST', `/acts/${String(prepared['draft'])}/sign`, { ticks, assertion: null }))['person']);
  };

  it('need a proposer, two other approvers and the registrar; then the content travels', async () => {
    const [marcus, priya] = [await person('Marcus Reid'), await person('Priya Nair')];
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-approve', content } })).toMatchObject({
      code: 'rule-unknown',
    });
    await sign(office, { act: 'rule-propose', rule });
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-propose', rule } })).toMatchObject({
      code: 'rule-proposed',
    });
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-approve', content } })).toMatchObject({
      code: 'rule-own-proposal',
    });
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-publish', content } })).toMatchObject({
      code: 'rule-approvals',
      detail: 'Nobody has approved it.',
    });
    await sign(marcus, { act: 'rule-approve', content });
    expect(await refused(marcus, 'POST', '/acts', { act: { act: 'rule-approve', content } })).toMatchObject({
      code: 'rule-approved',
    });
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-publish', content } })).toMatchObject({
      code: 'rule-approvals',
      detail: 'One person has approved it.',
    });
    await sign(priya, { act: 'rule-approve', content });
    await sign(office, { act: 'rule-publish', content });
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-publish', content } })).toMatchObject({
      code: 'rule-published',
    });
    expect(await refused(smith, 'POST', '/acts', { act: { act: 'rule-propose', rule } })).toMatchObject({
      code: 'not-the-office',
    });

    const taken = await carry(office, smith);
    expect(taken.documents).toEqual(['Rule: Mortgage introduction, version 1']);
    const view = await ok(smith, 'GET', '/register');
    expect(view['rules']).toMatchObject([
      {
        content,
        state: 'published',
        known: true,
        proposer: 'Helen Wright',
        approvals: ['Marcus Reid', 'Priya Nair'],
      },
    ]);
  });

  it('are refused with every reason, before anybody signs', async () => {
    expect(
      await refused(office, 'POST', '/acts', {
        act: { act: 'rule-propose', rule: { ...rule, coolingOffDays: 30, version: 2 } },
      }),
    ).toMatchObject({
      code: 'rule-refused',
      detail:
        '30 days of cooling-off leave no time for the tax invoice; at most 21 days; a later version names the hash of the one before.',
    });
    expect(
      await refused(office, 'POST', '/acts', {
        act: { act: 'rule-propose', rule: { ...rule, version: 2, previous: 'a'.repeat(64) } },
      }),
    ).toMatchObject({ code: 'rule-previous' });
    expect(
      await refused(office, 'POST', '/acts', {
        act: { act: 'rule-propose', rule: { ...rule, name: 'Changed' } },
      }),
    ).toMatchObject({ code: 'rule-version-taken' });
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-propose', rule: { ...rule, more: 1 } } })).toMatchObject({
      code: 'rule-refused',
    });
  });

  it('never tie: of two proposals for the same referrals one is published', async () => {
    const people = [await person('Ann Lee'), await person('Ben Ito')];
    const twin = (id: string, more: Record<string, unknown> = {}) => ({
      ...rule,
      rule: `01990000-0000-7000-8000-0000000000${id}`,
      name: `Twin ${id}`,
      product: 'refinance',
      ...more,
    });
    const contentOf = (json: Parameters<typeof parseRuleVersion>[0]): string => {
      const read = parseRuleVersion(json);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      return ruleVersionHash(read.value);
    };
    const [one, two] = [twin('11'), twin('12')];
    for (const proposal of [one, two]) {
      await sign(office, { act: 'rule-propose', rule: proposal });
      for (const seat of people) await sign(seat, { act: 'rule-approve', content: contentOf(proposal) });
    }
    await sign(office, { act: 'rule-publish', content: contentOf(one) });
    const tie = {
      code: 'rule-tie',
      detail: expect.stringContaining(
        'Twin 11, version 1, is published for referrals from Accountants and tax agents to Mortgage brokers, for Refinancing a loan',
      ) as string,
    };
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-publish', content: contentOf(two) } })).toMatchObject(tie);
    expect(await refused(office, 'POST', '/acts', { act: { act: 'rule-propose', rule: twin('13') } })).toMatchObject(tie);
    // Where the published one leaves these referrals on a day, another rule may take them up from that day on.
    const next = { ...one, version: 2, previous: contentOf(one), product: 'first-home', effectiveFrom: '2027-01-01' };
    await sign(office, { act: 'rule-propose', rule: next });
    for (const seat of people) await sign(seat, { act: 'rule-approve', content: contentOf(next) });
    await sign(office, { act: 'rule-publish', content: contentOf(next) });
    expect(
      await refused(office, 'POST', '/acts', { act: { act: 'rule-propose', rule: twin('13', { effectiveFrom: '2026-12-31' }) } }),
    ).toMatchObject(tie);
    await sign(office, { act: 'rule-propose', rule: twin('13', { effectiveFrom: '2027-01-01' }) });
  });

  it('of a vertical and the default of the network tie with their like alone', async () => {
    const people = [await person('Cy Ray'), await person('Di Roe')];
    const { product: _product, ...plain } = rule;
    const level = (id: string, verticals: unknown, more: Record<string, unknown> = {}) => ({
      ...plain,
      rule: `01990000-0000-7000-8000-0000000000${id}`,
      name: `Level ${id}`,
      verticals,
      ...more,
    });
    const published = async (json: Record<string, unknown>): Promise<void> => {
      const read = parseRuleVersion(json);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      const content = ruleVersionHash(read.value);
      await sign(office, { act: 'rule-propose', rule: json });
      for (const seat of people) await sign(seat, { act: 'rule-approve', content });
      await sign(office, { act: 'rule-publish', content });
    };
    await published(level('21', 'any'));
    await published(level('22', { to: 'mortgage-broker' }));
    await published(level('23', { to: 'mortgage-broker' }, { product: 'refinance' }));
    const propose = (json: Record<string, unknown>) => refused(office, 'POST', '/acts', { act: { act: 'rule-propose', rule: json } });
    expect(await propose(level('24', 'any'))).toMatchObject({
      code: 'rule-tie',
      detail: expect.stringMatching(/^Level 21, version 1, is published for all referrals of the network, from /u) as string,
      next: 'Propose the next version of Level 21, or make this rule for other referrals.',
    });
    expect(await propose(level('25', { to: 'mortgage-broker' }))).toMatchObject({
      code: 'rule-tie',
      detail: expect.stringMatching(
        /^Level 22, version 1, is published for referrals to Mortgage brokers, whoever refers, from /u,
      ) as string,
    });
    expect(await propose(level('26', 'any', { product: 'refinance' }))).toMatchObject({
      code: 'rule-refused',
      detail: 'a product belongs to a vertical; the default of the network is for every product.',
    });
    expect(await propose(level('27', { to: 'mortgage-broker' }, { community: rule['rule'] }))).toMatchObject({
      code: 'rule-refused',
      detail: 'the rule of a community names both verticals.',
    });
    const rows = (await ok(office, 'GET', '/register'))['rules'] as readonly Record<string, unknown>[];
    expect(rows.filter(({ name }) => String(name).startsWith('Level')).map(({ level: of, forWords }) => [of, forWords])).toEqual([
      ['default', 'all referrals of the network'],
      ['vertical', 'referrals to Mortgage brokers, whoever refers'],
      ['vertical', 'referrals to Mortgage brokers, whoever refers, for Refinancing a loan'],
    ]);
  });

  it('never count by content that the register does not state', async () => {
    const other = { ...rule, name: 'Not published' };
    const { name, base64 } = await forge(office, smith, {
      seq: 40,
      body: {
        documents: [
          { kind: 'rule', content: other as never },
          { kind: 'poem', content: 'x' },
        ],
      },
    });
    const taken = await ok(smith, 'POST', '/exchange/import', { name, base64 });
    expect(taken['documents']).toEqual([]);
    expect(taken['missing']).toEqual(
      expect.arrayContaining([
        'The content of a rule is not one that the register states, and was left out.',
        'A paper of the kind "poem" comes from a newer version and was left out.',
      ]),
    );
  });
});
