import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepFigures } from './figures.ts';
import { OPERATIONS } from './kill/operations.ts';
import { type Hit, histogram, histogramLines, killRounds } from './kill/run.ts';
import { playWorld, type World } from './world.ts';

const ROUNDS = 26;
let world: World;
const hits = new Map<string, readonly Hit[]>();

beforeAll(async () => {
  world = await playWorld({ until: 'approved' });
});
afterAll(() => {
  console.log(histogramLines(hits));
  world.remove();
});

describe('a desk that is killed between request and answer', () => {
  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    `keeps what it acknowledged and nothing half: %s, ${String(ROUNDS)} times`,
    async (name, operation) => {
      const made = await killRounds(world, operation, ROUNDS);
      hits.set(name, made);
      keepFigures(`kill -9: ${name}`, histogram(made));
      expect(made).toHaveLength(ROUNDS);
      expect(histogram(made)['before the commit']).toBeGreaterThan(0);
    },
  );
});
