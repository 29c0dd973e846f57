import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carry, exportFile, type Network, openNetwork, type Seat, sign } from '../exchange/network.fixture.ts';
import { beginReferral } from '../exchange/referral-steps.fixture.ts';
import { payeeAccount } from '../payouts/accounts.ts';

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
});
afterAll(async () => {
  await network.close();
});

const refused = async (seat: Seat, act: unknown): Promise<Record<string, unknown>> => {
  const answer = await seat.host.call('POST', '/acts', { act }, seat.token);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return answer.json;
};
const ACCOUNT = {
  act: 'payee-account',
  bsb: '062-000',
  account: '12345678',
  title: 'Smith & Partners',
} as const;
const known = (seat: Seat, payee: Seat) => payeeAccount(seat.host.desk(), payee.practice);

describe('a payee account', () => {
  it('is refused when it is no account', async () => {
    const { smith } = network;
    expect(await refused(smith, { ...ACCOUNT, bsb: '06200' })).toMatchObject({
      code: 'bsb-length',
      where: 'bsb',
      detail: 'A BSB has 6 digits; this has 5.',
    });
    expect(await refused(smith, { ...ACCOUNT, account: '000' })).toMatchObject({
      code: 'account-zero',
      where: 'account',
    });
  });

  it('reaches those who may owe money, and nobody else', async () => {
    const { smith, abc, office, clock } = network;
    await sign(smith, ACCOUNT);
    expect(await refused(smith, ACCOUNT)).toMatchObject({ code: 'account-same' });
    await carry(smith, abc);
    expect(known(abc, smith)).toMatchObject({ data: null });
    beginReferral(smith, abc, { name: 'S', email: 's@example.com', phone: '1' });
    await carry(smith, abc);
    await carry(smith, office);
    expect(known(abc, smith)).toMatchObject({ data: { account: '12345678', bsb: '062000' }, change: null });
    expect(known(office, smith)).toMatchObject({ data: null });
    const file = Buffer.from((await exportFile(smith, abc)).base64, 'base64');
    expect(file.includes('12345678')).toBe(false);
    clock.advance(60_000);
  });

  it('of the office goes to every member: each owes it the platform fee', async () => {
    const { abc, office } = network;
    await sign(office, { ...ACCOUNT, account: '99887766', title: 'Network Office' });
    await carry(office, abc);
    expect(known(abc, office)).toMatchObject({ data: { account: '99887766' } });
  });

  it('that changes waits for a call back by the payer', async () => {
    const { smith, abc } = network;
    await sign(smith, { ...ACCOUNT, account: '55667788' });
    const stated = known(smith, smith);
    expect(await refused(abc, { act: 'payee-confirm', account: stated?.event ?? '', method: 'call-back' })).toMatchObject({
      code: 'account-unknown',
    });
    await carry(smith, abc);
    expect(known(abc, smith)).toMatchObject({
      data: { account: '55667788' },
      change: { old: { account: '12345678' }, calledBack: false },
    });
    expect(await refused(smith, { act: 'payee-confirm', account: stated?.event ?? '', method: 'call-back' })).toMatchObject({
      code: 'account-unknown',
    });
    await sign(abc, { act: 'payee-confirm', account: stated?.event ?? '', method: 'call-back' });
    expect(known(abc, smith)).toMatchObject({ change: { calledBack: true } });
    const asAbcPays = () => payeeAccount(smith.host.desk(), smith.practice, abc.practice);
    expect(asAbcPays()).toMatchObject({ change: { calledBack: false } });
    await carry(abc, smith);
    expect(asAbcPays()).toMatchObject({ change: { calledBack: true } });
    expect(payeeAccount(smith.host.desk(), smith.practice, network.office.practice)).toMatchObject({
      change: { calledBack: false },
    });
  });
});
