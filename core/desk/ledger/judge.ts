import type { Result } from '../../domain/result.ts';
import { isConsentEvent } from '../../protocol/consent/authority.ts';
import { consentClientProblem } from '../../protocol/consent/client.ts';
import type { AnyEvent, KnownEvent, Logged, LoggedOf } from '../../protocol/event/event.ts';
import { ZERO_HASH } from '../../protocol/event/payload.ts';
import type { ReadEvent, ReadFailure } from '../../protocol/event/read.ts';
import { checkAssertion, checkSignature, type StatedKey } from '../../protocol/event/signature.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import { base64urlToBytes } from '../../protocol/bytes.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { referralProblem } from '../../protocol/referral/checks.ts';
import { clientProblem, statedClientKey } from '../../protocol/referral/client-keys.ts';
import { type AuthorFacts, authorOf, mayAct } from '../../protocol/register/authority.ts';
import { foundRegister, isFounding, withFoundingKeys } from '../../protocol/register/fold.ts';
import { provesPossession } from '../../protocol/register/possession.ts';
import { recoveryCountsFrom } from '../../protocol/register/recovery.ts';
import type { Register } from '../../protocol/register/state.ts';

/** What the ledger would do with a record. Codes are those of docs/protocol.md. */
export type Judgement =
  | {
      readonly verdict: 'accept';
      readonly event: AnyEvent;
      readonly position: number;
      readonly author: AuthorFacts;
      readonly founded: Register | null;
    }
  | { readonly verdict: 'already'; readonly hash: string; readonly index: number }
  | { readonly verdict: 'conflict'; readonly hash: string; readonly other: string; readonly event: AnyEvent }
  | {
      readonly verdict: 'wait';
      readonly hash: string;
      readonly code: string;
      readonly why: string;
      readonly event: AnyEvent;
    }
  | {
      readonly verdict: 'refuse';
      readonly hash: string | null;
      readonly code: string;
      readonly why: string;
      readonly event: AnyEvent | null;
    };

export type JudgeContext = {
  readonly register: Register | null;
  readonly size: number;
  /** What the desk's own clock shows. */
  readonly now: string;
  readonly primitives: Primitives;
  readonly byHash: (hash: string) => Logged<AnyEvent> | undefined;
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
  readonly byStream: (stream: string, n: number) => Logged<AnyEvent> | undefined;
};

/** Judges a record that was read against what the desk holds. Pure: it reads through the context and changes nothing. */
export const judge = (read: Result<ReadEvent, ReadFailure>, context: JudgeContext): Judgement => {
  if (!read.ok)
    return {
      verdict: 'refuse',
      hash: null,
      code: read.error.code,
      why: 'where' in read.error ? read.error.where : '',
      event: null,
    };
  const { event } = read.value;
  const held = context.byHash(event.hash);
  if (held !== undefined) return { verdict: 'already', hash: event.hash, index: held.index };
  const refuse = (code: string, why: string): Judgement => ({
    verdict: 'refuse',
    hash: event.hash,
    code,
    why,
    event,
  });
  const wait = (code: string, why: string): Judgement => ({
    verdict: 'wait',
    hash: event.hash,
    code,
    why,
    event,
  });
  if (event.known && isFounding(event))
    return context.register === null ? judgeFounding(read.value, event, context) : refuse('event.net', 'another network');
  if (context.register === null) return wait('register.unknown', 'this desk has no register yet');
  if (event.net !== context.register.net) return refuse('event.net', 'an event of another network counts for nothing here');
  const same = context.byStream(event.stream, event.n);
  if (same !== undefined) return { verdict: 'conflict', hash: event.hash, other: same.hash, event };
  const linked = streamProblem(event, context);
  if (linked !== null) return refuse('stream.link', linked);
  const key = keyFor(event, context);
  if (key === undefined) return wait('key.unknown', 'no event held here states this key');
  const signature = checkSignature(read.value.record, key, context.primitives);
  if (!signature.ok) return refuse(signature.error.code, signature.error.why);
  if (!event.known)
    return {
      verdict: 'accept',
      event,
      position: context.size,
      author: { kind: 'client', key: event.stream },
      founded: null,
    };
  return judgeKnown(read.value, event, context.register, context);
};

