import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkAudit } from './audit/check-audit.ts';
import { walkLog } from './chain/walk.ts';
import { newestCheckpoint } from './log/publish.ts';
import { endAllLeases } from './storage/lease.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import type { Storage } from './storage/storage.ts';
import { primitives, valueOf } from './testing/log-fixture.ts';
import { startServer } from './testing/start-server.ts';
import { contentOf, playWhole } from './testing/whole-story.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = { now: () => '2026-08-04T00:00:00.000Z' };

/** The files of a server as a process that is killed at this moment leaves them. */
type Left = { readonly database: Buffer; readonly journal: Buffer };
const leftAt = (file: string): Left => ({ database: readFileSync(file), journal: readFileSync(`${file}-wal`) });

it('is after every kill, at a write or in the middle of one, where its desks bring it to the same end', async () => {
  const file = join(folder, 'server.db');
  const first = valueOf(await openSqliteStorage(file));
  const kills: Left[] = [];
  let no = 0;
  const storage: Storage = {
    ...first,
    write: async (work) => {
      const before = leftAt(file).journal.length;
      const done = await first.write(work);
      const left = leftAt(file);
      kills.push(left);
      // And one whose last frames the disk had only in part.
      no += 1;
      const torn = before + Math.floor(((left.journal.length - before) * (no % 4)) / 4);
      if (torn > before) kills.push({ ...left, journal: left.journal.subarray(0, torn) });
      return done;
    },
  };
  const server = await startServer({ storage, clock });
  const papers = await playWhole(server);
  const whole = await contentOf(first);
  expect(whole['log_entry']).toHaveLength(4);
  await server.close();
  expect(kills.length).toBeGreaterThan(40);
  for (const [at, { database, journal }] of kills.entries()) {
    const copy = join(folder, `killed-${String(at)}.db`);
    writeFileSync(copy, database);
    writeFileSync(`${copy}-wal`, journal);
    const opened = valueOf(await openSqliteStorage(copy));
    const isClaimed = (await opened.db.selectFrom('meta').select('name').where('name', '=', 'claim').executeTakeFirst()) !== undefined;
    const again = await startServer({ storage: opened, clock, ...(isClaimed ? { claim: null } : {}) });
    // As `main.ts` does at its start: whoever held a lease is gone.
    await endAllLeases(again.ports);
    await playWhole(again, papers);
    expect({ at, ...(await contentOf(opened)) }).toEqual({ at, ...whole });
    expect([await checkAudit(opened, primitives), (await walkLog({ storage: opened, primitives })).ok]).toEqual([null, true]);
    expect((await newestCheckpoint(opened))?.size).toBe(4);
    await again.close();
    rmSync(copy);
  }
}, 120_000);
