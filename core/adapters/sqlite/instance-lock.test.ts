import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeInstanceLock } from './instance-lock.ts';

describe('instance lock', () => {
  it('is held by one program, and falls with it when it is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flip360-lock-'));
    const script = `const { takeInstanceLock } = await import(${JSON.stringify(join(import.meta.dirname, 'instance-lock.ts'))});
      console.log(takeInstanceLock(${JSON.stringify(folder)}).ok); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = await new Promise<string>((resolve) => other.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())));
    expect(said).toBe('true');
    expect(takeInstanceLock(folder)).toEqual({ ok: false, error: { code: 'in-use' } });
    const ended = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await ended;
    const mine = takeInstanceLock(folder);
    expect(mine.ok).toBe(true);
    expect(takeInstanceLock(folder)).toEqual({ ok: false, error: { code: 'in-use' } });
    if (mine.ok) mine.value.release();
    const again = takeInstanceLock(folder);
    expect(again.ok).toBe(true);
    if (again.ok) again.value.release();
  });
});
