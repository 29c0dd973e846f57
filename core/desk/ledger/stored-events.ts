import type { EventRow, EventRows } from '../../adapters/sqlite/event-rows.ts';
import { bytesToHex, hexToBytes } from '../../protocol/bytes.ts';
import type { AnyEvent, KnownEvent, Logged } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { recent } from './recent.ts';

/** Events kept as they were read; at most twice as many. */
const CACHE = 10_000;

export type Head = { readonly n: number; readonly hash: string };

/** The events of a ledger as objects, those used last kept in memory. Throws where a stored row does not read: the file is damaged. */
export type StoredEvents = {
  readonly ofRow: (row: EventRow) => Logged<AnyEvent>;
  readonly event: (hash: string) => Logged<AnyEvent> | undefined;
  /** The event where its type is known to this version. */
  readonly kept: (hash: string) => Logged<KnownEvent> | undefined;
  /** The event at a place of a stream; of several the one that stands. */
  readonly byStream: (stream: string, n: number) => Logged<AnyEvent> | undefined;
  /** Every event at a place of a stream. */
  readonly allAt: (stream: string, n: number) => readonly Logged<AnyEvent>[];
  readonly head: (stream: string) => Head | undefined;
  /** Notes an event that was just appended. */
  readonly appended: (event: Logged<AnyEvent>) => void;
  /** Reads the ends of streams again, after another event came to stand at one. */
  readonly forgetHeads: () => void;
  readonly clear: () => void;
};

/** Reads through the rows of an open ledger. `hasForks`: some place of a stream is held by more than one event. */
export const storedEvents = (rows: EventRows, primitives: Primitives, hasForks: () => boolean): StoredEvents => {
  const cache = recent<Logged<AnyEvent>>(CACHE);
  const heads = new Map<string, Head | null>();

  const ofRow = (row: EventRow): Logged<AnyEvent> => {
    const known = cache.get(bytesToHex(row.hash));
    if (known !== undefined) return known;
    const read = readEvent(row.record, primitives);
    if (!read.ok) throw new Error(`stored event ${row.idx} does not read: ${read.error.code}`);
    if (read.value.event.hash !== bytesToHex(row.hash)) throw new Error(`stored event ${row.idx} is not the one of its hash`);
    const event = { ...read.value.event, index: row.idx, seenAt: row.seen_at };
    cache.set(event.hash, event);
    return event;
  };

  const event = (hash: string): Logged<AnyEvent> | undefined => {
    const known = cache.get(hash);
    if (known !== undefined) return known;
    const bytes = hexToBytes(hash);
    const row = bytes.ok ? rows.byHash(bytes.value) : undefined;
    return row === undefined ? undefined : ofRow(row);
  };

  const head = (stream: string): Head | undefined => {
    const cached = heads.get(stream);
    if (cached !== undefined) return cached ?? undefined;
    const row = rows.head(stream);
    const found = row === undefined ? null : { n: row.n, hash: bytesToHex(row.hash) };
    heads.set(stream, found);
    return found ?? undefined;
  };

  return {
    ofRow,
    event,
    kept: (hash) => {
      const found = event(hash);
      return found?.known === true ? found : undefined;
    },
    byStream: (stream, n) => {
      // Nothing lies beyond the head of a stream: most records are the next of theirs.
      const last = head(stream);
      if (last === undefined || n > last.n) return undefined;
      if (n === last.n) return event(last.hash);
      const row = rows.byStream(stream, n);
      return row === undefined ? undefined : ofRow(row);
    },
    allAt: (stream, n) => {
      const last = head(stream);
      if (last === undefined || n > last.n) return [];
      const only = n === last.n && !hasForks() ? event(last.hash) : undefined;
      return only === undefined ? rows.allAt(stream, n).map(ofRow) : [only];
    },
    head,
    forgetHeads: () => heads.clear(),
    appended: (logged) => {
      cache.set(logged.hash, logged);
      const last = head(logged.stream);
      if (last === undefined || logged.n > last.n) heads.set(logged.stream, { n: logged.n, hash: logged.hash });
    },
    clear: () => {
      cache.clear();
      heads.clear();
    },
  };
};
