import { describe, expect, it } from 'vitest';
import { closingLine, type Reports } from './closing-line.ts';

const vitest = {
  numPassedTests: 10,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [],
};
const playwright = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };
const green: Reports = { vitest, playwright };
const ok = { name: 'types', ok: true };
const bad = { name: 'lint', ok: false };

describe('closingLine', () => {
  it('adds both runners', () => {
    expect(closingLine(green, [ok], [ok])).toEqual({ line: '12 passed, 0 failed, 1 skipped', failed: false });
  });

  it.each<[string, Reports, boolean, boolean, string]>([
    ['a failed check', green, false, true, '12 passed, 1 failed, 1 skipped'],
    ['a runner that fails without a failed test', green, true, false, '12 passed, 1 failed, 1 skipped'],
    ['a missing report', { vitest, playwright: undefined }, true, true, '10 passed, 1 failed, 1 skipped'],
    [
      'a test file that cannot load',
      { vitest: { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] }, playwright },
      true,
      false,
      '12 passed, 1 failed, 1 skipped',
    ],
    [
      'a flaky browser test and a load error',
      { vitest, playwright: { stats: { ...playwright.stats, flaky: 1 }, errors: ['cannot load'] } },
      true,
      false,
      '12 passed, 2 failed, 1 skipped',
    ],
  ])('counts %s', (_, reports, checksOk, suitesOk, line) => {
    expect(closingLine(reports, [checksOk ? ok : bad], [suitesOk ? ok : bad])).toEqual({
      line,
      failed: true,
    });
  });

  it('does not take an empty run for a green one', () => {
    const nothing: Reports = {
      vitest: { ...vitest, numPassedTests: 0, numPendingTests: 0 },
      playwright: { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] },
    };
    expect(closingLine(nothing, [ok], [ok])).toEqual({ line: '0 passed, 0 failed, 0 skipped', failed: true });
  });
});
