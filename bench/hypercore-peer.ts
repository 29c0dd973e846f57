import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Duplex } from 'node:stream';
import { timed } from './measure.ts';

const PEERS = join(import.meta.dirname, 'peers');

/** What is used of hypercore. */
type Core = {
  readonly key: Uint8Array;
  readonly length: number;
  readonly contiguousLength: number;
  readonly ready: () => Promise<void>;
  readonly append: (blocks: readonly Uint8Array[]) => Promise<unknown>;
  readonly replicate: (initiator: boolean) => Duplex;
  readonly update: (options: { readonly wait: boolean }) => Promise<unknown>;
  readonly download: (range: { readonly start: number; readonly end: number }) => { readonly done: () => Promise<unknown> };
  readonly close: () => Promise<void>;
};
type CoreClass = new (folder: string, key?: Uint8Array) => Core;

/** Microseconds of one block. */
export type HypercoreCosts = { readonly append: number; readonly replicate: number };

/** Installs hypercore in its own folder if it is not there; null where that fails. */
const hypercore = async (): Promise<CoreClass | null> => {
  const main = join(PEERS, 'node_modules', 'hypercore', 'index.js');
  if (!existsSync(main)) spawnSync('npm', ['ci', '--ignore-scripts', '--prefix', PEERS], { stdio: 'ignore' });
  if (!existsSync(main)) return null;
  const loaded = (await import(pathToFileURL(main).href)) as { readonly default: CoreClass };
  return loaded.default;
};

const blocksOf = (count: number, bytes: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => {
    const block = new Uint8Array(bytes);
    new DataView(block.buffer).setUint32(0, at);
    return block;
  });

const appendAll = async (core: Core, blocks: readonly Uint8Array[], batch: number): Promise<void> => {
  for (let from = 0; from < blocks.length; from += batch) await core.append(blocks.slice(from, from + batch));
};

/** Costs of hypercore for `count` leaves of 32 bytes appended `batch` at once, and for `mail` blocks of 1,500 bytes replicated to a second one. */
export const hypercoreCosts = async (count: number, batch: number, mail: number): Promise<HypercoreCosts | null> => {
  const Hypercore = await hypercore();
  if (Hypercore === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'hypercore-'));
  try {
    const log = new Hypercore(join(folder, 'log'));
    await log.ready();
    const leaves = blocksOf(count, 32);
    const appended = await timed(() => appendAll(log, leaves, batch));
    await log.close();
    const source = new Hypercore(join(folder, 'source'));
    await source.ready();
    await appendAll(source, blocksOf(mail, 1500), batch);
    const target = new Hypercore(join(folder, 'copy'), source.key);
    await target.ready();
    const [out, back] = [source.replicate(true), target.replicate(false)];
    const replicated = await timed(async () => {
      out.pipe(back).pipe(out);
      await target.update({ wait: true });
      await target.download({ start: 0, end: mail }).done();
    });
    if (target.contiguousLength !== mail) throw new Error(`${target.contiguousLength} of ${mail} blocks were replicated`);
    out.destroy();
    back.destroy();
    await source.close();
    await target.close();
    return { append: (appended * 1000) / count, replicate: (replicated * 1000) / mail };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
