import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';
import { migration as endedLogs } from './0280-ended-logs.ts';

it('keeps one place of an event in each ended log, and one event at a place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const before = migrations.filter(({ version }) => version < endedLogs.version);
  expect(migrate(db, before).ok).toBe(true);
  expect(migrate(db, [...before, endedLogs])).toEqual({ ok: true, value: { from: before.at(-1)?.version, to: 280 } });
  db.pragma('foreign_keys = off');
  db.exec(
    "insert into ended_log (no, origin, trust, size, note, ended_at) values (1, 'log', 't', 9, 'n', 'a'), (2, 'log/2', 't', 4, 'n', 'b')",
  );
  db.exec("insert into ended_place (idx, log, log_index, size, proof) values (5, 1, 7, 9, ''), (5, 2, 1, 4, '')");
  expect(() => db.exec("insert into ended_place (idx, log, log_index, size, proof) values (6, 1, 7, 9, '')")).toThrow(/UNIQUE/u);
  expect(() => db.exec("insert into ended_log (no, origin, trust, size, note, ended_at) values (3, 'log', 't', 9, 'n', 'c')")).toThrow(
    /UNIQUE/u,
  );
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
