import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rehearse } from './rehearsal.ts';

it('brings back every leaf and checkpoint of a lost database, and its desks the rest', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-rehearsal-'));
  try {
    const { checks, lost, backAgain } = await rehearse(folder, { tickets: 60, parcels: 10 });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks).toHaveLength(14);
    expect(lost).toEqual({ leaves: 0, checkpoints: 0, tickets: 20, parcels: 10 });
    expect(backAgain).toEqual({ tickets: 20, parcels: 10 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
