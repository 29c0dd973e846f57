import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrations } from './migrations/all.ts';

const hash = (byte: number): Buffer => Buffer.alloc(32, byte);

/** A plain connection with the triggers of a desk's schema; `recursive` off is what any other SQLite program would use. */
const open = (recursive: boolean): BetterSqlite.Database => {
  const db = new BetterSqlite(':memory:');
  db.pragma(`recursive_triggers=${recursive ? 'ON' : 'OFF'}`);
  db.pragma('foreign_keys=ON');
  for (const migration of migrations) db.exec(migration.sql);
  db.prepare(`insert into event values (0, ?, 'a.b', 'id', 's', 0, 't', 't', 0, null, 'own', x'00', null)`).run(hash(1));
  db.exec(`insert into about values (0, 'x'); insert into ticket values (0, x'00'); insert into checkpoint values (1, 't', 'note');
    insert into recovery_done values ('t', 'why', 'p', 1, '', 2, '')`);
  db.prepare('insert into log_node values (0, 0, ?)').run(hash(1));
  return db;
};

const h1 = `x'${'01'.repeat(32)}'`;
const h2 = `x'${'02'.repeat(32)}'`;
const row = (idx: number, hashText: string, stream: string, n: number): string =>
  `(${idx}, ${hashText}, 'a.b', 'id2', '${stream}', ${n}, 't', 't', 0, null, 'own', x'ff', null)`;

const attempts: readonly (readonly [string, string])[] = [
  ['event', `update event set record = x'ff'`],
  ['event', `update or replace event set n = 0`],
  ['event', `delete from event`],
  ['event', `insert or replace into event values ${row(0, h2, 's', 9)}`],
  ['event', `insert or replace into event values ${row(5, h1, 's', 9)}`],
  ['event', `replace into event values ${row(0, h1, 's', 0)}`],
  ['event', `insert into event values ${row(0, h2, 's', 9)} on conflict (idx) do update set record = x'ff'`],
  ['about', `update about set names = 'y'`],
  ['about', `delete from about`],
  ['about', `insert or replace into about values (0, 'x')`],
  ['ticket', `update ticket set record = x'ff'`],
  ['ticket', `delete from ticket`],
  ['ticket', `insert or replace into ticket values (0, x'ff')`],
  ['checkpoint', `update checkpoint set note = 'other'`],
  ['checkpoint', `delete from checkpoint`],
  ['checkpoint', `insert or replace into checkpoint values (1, 't', 'other')`],
  ['log_node', `update log_node set hash = ${h2}`],
  ['log_node', `delete from log_node`],
  ['log_node', `insert or replace into log_node values (0, 0, ${h2})`],
  ['recovery_done', `update recovery_done set why = 'x'`],
  ['recovery_done', `delete from recovery_done`],
  ['recovery_done', `insert or replace into recovery_done values ('t', 'x', 'p', 1, '', 2, '')`],
];

describe.each([true, false])('append-only tables, recursive triggers %s', (recursive) => {
  it.each(attempts)('%s refuses: %s', (table, sql) => {
    const db = open(recursive);
    const dump = (): unknown => db.prepare(`select * from ${table}`).all();
    const before = dump();
    expect(() => db.exec(sql)).toThrow(`${table} is append-only`);
    expect(dump()).toEqual(before);
    db.close();
  });
});
