import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';
import { migration as referralsByFirstEvent } from './0360-referrals-by-first-event.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
let db: Database | undefined;
afterEach(() => {
  db?.close();
  rmSync(folder, { recursive: true, force: true });
});

const hash = (of: number): string => String(of).padStart(64, 'a');
const event = (idx: number, intent: number | null): string =>
  `insert into event (idx, hash, type, id, stream, n, at, seen_at, position, intent, source, record) values (${String(idx)}, x'${hash(idx)}', 't', 'i', 's', ${String(idx)}, 'a', 'b', 0, ${intent === null ? 'null' : `'${hash(intent)}'`}, 'own', x'00');`;

it('files events and states of referrals under the place of the first event, and keeps what is append-only append-only', () => {
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const ledger = opened.value;
  db = ledger;
  const before = migrations.filter(({ version }) => version < referralsByFirstEvent.version);
  expect(migrate(ledger, before).ok).toBe(true);
  ledger.exec([event(0, null), event(1, 1), event(2, 2), event(3, 1)].join(' '));
  for (const intent of [2, 1]) ledger.exec(`insert into referral_state values ('${hash(intent)}', 'R-${String(intent)}', 'at', 3, '{}')`);
  ledger.exec(`insert into client_link values ('${hash(2)}', 'c', 't'); delete from contact_stale`);

  expect(migrate(ledger, [...before, referralsByFirstEvent])).toMatchObject({ ok: true, value: { to: 360 } });
  const all = (sql: string): readonly unknown[] => ledger.statement<[], unknown>(sql).all();
  expect(all('select idx, first from event order by idx')).toEqual([
    { idx: 0, first: null },
    { idx: 1, first: 1 },
    { idx: 2, first: 2 },
    { idx: 3, first: 1 },
  ]);
  expect(all('select first, intent, label from referral_state')).toEqual([
    { first: 1, intent: hash(1), label: 'R-1' },
    { first: 2, intent: hash(2), label: 'R-2' },
  ]);
  expect(() => ledger.exec('update event set first = 0')).toThrow(/append-only/u);
  expect(() => ledger.exec("insert into referral_state values (9, 'x', 'l', 'at', 9, '{}')")).toThrow(/FOREIGN KEY/u);
  ledger.exec(`insert into referral_state values (2, '${hash(2)}', 'R-2', 'at', 4, '{}') on conflict (first) do update set last_index = 4`);
  expect(all('select contact from contact_stale')).toEqual([{ contact: 'c' }]);
  const plan = all(
    `explain query plan select hash from event where first = (select idx from event where hash = x'${hash(1)}') order by idx`,
  );
  expect(JSON.stringify(plan)).toContain('event_first (first=?)');
  expect(JSON.stringify(plan)).not.toContain('TEMP B-TREE');
  expect(ledger.pragma('foreign_key_check')).toEqual([]);
});
