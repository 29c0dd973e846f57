import type { EventRow } from '../../adapters/sqlite/event-rows.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { AnyEvent, Logged } from '../../protocol/event/event.ts';

/** The columns of an entry that repeat its record, and the record. */
export const rowOf = (event: Logged<AnyEvent>, record: Bytes): Omit<EventRow, 'hash' | 'position' | 'intent' | 'first' | 'source'> => ({
  idx: event.index,
  type: event.type,
  id: event.id,
  stream: event.stream,
  n: event.n,
  at: event.at,
  seen_at: event.seenAt,
  record,
});

/** Under which referral an entry is filed: that of its intent, null outside one. */
export const filedUnder = (intent: Logged<AnyEvent> | undefined): Pick<EventRow, 'intent' | 'first'> => ({
  intent: intent?.hash ?? null,
  first: intent?.index ?? null,
});
