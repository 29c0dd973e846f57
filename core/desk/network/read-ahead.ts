import { bytesToHex } from '../../protocol/bytes.ts';
import { readEvent, type ReadEvent } from '../../protocol/event/read.ts';
import { checkAssertion, checkSignature, type StatedKey } from '../../protocol/event/signature.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { Offered } from '../ledger/offered.ts';
import { answeringPrimitives, collectingPrimitives, type SignatureCheck } from '../ledger/signature-checks.ts';
import type { SignatureThread } from '../ledger/signature-thread.ts';

/** Key of a stream that the register does not state: a client's, from the first event of the stream. */
const clientKeyOf = (desk: DeskContext, { event }: ReadEvent, stated: ReadonlyMap<string, StatedKey>): StatedKey | undefined => {
  const before = stated.get(event.stream);
  if (before !== undefined || event.n === 0) return before;
  const row = desk.ledger.rows.byStream(event.stream, 0);
  const first = row === undefined ? undefined : desk.ledger.known(bytesToHex(row.hash));
  return first === undefined ? undefined : statedClientKey(first, desk.primitives);
};

/**
 * Reads records and asks the thread about the signatures that judging them is going to ask about. Nothing is decided here: the ledger judges each record in
 * its turn as if nothing had been read, and works out itself what is not answered by then, or was not asked, for example under a key that is stated only now.
 */
export const readAhead = (desk: DeskContext, thread: SignatureThread, offered: readonly Offered[]): readonly Offered[] => {
  const { keys } = registerOf(desk);
  const stated = new Map<string, StatedKey>();
  const all: SignatureCheck[] = [];
  const answers: { of: ((index: number) => boolean | undefined) | null } = { of: null };
  const ahead = offered.map((record): Offered => {
    if (!(record instanceof Uint8Array)) return record;
    const read = readEvent(record, desk.primitives);
    if (!read.ok) return { record, read, primitives: desk.primitives };
    const { event } = read.value;
    const states = event.known ? statedClientKey(event, desk.primitives) : undefined;
    if (states !== undefined) stated.set(event.stream, states);
    const registered = keys.get(event.stream);
    const key = registered ?? clientKeyOf(desk, read.value, stated);
    if (key === undefined) return { record, read, primitives: desk.primitives };
    const checks: SignatureCheck[] = [];
    const collecting = collectingPrimitives(desk.primitives, checks);
    checkSignature(read.value.record, key, collecting);
    checkAssertion(read.value.record, event, registered?.person ?? null, (id) => keys.get(id), collecting);
    const from = all.length;
    all.push(...checks);
    return {
      record,
      read,
      primitives: answeringPrimitives(desk.primitives, checks, (index) => answers.of?.(from + index)),
    };
  });
  answers.of = thread.ask(all);
  return ahead;
};
