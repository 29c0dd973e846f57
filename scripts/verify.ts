import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { closingLine, readReports, type StepResult } from './closing-line.ts';

type Step = { readonly name: string; readonly command: readonly string[] };

const node = process.execPath;
const tool = (name: string, ...args: readonly string[]): readonly string[] => [name, ...args];
const script = (name: string): readonly string[] => [node, `scripts/${name}`];

/** Independent of each other: run two at a time, the output of each in one piece. */
const checks: readonly Step[] = [
  { name: 'build', command: [...script('build.ts'), '--parts'] },
  { name: 'types', command: tool('tsc', '-b') },
  { name: 'lint', command: tool('oxlint', '--type-aware', '--deny-warnings') },
  { name: 'boundaries', command: script('check-boundaries.ts') },
  { name: 'unused code', command: tool('knip') },
  { name: 'format', command: tool('oxfmt', '--check', '.') },
  { name: 'dependencies', command: script('check-dependencies.ts') },
  { name: 'migrations', command: script('check-migrations.ts') },
  { name: 'contributing guide', command: script('check-contributing.ts') },
];

/** One after the other: both use all cores. */
const suites: readonly Step[] = [
  { name: 'tests', command: tool('vitest', 'run') },
  { name: 'browser tests', command: tool('playwright', 'test') },
];

const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

const run = (step: Step, live: boolean): Promise<StepResult> =>
  new Promise((resolve) => {
    const started = performance.now();
    const [command = '', ...args] = step.command;
    const child = spawn(command, args, {
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32' && command !== node,
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line));
    }
    const finish = (ok: boolean) => {
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${step.name} (${seconds(started)})`);
      if (!ok && lines.length > 0) console.log(lines.map((line) => `       ${line}`).join('\n'));
      resolve({ name: step.name, ok });
    };
    child.on('error', (error) => {
      lines.push(error.message);
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });

const inLanes = async (steps: readonly Step[], lanes: number): Promise<readonly StepResult[]> => {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await run(step, false));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
};

const started = performance.now();
const checksOnly = process.argv.includes('--checks');
mkdirSync('build/reports', { recursive: true });
for (const report of ['vitest.json', 'playwright.json']) rmSync(`build/reports/${report}`, { force: true });

const checkResults = await inLanes(checks, 2);
const suiteResults: StepResult[] = [];
for (const suite of checksOnly ? [] : suites) suiteResults.push(await run(suite, true));

console.log(`all steps: ${seconds(started)}`);
if (checksOnly) {
  process.exitCode = checkResults.every((result) => result.ok) ? 0 : 1;
} else {
  const closing = closingLine(readReports('build/reports'), checkResults, suiteResults);
  console.log(closing.line);
  process.exitCode = closing.failed ? 1 : 0;
}
