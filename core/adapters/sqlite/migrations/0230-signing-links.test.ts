import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as links } from './0230-signing-links.ts';

it('holds one link for an invitation, in one of three states', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, links])).toEqual({ ok: true, value: { from: 10, to: 230 } });
  const insert = (id: string, state: string): void =>
    db.exec(
      `insert into signing_link (id, intent, invite, secret, body, answer_key, made_at, expires, state, answers)
       values ('${id.padEnd(22, 'A')}', 'i', 'v', 's', '{}', 'k', 't', 't', '${state}', '[]')`,
    );
  expect(() => insert('a', 'sent')).toThrow(/CHECK/u);
  insert('a', 'open');
  expect(() => insert('b', 'open')).toThrow(/UNIQUE/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
