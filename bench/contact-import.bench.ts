import { request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { type Database, openDatabase, type SqlValue } from '../core/adapters/sqlite/database.ts';
import { migrate } from '../core/adapters/sqlite/migrate.ts';
import { migrations } from '../core/adapters/sqlite/migrations/all.ts';
import { systemEntropy } from '../core/adapters/system/system-ports.ts';
import type { ContactDesk } from './contact-desk.ts';
import { bookFile } from './contact-fill.ts';
import { type Figure, round, timed } from './measure.ts';

/** Every table that an import writes rows of its own to, in an order that foreign keys allow. */
const TABLES = [
  'import_batch',
  'operation_group',
  'contact',
  'contact_key',
  'contact_search',
  'contact_list',
  'contact_tag',
  'import_row',
  'operation',
] as const;

type Rows = readonly (readonly SqlValue[])[];

const columnsOf = (db: Database, table: string): readonly string[] => {
  const names = db.statement<[], { readonly name: string }>(`select name from pragma_table_xinfo('${table}') where hidden = 0`).all();
  const quoted = names.map(({ name }) => `"${name}"`);
  return table === 'contact_search' ? ['rowid', ...quoted] : quoted;
};

/** The same rows, operations and indexes put into a twin of the file, table by table in one transaction; reading them is not counted. */
const insertBare = (from: Database, twin: Database): { readonly ms: number; readonly rows: number } => {
  let [ms, count] = [0, 0];
  const began = performance.now();
  let reading = 0;
  twin.transaction(() => {
    for (const table of TABLES) {
      const start = performance.now();
      const columns = columnsOf(from, table).join(', ');
      const rows: Rows = from.tuples<[], readonly SqlValue[]>(`select ${columns} from ${table}`)();
      const insert = twin.statement<SqlValue[], never>(
        `insert into ${table} (${columns}) values (${(rows[0] ?? []).map(() => '?').join(', ')})`,
      );
      reading += performance.now() - start;
      for (const row of rows) insert.run(...row);
      count += rows.length;
    }
  });
  ms = performance.now() - began - reading;
  return { ms, rows: count };
};

const preview = z.looseObject({ import: z.string() });

/** Sends a body of this size to the desk in pieces, as a file that is too large comes; answers the status and how far memory grew. */
const sendLarge = async (
  served: { readonly port: number; readonly origin: string },
  bytes: number,
  stated: boolean,
): Promise<{ readonly status: number; readonly grown: number }> => {
  const piece = Buffer.alloc(1_000_000, 65);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  let sent = 0;
  const status = await new Promise<number>((resolve) => {
    let answered: number | null = null;
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: served.port,
        path: '/api/imports/preview',
        method: 'POST',
        headers: {
          host: new URL(served.origin).host,
          origin: served.origin,
          'content-type': 'application/json',
          ...(stated ? { 'content-length': String(bytes) } : {}),
        },
      },
      (incoming) => {
        answered = incoming.statusCode ?? 0;
        incoming.resume();
        incoming.on('close', () => resolve(answered ?? 0));
      },
    );
    // A desk that refuses closes the connection while the rest of the file is on its way.
    outgoing.on('error', () => resolve(answered ?? 0));
    const more = (): void => {
      while (sent < bytes && answered === null) {
        sent += piece.length;
        most = Math.max(most, process.memoryUsage().rss);
        if (!outgoing.write(piece)) return void outgoing.once('drain', more);
      }
      outgoing.end();
    };
    more();
  });
  most = Math.max(most, process.memoryUsage().rss);
  return { status, grown: (most - before) / 1_048_576 };
};

const LARGE = 200_000_000;
/** Three times what one request may hold, in MB: memory does not grow with the file. */
const HELD = 96;

/** The import of a book through the API, against the same rows, operations and indexes put in bare; and a file that is too large. */
export const contactImportBench = async (bench: ContactDesk, rows: number): Promise<readonly Figure[]> => {
  const { ask, desk } = bench;
  const base64 = Buffer.from(bookFile(rows)).toString('base64');
  let id = '';
  const read = await timed(async () => {
    id = preview.parse(await ask('POST', '/imports/preview', { name: 'book.csv', base64 })).import;
  });
  const committed = await timed(() => ask('POST', `/imports/${id}/commit`, { name: 'Whole book', skipBlocked: true, duplicates: 'add' }));
  const twin = openDatabase({ path: join(desk.dataFolder, 'twin.db'), key: systemEntropy.bytes(32) });
  if (!twin.ok) throw new Error(twin.error.code);
  migrate(twin.value, migrations);
  const bare = insertBare(desk.db, twin.value);
  twin.value.close();
  const served = await bench.serve();
  const stated = await sendLarge(served, LARGE, true);
  const unstated = await sendLarge(served, LARGE, false);
  await served.close();
  return [
    {
      name: `import of ${rows.toLocaleString('en-AU')} rows written, against the same rows, operations and indexes bare`,
      value: round(committed / bare.ms),
      unit: '×',
      limit: 2,
      detail: `${String(round(committed / 1000, 1))} s against ${String(round(bare.ms / 1000, 1))} s for ${bare.rows.toLocaleString('en-AU')} rows in ${String(TABLES.length)} tables, one transaction each`,
    },
    {
      name: 'the same with reading and checking the file before',
      value: round((read + committed) / bare.ms),
      unit: '×',
      limit: null,
      detail: `${String(round(read / 1000, 1))} s until the preview stands`,
    },
    {
      name: 'a file of 200 MB: memory while it is refused',
      value: round(Math.max(stated.grown, unstated.grown), 1),
      unit: 'MB',
      limit: HELD,
      detail: `answered ${String(stated.status)} where its size is stated (${String(round(stated.grown, 1))} MB), ${String(unstated.status)} where it is not (${String(round(unstated.grown, 1))} MB)`,
    },
  ];
};
