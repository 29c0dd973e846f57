import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as links } from './0230-signing-links.ts';
import { migration } from './0340-links-of-a-practice.ts';

it('gives the links that are there already the steps they went through', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger, links]).ok).toBe(true);
  const insert = (id: string, state: string, sent: string | null): void => {
    db.statement<readonly (string | null)[], never>(
      `insert into signing_link (id, intent, invite, secret, body, answer_key, made_at, expires, state, answers, link_sent_at, code_sent_at)
       values (?, 'i', ?, 's', '{}', 'k', 'made', 'ends', ?, '[]', ?, ?)`,
    ).run(id.padEnd(22, 'A'), id, state, sent, sent);
  };
  insert('a', 'made', null);
  insert('b', 'open', 'sent');
  insert('c', 'withdrawn', null);
  expect(migrate(db, [ledger, links, migration])).toEqual({ ok: true, value: { from: 230, to: 340 } });
  const steps = db.statement<[], { link: string; what: string; at: string }>('select * from link_step order by link, what').all();
  expect(steps.map(({ link, what, at }) => `${link.slice(0, 1)} ${what} ${at}`)).toEqual([
    'b code-sent sent',
    'b link-sent sent',
    'b open made',
    'c open made',
    'c withdrawn made',
  ]);
  expect(() => db.exec("insert into link_step values ('a', 'opened', 't')")).toThrow(/CHECK/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