const judgeFounding = (read: ReadEvent, event: Extract<KnownEvent, { type: 'registrar.appointed' }>, context: JudgeContext): Judgement => {
  const refuse = (code: string, why: string): Judgement => ({
    verdict: 'refuse',
    hash: event.hash,
    code,
    why,
    event,
  });
  const position = rootIds(event, context.primitives).indexOf(read.record.signature.keyid);
  const root = event.body.roots[position];
  if (root === undefined) return refuse('trust.root', 'a root that the event lists signs the founding event');
  const signature = checkSignature(read.record, { spki: root.spki, alg: 'ed25519', credential: null }, context.primitives);
  if (!signature.ok) return refuse(signature.error.code, signature.error.why);
  if (!provesPossession(event, context.primitives)) return refuse('key.proof', 'a key id is not the hash of its key');
  const logged = { ...event, index: context.size, seenAt: event.at };
  return {
    verdict: 'accept',
    event,
    position: context.size,
    author: { kind: 'root', key: event.stream },
    founded: founded(logged, context.primitives),
  };
};

/** The register that a founding event begins, with the key ids of its roots. */
export const founded = (event: LoggedOf<'registrar.appointed'>, primitives: Primitives): Register =>
  withFoundingKeys(foundRegister(event), event, rootIds(event, primitives));

const rootIds = (event: Extract<KnownEvent, { type: 'registrar.appointed' }>, primitives: Primitives): readonly string[] =>
  event.body.roots.map((root) => {
    const spki = base64urlToBytes(root.spki);
    return spki.ok ? keyIdOfSpki(primitives, spki.value) : '';
  });

const streamProblem = (event: AnyEvent, context: JudgeContext): string | null => {
  const before = event.n === 0 ? undefined : context.byStream(event.stream, event.n - 1);
  if (before !== undefined && before.hash !== event.prev) return 'it does not follow the event before it in its stream';
  const after = context.byStream(event.stream, event.n + 1);
  return after !== undefined && after.prev !== event.hash ? 'the event after it in its stream follows another one' : null;
};

const keyFor = (event: AnyEvent, context: JudgeContext): StatedKey | undefined => {
  const registered = context.register?.keys.get(event.stream);
  if (registered !== undefined) return registered;
  const first = event.n === 0 ? event : context.byStream(event.stream, 0);
  return first?.known === true ? statedClientKey(first, context.primitives) : undefined;
};

/** Events that must be held before this one can be judged: what it is about, the step below, and what its body rests on. */
const namedBy = (event: KnownEvent): readonly string[] => {
  const below = event.prevStep === undefined || event.prevStep === ZERO_HASH ? [] : [event.prevStep];
  const rests = 'invite' in event.body && event.body.invite !== null ? [event.body.invite] : [];
  const consents = event.type === 'referral.acknowledgement' ? event.body.consents : [];
  const approvals = event.type === 'rule.published' || event.type === 'batch.released' ? event.body.approvals : [];
  return [...event.about, ...below, ...rests, ...consents, ...approvals];
};

/** A person or key that a register event speaks of and no event held here has stated yet; null when all are there. */
const unstatedFact = (event: KnownEvent, register: Register): string | null => {
  switch (event.type) {
    case 'key.registered':
      return event.body.person === null || register.people.has(event.body.person) ? null : 'the person of this key is not stated yet';
    case 'person.left':
    case 'role.changed':
      return register.people.has(event.body.person) ? null : 'this person is not stated yet';
    case 'practice.recovered':
      return register.people.has(event.body.person) ? null : 'the person of these keys is not stated yet';
    case 'key.revoked':
    case 'key.retired':
      return register.keys.has(event.body.key) ? null : 'this key is not stated yet';
    default:
      return null;
  }
};

