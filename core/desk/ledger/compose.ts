import { uuidV7 } from '../../ports/entropy.ts';
import { hexToBytes, type Bytes } from '../../protocol/bytes.ts';
import type { BodyOf, EventType } from '../../protocol/event/catalogue.ts';
import { ZERO_HASH } from '../../protocol/event/payload.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/jcs.ts';
import { EVENT_PAYLOAD_TYPE, pae, TICKET_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { encodeRecord, eventHashOf, parseKeyId } from '../../protocol/record.ts';
import type { DeskContext, Signer } from '../context.ts';

/** An event that is still to be placed in a stream. */
export type Draft<T extends EventType = EventType> = {
  readonly type: T;
  readonly body: BodyOf<T>;
  readonly about?: readonly string[];
  readonly referral?: string;
  readonly step?: number;
  readonly prevStep?: string;
};

/** Draft of one known type, so that `body` is checked against `type`. */
export type AnyDraft = { readonly [T in EventType]: Draft<T> }[EventType];

/** Where the next event of a stream goes. */
export type Place = { readonly n: number; readonly prev: string };

/** The place after the head of a stream in the ledger. */
export const nextPlace = (desk: Pick<DeskContext, 'ledger'>, stream: string): Place => {
  const head = desk.ledger.head(stream);
  return head === undefined ? { n: 0, prev: ZERO_HASH } : { n: head.n + 1, prev: head.hash };
};

/** The payload of a draft at a place; `net` is the register's, `at` and `id` come from the desk's ports. */
export const placeDraft = (
  desk: Pick<DeskContext, 'clock' | 'entropy'>,
  net: string,
  stream: string,
  place: Place,
  draft: AnyDraft,
): JsonObject => {
  const at = desk.clock.now();
  return {
    at,
    body: draft.body as JsonObject,
    id: uuidV7(desk.entropy, at),
    n: place.n,
    net,
    prev: place.prev,
    stream,
    type: draft.type,
    v: 1,
    ...(draft.about === undefined || draft.about.length === 0 ? {} : { about: draft.about }),
    ...(draft.referral === undefined ? {} : { referral: draft.referral }),
    ...(draft.step === undefined ? {} : { step: draft.step }),
    ...(draft.prevStep === undefined ? {} : { prevStep: draft.prevStep }),
  };
};

/** Signs a JSON payload of any of the protocol's payload types with a desk-held Ed25519 key and makes the record. */
export const signPayload = (payloadType: string, payload: JsonObject, signer: Signer): Bytes => {
  const payloadBytes = canonicalBytes(payload);
  const keyid = parseKeyId(signer.key);
  if (!keyid.ok) throw new Error('a signer without a key id');
  return encodeRecord({
    payloadType,
    payloadBytes,
    signature: { alg: 'ed25519', keyid: keyid.value, sig: signer.sign(pae(payloadType, payloadBytes)) },
  });
};

/** Signs an event payload. */
export const signEvent = (payload: JsonObject, signer: Signer): Bytes => signPayload(EVENT_PAYLOAD_TYPE, payload, signer);

/** Log ticket of an event (protocol §7.4), signed by the stream's key or by the desk key that took a client's event in. */
export const signTicket = (
  ticket: { readonly hash: string; readonly stream: string; readonly n: number; readonly prev: string },
  signer: Signer,
): Bytes => signPayload(TICKET_PAYLOAD_TYPE, { event_hash: ticket.hash, n: ticket.n, prev: ticket.prev, stream: ticket.stream }, signer);

/**
 * Signs drafts one after the other in the stream of `signer` and appends them with `also` in one transaction. A draft may be made from the hashes
 * of the drafts before it. Throws when the ledger refuses an event of its own: that is a bug, not an expected failure.
 */
export const appendOwn = (
  desk: DeskContext,
  net: string,
  signer: Signer,
  drafts: readonly ((hashes: readonly string[]) => AnyDraft)[],
  also?: (hashes: readonly string[]) => void,
): readonly string[] => {
  const records: Bytes[] = [];
  const hashes: string[] = [];
  let place = nextPlace(desk, signer.key);
  for (const draft of drafts) {
    const record = signEvent(placeDraft(desk, net, signer.key, place, draft(hashes)), signer);
    const hash = eventHashOf(desk.primitives, record);
    records.push(record);
    hashes.push(hash);
    place = { n: place.n + 1, prev: hash };
  }
  appendRecords(desk, records, signer, () => also?.(hashes));
  return hashes;
};

/**
 * Appends records that this desk signed or took in, with their tickets; all or nothing. A ticket is signed by the stream's key where that is
 * `author`, else by the desk's own, which signed the event or took it in (protocol §7.4).
 */
export const appendRecords = (desk: DeskContext, records: readonly Bytes[], author: Signer, also?: () => void): void => {
  desk.ledger.accept(records, 'own', (outcomes) => {
    for (const outcome of outcomes) {
      if (outcome.outcome !== 'accepted')
        throw new Error(
          `the ledger did not accept an event of this desk: ${outcome.outcome} ${'code' in outcome ? `${outcome.code} ${outcome.why}` : ''}`,
        );
      const { event } = outcome;
      const ticket = signTicket(event, event.stream === author.key ? author : desk.keys.desk);
      desk.db.statement<[number, Uint8Array], never>('insert into ticket (idx, record) values (?, ?)').run(event.index, ticket);
    }
    also?.();
  });
};

/** Hash bytes of a hex hash that the program made itself. */
export const hashBytes = (hash: string): Bytes => {
  const bytes = hexToBytes(hash);
  if (!bytes.ok) throw new Error('not a hash');
  return bytes.value;
};
