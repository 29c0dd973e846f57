import { err, ok, type Result } from '../../domain/result.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { base64urlToBytes, bytesToHex } from '../bytes.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import { keyIdOfSpki } from '../record.ts';
import type { Primitives } from '../primitives.ts';
import { type AuthorFacts, authorOf, type EventLookup, mayAct } from '../register/authority.ts';
import { applyToRegister, foldInOrder, foundRegister, isFounding, isRegisterEvent, withFoundingKeys } from '../register/fold.ts';
import { momentOfEvent, type Positions } from '../register/position.ts';
import { provesPossession } from '../register/possession.ts';
import { activePeople, type Register } from '../register/state.ts';
import type { SignedFiles } from './intact-files.ts';
import type { IntactReferral } from './intact-referral.ts';
import type { PackEvents } from './pack-events.ts';
import { type CheckList, fails, holds, type Judged, type RecognisedVerdict } from './report.ts';
import { parseTrustFile, type TrustFile } from './trust-file.ts';

type Failure = { readonly code: string; readonly why: string };

const readTrust = (text: string, primitives: Primitives): Judged<TrustFile> => {
  const trust = parseTrustFile(primitives, text);
  return trust.ok
    ? holds(trust.value, 'the trust file with its form')
    : fails(trust.error.code, `trust file line ${String(trust.error.line)}`, 'the trust file with its form');
};

const sameNet = (trust: TrustFile, net: string): Judged<true> => {
  const words = 'the network of the pack with the network of the trust file';
  return trust.net === net ? holds(true, words) : fails('trust.net', 'pack.json net', words);
};

/** Raw public key of an Ed25519 SPKI in hex; empty when it is none. */
const rawKeyOf = (spki: string): string => {
  const bytes = base64urlToBytes(spki);
  return bytes.ok ? bytesToHex(bytes.value.slice(12)) : '';
};

const founding = (
  trust: TrustFile,
  events: PackEvents,
  primitives: Primitives,
): Judged<{ readonly event: LoggedOf<'registrar.appointed'>; readonly register: Register }> => {
  const words = 'the event that founded the network with name, test flag and roots of the trust file';
  const event = events.byHash(trust.net);
  if (event === undefined || !isFounding(event)) return fails('trust.root', 'no founding event in the pack', words);
  const { network, test, roots } = event.body;
  if (network !== trust.network || test !== trust.test)
    return fails('trust.root', `event ${String(event.index)}: name or test flag`, words);
  const same =
    roots.length === trust.roots.length &&
    roots.every((root, position) => rawKeyOf(root.spki) === bytesToHex(trust.roots[position]?.publicKey ?? new Uint8Array()));
  if (!same) return fails('trust.root', `event ${String(event.index)}: roots`, words);
  const ids = roots.map((root) => {
    const spki = base64urlToBytes(root.spki);
    return spki.ok ? keyIdOfSpki(primitives, spki.value) : '';
  });
  if (!ids.some((id) => id === event.stream)) return fails('trust.root', `event ${String(event.index)}: signed by no root`, words);
  return holds({ event, register: withFoundingKeys(foundRegister(event), event, ids) }, words);
};

/** The events of a pack with their places in the network log, as far as the reader believes them. */
export type PlacedEvents = { readonly events: PackEvents; readonly places: ReadonlyMap<number, number> };

/** Looks up what names a hash, by events of the pack. */
const positionsOf = ({ events, places }: PlacedEvents): Positions => {
  const naming = new Map<string, Logged<KnownEvent>[]>();
  if (places.size > 0)
    for (const event of events.known)
      for (const hash of [...event.about, ...(event.prevStep === undefined ? [] : [event.prevStep])])
        naming.set(hash, [...(naming.get(hash) ?? []), event]);
  return { placeOf: (index) => places.get(index) ?? null, naming: (hash) => naming.get(hash) ?? [] };
};

