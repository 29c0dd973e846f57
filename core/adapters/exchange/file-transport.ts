import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Arrival, Transport, TransportFailure } from '../../ports/transport.ts';
import { parseExchangeFile, MAX_EXCHANGE_BYTES } from '../../protocol/exchange/file.ts';
import type { Primitives } from '../../protocol/primitives.ts';

/** Folders of one desk: what it offers (to be mailed or carried), what was brought to it, and what it took in. */
export type FileFolders = { readonly outbox: string; readonly inbox: string; readonly taken: string };

const EXTENSION = '.flip360';

const failure = (error: unknown): TransportFailure => {
  const why = error instanceof Error ? error.message : String(error);
  return {
    code: error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'transport.full' : 'transport.unavailable',
    why,
  };
};

const attempt = async <T>(work: () => Promise<T>): Promise<Result<T, TransportFailure>> => {
  try {
    return ok(await work());
  } catch (error) {
    return err(failure(error));
  }
};

/** Written beside its place and renamed, so that a name never stands for half a file. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const partial = `${path}.part`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
};

/**
 * The transport of exchange files: folders that people empty and fill by e-mail or USB stick. A file that is not an exchange file, or not
 * completely copied yet, is left alone. What was taken is kept under its id, so that a second copy is known.
 */
export const fileTransport = (folders: FileFolders, primitives: Pick<Primitives, 'sha256'>): Transport => {
  const readArrival = async (name: string): Promise<(Arrival & { readonly name: string }) | undefined> => {
    const path = join(folders.inbox, name);
    if ((await stat(path)).size > MAX_EXCHANGE_BYTES) return undefined;
    const bytes = Uint8Array.from(await readFile(path));
    const parsed = parseExchangeFile(bytes, primitives);
    return parsed.ok ? { id: parsed.value.id, bytes, name } : undefined;
  };
  const scan = async (): Promise<readonly (Arrival & { readonly name: string })[]> => {
    await mkdir(folders.inbox, { recursive: true });
    const names = (await readdir(folders.inbox)).filter((name) => name.endsWith(EXTENSION)).toSorted();
    const found = await Promise.all(names.map(readArrival));
    return found.filter((arrival) => arrival !== undefined);
  };
  return {
    offer: (bundle) =>
      attempt(async () => {
        await mkdir(folders.outbox, { recursive: true });
        const where = join(folders.outbox, bundle.name);
        await writeWhole(where, bundle.bytes);
        return { where };
      }),
    arrivals: () =>
      attempt(async () => {
        await mkdir(folders.taken, { recursive: true });
        const taken = new Set(await readdir(folders.taken));
        const once = new Map((await scan()).map((arrival) => [arrival.id, arrival]));
        return [...once.values()].filter(({ id }) => !taken.has(`${id}${EXTENSION}`)).map(({ id, bytes }) => ({ id, bytes }));
      }),
    taken: (id) =>
      attempt<true>(async () => {
        await mkdir(folders.taken, { recursive: true });
        for (const arrival of await scan())
          if (arrival.id === id) await rename(join(folders.inbox, arrival.name), join(folders.taken, `${id}${EXTENSION}`));
        return true;
      }),
  };
};
