import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { EVENTS, isKnownType, type BodyOf, type EventType } from './catalogue.ts';
import { payload as payloadSchema, ZERO_HASH, type PayloadAssertion } from './payload.ts';
import { type Payload, plainPayload } from './plain-payload.ts';

/** What every event has once its record was read (protocol §3). Hashes are lower-case hex. */
export type Envelope = {
  readonly hash: string;
  readonly net: string;
  readonly id: string;
  readonly stream: string;
  readonly n: number;
  readonly prev: string;
  readonly at: string;
  readonly about: readonly string[];
  readonly referral?: string;
  readonly step?: number;
  readonly prevStep?: string;
  readonly assertion?: PayloadAssertion;
};

export type EventOf<T extends EventType> = Envelope & {
  readonly known: true;
  readonly type: T;
  readonly body: BodyOf<T>;
};
/** An event of a type this version knows, discriminated by `type`. */
export type KnownEvent = { readonly [T in EventType]: EventOf<T> }[EventType];
/** An event "from a newer version": kept and passed on, counted for nothing. */
export type UnknownEvent = Envelope & {
  readonly known: false;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
};
export type AnyEvent = KnownEvent | UnknownEvent;
/** An event with its place in the log at hand and the time this desk first saw it. */
export type Logged<E extends Envelope = AnyEvent> = E & { readonly index: number; readonly seenAt: string };
export type LoggedOf<T extends EventType> = Logged<EventOf<T>>;

/** Named failures of checks 10 to 14 of protocol §3; `where` names the member that failed. */
export type EventFailure = {
  readonly code: 'payload.shape' | 'payload.stream' | 'payload.prev' | 'payload.body' | 'payload.assertion';
  readonly where: string;
};

const place = (issue: z.core.$ZodIssue | undefined): string => (issue === undefined ? '' : issue.path.join('.'));

/**
 * Types the payload of a record: checks 10 to 14 of protocol §3, in order.
 * `keyid` is the signature's key id, `hash` the record's event hash.
 */
export const typeEvent = (value: unknown, keyid: string, hash: string): Result<AnyEvent, EventFailure> => {
  const read = readPayload(value);
  if (!read.ok) return read;
  const { v: _version, type, body, about, ...rest } = read.value;
  if (rest.stream !== keyid) return err({ code: 'payload.stream', where: 'stream' });
  if ((rest.n === 0) !== (rest.prev === ZERO_HASH)) return err({ code: 'payload.prev', where: 'prev' });
  const envelope: Envelope = { hash, ...dropUndefined(rest), about: about ?? [] };
  if (!isKnownType(type)) return ok({ ...envelope, known: false, type, body });
  const rule = EVENTS[type];
  const checked = rule.body.safeParse(body);
  if (!checked.success) return err({ code: 'payload.body', where: `body.${place(checked.error.issues[0])}` });
  if (envelope.about.length < rule.about[0] || envelope.about.length > rule.about[1]) return err({ code: 'payload.body', where: 'about' });
  if (envelope.about.length > 1 && new Set(envelope.about).size !== envelope.about.length)
    return err({ code: 'payload.body', where: 'about' });
  if (rule.referral !== (envelope.referral !== undefined)) return err({ code: 'payload.body', where: 'referral' });
  if (rule.step !== envelope.step) return err({ code: 'payload.body', where: 'step' });
  if ((rule.step !== undefined && rule.step > 0) !== (envelope.prevStep !== undefined))
    return err({ code: 'payload.body', where: 'prevStep' });
  if (rule.asserted === true && envelope.assertion === undefined) return err({ code: 'payload.assertion', where: 'assertion' });
  // The schema of `type` has just accepted `body`; the compiler cannot follow that through the table.
  return ok({ ...envelope, known: true, type, body: checked.data } as KnownEvent);
};

const readPayload = (value: unknown): Result<Payload, EventFailure> => {
  const plain = plainPayload(value);
  if (plain !== undefined) return ok(plain);
  const parsed = payloadSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err({ code: 'payload.shape', where: place(parsed.error.issues[0]) });
};

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Optional members that are absent stay absent (exactOptionalPropertyTypes). */
const dropUndefined = <T extends object>(value: T): Defined<T> => {
  for (const member of Object.values(value))
    if (member === undefined) return Object.fromEntries(Object.entries(value).filter(([, kept]) => kept !== undefined)) as Defined<T>;
  return value as Defined<T>;
};
