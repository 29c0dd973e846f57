import { type Bytes, bytesToHex, concatBytes } from '../../core/protocol/bytes.ts';
import { formatBundle, hashesOfLevel, tilePath, tilesBetween, TILE_WIDTH } from '../../core/protocol/tlog-tiles.ts';
import type { ServerPorts } from '../ports.ts';
import type { SecondStore } from './second-store.ts';

/** Bundles of the tickets behind the entries: for a refill after a restore, never shown to the public. */
export const TICKETS = 'tickets';
/** One logged ticket as the second store keeps it. */
export type KeptTicket = { readonly event: Bytes; readonly stream: Bytes; readonly n: number; readonly record: Bytes };
const TICKET_HEAD = 32 + 32 + 8 + 4;

/** Event hash, stream, n in 8 bytes, length of the record in 4, record; one ticket after the other. */
const formatTickets = (tickets: readonly KeptTicket[]): Bytes =>
  concatBytes(
    ...tickets.flatMap(({ event, stream, n, record }) => {
      const numbers = new Uint8Array(12);
      const view = new DataView(numbers.buffer);
      view.setBigUint64(0, BigInt(n));
      view.setUint32(8, record.length);
      return [Uint8Array.from(event), Uint8Array.from(stream), numbers, Uint8Array.from(record)];
    }),
  );

/** Reads what `storeTiles` wrote of tickets; undefined when it is cut off. */
export const parseTickets = (file: Bytes): readonly KeptTicket[] | undefined => {
  const tickets: KeptTicket[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < file.length;) {
    if (at + TICKET_HEAD > file.length) return undefined;
    const end = at + TICKET_HEAD + view.getUint32(at + 72);
    if (end > file.length) return undefined;
    const n = Number(view.getBigUint64(at + 64));
    tickets.push({ event: file.slice(at, at + 32), stream: file.slice(at + 32, at + 64), n, record: file.slice(at + TICKET_HEAD, end) });
    at = end;
  }
  return tickets;
};

/** Binary levels in one level of tiles. */
const TILE_HEIGHT = 8;

/** Hashes of one binary level, from … to−1. Throws when one is missing: the log is damaged. */
const hashes = async ({ storage }: Pick<ServerPorts, 'storage'>, level: number, from: number, to: number): Promise<readonly Bytes[]> => {
  const rows = await storage.db
    .selectFrom('log_node')
    .select('hash')
    .where('level', '=', level)
    .where('pos', '>=', from)
    .where('pos', '<', to)
    .orderBy('pos')
    .execute();
  if (rows.length !== to - from) throw new Error(`log nodes ${String(level)}/${String(from)}…${String(to - 1)} are not all there`);
  return rows.map(({ hash }) => Uint8Array.from(hash));
};

/**
 * Makes the tiles of a log of `to` leaves durable in the second store, given that those of `from` leaves are: hash tiles (C2SP tlog-tiles), entry
 * bundles, ticket bundles. Returns when all are.
 */
export const storeTiles = async (ports: Pick<ServerPorts, 'storage'>, store: SecondStore, from: number, to: number): Promise<void> => {
  for (let level = 0; hashesOfLevel(to, level) > 0; level += 1) {
    for (const tile of tilesBetween(hashesOfLevel(from, level), hashesOfLevel(to, level))) {
      const start = tile.index * TILE_WIDTH;
      const all = await hashes(ports, level * TILE_HEIGHT, start, start + tile.width);
      await store.write(tilePath(level, tile), concatBytes(...all));
    }
  }
  for (const tile of tilesBetween(from, to)) {
    const start = tile.index * TILE_WIDTH;
    const rows = await ports.storage.db
      .selectFrom('log_entry')
      .innerJoin('ticket', 'ticket.idx', 'log_entry.idx')
      .select(['log_entry.event', 'log_entry.stream', 'log_entry.n', 'ticket.record'])
      .where('log_entry.idx', '>=', start)
      .where('log_entry.idx', '<', start + tile.width)
      .orderBy('log_entry.idx')
      .execute();
    if (rows.length !== tile.width) throw new Error(`log entries from ${String(start)} are not all there`);
    await store.write(tilePath(TICKETS, tile), formatTickets(rows));
    await store.write(tilePath('entries', tile), formatBundle(rows.map(({ event }) => Uint8Array.from(event))));
  }
};

/**
 * Removes the partial tiles behind those that became full between `from` and `to` leaves, all of them durable: who asks for one takes the full tile (C2SP
 * tlog-tiles, "Partial Tiles").
 */
export const removePartials = async (store: SecondStore, from: number, to: number): Promise<void> => {
  const full = (level: number | string, start: number, end: number): readonly string[] =>
    tilesBetween(start, end)
      .filter(({ width }) => width === TILE_WIDTH)
      .map((tile) => tilePath(level, tile));
  const paths = [...full(TICKETS, from, to), ...full('entries', from, to)];
  for (let level = 0; hashesOfLevel(to, level) > 0; level += 1)
    paths.push(...full(level, hashesOfLevel(from, level), hashesOfLevel(to, level)));
  for (const path of paths) await store.removePartials(path);
};

/** The size and root that were signed last, as the second store holds them: written before the signature is made. */
export type LastSigned = { readonly size: number; readonly root: string };
const SIGNED = 'signed';

/** What was signed last; size 0 before the first. Throws when the file is damaged. */
export const readLastSigned = async (store: SecondStore): Promise<LastSigned> => {
  const file = await store.read(SIGNED);
  if (file === null) return { size: 0, root: '' };
  const [, size, root] = /^(\d{1,16}) ([0-9a-f]{64})\n$/.exec(Buffer.from(file).toString('latin1')) ?? [];
  if (size === undefined || root === undefined) throw new Error('the file "signed" of the second store is damaged');
  return { size: Number(size), root };
};

/** Makes it durable that this size and root are about to be signed. */
export const writeLastSigned = (store: SecondStore, size: number, root: Bytes): Promise<void> =>
  store.write(SIGNED, Uint8Array.from(Buffer.from(`${String(size)} ${bytesToHex(root)}\n`, 'latin1')));
