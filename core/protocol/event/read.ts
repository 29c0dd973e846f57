import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { EVENT_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { parseRecord, type ParsedRecord, type RecordError } from '../record.ts';
import { typeEvent, type AnyEvent, type EventFailure } from './event.ts';

export type ReadEvent = { readonly record: ParsedRecord; readonly event: AnyEvent };
export type ReadFailure = RecordError | EventFailure;

/** Reads one event record: all checks of protocol §3, in order. What it says is not yet believed: no signature was checked. */
export const readEvent = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<ReadEvent, ReadFailure> => {
  const record = parseRecord(bytes, primitives, EVENT_PAYLOAD_TYPE);
  if (!record.ok) return err(record.error);
  const event = typeEvent(record.value.payload, record.value.signature.keyid, record.value.eventHash);
  return event.ok ? ok({ record: record.value, event: event.value }) : err(event.error);
};
