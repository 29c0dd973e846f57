import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Act } from '../../contract/acts.ts';
import { firstSteps, partJudged } from '../../contract/training.ts';
import { moduleOn, questionsOf, trainingFileSchema } from '../../domain/training/training-module.ts';
import { carry, type Network, ok, openNetwork, type Seat, sign } from '../exchange/network.fixture.ts';
import { beginReferral } from '../exchange/referral-steps.fixture.ts';
import { signAct } from '../open-desk.fixture.ts';
import { shippedFile } from '../shipped.ts';

let net: Network;
beforeAll(async () => {
  net = await openNetwork();
});
afterAll(async () => net.close());

const stepsOf = async (seat: Seat) => firstSteps.parse(await ok(seat, 'GET', '/first-steps'));
const refusal = async (seat: Seat, act: Act): Promise<unknown> => (await signAct(seat.host, seat.token, act)).json['code'];

it('shows the module without its solutions, and judges a part without keeping anything', async () => {
  const { module, passed, people } = await stepsOf(net.smith);
  expect(module.parts.flatMap((part) => part.questions)).toHaveLength(8);
  expect(JSON.stringify(module)).not.toMatch(/"right"|"why"/u);
  expect({ passed, people }).toEqual({ passed: null, people: [] });
  const size = net.smith.host.desk().ledger.size();
  const { questions } = partJudged.parse(await ok(net.smith, 'POST', '/first-steps/check', { part: 0, answers: [1, 0] }));
  expect(questions.map((question) => question.right)).toEqual([true, false]);
  for (const body of [
    { part: 0, answers: [1] },
    { part: 9, answers: [1, 2] },
  ])
    expect((await net.smith.host.call('POST', '/first-steps/check', body, net.smith.token)).json['code']).toBe('answers-count');
  expect(net.smith.host.desk().ledger.size()).toBe(size);
});

it('is passed by a signed event with enough right answers, which the office reads', async () => {
  const desk = net.smith.host.desk();
  const module = moduleOn(shippedFile('training/first-steps.json', (value) => trainingFileSchema.parse(value))(desk), '2026-11-29');
  const right = questionsOf(module).map((question) => question.right);
  const act = (answers: readonly number[], version = 1): Act => ({
    act: 'training',
    module: 'first-steps',
    version,
    answers: [...answers],
  });
  expect(await refusal(net.smith, act([3, 3, ...right.slice(2)]))).toBe('answers-count');
  expect(await refusal(net.smith, act([0, 0, ...right.slice(2)]))).toBe('not-passed');
  expect(await refusal(net.smith, act(right.slice(1)))).toBe('answers-count');
  expect(await refusal(net.smith, act(right, 2))).toBe('module-other');
  await sign(net.smith, act([0, ...right.slice(1)]));
  expect((await stepsOf(net.smith)).passed).toMatchObject({ right: 7, of: 8, version: 1 });
  await carry(net.smith, net.office);
  expect(await ok(net.office, 'GET', `/register/${net.smith.practice}`)).toMatchObject({
    people: [{ name: 'Priya Nair', passed: { right: 7, of: 8 } }],
  });
});

it('ticks what is signed, and nothing by hand', async () => {
  const done = async () => (await stepsOf(net.smith)).steps.map((step) => step.done);
  expect(await done()).toEqual([false, false, false, false]);
  await sign(net.smith, { act: 'locate', locality: 'Sydney', state: 'NSW', postcode: '2000', at: { lat: -33_868_800, lon: 151_209_300 } });
  await sign(net.smith, { act: 'product', vertical: 'accountant', product: 'tax-return', from: '2026-08-01', until: null });
  const [asked] = await sign(net.smith, { act: 'agreement', kind: 'referral', with: net.abc.practice, from: '2026-08-01', answers: null });
  expect(await done()).toEqual([true, true, false, false]);
  await carry(net.smith, net.abc);
  await sign(net.abc, { act: 'agreement', kind: 'referral', with: net.smith.practice, from: '2026-08-01', answers: asked?.hash ?? null });
  await carry(net.abc, net.smith);
  beginReferral(net.smith, net.abc, { name: 'Sarah Chen' });
  expect(await done()).toEqual([true, true, true, true]);
});
