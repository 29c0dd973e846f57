import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from './desks.ts';
import { keepFigures } from './figures.ts';
import { fuzz, TARGETS } from './hostile/fuzz.ts';
import { later } from './kill/operations.ts';
import { playWorld, type World } from './world.ts';

const TIMES = 800;
let world: World;

beforeAll(async () => {
  world = await playWorld({ until: 'end' });
});
afterAll(() => world.remove());

describe('hostile files over HTTP', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))(
    `are refused in words and leave the ledger as it was: %s, ${String(TIMES)} times`,
    async (name, target) => {
      const child = await startChild(world, world.copy('end', 'fuzzed'), target.house, later(world.at('end'), 1));
      const figures = await fuzz(world, child, target, TIMES);
      await child.kill();
      console.log(
        `${name.padEnd(40)} ${String(figures.refused)} refused by ${String(figures.codes)} codes, ${String(figures.read)} read as what they still are`,
      );
      keepFigures(`fuzz: ${name}`, figures);
      expect(figures.refused).toBeGreaterThan(0);
    },
  );
});
