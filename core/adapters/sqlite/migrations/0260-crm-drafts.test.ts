import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as drafts } from './0260-crm-drafts.ts';

it('knows three states of a draft and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, drafts])).toEqual({ ok: true, value: { from: 10, to: 260 } });
  db.exec("insert into crm_draft (id, at, state, content) values ('d', 'a', 'waiting', '{}')");
  expect(() => db.exec("update crm_draft set state = 'signed'")).toThrow(/CHECK/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