/** The author of an event at its position, and the passkey of its assertion. */
const authored = (register: Register, event: Logged<KnownEvent>, positions: Positions): Result<AuthorFacts, Failure> => {
  const moment = momentOfEvent(register, event, positions);
  const author = authorOf(register, event, moment);
  if (!author.ok || event.assertion === undefined) return author;
  const passkey = register.keys.get(event.assertion.keyid);
  if (passkey === undefined || event.index <= passkey.from)
    return err({ code: 'key.unknown', why: 'the passkey of its assertion is not registered before it' });
  if (passkey.revokedAt !== null && moment.isAfter(passkey.revokedAt))
    return err({ code: 'key.revoked', why: 'the passkey of its assertion was revoked before it' });
  return author;
};

const lookupOf = (register: Register, events: PackEvents, positions: Positions): EventLookup => ({
  byHash: events.byHash,
  intentOf: events.intentOf,
  authorOf: (hash) => {
    const event = events.byHash(hash);
    const author = event === undefined ? undefined : authorOf(register, event, momentOfEvent(register, event, positions));
    return author?.ok === true ? author.value : undefined;
  },
});

const foldRegister = (
  start: { readonly event: LoggedOf<'registrar.appointed'>; readonly register: Register },
  placed: PlacedEvents,
  primitives: Primitives,
): Judged<Register> => {
  const { events } = placed;
  const positions = positionsOf(placed);
  const entries = events.known.filter(isRegisterEvent);
  const words = `${String(entries.length)} register entries with the keys, roles and rules before them`;
  let { register } = start;
  for (const event of entries) {
    const problem = actProblem(register, event, events, positions);
    if (problem !== null) return fails(problem.code, problem.why, words);
    if (!provesPossession(event, primitives))
      return fails('key.proof', `event ${String(event.index)}, ${event.type}: a new key is not proven to be held`, words);
    if (event.hash !== start.event.hash) register = applyToRegister(register, event);
  }
  if (placed.places.size === 0) return holds(register, words);
  // What ended a right may stand before an event in the network log though the exporter heard of it later. Rules go by index.
  const others = entries.filter((event) => event.hash !== start.event.hash);
  const whole = { ...foldInOrder(start.register, others, positions.placeOf), rules: register.rules };
  for (const event of others) {
    const problem = actProblem(whole, event, events, positions);
    if (problem !== null) return fails(problem.code, problem.why, words);
  }
  return holds(whole, words);
};

/** Why an event does not count: its author, its passkey, or what its author may sign; null where it does. */
const actProblem = (register: Register, event: Logged<KnownEvent>, events: PackEvents, positions: Positions): Failure | null => {
  const author = authored(register, event, positions);
  const moment = momentOfEvent(register, event, positions);
  const may = author.ok ? mayAct(register, author.value, event, lookupOf(register, events, positions), moment) : author;
  return may.ok ? null : { code: may.error.code, why: `event ${String(event.index)}, ${event.type}: ${may.error.why}` };
};

const exporterKeys = (register: Register, signed: SignedFiles): Judged<true> => {
  const { practice, desk } = signed.pack.exporter;
  const words = 'the log and pack key of the pack with those registered for the exporter’s desk';
  const desks = register.practices.get(practice)?.desks ?? [];
  const known = desks.some(
    (entry) =>
      entry.desk === desk &&
      entry.log === signed.keys.logText &&
      entry.pack === signed.keys.packText &&
      (entry.since === null || signed.pack.exportedAt >= entry.since),
  );
  return known ? holds(true, words) : fails('key.exporter', 'keys.txt', words);
};

const publishedRule = (register: Register, hash: string): Judged<true> => {
  const words = 'the pinned rule with the rules that were proposed, approved twice and published';
  return (register.rules.get(hash)?.published ?? null) === null ? fails('rule.unpublished', hash, words) : holds(true, words);
};

const acts = (register: Register, placed: PlacedEvents): Judged<true> => {
  const { events } = placed;
  const others = events.known.filter((event) => !isRegisterEvent(event));
  const words = `${String(others.length)} acts with what the register says about their authors`;
  const positions = positionsOf(placed);
  for (const event of others) {
    const problem = actProblem(register, event, events, positions);
    if (problem !== null) return fails(problem.code, problem.why, words);
  }
  return holds(true, words);
};

