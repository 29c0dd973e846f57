import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as eventTypes } from './0170-event-types.ts';
import { migrations } from './all.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
let db: Database | undefined;
afterEach(() => {
  db?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('finds events by type, and open outbox rows, without reading all of them', () => {
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const ledger = opened.value;
  db = ledger;
  const before = migrations.filter((step) => step.version < eventTypes.version);
  expect(migrate(ledger, before).ok).toBe(true);
  ledger.exec(`insert into event values (0, x'${'00'.repeat(32)}', 't', 'i', 's', 0, 'a', 'b', 0, null, 'own', x'00')`);
  ledger.exec(`insert into outbox (recipient, stream, idx, m) values ('p', 's', 0, 1)`);
  expect(migrate(ledger, [...before, eventTypes])).toMatchObject({ ok: true, value: { to: 170 } });
  const plan = (sql: string): string =>
    ledger
      .statement<[], { readonly detail: string }>(`explain query plan ${sql}`)
      .all()
      .map((row) => row.detail)
      .join('; ');
  expect(plan("select hash from event where type in ('key.registered', 'agreement.signed')")).toContain('INDEX event_type (type=?)');
  expect(plan("select hash from event where type = 'batch.prepared' order by idx")).not.toContain('TEMP B-TREE');
  expect(plan("update outbox set seq = 1 where recipient = 'p' and seq is null and idx >= 0 and idx <= 5")).toContain('idx>? AND idx<?');
  expect(plan('select count(*) from outbox where acked = 0 and seq is null')).toContain('INDEX outbox_open');
  expect(ledger.statement<[], unknown>('select idx, seq from outbox where acked = 0').all()).toEqual([{ idx: 0, seq: null }]);
});
