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
import { foundRegister, isFounding, unstatedFact, withFoundingKeys } from '../../protocol/register/fold.ts';
import { type Moment, momentAt } from '../../protocol/register/moment.ts';
import { provesPossession } from '../../protocol/register/possession.ts';
import { recoveryCountsFrom } from '../../protocol/register/recovery.ts';
import type { Register } from '../../protocol/register/state.ts';
import { momentsBefore, turningPoints } from '../../protocol/register/turning-points.ts';

/** Why an event that is kept does not count. */
export type Void = { readonly code: string; readonly why: string };

/** What the ledger would do with a record. Codes are those of docs/protocol.md. */
export type Judgement =
  | {
      readonly verdict: 'accept';
      readonly event: AnyEvent;
      readonly position: number;
      readonly author: AuthorFacts;
      readonly founded: Register | null;
    }
  /** Kept in its place and counts for nothing as things stand: the network log may still show that it stood before what ended its right. */
  | { readonly verdict: 'void'; readonly code: string; readonly why: string; readonly event: AnyEvent; readonly position: number }
  | { readonly verdict: 'already'; readonly hash: string; readonly index: number }
  /** As `void`, because `other` stands in its place of the stream. */
  | { readonly verdict: 'conflict'; readonly hash: string; readonly other: string; readonly event: AnyEvent; readonly position: number }
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
  /** The event with this hash, if it is held and counts. */
  readonly known: (hash: string) => Logged<KnownEvent> | undefined;
  readonly author: (hash: string) => AuthorFacts | undefined;
  readonly byStream: (stream: string, n: number) => Logged<AnyEvent> | undefined;
  /** The event held here that takes the place of this one in its stream. */
  readonly rivalOf: (event: AnyEvent) => Logged<AnyEvent> | undefined;
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
  const key = keyFor(event, context);
  if (key === undefined) return wait('key.unknown', 'no event held here states this key');
  const signature = checkSignature(read.value.record, key, context.primitives);
  if (!signature.ok) return refuse(signature.error.code, signature.error.why);
  const judged: Judgement = event.known
    ? judgeKnown(read.value, event, context.register, context)
    : { verdict: 'accept', event, position: context.size, author: { kind: 'client', key: event.stream }, founded: null };
  if (judged.verdict !== 'accept' && judged.verdict !== 'void') return judged;
  const rival = context.rivalOf(event);
  return rival === undefined ? judged : { verdict: 'conflict', hash: event.hash, other: rival.hash, event, position: context.size };
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

const keyFor = (event: AnyEvent, context: JudgeContext): StatedKey | undefined => {
  const registered = context.register?.keys.get(event.stream);
  if (registered !== undefined) return registered;
  const first = event.n === 0 ? event : context.byStream(event.stream, 0);
  return first?.known === true ? statedClientKey(first, context.primitives) : undefined;
};

/** Events that must be held before this one can be judged: what it is about, the step below, and what its body rests on. */
const namedBy = (event: KnownEvent): readonly string[] => {
  const below = event.prevStep === undefined || event.prevStep === ZERO_HASH ? [] : [event.prevStep];
  const rests = 'invite' in event.body && event.body.invite !== null && event.body.invite !== undefined ? [event.body.invite] : [];
  const consents = event.type === 'referral.acknowledgement' ? event.body.consents : [];
  const approvals = event.type === 'rule.published' || event.type === 'batch.released' ? event.body.approvals : [];
  return [...event.about, ...below, ...rests, ...consents, ...approvals];
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
  const position = context.size;
  const early = recoveringUntil(event, register, context);
  if (early !== null)
    return {
      verdict: 'wait',
      hash: event.hash,
      code: 'key.recovering',
      why: `its key comes from a recovery and counts here from ${early} on`,
      event,
    };
  const here = judgeAt(read, event, register, momentAt(position), context);
  if (here.verdict === 'accept') return { verdict: 'accept', event, position, author: here.author, founded: null };
  const refused = { hash: event.hash, code: here.code, why: here.why, event };
  if (here.verdict === 'wait') return { ...refused, verdict: 'wait' };
  const kept: Judgement = { verdict: 'void', code: here.code, why: here.why, event, position };
  if (here.verdict === 'void') return kept;
  // Where what ended its right arrived before it, it is kept: where the two stand in the network log is not known yet.
  const earlier = momentsBefore(turningPoints(register, event), position).map((moment) => judgeAt(read, event, register, moment, context));
  if (earlier.some(({ verdict }) => verdict === 'accept' || verdict === 'void')) return kept;
  for (const judged of earlier) if (judged.verdict === 'wait') return { ...refused, verdict: 'wait', code: judged.code, why: judged.why };
  return { ...refused, verdict: 'refuse' };
};

