import { join } from 'node:path';
import { openDatabase } from '../core/adapters/sqlite/database.ts';
import { systemEntropy } from '../core/adapters/system/system-ports.ts';
import { readEvent } from '../core/protocol/event/read.ts';
import { checkSignature } from '../core/protocol/event/signature.ts';
import { type BenchDesk, generateRecords } from './bench-desk.ts';
import { type Figure, median, paired, round, timed } from './measure.ts';

const SINGLE = 200;
const BATCH = 1000;

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
      if (!read.ok || key === undefined || !checkSignature(read.value.record, key, desk.primitives).ok) throw new Error('a record of the bench does not verify');
      return performance.now() - from;
    }),
  );
  let signing = 0;
  const batch = await paired(
    5,
    async () => {
      const chunk = records.slice(at, at + BATCH);
      at += BATCH;
      signing = signature * chunk.length;
      return (await timed(() => desk.ledger.accept(chunk, 'own'))) - signing;
    },
    async () =>
      timed(() =>
        bare.transaction(() => {
          for (let row = 0; row < BATCH; row += 1) insert.run(filler);
        }),
      ),
  );
  bare.close();
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
  ];
};
