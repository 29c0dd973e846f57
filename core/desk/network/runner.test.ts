import { expect, it } from 'vitest';
import type { NetworkServer } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { Runtime } from '../runtime.ts';
import { createNetworkRunner } from './runner.ts';

it('begins no round while something is done between two, and goes on where that fails', async () => {
  const order: string[] = [];
  const runtime = {
    state: () => {
      order.push('round');
      return { phase: 'closed' };
    },
  } as unknown as Runtime;
  const runner = createNetworkRunner(runtime, {
    serverAt: () => ({}) as NetworkServer,
    sealer: () => ({}) as Sealer,
    answer: async () => undefined,
    pause: async () => undefined,
    onState: () => undefined,
    live: false,
  });
  const gate = Promise.withResolvers<undefined>();
  const joined = runner.betweenRounds(async () => {
    order.push('begins');
    await gate.promise;
    order.push('ends');
    throw new Error('another server answers');
  });
  const round = runner.round();
  const after = runner.betweenRounds(async () => order.push('after'));
  await Promise.resolve();
  gate.resolve(undefined);
  await expect(joined).rejects.toThrow('another server answers');
  await round;
  await after;
  expect(order).toEqual(['begins', 'ends', 'round', 'after']);
});
