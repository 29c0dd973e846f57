import { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import threads from 'node:worker_threads';
import type * as Pool from '../../core/desk/ledger/verify-pool.ts';
import type * as Chunks from '../../core/desk/ledger/verify-chunk.ts';
import type * as Print from '../../core/adapters/pdf/print.ts';
import type * as Renderers from '../../core/adapters/pdf/renderers.ts';
import type * as Copies from '../../core/desk/backup/copy-in-thread.ts';
import type * as Databases from '../../core/adapters/sqlite/database.ts';
import type * as Migrate from '../../core/adapters/sqlite/migrate.ts';
import type * as Migrations from '../../core/adapters/sqlite/migrations/all.ts';
import type * as NodePrimitives from '../../core/adapters/crypto/node-primitives.ts';
import { goldenAt } from '../fixtures/documents/golden-documents.ts';
import { goldenPack } from '../fixtures/documents/golden-pack.ts';

/** Lets the modules of a packed desk, unpacked into the folder given, check, print and copy, and says which threads they started for it. */
const app = process.argv[2] ?? '';
const started: string[] = [];
const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    started.push(relative(app, String(args[0])));
  }
};
syncBuiltinESMExports();

const module = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(app, 'build', 'core', path)).href)) as T;
const { createVerifyPool } = await module<typeof Pool>('desk/ledger/verify-pool.js');
const { packChunk } = await module<typeof Chunks>('desk/ledger/verify-chunk.js');
const { nodePrimitives } = await module<typeof NodePrimitives>('adapters/crypto/node-primitives.js');
const { printPdf } = await module<typeof Print>('adapters/pdf/print.js');
const { renderPdf } = await module<typeof Renderers>('adapters/pdf/renderers.js');
const { copyAside } = await module<typeof Copies>('desk/backup/copy-in-thread.js');
const { openDatabase } = await module<typeof Databases>('adapters/sqlite/database.js');
const { migrate } = await module<typeof Migrate>('adapters/sqlite/migrate.js');
const { migrations } = await module<typeof Migrations>('adapters/sqlite/migrations/all.js');

const pool = createVerifyPool([], 2, nodePrimitives());
const facts = await Promise.all([1, 2].map(async () => await pool.verify(packChunk(0, [new TextEncoder().encode('no record')]))));
await pool.close();
const job = { kind: 'evidence-pack', document: goldenPack, at: goldenAt } as const;
const samePages = Buffer.from(await printPdf(job)).equals(await renderPdf(job));

const folder = mkdtempSync(join(tmpdir(), 'flip360-packed-'));
const key = new Uint8Array(32).fill(7);
const opened = openDatabase({ path: join(folder, 'ledger.db'), key });
if (!opened.ok) throw new Error(opened.error.code);
migrate(opened.value, migrations);
const control = { progress: () => undefined, cancelled: () => false, breathe: async () => undefined };
const made = await copyAside(opened.value, { aside: join(folder, 'aside.new'), key }, nodePrimitives(), control);
const copied = made === 'cancelled' || 'code' in made ? made : made.content.events;
opened.value.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ started, broken: facts.map(({ broken }) => broken?.code), samePages, copied }));
