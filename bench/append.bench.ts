import { join } from 'node:path';
import { type Database, openDatabase, type SqlValue } from '../core/adapters/sqlite/database.ts';
import { systemEntropy } from '../core/adapters/system/system-ports.ts';
import { migrate } from '../core/adapters/sqlite/migrate.ts';
import { migrations } from '../core/adapters/sqlite/migrations/all.ts';
import { readEvent } from '../core/protocol/event/read.ts';
import { checkSignature } from '../core/protocol/event/signature.ts';
import { type BenchDesk, generateRecords } from './bench-desk.ts';
import { type Figure, median, paired, round, timed } from './measure.ts';

const SINGLE = 200;
const BATCH = 1000;

/** Tables that an append writes a row of its own to; the projections are one row a referral on top. */
const TABLES = ['event', 'about', 'log_node', 'outbox'] as const;

type Rows = readonly {
  readonly table: (typeof TABLES)[number];
  readonly rows: readonly (readonly SqlValue[])[];
}[];

/** The rows that the last `count` events made, as they lie in the ledger's tables. */
const rowsOfLast = (db: Database, size: number, count: number): Rows =>
  TABLES.map((table) => {
    const first = size - count;
    const where = table === 'log_node' ? '(pos + 1) << level > ?' : 'idx >= ?';
    return {
      table,
      rows: db.tuples<[number], readonly SqlValue[]>(`select * from ${table} where ${where}`)(first),
    };
  });

const insertAll = (db: Database, made: Rows): void =>
  db.transaction(() => {
    for (const { table, rows } of made) {
      const insert = db.statement<SqlValue[], never>(`insert into ${table} values (${(rows[0] ?? []).map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    }
  });

/** Durable appends, one by one and a thousand at once, against bare rows of the same size under the same pragmas in a file beside it. */
export const appendBench = async (bench: BenchDesk): Promise<readonly Figure[]> => {
  const { desk } = bench;
  const opened = openDatabase({ path: join(bench.folder, 'bare.db'), key: systemEntropy.bytes(32) });
  if (!opened.ok) throw new Error(opened.error.code);
  const bare = opened.value;
  bare.exec('create table row (idx integer primary key, record blob not null) strict');
  const insert = bare.statement<[Uint8Array], never>('insert into row (record) values (?)');
  const records = generateRecords(bench, 5 * (SINGLE + BATCH));
  const filler = Uint8Array.from({ length: records[0]?.length ?? 900 }, () => 65);
  let at = 0;
  const single = await paired(
    5,
    async () => {
      const chunk = records.slice(at, at + SINGLE);
      at += SINGLE;
      return timed(() => {
        for (const record of chunk) if (desk.ledger.accept([record], 'own')[0]?.outcome !== 'accepted') throw new Error('not accepted');
      });
    },
    async () =>
      timed(() => {
        for (let row = 0; row < SINGLE; row += 1) bare.transaction(() => insert.run(filler));
      }),
  );
  const signature = median(
    records.slice(0, 50).map((record) => {
      const read = readEvent(record, desk.primitives);
      const key = read.ok ? desk.ledger.register()?.keys.get(read.value.event.stream) : undefined;
      const from = performance.now();
      if (!read.ok || key === undefined || !checkSignature(read.value.record, key, desk.primitives).ok)
        throw new Error('a record of the bench does not verify');
      return performance.now() - from;
    }),
  );
  const twin = openDatabase({ path: join(bench.folder, 'twin.db'), key: systemEntropy.bytes(32) });
  if (!twin.ok) throw new Error(twin.error.code);
  migrate(twin.value, migrations);
  twin.value.pragma('foreign_keys=OFF');
  const same: number[] = [];
  let signing = 0;
  const batch = await paired(
    5,
    async () => {
      const chunk = records.slice(at, at + BATCH);
      at += BATCH;
      signing = signature * chunk.length;
      const taken = (await timed(() => desk.ledger.accept(chunk, 'own'))) - signing;
      const made = rowsOfLast(desk.db, desk.ledger.size(), chunk.length);
      same.push(taken / (await timed(() => insertAll(twin.value, made))));
      return taken;
    },
    async () =>
      timed(() =>
        bare.transaction(() => {
          for (let row = 0; row < BATCH; row += 1) insert.run(filler);
        }),
      ),
  );
  bare.close();
  twin.value.close();
  return [
    {
      name: 'durable append of one event against a bare commit',
      value: round(single.ratio),
      unit: '×',
      limit: 3.5,
      detail: `${round(single.a / SINGLE)} ms against ${round(single.b / SINGLE)} ms (ratio ${round(single.lowest)}–${round(single.highest)}); of it the signature check ${round(signature)} ms`,
    },
    {
      name: '1,000 events in one transaction, without signatures, against 1,000 bare rows',
      value: round(batch.ratio),
      unit: '×',
      limit: 4,
      detail: `${round(batch.a)} ms against ${round(batch.b)} ms (ratio ${round(batch.lowest)}–${round(batch.highest)}); signature checks on top ${round(signing)} ms`,
    },
    {
      name: 'the same 1,000 events, against the same rows put into the same tables and indexes',
      value: round(median(same)),
      unit: '×',
      limit: null,
      detail: `${TABLES.join(', ')} with their guards and indexes, without reading, judging, hashing and folding`,
    },
  ];
};
