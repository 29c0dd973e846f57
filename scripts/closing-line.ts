import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type StepResult = { readonly name: string; readonly ok: boolean };

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
});

export type Reports = {
  readonly vitest: z.infer<typeof vitestReport> | undefined;
  readonly playwright: z.infer<typeof playwrightReport> | undefined;
};

const read = <T>(path: string, schema: z.ZodType<T>): T | undefined => {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
};

/** Reads what the two test runners left; a missing or unreadable report is undefined. */
export const readReports = (folder: string): Reports => ({
  vitest: read(join(folder, 'vitest.json'), vitestReport),
  playwright: read(join(folder, 'playwright.json'), playwrightReport),
});

/**
 * Sums a whole run. Tests are counted as the runners report them; a test file that cannot load, a missing report, a
 * failed check and a runner that fails without a failed test each count as one failure, so no red run reads as green.
 */
export const closingLine = (
  reports: Reports,
  checks: readonly StepResult[],
  suites: readonly StepResult[],
): { readonly line: string; readonly failed: boolean } => {
  const { vitest, playwright } = reports;
  const unloadable = vitest?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length ?? 0;
  const failedTests =
    (vitest === undefined ? 1 : vitest.numFailedTests + unloadable) +
    (playwright === undefined ? 1 : playwright.stats.unexpected + playwright.stats.flaky + playwright.errors.length);
  const silentFailure = failedTests === 0 && suites.some((suite) => !suite.ok) ? 1 : 0;
  const failed = failedTests + silentFailure + checks.filter((check) => !check.ok).length;
  const passed = (vitest?.numPassedTests ?? 0) + (playwright?.stats.expected ?? 0);
  const skipped = (vitest === undefined ? 0 : vitest.numPendingTests + vitest.numTodoTests) + (playwright?.stats.skipped ?? 0);
  return {
    line: `${passed} passed, ${failed} failed, ${skipped} skipped`,
    failed: failed > 0 || passed === 0,
  };
};
