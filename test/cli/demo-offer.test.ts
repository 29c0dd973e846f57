import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deskClient } from '../../core/cli/desk-client.ts';
import { loadedDemo } from '../../core/contract/demo.ts';
import { referralList } from '../../core/contract/referrals.ts';
import { localPerson, signedIn, status } from '../../core/contract/status.ts';
import { contactWork, workspaceQueue } from '../../core/contract/workspaces.ts';
import { openLoopbackClient } from '../../core/desk/http/loopback-client.ts';

const entry = join(import.meta.dirname, '../../core/cli/flip360.ts');
let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'flip360-offer-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the samples offered at the first run', () => {
  it('are loaded beside an empty desk, open in desks of their own, and end today', async () => {
    const child = spawn(process.execPath, [entry, 'desk', '--no-open', '--data', join(home, 'data')], {
      env: { ...process.env, HOME: home, XDG_STATE_HOME: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    const link = await new Promise<string>((resolve) =>
      createInterface({ input: child.stdout }).once('line', (line) => resolve(line.replace('Open ', ''))),
    );
    const open = async (at: string) => {
      const client = await openLoopbackClient(at);
      if (!client.ok) throw new Error(client.error.code);
      return client.value;
    };
    const first = deskClient(await open(link), () => null);
    const words: string[] = [];
    const loaded = await first.job('/demo', {}, loadedDemo, (said) => words.push(said));
    expect(new Set(words).size).toBeGreaterThan(3);
    expect(loaded.desks.map((desk) => desk.name)).toEqual(
      expect.arrayContaining(['Smith & Partners Accounting', 'ABC Finance Broking Pty Ltd']),
    );
    expect((await first.get('/status', status)).phase).toBe('first-run');
    expect(existsSync(join(home, 'data', 'profile.json'))).toBe(false);

    const smith = loaded.desks[0];
    const connection = await open(smith?.link ?? '');
    const session: { token: string | null } = { token: null };
    const api = deskClient(connection, () => session.token);
    const now = await api.get('/status', status);
    expect(now).toMatchObject({
      phase: 'signed-out',
      practice: { legalName: 'Smith & Partners Accounting' },
      network: { test: true },
    });
    const people = await api.get('/people/local', z.array(localPerson));
    session.token = (await api.send('POST', '/sign-in', { person: people[0]?.person, pin: loaded.signIn.pin }, signedIn)).token;
    const { rows } = await api.get('/referrals', referralList);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ client: 'Sarah Chen', signed: 5 });
    expect(Math.abs(Date.now() - Date.parse(rows[0]?.at ?? ''))).toBeLessThan(100 * 86_400_000);

    // The demo space of the workspaces: Sarah Chen and twenty-four others, in the folder of the sample alone.
    const { rows: accounts, counts } = await api.get('/workspaces/cmo/queue', workspaceQueue);
    expect(accounts.map((row) => row.contact.name)).toContain('Sarah Chen');
    expect(counts.all).toBe(2);
    const sarah = await api.get(`/crm/contacts/${accounts.find((row) => row.contact.name === 'Sarah Chen')?.contact.id}`, contactWork);
    expect(sarah.handOvers.map((one) => one.to)).toEqual(['Marketing', 'Customer success', 'Sales internal', 'Business development']);
    expect(sarah.log.map((one) => one.stage)).toEqual(['Champion', 'Customer', 'Opp', 'SQL', 'MQL']);
    const all = await Promise.all(
      (['bd', 'sales', 'cs', 'cmo'] as const).map((role) => api.get(`/workspaces/${role}/queue`, workspaceQueue)),
    );
    // And ABC Finance, which the signed agreement made a partner.
    expect(all.reduce((sum, queue) => sum + queue.counts.all, 0)).toBe(26);

    const again = await first.job('/demo', {}, loadedDemo);
    expect(again.out).toBe(loaded.out);
    const marker = join(loaded.out, 'smith', 'mine.txt');
    writeFileSync(marker, 'x');
    await first.job('/demo/reset', {}, loadedDemo);
    expect(existsSync(marker)).toBe(false);
    expect(existsSync(join(home, 'data', 'profile.json'))).toBe(false);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  }, 240_000);
});