const unjudged = (
  verdict: 'self-consistent' | 'not-judged' | 'not-recognised',
  failure: string | null,
  words: readonly string[],
): RecognisedVerdict => ({
  verdict,
  failure,
  byRegister: 0,
  byInvitation: 0,
  register: null,
  testNetwork: null,
  soleSignatories: [],
  words,
});

/** The verdict on a pack that is not intact. */
export const NOT_JUDGED = unjudged('not-judged', null, ['Not judged: the pack is not intact.']);

/** What was found intact: events with their believed places, and the referral. */
export type JudgedPack = PlacedEvents & { readonly referral: IntactReferral };

const foldAndAct = (
  list: CheckList,
  trust: TrustFile,
  signed: SignedFiles,
  pack: JudgedPack,
  primitives: Primitives,
): Result<Register, string> => {
  const { events, referral } = pack;
  const start = list.judge('recognised.3', founding(trust, events, primitives));
  if (!start.ok) return err(start.code);
  const register = list.judge('recognised.4', foldRegister(start.value, pack, primitives));
  if (!register.ok) return err(register.code);
  for (const [id, judged] of [
    ['recognised.5', exporterKeys(register.value, signed)],
    ['recognised.6', publishedRule(register.value, referral.intent.body.rule.hash)],
    ['recognised.7', acts(register.value, pack)],
  ] as const) {
    const answer = list.judge(id, judged);
    if (!answer.ok) return err(answer.code);
  }
  return ok(register.value);
};

const count = (state: ReferralState, kind: 'person' | 'client'): number => state.steps.filter((step) => step?.signer.kind === kind).length;

const worded = (register: Register, state: ReferralState, byPlaces: boolean): RecognisedVerdict => {
  const byRegister = count(state, 'person');
  const byInvitation = count(state, 'client');
  const parties = [state.terms.referrer, state.terms.receiver];
  const sole = parties
    .filter((practice) => activePeople(register, practice, Number.MAX_SAFE_INTEGER).length === 1)
    .map((practice) => register.practices.get(practice)?.legalName ?? practice);
  const { index, at } = register.last;
  return {
    verdict: 'recognised',
    failure: null,
    byRegister,
    byInvitation,
    register: register.last,
    testNetwork: register.test,
    soleSignatories: sole,
    words: [
      `Signers recognised: ${String(byRegister)} by register, ${String(byInvitation)} by invitation.`,
      `Keys as of register index ${String(index)}, ${at}; later revocations unknown.`,
      ...(byPlaces ? ['Where keys and roles ended goes by the network log.'] : []),
      ...(register.test ? [`TEST NETWORK: ${register.network}. Nothing here counts elsewhere.`] : [`Network: ${register.network}.`]),
      ...sole.map((name) => `Sole signatory: ${name} has one person; nobody there can check that person’s acts.`),
    ],
  };
};

/** Protocol §12.2 on an intact pack; `trust` is the text of the trust file that the reader holds, null without one. */
export const judgeRecognised = (
  list: CheckList,
  trust: string | null,
  signed: SignedFiles,
  pack: JudgedPack,
  primitives: Primitives,
): RecognisedVerdict => {
  if (trust === null)
    return unjudged('self-consistent', null, [
      'Self-consistent only: without a trust file nobody is recognised.',
      ...(signed.pack.test ? ['TEST NETWORK, as the pack says.'] : []),
    ]);
  const refused = (code: string): RecognisedVerdict => unjudged('not-recognised', code, [`Signers not recognised (${code}).`]);
  const read = list.judge('recognised.1', readTrust(trust, primitives));
  if (!read.ok) return refused(read.code);
  const net = list.judge('recognised.2', sameNet(read.value, signed.pack.net));
  if (!net.ok) return refused(net.code);
  const register = foldAndAct(list, read.value, signed, pack, primitives);
  return register.ok ? worded(register.value, pack.referral.state, pack.places.size > 0) : refused(register.error);
};