/** When a key of a recovery begins to count at this desk, whose clock runs from the day it received it (protocol §5.6); null when it does. */
const recoveringUntil = (event: KnownEvent, register: Register, context: JudgeContext): string | null => {
  const key = register.keys.get(event.stream);
  if (key === undefined || key.since === null) return null;
  const received = recoveryCountsFrom(context.byHash(key.event)?.seenAt ?? context.now);
  const from = received > key.since ? received : key.since;
  return context.now < from ? from : null;
};

const judgeKnown = (read: ReadEvent, event: KnownEvent, register: Register, context: JudgeContext): Judgement => {
  const refuse = (code: string, why: string): Judgement => ({
    verdict: 'refuse',
    hash: event.hash,
    code,
    why,
    event,
  });
  // What names an event waits for it, so in a desk's own log nothing gives an event an earlier position than its index (protocol §5.4).
  const position = context.size;
  const author = authorOf(register, event, position);
  if (!author.ok) return refuse(author.error.code, author.error.why);
  const early = recoveringUntil(event, register, context);
  if (early !== null)
    return {
      verdict: 'wait',
      hash: event.hash,
      code: 'key.recovering',
      why: `its key comes from a recovery and counts here from ${early} on`,
      event,
    };
  const person = author.value.kind === 'person' ? author.value.person : null;
  const passkeyOf = (key: string) => {
    const found = register.keys.get(key);
    return found !== undefined && found.from < position && (found.revokedAt === null || position < found.revokedAt) ? found : undefined;
  };
  if (event.assertion !== undefined && !register.keys.has(event.assertion.keyid))
    return {
      verdict: 'wait',
      hash: event.hash,
      code: 'key.unknown',
      why: 'no event held here states the passkey',
      event,
    };
  const asserted = checkAssertion(read.record, event, person, passkeyOf, context.primitives);
  if (!asserted.ok) return refuse(asserted.error.code, asserted.error.why);
  const logged: Logged<KnownEvent> = { ...event, index: position, seenAt: event.at };
  const intent = event.referral === undefined ? undefined : intentOf(event, (hash) => (hash === event.hash ? logged : context.known(hash)));
  if (event.referral !== undefined && intent === undefined)
    return {
      verdict: 'wait',
      hash: event.hash,
      code: 'referral.unknown',
      why: 'the referral it belongs to is not held here',
      event,
    };
  const unheld = namedBy(event).find((hash) => context.byHash(hash) === undefined);
  if (unheld !== undefined)
    return {
      verdict: 'wait',
      hash: event.hash,
      code: 'named.unknown',
      why: `event ${unheld.slice(0, 16)}, which it names, is not held here`,
      event,
    };
  const unstated = unstatedFact(event, register);
  if (unstated !== null) return { verdict: 'wait', hash: event.hash, code: 'register.unknown', why: unstated, event };
  const acts = mayAct(register, author.value, event, { byHash: context.known, intentOf: () => intent, authorOf: context.author }, position);
  if (!acts.ok) return refuse(acts.error.code, acts.error.why);
  if (!provesPossession(event, context.primitives)) return refuse('key.proof', 'the new key is not proven to be held');
  if (author.value.kind === 'client') {
    const isPartyEvent = (hash: string): boolean => context.author(hash)?.kind === 'person';
    const firstOf = (stream: string): KnownEvent | undefined => {
      const first = context.byStream(stream, 0);
      return first?.known === true ? first : undefined;
    };
    const practiceOf = (hash: string): string | null => {
      const by = context.author(hash);
      return by?.kind === 'person' ? by.practice : null;
    };
    const problem = isConsentEvent(event)
      ? consentClientProblem(event, position, { byHash: context.known, firstOf, practiceOf }, context.primitives)
      : clientProblem(event, position, { byHash: context.known, firstOf, isPartyEvent }, context.primitives);
    if (problem !== null) return refuse(problem.code, problem.why);
  }
  if (intent !== undefined) {
    const problem = referralProblem(logged, author.value, intent, context.known);
    if (problem !== null) return refuse(problem.code, problem.why);
  }
  return { verdict: 'accept', event, position, author: author.value, founded: null };
};
