import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HARMS, openHarmed, type Opening } from './faults/harm.ts';
import { keepFigures } from './figures.ts';
import { playWorld, type World } from './world.ts';

const TIMES = 60;
let world: World;

beforeAll(async () => {
  world = await playWorld({ until: 'approved' });
});
afterAll(() => world.remove());

describe('files that were harmed while nobody looked', () => {
  it.each(HARMS.map((harm) => [harm.name, harm] as const))(
    `never open as if nothing had happened: %s, ${String(TIMES)} times`,
    async (name, harm) => {
      const openings: Record<Opening, number> = { whole: 0, damaged: 0, recovery: 0, refused: 0 };
      for (let time = 0; time < TIMES; time += 1) openings[await openHarmed(world, harm)] += 1;
      console.log(
        `${name.padEnd(24)} whole ${String(openings.whole)}, damaged ${String(openings.damaged)}, recovery ${String(openings.recovery)}`,
      );
      keepFigures(`harm: ${name}`, openings);
      expect(openings.whole + openings.damaged + openings.recovery).toBe(TIMES);
    },
  );
});
