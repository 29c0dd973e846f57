import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { today } from '../../contract/desk.ts';
import type { Act } from '../../contract/acts.ts';
import { permits } from '../../domain/permission/permission.ts';
import { rolesOf } from '../api.ts';
import { carry, type Network, ok, openNetwork, type Seat, sign } from '../exchange/network.fixture.ts';
import { beginReferral } from '../exchange/referral-steps.fixture.ts';
import { changedAccounts } from '../payouts/changed-accounts.ts';
import { moneyFor } from '../payouts/money.ts';
import { openPayoutDesk, type PayoutDesk } from '../payouts/payout.fixture.ts';
import { batchNeeds, invoiceNeeds } from './money-needs.ts';
import type { NeedInput, NeedSource } from './need.ts';

const opened: PayoutDesk[] = [];
afterEach(() => {
  for (const desk of opened.splice(0)) desk.close();
});

describe('between practices, the first page asks', () => {
  let network: Network;
  beforeAll(async () => {
    network = await openNetwork();
  });
  afterAll(() => network.close());

  const needs = async (seat: Seat): Promise<readonly (readonly [string, string, string])[]> =>
    today.parse(await ok(seat, 'GET', '/today')).needsYou.map((need) => [need.title, need.act, need.href]);

  it('for the answer to an agreement, until it is signed', async () => {
    const { smith, abc } = network;
    const act = { act: 'agreement', kind: 'referral', with: abc.practice, from: '2026-08-04', answers: null } as const;
    const [asked] = await sign(smith, act);
    expect(await needs(smith)).toEqual([]);
    await carry(smith, abc);
    expect(await needs(abc)).toEqual([['Answer the referral agreement of Smith & Partners', 'Read and answer', '/practices']]);
    await sign(abc, { ...act, with: smith.practice, answers: asked?.hash ?? null });
    expect(await needs(abc)).toEqual([]);
  });

  it('for a call back about a changed account, found however many entries came after it', async () => {
    const { smith, abc, clock } = network;
    const account = (number: string): Act => ({ act: 'payee-account', bsb: '062-000', account: number, title: 'Smith & Partners' });
    await sign(smith, account('12345678'));
    beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
    await carry(smith, abc);
    const calls = async () => (await needs(abc)).filter(([title]) => title.startsWith('Call'));
    expect(await calls()).toEqual([]);
    await sign(smith, account('55667788'));
    await carry(smith, abc);
    expect(await calls()).toEqual([['Call Smith & Partners back about a new account', 'Confirm', '/practices']]);
    const listed = () => changedAccounts(abc.host.desk());
    expect(listed()).toMatchObject([
      { by: 'Smith & Partners', old: '062-000, account ending …5678', new: '062-000, account ending …7788', calledBack: false },
    ]);
    await sign(abc, { act: 'payee-confirm', account: listed()[0]?.event ?? '', method: 'call-back' });
    expect(await calls()).toEqual([]);
    expect(listed()).toMatchObject([{ calledBack: true, paysFrom: '2026-08-07' }]);
    clock.advance(4 * 86_400_000);
    expect(listed()).toEqual([]);
  });
});

describe('at the till, the first page asks', () => {
  const ALEX = 'Alex Brown';
  const BIANCA = 'Bianca Costa';
  const input = ({ desk, person }: PayoutDesk, who: string, on: string): NeedInput => ({
    desk,
    person: person(who),
    today: on,
    referrals: desk.ledger.referrals().map((state) => ({ state, money: moneyFor(desk, state) })),
    may: (permission) => permits(rolesOf(desk, person(who).person), permission),
  });
  const asked = (desk: PayoutDesk, source: NeedSource, who: string, on = '2026-09-21') =>
    source(input(desk, who, on)).map((need) => [need.title, need.due, need.late]);
  const signed = async (desk: PayoutDesk, who: string, act: Act): Promise<string> => {
    const done = await desk.act(who, act);
    if (!done.ok) throw new Error(done.error.detail);
    return done.value.batch ?? '';
  };

  it('whoever did not prepare a batch for its approval, then for its release', async () => {
    const desk = openPayoutDesk();
    opened.push(desk);
    const batch = await signed(desk, BIANCA, {
      act: 'batch-prepare',
      batch: null,
      entitlements: [...desk.entitlements],
      excluded: [],
      processingDate: '2026-09-22',
    });
    expect(asked(desk, batchNeeds, BIANCA)).toEqual([]);
    expect(asked(desk, batchNeeds, ALEX)).toEqual([['Approve batch AF-PB-2026-0001', '2026-09-22', false]]);
    expect(asked(desk, batchNeeds, ALEX, '2026-09-23')).toEqual([['Approve batch AF-PB-2026-0001', '2026-09-22', true]]);
    await signed(desk, ALEX, { act: 'batch-approve', batch });
    expect(asked(desk, batchNeeds, BIANCA)).toEqual([['Release batch AF-PB-2026-0001', '2026-09-22', false]]);
    await signed(desk, BIANCA, { act: 'batch-release', batch });
    expect(asked(desk, batchNeeds, ALEX)).toEqual([]);
  });

  it('for a tax invoice in the last ten of its 28 days, until it is issued', () => {
    const desk = openPayoutDesk();
    opened.push(desk);
    expect(asked(desk, invoiceNeeds, BIANCA, '2026-09-21')).toEqual([]);
    const [first] = asked(desk, invoiceNeeds, BIANCA, '2026-09-22');
    expect(first?.slice(1)).toEqual(['2026-10-02', false]);
    expect(first?.[0]).toMatch(/^Issue the tax invoice to Smith & Partners/u);
  });
});
