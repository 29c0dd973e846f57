import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { status } from '../../core/contract/status.ts';
import { openLoopbackClient } from '../../core/desk/http/loopback-client.ts';

const entry = join(import.meta.dirname, '../../core/cli/flip360.ts');
let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'flip360-serve-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const start = (...more: readonly string[]) => {
  const child = spawn(process.execPath, [entry, 'desk', '--no-open', '--data', join(home, 'data'), ...more], {
    env: { ...process.env, HOME: home, XDG_STATE_HOME: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const line = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  let error = '';
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, line, exit, error: () => error };
};

const windowIsBuilt = existsSync(join(import.meta.dirname, '../../build/renderer/index.html'));

describe('desk', () => {
  it('serves the API behind its one-time link, keeps its address, and closes on each signal', async () => {
    expect(windowIsBuilt, 'npm run build comes before this test').toBe(true);
    const origins: string[] = [];
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { child, line, exit } = start();
      const link = /^Open (http:\/\/\S+)$/u.exec(await line)?.[1] ?? '';
      const client = await openLoopbackClient(link);
      if (!client.ok) throw new Error(client.error.code);
      const answer = await client.value.request('/api/status');
      expect(status.parse(await answer.json())).toMatchObject({ phase: 'first-run', practice: null });
      expect((await openLoopbackClient(link)).ok).toBe(false);
      origins.push(client.value.origin);
      child.kill(signal);
      expect(await exit).toBe(0);
    }
    expect(origins[0]).toBe(origins[1]);
    expect(JSON.parse(readFileSync(join(home, 'data', 'loopback.json'), 'utf8'))).toMatchObject({
      format: 'flip360-loopback/1',
    });
  });

  it('ends with 3 while another one serves the same folder', async () => {
    const first = start();
    await first.line;
    const second = start();
    expect(await second.exit).toBe(3);
    expect(second.error()).toMatch(/taken by another program|already open|in use/u);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
  });
});
