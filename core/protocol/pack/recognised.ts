import { err, ok, type Result } from '../../domain/result.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { base64urlToBytes, bytesToHex } from '../bytes.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import { keyIdOfSpki } from '../record.ts';
import type { Primitives } from '../primitives.ts';
import { type AuthorFacts, authorOf, type EventLookup, mayAct } from '../register/authority.ts';
import { applyToRegister, foundRegister, isFounding, isRegisterEvent, withFoundingKeys } from '../register/fold.ts';
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

/** The author of an event at its position, and the passkey of its assertion. */
const authored = (register: Register, event: Logged<KnownEvent>): Result<AuthorFacts, Failure> => {
  const author = authorOf(register, event, event.index);
  if (!author.ok || event.assertion === undefined) return author;
  const passkey = register.keys.get(event.assertion.keyid);
  if (passkey === undefined || event.index <= passkey.from)
    return err({ code: 'key.unknown', why: 'the passkey of its assertion is not registered before it' });
  if (passkey.revokedAt !== null && event.index >= passkey.revokedAt)
    return err({ code: 'key.revoked', why: 'the passkey of its assertion was revoked before it' });
  return author;
};

const lookupOf = (register: Register, events: PackEvents): EventLookup => ({
  byHash: events.byHash,
  intentOf: events.intentOf,
  authorOf: (hash) => {
    const event = events.byHash(hash);
    const author = event === undefined ? undefined : authorOf(register, event, event.index);
    return author?.ok === true ? author.value : undefined;
  },
});

const foldRegister = (
  start: { readonly event: LoggedOf<'registrar.appointed'>; readonly register: Register },
  events: PackEvents,
  primitives: Primitives,
): Judged<Register> => {
  const entries = events.known.filter(isRegisterEvent);
  const words = `${String(entries.length)} register entries with the keys, roles and rules before them`;
  let { register } = start;
  for (const event of entries) {
    const at = `event ${String(event.index)}, ${event.type}`;
    const author = authored(register, event);
    if (!author.ok) return fails(author.error.code, `${at}: ${author.error.why}`, words);
    const acts = mayAct(register, author.value, event, lookupOf(register, events), event.index);
    if (!acts.ok) return fails(acts.error.code, `${at}: ${acts.error.why}`, words);
    if (!provesPossession(event, primitives)) return fails('key.proof', `${at}: a new key is not proven to be held`, words);
    if (event.hash !== start.event.hash) register = applyToRegister(register, event);
  }
  return holds(register, words);
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

const acts = (register: Register, events: PackEvents): Judged<true> => {
  const others = events.known.filter((event) => !isRegisterEvent(event));
  const words = `${String(others.length)} acts with what the register says about their authors`;
  const lookup = lookupOf(register, events);
  for (const event of others) {
    const author = authored(register, event);
    const may = author.ok ? mayAct(register, author.value, event, lookup, event.index) : author;
    if (!may.ok) return fails(may.error.code, `event ${String(event.index)}, ${event.type}: ${may.error.why}`, words);
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

const foldAndAct = (
  list: CheckList,
  trust: TrustFile,
  signed: SignedFiles,
  events: PackEvents,
  referral: IntactReferral,
  primitives: Primitives,
): Result<Register, string> => {
  const start = list.judge('recognised.3', founding(trust, events, primitives));
  if (!start.ok) return err(start.code);
  const register = list.judge('recognised.4', foldRegister(start.value, events, primitives));
  if (!register.ok) return err(register.code);
  for (const [id, judged] of [
    ['recognised.5', exporterKeys(register.value, signed)],
    ['recognised.6', publishedRule(register.value, referral.intent.body.rule.hash)],
    ['recognised.7', acts(register.value, events)],
  ] as const) {
    const answer = list.judge(id, judged);
    if (!answer.ok) return err(answer.code);
  }
  return ok(register.value);
};

const count = (state: ReferralState, kind: 'person' | 'client'): number => state.steps.filter((step) => step?.signer.kind === kind).length;

const worded = (register: Register, state: ReferralState): RecognisedVerdict => {
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
  events: PackEvents,
  referral: IntactReferral,
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
  const register = foldAndAct(list, read.value, signed, events, referral, primitives);
  return register.ok ? worded(register.value, referral.state) : refused(register.error);
};