/** A record that was taken in before is kept in its place, whatever would become of it now. */
export const keptAgain = (judged: Judgement, position: number): Judgement =>
  (judged.verdict === 'wait' || judged.verdict === 'refuse') && judged.event !== null
    ? { verdict: 'void', event: judged.event, position, code: judged.code, why: judged.why }
    : judged;

/** Whether an event whose signature holds counts at a moment, under the register and the events that are held. */
export type Counted =
  | { readonly verdict: 'accept'; readonly author: AuthorFacts }
  | { readonly verdict: 'void'; readonly code: string; readonly why: string }
  | { readonly verdict: 'wait' | 'refuse'; readonly code: string; readonly why: string };

const heldKnown = ({ byHash }: Pick<JudgeContext, 'byHash'>, hash: string): Logged<KnownEvent> | undefined => {
  const found = byHash(hash);
  return found?.known === true ? found : undefined;
};

/** Judges what depends on other events: author, roles, parties, what it names. `moment` is where it stands (protocol §5.4). Pure. */
export const judgeAt = (
  read: ReadEvent,
  event: KnownEvent,
  register: Register,
  moment: Moment,
  context: Pick<JudgeContext, 'primitives' | 'byHash' | 'known' | 'author' | 'byStream'>,
): Counted => {
  const refuse = (code: string, why: string): Counted => ({ verdict: 'refuse', code, why });
  const wait = (code: string, why: string): Counted => ({ verdict: 'wait', code, why });
  const author = authorOf(register, event, moment);
  if (!author.ok) return refuse(author.error.code, author.error.why);
  const person = author.value.kind === 'person' ? author.value.person : null;
  const passkeyOf = (key: string) => {
    const found = register.keys.get(key);
    return found !== undefined && found.from < moment.index && (found.revokedAt === null || !moment.isAfter(found.revokedAt))
      ? found
      : undefined;
  };
  if (event.assertion !== undefined && !register.keys.has(event.assertion.keyid))
    return wait('key.unknown', 'no event held here states the passkey');
  const asserted = checkAssertion(read.record, event, person, passkeyOf, context.primitives);
  if (!asserted.ok) return refuse(asserted.error.code, asserted.error.why);
  const logged: Logged<KnownEvent> = { ...event, index: moment.index, seenAt: event.at };
  const intent =
    event.referral === undefined ? undefined : intentOf(event, (hash) => (hash === event.hash ? logged : heldKnown(context, hash)));
  if (event.referral !== undefined && intent === undefined) return wait('referral.unknown', 'the referral it belongs to is not held here');
  const named = namedBy(event);
  const unheld = named.find((hash) => context.byHash(hash) === undefined);
  if (unheld !== undefined) return wait('named.unknown', `event ${unheld.slice(0, 16)}, which it names, is not held here`);
  const first = author.value.kind === 'client' && event.n > 0 ? context.byStream(event.stream, 0) : undefined;
  const uncounted = [...named, ...(first === undefined ? [] : [first.hash])].find(
    (hash) => heldKnown(context, hash) !== undefined && context.known(hash) === undefined,
  );
  if (uncounted !== undefined)
    return { verdict: 'void', code: 'named.void', why: `event ${uncounted.slice(0, 16)}, which it rests on, does not count` };
  const unstated = unstatedFact(event, register);
  if (unstated !== null) return wait('register.unknown', unstated);
  const acts = mayAct(register, author.value, event, { byHash: context.known, intentOf: () => intent, authorOf: context.author }, moment);
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
      ? consentClientProblem(event, moment.index, { byHash: context.known, firstOf, practiceOf }, context.primitives)
      : clientProblem(event, moment.index, { byHash: context.known, firstOf, isPartyEvent }, context.primitives);
    if (problem !== null) return refuse(problem.code, problem.why);
  }
  if (intent !== undefined) {
    const problem = referralProblem(logged, author.value, intent, context.known);
    if (problem !== null) return refuse(problem.code, problem.why);
  }
  return { verdict: 'accept', author: author.value };
};
