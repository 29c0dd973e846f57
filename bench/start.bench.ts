import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { openLoopbackClient } from '../core/desk/http/loopback-client.ts';
import { type Figure, median, round } from './measure.ts';

const ROOT = join(import.meta.dirname, '..');

/** From the command to the first page of the window answered by the desk, on a new data folder. */
const coldStart = async (): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-start-'));
  const from = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'core', 'cli', 'flip360.ts'), 'desk', '--no-open', '--data', join(folder, 'data')], {
    cwd: ROOT,
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const link = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /^Open (http:\/\/\S+)$/u.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.on('close', () => reject(new Error('the desk ended before it opened')));
    });
    const client = await openLoopbackClient(link);
    if (!client.ok) throw new Error(client.error.code);
    const answer = await client.value.request('/api/status');
    if (answer.status !== 200) throw new Error(`the desk answered ${answer.status}`);
    return performance.now() - from;
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Bytes of JavaScript that the first page loads, gzip. */
const entryScript = (): number => {
  const folder = join(ROOT, 'build', 'renderer');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/gu)].map((match) => match[1] ?? '');
  return scripts.reduce((total, file) => total + gzipSync(readFileSync(join(folder, file))).length, 0);
};

const allScripts = (): number => {
  const folder = join(ROOT, 'build', 'renderer', 'assets');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .reduce((total, file) => total + gzipSync(readFileSync(join(folder, file))).length, 0);
};

/** Start of a desk and weight of its window, against the budgets of docs/adr/0009-window-budget.md. */
export const startBench = async (): Promise<readonly Figure[]> => {
  const starts = [await coldStart(), await coldStart(), await coldStart()];
  return [
    {
      name: 'cold start to an answering window, browser mode',
      value: round(median(starts) / 1000),
      unit: 's',
      limit: 5,
      detail: starts.map((ms) => `${round(ms / 1000)} s`).join(', '),
    },
    {
      name: 'JavaScript of the first page, gzip',
      value: round(entryScript() / 1000, 1),
      unit: 'kB',
      limit: 300,
      detail: `all pages together ${round(allScripts() / 1000, 1)} kB`,
    },
  ];
};
