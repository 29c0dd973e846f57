import type { Calculation, EarningTrigger, GstStatuses } from '../../domain/commission/calculation.ts';
import { calculationBytes } from '../../domain/commission/calculation.ts';
import { computeEntitlement } from '../../domain/commission/compute.ts';
import { parseRuleVersion, type RuleVersion } from '../../domain/commission/rule-version.ts';
import { exactCents, ZERO_CENTS } from '../../domain/money/cents.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { type Bytes, bytesToHex, equalBytes } from '../bytes.ts';
import { isConsentEvent } from '../consent/authority.ts';
import { consentClientProblem } from '../consent/client.ts';
import type { Opening } from '../commitment.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import { canonicalBytes, parseCanonical } from '../jcs.ts';
import type { Primitives } from '../primitives.ts';
import { referralProblem } from '../referral/checks.ts';
import { clientProblem } from '../referral/client-keys.ts';
import { isRegisterEvent } from '../register/fold.ts';
import { missingOf, stateOf } from './complete.ts';
import type { SignedFiles } from './intact-files.ts';
import { judgeLines, judgeOpenings } from './intact-openings.ts';
import type { PackEvents } from './pack-events.ts';
import { CALCULATION_FILE, FILE_JSON_LIMITS } from './pack-files.ts';
import type { PackJson } from './pack-json.ts';
import { type CheckList, fails, holds, type Judged } from './report.ts';
import { z } from 'zod';

type Intent = LoggedOf<'referral.intent'>;

/** What an intact pack is found to say. */
export type IntactReferral = {
  readonly intent: Intent;
  readonly state: ReferralState;
  readonly openings: readonly Opening[];
  readonly rule: RuleVersion;
  readonly calculation: Calculation | null;
  readonly entitlement: LoggedOf<'entitlement.computed'> | null;
};

const findIntent = (pack: PackJson, events: PackEvents): Judged<Intent> => {
  const words = 'the intent that pack.json names with the events of the pack';
  const intent = events.byHash(pack.intent);
  if (intent?.type !== 'referral.intent') return fails('pack.intent', pack.intent, words);
  if (intent.referral !== pack.referral || intent.body.label !== pack.label)
    return fails('pack.intent', 'pack.json referral, label', words);
  return holds(intent, words);
};

const orderProblem = (code: string): number => ['spine.label', 'spine.link', 'spine.party'].indexOf(code);

/** The first row of protocol §6.4 that fails for one event; the rows about clients stand between the spine's and the others. */
const rowProblem = (
  event: Logged<KnownEvent>,
  intent: Intent,
  events: PackEvents,
  primitives: Primitives,
): { readonly code: string; readonly why: string } | null => {
  const author = events.statedAuthor(event.hash);
  const general = referralProblem(event, author, intent, events.byHash);
  if (general !== null && orderProblem(general.code) >= 0) return general;
  if (author?.kind !== 'client') return general;
  const isPartyEvent = (hash: string): boolean => {
    const by = events.statedAuthor(hash);
    return by?.kind === 'person' && (by.practice === intent.body.referrer || by.practice === intent.body.receiver);
  };
  return clientProblem(event, event.index, { byHash: events.byHash, firstOf: events.firstOf, isPartyEvent }, primitives) ?? general;
};

const judgeReferral = (intent: Intent, events: PackEvents, primitives: Primitives): Judged<readonly Logged<KnownEvent>[]> => {
  const own = events.known.filter((event) => events.intentOf(event)?.hash === intent.hash);
  const words = `${String(own.length)} records of the referral with the rules of its handshakes, client keys and consents`;
  for (const event of own) {
    const problem = rowProblem(event, intent, events, primitives);
    if (problem !== null) return fails(problem.code, `event ${String(event.index)}: ${problem.why}`, words);
  }
  for (const event of events.known) {
    if (!isConsentEvent(event) || events.statedAuthor(event.hash)?.kind !== 'client') continue;
    const problem = consentClientProblem(event, event.index, { ...events, practiceOf: practiceOf(events) }, primitives);
    if (problem !== null) return fails(problem.code, `event ${String(event.index)}: ${problem.why}`, words);
  }
  return holds(own, words);
};

const practiceOf =
  (events: PackEvents) =>
  (hash: string): string | null => {
    const by = events.statedAuthor(hash);
    return by?.kind === 'person' ? by.practice : null;
  };

const judgeSpine = (pack: PackJson, state: ReferralState): Judged<true> => {
  const words = 'the five handshakes and the word "interim" of pack.json with those that the events give';
  const differs = state.steps.findIndex((step, position) => (step?.hash ?? null) !== pack.spine[position]);
  if (differs >= 0) return fails('spine.claim', `pack.json spine, step ${String(differs)}`, words);
  return pack.interim === missingOf(state).length > 0 ? holds(true, words) : fails('spine.claim', 'pack.json interim', words);
};

const judgeRule = (file: Bytes, intent: Intent, primitives: Primitives): Judged<RuleVersion> => {
  const words = 'rule.json with the rule, version and hash pinned in the intent';
  const value = parseCanonical(file, FILE_JSON_LIMITS);
  const rule = value.ok ? parseRuleVersion(value.value) : value;
  if (!rule.ok) return fails('rule.hash', 'rule.json', words);
  const pinned = intent.body.rule;
  if (bytesToHex(primitives.sha256(file)) !== pinned.hash) return fails('rule.hash', 'rule.json', words);
  if (rule.value.rule !== pinned.id || rule.value.version !== pinned.version) return fails('rule.hash', 'rule.json rule, version', words);
  return holds(rule.value, words);
};

type Entitlement = LoggedOf<'entitlement.computed'>;

