import type { Bytes } from '../../protocol/bytes.ts';
import type { AnyEvent } from '../../protocol/event/event.ts';
import { readEvent, type ReadEvent } from '../../protocol/event/read.ts';
import { checkAssertion, checkSignature, type StatedKey, type StatedPasskey } from '../../protocol/event/signature.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';

/** A key that may sign or assert, as the register states it. */
export type KnownKey = StatedPasskey;

/** What one stored record says once its bytes, its signature and its passkey were checked. */
export type RecordFacts = {
  readonly hash: string;
  readonly type: string;
  readonly id: string;
  readonly stream: string;
  readonly n: number;
  readonly prev: string;
  readonly at: string;
  readonly step: number | null;
  readonly prevStep: string | null;
  /** Hashes that it names in `about` and `prevStep`. */
  readonly names: readonly string[];
  /** The event by which its referral is found; null where it names none or its type is not known. */
  readonly leads: string | null;
  /** Key that a client states in this record; null for every other record. */
  readonly states: StatedKey | null;
  /** `no-key` when neither the register nor the record itself states the key: the caller looks in earlier records. */
  readonly signature: 'ok' | 'no-key' | 'invalid';
  readonly assertion: 'none' | 'ok' | 'invalid';
};

/** Checks the signature and the passkey of a record that was read. Pure: runs in any thread. */
export const checkRead = ({ event, record }: ReadEvent, keys: ReadonlyMap<string, KnownKey>, primitives: Primitives): RecordFacts => {
  const states = event.known ? (statedClientKey(event, primitives) ?? null) : null;
  const registered = keys.get(event.stream);
  const key = registered ?? states ?? foundingKey(event);
  const signature = key === null ? 'no-key' : checkSignature(record, key, primitives).ok ? 'ok' : 'invalid';
  const asserted = checkAssertion(record, event, registered?.person ?? null, (id) => keys.get(id), primitives);
  return {
    hash: event.hash,
    type: event.type,
    id: event.id,
    stream: event.stream,
    n: event.n,
    prev: event.prev,
    at: event.at,
    step: event.step ?? null,
    prevStep: event.prevStep ?? null,
    names: [...new Set([...event.about, ...(event.prevStep === undefined ? [] : [event.prevStep])])],
    leads: event.known ? (event.prevStep ?? event.about[0] ?? null) : null,
    states,
    signature,
    assertion: !asserted.ok ? 'invalid' : asserted.value ? 'ok' : 'none',
  };
};

/** Checks one record again under a key that an earlier record states. */
export const verifyUnder = (bytes: Bytes, key: StatedKey, primitives: Primitives): boolean => {
  const read = readEvent(bytes, primitives);
  return read.ok && checkSignature(read.value.record, key, primitives).ok;
};

const foundingKey = (event: AnyEvent): StatedKey | null => {
  if (!event.known || event.type !== 'registrar.appointed') return null;
  const root = event.body.roots[0];
  return root === undefined ? null : { spki: root.spki, alg: 'ed25519', credential: null };
};
