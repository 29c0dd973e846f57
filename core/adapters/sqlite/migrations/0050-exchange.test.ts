import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as exchange } from './0050-exchange.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
let db: Database | undefined;
afterEach(() => {
  db?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('adds the exchange to a ledger that has sent something, and offers that again until it is confirmed', () => {
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  db.exec(
    `insert into event values (0, x'${'00'.repeat(32)}', 't', 'i', 's', 0, 'a', 'b', 0, null, 'own', x'00'); insert into outbox values ('p', 's', 0, 1, 3)`,
  );
  db.exec(`insert into attachment values ('a', 'e', 'p', 'q', '{}', 3)`);
  expect(migrate(db, [ledger, exchange])).toEqual({ ok: true, value: { from: 10, to: 50 } });
  expect(db.statement<[], unknown>('select recipient, seq, acked from outbox').all()).toEqual([{ recipient: 'p', seq: 3, acked: 0 }]);
  expect(db.statement<[], unknown>('select id, sent_seq, acked from attachment').all()).toEqual([{ id: 'a', sent_seq: 3, acked: 0 }]);
  expect(() => db?.exec('update outbox set acked = 2')).toThrow(/CHECK/u);
  const document = (id: string, event: string): string =>
    `insert into document values ('${id}', 'rcti', 'n', 'application/pdf', 'aa', x'00', 'a', ${event}, null, null, 'own')`;
  db.exec(document('1', "'e'"));
  db.exec(document('2', 'null'));
  expect(() => db?.exec(document('3', "'e'"))).toThrow(/UNIQUE/u);
  expect(() => db?.exec(document('4', 'null'))).toThrow(/UNIQUE/u);
});
