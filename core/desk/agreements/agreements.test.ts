import { mortgageRule } from '../../domain/commission/rule-version.fixture.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreementDocument } from './agreement-paper.ts';
import { carry, DELTA, join, type Network, ok, openNetwork, type Seat, sign, SMITH } from '../exchange/network.fixture.ts';

let network: Network;
let delta: Seat;
beforeAll(async () => {
  network = await openNetwork();
  delta = await join(network.office, DELTA, network.clock);
  await carry(network.office, network.smith);
});
afterAll(async () => {
  await network.close();
  await delta.host.close();
});

const refused = async (seat: Seat, act: unknown): Promise<Record<string, unknown>> => {
  const answer = await seat.host.call('POST', '/acts', { act }, seat.token);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return answer.json;
};
const states = async (seat: Seat, other: Seat): Promise<Record<string, unknown>> => {
  const practices = (await ok(seat, 'GET', '/register'))['practices'] as readonly Record<string, unknown>[];
  const row = practices.find((practice) => practice['practice'] === other.practice);
  return Object.fromEntries(
    ((row ?? {})['agreements'] as readonly { readonly kind: string; readonly state: string }[]).map((agreement) => [
      agreement.kind,
      agreement.state,
    ]),
  );
};

describe('an agreement', () => {
  it('is signed by one side, read word for word and signed by the other', async () => {
    const { smith, abc } = network;
    const act = (other: Seat, answers: string | null) =>
      ({ act: 'agreement', kind: 'rcti', with: other.practice, from: '2026-08-04', answers }) as const;
    const [first] = await sign(smith, act(abc, null));
    expect(await states(smith, abc)).toEqual({ referral: 'none', rcti: 'signed-here', introducer: 'none', affiliate: 'none' });
    expect(await refused(smith, act(abc, null))).toMatchObject({ code: 'agreement-signed' });
    await carry(smith, abc);
    expect(await states(abc, smith)).toEqual({ referral: 'none', rcti: 'signed-there', introducer: 'none', affiliate: 'none' });
    const prepared = await ok(abc, 'POST', '/acts', { act: act(smith, first?.hash ?? '') });
    expect(JSON.stringify(prepared['facts'])).toContain(
      'is between Smith & Partners (ABN 51 824 753 556) and ABC Finance (ABN 18 360 360 309)',
    );
    const half = agreementDocument(abc.host.desk(), smith.practice, 'rcti');
    expect(half.ok && half.value.sides.map(({ signature }) => signature?.who ?? null)).toEqual([null, SMITH.name]);
    const [second] = await sign(abc, act(smith, first?.hash ?? ''));
    await carry(abc, smith);
    for (const [seat, other] of [
      [smith, abc],
      [abc, smith],
    ] as const)
      expect(await states(seat, other)).toEqual({ referral: 'none', rcti: 'both', introducer: 'none', affiliate: 'none' });
    for (const [seat, other] of [
      [smith, abc],
      [abc, smith],
    ] as const) {
      const paper = agreementDocument(seat.host.desk(), other.practice, 'rcti');
      expect(paper.ok && paper.value.sides.map(({ signature }) => signature?.sameWords)).toEqual([true, true]);
      expect(paper.ok && new Set(paper.value.sides.map(({ signature }) => signature?.commitment)).size).toBe(2);
    }
    const file = await ok(smith, 'GET', `/legal/${abc.practice}/rcti`);
    expect(Buffer.from(String(file['base64']), 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect((await smith.host.call('GET', `/legal/${abc.practice}/affiliate`, undefined, smith.token)).json['code']).toBe('agreement-none');
    const textOf = (seat: Seat, hash: string): unknown => {
      const event = seat.host.desk().ledger.known(hash);
      const commitment = event?.type === 'agreement.signed' ? event.body.text : '';
      return JSON.parse(
        seat.host.desk().db.statement<[string], { readonly data: string }>('select data from opening where commitment = ?').get(commitment)
          ?.data ?? 'null',
      );
    };
    expect(textOf(abc, second?.hash ?? '')).toEqual(textOf(smith, first?.hash ?? ''));
    expect(textOf(smith, second?.hash ?? '')).toEqual(textOf(smith, first?.hash ?? ''));
  });

  it('on tax invoices needs both registered for GST, and a signature to answer has to be there', async () => {
    const { smith } = network;
    expect(
      await refused(smith, {
        act: 'agreement',
        kind: 'rcti',
        with: delta.practice,
        from: '2026-08-04',
        answers: null,
      }),
    ).toMatchObject({
      code: 'agreement-gst',
      detail: 'The register states Delta Bookkeeping as not registered for GST (LI 2023/20 s 6).',
    });
    expect(
      await refused(smith, {
        act: 'agreement',
        kind: 'referral',
        with: delta.practice,
        from: '2026-08-04',
        answers: 'a'.repeat(64),
      }),
    ).toMatchObject({ code: 'agreement-unknown' });
    expect(
      await refused(smith, {
        act: 'agreement',
        kind: 'referral',
        with: smith.practice,
        from: '2026-08-04',
        answers: null,
      }),
    ).toMatchObject({ code: 'practice-unknown' });
    await sign(smith, {
      act: 'agreement',
      kind: 'referral',
      with: delta.practice,
      from: '2026-08-04',
      answers: null,
    });
    expect(await states(smith, delta)).toEqual({ referral: 'signed-here', rcti: 'none', introducer: 'none', affiliate: 'none' });
  });
});

describe('an introducer agreement with a rule of its own', () => {
  it('keeps the other as a PARTNER contact on each side, and asks the office for the rule', async () => {
    const { office, smith, abc } = network;
    const { previous: _previous, ...rule } = mortgageRule({
      version: 1,
      previous: 'a'.repeat(64),
      rule: '01930000-0000-7000-8000-0000000000aa',
      name: 'Smith and ABC',
      verticals: { from: 'accountant', to: 'mortgage-broker' },
      parties: { referrer: smith.practice, receiver: abc.practice },
      governingAgreement: 'Introducer agreement',
    });
    const act = { act: 'agreement', kind: 'introducer', with: abc.practice, from: '2026-08-04', answers: null } as const;
    const { parties: _parties, ...unbound } = rule;
    expect(await refused(smith, { ...act, rule: unbound })).toMatchObject({ code: 'agreement-rule' });
    const [first] = await sign(smith, { ...act, rule });
    await carry(smith, abc);
    await carry(smith, office);
    expect(await ok(office, 'GET', '/office/asked-rules')).toMatchObject([
      { referrer: 'Smith & Partners', receiver: 'ABC Finance', both: false },
    ]);
    await sign(abc, { ...act, with: smith.practice, answers: first?.hash ?? '' });
    await carry(abc, office);
    const [asked] = (await ok(office, 'GET', '/office/asked-rules')) as unknown as readonly [
      { readonly both: boolean; readonly rule: unknown },
    ];
    expect(asked.both).toBe(true);
    await sign(office, { act: 'rule-propose', rule: asked.rule });
    expect(await ok(office, 'GET', '/office/asked-rules')).toEqual([]);
    const partnersOf = (seat: Seat) =>
      seat.host
        .desk()
        .db.statement<[], { readonly name: string; readonly partner: string }>(
          'select name, partner from contact where partner is not null',
        )
        .all();
    expect(partnersOf(smith)).toContainEqual({ name: 'ABC Finance', partner: abc.practice });
    expect(partnersOf(abc)).toEqual([{ name: 'Smith & Partners', partner: smith.practice }]);
    expect(await ok(smith, 'GET', '/legal')).toMatchObject([
      { kind: 'introducer', version: 1 },
      { kind: 'referral' },
      { kind: 'affiliate' },
    ]);
  });
});
