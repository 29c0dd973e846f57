import type { EventRow, EventRows } from '../../adapters/sqlite/event-rows.ts';
import { bytesToHex, hexToBytes } from '../../protocol/bytes.ts';
import type { AnyEvent, KnownEvent, Logged } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { recent } from './recent.ts';

/** The events of a ledger, read from their records and kept for a while. */
export type StoredEvents = {
  readonly event: (hash: string) => Logged<AnyEvent> | undefined;
  /** As `event`, for those of a type that this program knows. */
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly ofRow: (row: EventRow) => Logged<AnyEvent>;
  readonly remember: (event: Logged<AnyEvent>) => Logged<AnyEvent>;
  readonly clear: () => void;
};

/** Events kept as they were read; at most twice as many. */
const KEPT = 10_000;

/** Reads events of the table that `rows` reads. Throws when a stored record does not read, or is not the one of its hash. */
export const storedEvents = (rows: EventRows, primitives: Primitives): StoredEvents => {
  const kept = recent<Logged<AnyEvent>>(KEPT);

  const remember = (event: Logged<AnyEvent>): Logged<AnyEvent> => {
    kept.set(event.hash, event);
    return event;
  };

  const ofRow = (row: EventRow): Logged<AnyEvent> => {
    const hash = bytesToHex(row.hash);
    const before = kept.get(hash);
    if (before !== undefined) return before;
    const read = readEvent(row.record, primitives);
    if (!read.ok) throw new Error(`stored event ${row.idx} does not read: ${read.error.code}`);
    if (read.value.event.hash !== hash) throw new Error(`stored event ${row.idx} is not the one of its hash`);
    return remember({ ...read.value.event, index: row.idx, seenAt: row.seen_at });
  };

  const event = (hash: string): Logged<AnyEvent> | undefined => {
    const before = kept.get(hash);
    if (before !== undefined) return before;
    const bytes = hexToBytes(hash);
    const row = bytes.ok ? rows.byHash(bytes.value) : undefined;
    return row === undefined ? undefined : ofRow(row);
  };

  const known = (hash: string): Logged<KnownEvent> | undefined => {
    const found = event(hash);
    return found?.known === true ? found : undefined;
  };

  return { event, known, ofRow, remember, clear: kept.clear };
};
