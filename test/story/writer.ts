import { z } from 'zod';
import { type Bytes, bytesToBase64url, bytesToHex } from '../../core/protocol/bytes.ts';
import { type CommitmentPurpose, type Opening, openingOf } from '../../core/protocol/commitment.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../core/protocol/jcs.ts';
import { EVENT_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { encodeRecord } from '../../core/protocol/record.ts';
import { assertionChallenge, withAssertion } from '../../core/protocol/record-signature.ts';
import { type PasskeyHolder, primitives, type RecordKeyHolder, seedOf, uuidOf } from './keys.ts';

/** An event before it is signed. What is left out follows from the stream and the name. */
export type Draft = {
  readonly type: string;
  /** Minutes precision, UTC: `2026-08-04 01:12`. */
  readonly at: string;
  readonly by: RecordKeyHolder;
  readonly body: JsonObject;
  readonly about?: readonly string[];
  readonly referral?: string;
  readonly step?: number;
  readonly prevStep?: string;
  readonly assertedBy?: PasskeyHolder;
  /** Members that replace or add to those of the payload, for damaged variants. */
  readonly override?: JsonObject;
  /** Members of the payload that are left out, for damaged variants. */
  readonly without?: readonly string[];
  /** Rewrites the finished record bytes, for damaged variants. */
  readonly damage?: (record: Bytes) => Bytes;
  /** Signs over these bytes instead of the payload, for damaged variants. */
  readonly signs?: (payload: Bytes) => Bytes;
};

/** One record of the story with the name it goes by. */
export type Entry = {
  readonly name: string;
  readonly index: number;
  readonly bytes: Bytes;
  readonly hash: string;
  readonly type: string;
};

export type Writer = {
  /** Signs, logs and returns the event hash. */
  readonly append: (name: string, draft: Draft) => string;
  readonly entries: () => readonly Entry[];
  readonly openings: () => readonly Opening[];
  /** The hash of the event of that name; throws for a name that was not written. */
  readonly hash: (name: string) => string;
  readonly net: () => string;
  /** Commits to data; the opening is kept with the story unless `secret`. */
  readonly commit: (purpose: CommitmentPurpose, referral: string, name: string, data: JsonValue, secret?: 'secret') => string;
  readonly opening: (commitment: string) => Opening;
};

/** What a variant does to the events of the story, by name. */
export type Changes = {
  readonly change?: Readonly<Record<string, (draft: Draft, writer: Writer) => Draft>>;
  readonly before?: Readonly<Record<string, (writer: Writer) => readonly (readonly [string, Draft])[]>>;
  readonly omit?: readonly string[];
  readonly until?: string;
};

const recordPayload = z.object({ payload: z.string() });

/** The canonical payload inside a record, as text. */
export const payloadText = (record: Bytes): string =>
  Buffer.from(recordPayload.parse(JSON.parse(Buffer.from(record).toString('utf8'))).payload, 'base64').toString('utf8');

/** `2026-08-04 01:12` as an instant of the protocol. */
export const instantOf = (minute: string): string => `${minute.replace(' ', 'T')}:00.000Z`;

/** Signs a draft at a place of its stream. */
export const signDraft = (
  name: string,
  draft: Draft,
  place: { readonly net: string; readonly n: number; readonly prev: string },
): Bytes => {
  const { type, at, by, body, about, referral, step, prevStep, override = {}, without = [] } = draft;
  const full: JsonObject = {
    v: 1,
    net: place.net,
    type,
    id: uuidOf(`event ${name}`),
    stream: by.keyid,
    n: place.n,
    prev: place.prev,
    at: instantOf(at),
    ...(about === undefined || about.length === 0 ? {} : { about }),
    ...(referral === undefined ? {} : { referral }),
    ...(step === undefined ? {} : { step }),
    ...(prevStep === undefined ? {} : { prevStep }),
    body,
    ...override,
  };
  const plain = Object.fromEntries(Object.entries(full).filter(([member]) => !without.includes(member)));
  const payload =
    draft.assertedBy === undefined ? plain : withAssertion(plain, draft.assertedBy.assertion(assertionChallenge(primitives, plain)));
  const payloadBytes = canonicalBytes(payload);
  const signed = draft.signs === undefined ? payloadBytes : draft.signs(payloadBytes);
  const record = encodeRecord({
    payloadType: EVENT_PAYLOAD_TYPE,
    payloadBytes,
    signature: by.signature(EVENT_PAYLOAD_TYPE, signed),
  });
  return draft.damage === undefined ? record : draft.damage(record);
};

/** Writes a log of signed events, one stream a key. */
export const createWriter = (changes: Changes): Writer => {
  const entries: Entry[] = [];
  const hashes = new Map<string, string>();
  const streams = new Map<string, { readonly n: number; readonly prev: string }>();
  const openings = new Map<string, Opening>();
  const shown = new Set<string>();
  let net = ZERO_HASH;
  let open = true;
  const put = (name: string, given: Draft): string => {
    const draft = changes.change?.[name]?.(given, writer) ?? given;
    const place = streams.get(draft.by.keyid) ?? { n: 0, prev: ZERO_HASH };
    const bytes = signDraft(name, draft, { net, ...place });
    const hash = bytesToHex(primitives.sha256(bytes));
    streams.set(draft.by.keyid, { n: place.n + 1, prev: hash });
    hashes.set(name, hash);
    if (net === ZERO_HASH) net = hash;
    if (open && changes.omit?.includes(name) !== true) entries.push({ name, index: entries.length, bytes, hash, type: draft.type });
    if (name === changes.until) open = false;
    return hash;
  };
  const writer: Writer = {
    append: (name, draft) => {
      for (const [extra, extraDraft] of changes.before?.[name]?.(writer) ?? []) put(extra, extraDraft);
      return put(name, draft);
    },
    entries: () => entries,
    openings: () =>
      [...openings.values()].filter((opening) => shown.has(opening.commitment)).toSorted((a, b) => (a.commitment < b.commitment ? -1 : 1)),
    hash: (name) => {
      const hash = hashes.get(name);
      if (hash === undefined) throw new Error(`the story has no event ${name}`);
      return hash;
    },
    net: () => net,
    commit: (purpose, referral, name, data, secret) => {
      const opening = openingOf(primitives, net, { for: purpose, referral, data }, seedOf(`salt ${purpose} ${name}`));
      openings.set(opening.commitment, opening);
      if (open && secret === undefined) shown.add(opening.commitment);
      return opening.commitment;
    },
    opening: (commitment) => {
      const opening = openings.get(commitment);
      if (opening === undefined) throw new Error(`no opening of ${commitment}`);
      return opening;
    },
  };
  return writer;
};

/** base64url of bytes. */
export const b64u = bytesToBase64url;
