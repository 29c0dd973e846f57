import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';
import { migration as streamForks } from './0320-stream-forks.ts';

it('keeps two events at one place of a stream, no event twice, and offers again what was kept aside for its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const event = (idx: number, hash: string): string =>
    `insert into event values (${String(idx)}, x'${hash.repeat(32)}', 't', 'id', 'key', 4, 'a', 'a', ${String(idx)}, null, 'file', x'00')`;
  const before = migrations.filter(({ version }) => version < streamForks.version);
  expect(migrate(db, before).ok).toBe(true);
  db.exec(event(0, 'aa'));
  expect(() => db.exec(event(1, 'bb'))).toThrow(/append-only/u);
  db.exec(`insert into held_record values (x'${'bb'.repeat(32)}', 'conflict', 'aa', 'file', 'a', x'00')`);
  expect(migrate(db, [...before, streamForks])).toEqual({ ok: true, value: { from: before.at(-1)?.version, to: 320 } });
  db.exec(event(1, 'bb'));
  for (const again of [event(1, 'cc'), event(2, 'aa')]) expect(() => db.exec(again)).toThrow(/append-only/u);
  expect(db.statement<[], { readonly reason: string }>('select reason from held_record').all()).toEqual([{ reason: 'stream.conflict' }]);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
