import { afterEach, describe, expect, it } from 'vitest';
import { carry, openNetwork, type Network, ok } from './network.fixture.ts';

let open: Network | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

describe('a network of three desks', () => {
  it('is founded, answered and known everywhere', async () => {
    open = await openNetwork();
    const { office, smith, abc } = open;
    for (const seat of [office, smith, abc]) {
      const register = await ok(seat, 'GET', '/register');
      expect(register['practices']).toHaveLength(3);
      expect(register['test']).toBe(true);
    }
    const first = await carry(smith, abc);
    expect(first).toMatchObject({ from: 'Smith & Partners', seq: 1, refused: 0, kept: 0, missing: [] });
  });
});