const entitlementOf = (state: ReferralState, events: PackEvents): Entitlement | null => {
  const found = state.entitlement === null ? undefined : events.byHash(state.entitlement.hash);
  return found?.type === 'entitlement.computed' ? found : null;
};

const judgePresence = (file: Bytes | undefined, entitlement: Entitlement | null): Judged<true> => {
  const words = 'the presence of calculation.json with that of an entitlement of the statement that counts';
  return (file === undefined) === (entitlement === null) ? holds(true, words) : fails('calculation.missing', CALCULATION_FILE, words);
};

const status = z.enum(['registered', 'not-registered']);
const statuses = z.object({ gst: z.strictObject({ referrer: status, receiver: status, office: status }) });

const triggerOf = (state: ReferralState): EarningTrigger | null => {
  if (state.agreed === null) return null;
  if (state.trigger === 'qualified') return { kind: 'qualified' };
  return { kind: 'settled', gross: exactCents(state.agreed.gross), net: exactCents(state.agreed.net) };
};

const recompute = (rule: RuleVersion, state: ReferralState, gst: GstStatuses): Calculation | null => {
  const trigger = triggerOf(state);
  if (trigger === null) return null;
  const computed = computeEntitlement({ rule, trigger, number: 0, earlierCommission: ZERO_CENTS, gst });
  return computed.ok ? computed.value : null;
};

const judgeCalculation = (
  file: Bytes,
  entitlement: Entitlement,
  intent: Intent,
  found: { readonly state: ReferralState; readonly rule: RuleVersion; readonly openings: readonly Opening[] },
  net: string,
  primitives: Primitives,
): Judged<Calculation> => {
  const words = 'calculation.json with its commitment, with the sum done again from rule and attested amounts, and with the entitlement';
  const mismatch = (where: string): Judged<never> => fails('calculation.mismatch', where, words);
  const value = parseCanonical(file, FILE_JSON_LIMITS);
  if (!value.ok) return mismatch('calculation.json is not canonical');
  const opening = found.openings.find(
    (candidate) => candidate.commitment === entitlement.body.calculation && candidate.for === 'calculation',
  );
  if (opening === undefined || !equalBytes(canonicalBytes(opening.data), file))
    return mismatch('calculation.json is not what the entitlement commits to');
  const stated = statuses.safeParse(value.value);
  const again = stated.success ? recompute(found.rule, found.state, stated.data.gst) : null;
  if (again === null || !equalBytes(calculationBytes(again), file)) return mismatch('the sum done again gives another calculation');
  const { body } = entitlement;
  const { result } = again;
  const figures =
    body.base === result.base &&
    body.commission === result.commission &&
    body.platform === result.platform &&
    body.gstEstimate === result.gstEstimate.commission;
  if (!figures) return mismatch('the figures of the entitlement');
  if (body.beneficiary !== intent.body.referrer || body.kind !== 'settlement' || body.number !== 0)
    return mismatch('beneficiary, kind or number of the entitlement');
  const key = canonicalBytes({
    beneficiary: body.beneficiary,
    kind: body.kind,
    net,
    number: body.number,
    referral: intent.hash,
  });
  return body.key === bytesToHex(primitives.sha256(key)) ? holds(again, words) : mismatch('the key of the entitlement');
};

const judgeClaims = (pack: PackJson, events: PackEvents): Judged<true> => {
  const words = 'test flag and last register entry of pack.json with the register events of the pack';
  const founding = events.byHash(pack.net);
  if (founding?.type === 'registrar.appointed' && founding.body.test !== pack.test) return fails('pack.claim', 'pack.json test', words);
  const last = events.known.findLast(isRegisterEvent);
  const same = last?.index === pack.register.index && last.at === pack.register.at;
  return same ? holds(true, words) : fails('pack.claim', 'pack.json register', words);
};

/** Checks 18 to 26 of protocol §12.1, in order; undefined after the first that fails. */
export const judgeContents = (
  list: CheckList,
  signed: SignedFiles,
  events: PackEvents,
  primitives: Primitives,
): IntactReferral | undefined => {
  const { files, pack } = signed;
  const empty = new Uint8Array();
  const openings = list.judge('intact.18', judgeOpenings(files.get('openings.json') ?? empty, events, pack, primitives));
  if (!openings.ok || !list.judge('intact.19', judgeLines(pack, events, openings.value, primitives)).ok) return undefined;
  const intent = list.judge('intact.20', findIntent(pack, events));
  if (!intent.ok) return undefined;
  const own = list.judge('intact.21', judgeReferral(intent.value, events, primitives));
  if (!own.ok) return undefined;
  const state = stateOf(intent.value, own.value, events.statedAuthor);
  if (!list.judge('intact.22', judgeSpine(pack, state)).ok) return undefined;
  const rule = list.judge('intact.23', judgeRule(files.get('rule.json') ?? empty, intent.value, primitives));
  if (!rule.ok) return undefined;
  const file = files.get(CALCULATION_FILE);
  const entitlement = entitlementOf(state, events);
  if (!list.judge('intact.24', judgePresence(file, entitlement)).ok) return undefined;
  let calculation: Calculation | null = null;
  if (file !== undefined && entitlement !== null) {
    const judged = list.judge(
      'intact.25',
      judgeCalculation(file, entitlement, intent.value, { state, rule: rule.value, openings: openings.value }, pack.net, primitives),
    );
    if (!judged.ok) return undefined;
    calculation = judged.value;
  } else {
    list.judge('intact.25', holds(true, 'nothing: no entitlement has been computed'));
  }
  if (!list.judge('intact.26', judgeClaims(pack, events)).ok) return undefined;
  return {
    intent: intent.value,
    state,
    openings: openings.value,
    rule: rule.value,
    calculation,
    entitlement,
  };
};
