import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mortgageRuleJson } from '../../domain/commission/rule-version.fixture.ts';
import { parseRuleVersion, ruleVersionHash } from '../../domain/commission/rule-version.ts';
import { forge } from '../exchange/forged-file.fixture.ts';
import { carry, join, ok, openOffice, refused, type Seat, sign, SMITH } from '../exchange/network.fixture.ts';
import { fakeClock, PIN, signInAs } from '../open-desk.fixture.ts';

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
