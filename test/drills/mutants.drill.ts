import { describe, expect, it } from 'vitest';
import { keepFigures } from './figures.ts';
import { compareMutants } from './mutants/compare.ts';

const FROM = 1;
const TIMES = 9000;

describe('packs in which something was changed and everything signed again', () => {
  it(`get the same verdicts and the same named failure from three programs, ${String(TIMES)} times`, { timeout: 3_600_000 }, () => {
    const { failures, differences, ...figures } = compareMutants(FROM, TIMES);
    const summary = { ...figures, failures: failures.size, differences: differences.length };
    console.log(JSON.stringify(summary));
    for (const difference of differences) console.log(JSON.stringify(difference));
    keepFigures('re-signed mutants', summary);
    expect(differences).toEqual([]);
    expect(figures.mutants).toBeGreaterThan(TIMES * 0.8);
    expect(failures.size).toBeGreaterThan(40);
  });
});
