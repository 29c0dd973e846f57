import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as exchange } from './0050-exchange.ts';
import { migration as network } from './0210-network.ts';

it('adds the network to a ledger whose outbox waits, and keeps what proves a fault for good', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger, exchange]).ok).toBe(true);
  db.exec(
    `insert into event values (0, x'${'00'.repeat(32)}', 't', 'i', 's', 0, 'a', 'b', 0, null, 'own', x'00'); insert into outbox (recipient, stream, idx, m) values ('p', 's', 0, 1)`,
  );
  expect(migrate(db, [ledger, exchange, network])).toEqual({ ok: true, value: { from: 50, to: 210 } });
  expect(db.statement<[], unknown>('select recipient, parcel from outbox').all()).toEqual([{ recipient: 'p', parcel: null }]);
  db.exec("insert into log_place values (0, 7, 'a', null, null)");
  expect(() => db.exec('update log_place set size = 8')).toThrow(/CHECK/u);
  expect(() => db.exec("insert into network_link (id, url, origin, trust, joined_at, key) values (2, 'u', 'o', 't', 'j', 'k')")).toThrow(
    /CHECK/u,
  );
  db.exec("insert into network_alarm values ('i', 'a', 'log-fork', 'w', '{}', null, null)");
  db.exec("update network_alarm set read_by = 'Priya Nair', read_at = 'b'");
  expect(() => db.exec("update network_alarm set words = 'other'")).toThrow(/never changed/u);
  expect(() => db.exec('delete from network_alarm')).toThrow(/never deleted/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
