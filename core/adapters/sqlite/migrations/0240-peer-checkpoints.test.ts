import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as exchange } from './0050-exchange.ts';
import { migration as network } from './0210-network.ts';
import { migration as peers } from './0240-peer-checkpoints.ts';

it('offers nothing again that the server took before, and keeps one checkpoint of each size and root', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger, exchange, network]).ok).toBe(true);
  db.exec(
    "insert into parcel_out values ('k', 'p', 1, 'a', null, null, null, 'b', null), ('k', 'p', 2, 'a', null, null, null, null, null)",
  );
  expect(migrate(db, [ledger, exchange, network, peers])).toEqual({ ok: true, value: { from: 210, to: 240 } });
  expect(db.statement<[], unknown>('select m, offered_at from parcel_out').all()).toEqual([
    { m: 1, offered_at: 'b' },
    { m: 2, offered_at: null },
  ]);
  db.exec("insert into peer_checkpoint values (3, 'r', 'n', 'p', 'a', null), (3, 's', 'n', 'p', 'a', null)");
  expect(() => db.exec("insert into peer_checkpoint values (3, 'r', 'n', 'q', 'a', null)")).toThrow(/UNIQUE/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
