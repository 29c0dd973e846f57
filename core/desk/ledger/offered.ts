import type { Result } from '../../domain/result.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import type { ReadEvent, ReadFailure } from '../../protocol/event/read.ts';
import type { Primitives } from '../../protocol/primitives.ts';

/** A record that was read before its turn, with primitives that may know what they are going to be asked about it. */
export type ReadAhead = {
  readonly record: Bytes;
  readonly read: Result<ReadEvent, ReadFailure>;
  readonly primitives: Primitives;
};

/** What is offered to the ledger: the bytes of a record, or what was made of them already. */
export type Offered = Bytes | ReadAhead;
