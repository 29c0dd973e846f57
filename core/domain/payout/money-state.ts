import type { ReferralState } from '../referral/state.ts';
import { formatMoment, formatDateWithWeekday } from '../time/date-text.ts';
import { type Instant, instantFromMs, instantToMs, parseInstant } from '../time/instant.ts';
import type { LocalDate } from '../time/local-date.ts';
import { localDate, type ZoneId } from '../time/zone.ts';
import { type DocumentFacts, type DocumentPath, documentPath } from './document-path.ts';

/** Where the money of one referral stands. Arrows of people are events; arrows of time are derived here at each read. */
export type MoneyState =
  | 'none'
  | 'estimate'
  | 'accruing'
  | 'cooling-off'
  | 'payable'
  | 'blocked'
  | 'reserved'
  | 'approved'
  | 'released'
  | 'settled'
  | 'failed'
  | 'ended';

/** How far the batch line that holds the entitlement has come; null while no batch holds it. */
export type LineStage = 'reserved' | 'approved' | 'released' | 'settled' | 'failed';

/** The payee's account as the payer may use it. A changed one waits for its date and for a recorded call-back. */
export type AccountStanding =
  | { readonly kind: 'none' }
  | { readonly kind: 'usable' }
  | { readonly kind: 'changed'; readonly paysFrom: LocalDate; readonly calledBack: boolean };

export type ConditionCode =
  | 'handshakes'
  | 'settlement-agreed'
  | 'attestations'
  | 'no-ending'
  | 'no-duplicate'
  | 'cooling-off'
  | 'entitlement'
  | 'document'
  | 'account';
export type Condition = { readonly code: ConditionCode; readonly met: boolean; readonly text: string };

export type MoneyInput = {
  readonly state: ReferralState;
  /** Days between outcome and payable, of the pinned rule version; null while its content is not held here. */
  readonly coolingOffDays: number | null;
  readonly line: LineStage | null;
  readonly document: DocumentFacts;
  readonly account: AccountStanding;
  /** When the payee attested that the payment arrived; null until it does. */
  readonly receivedAt: string | null;
  readonly now: Instant;
  readonly zone: ZoneId;
  readonly names: { readonly referrer: string; readonly receiver: string };
  /** When the network log held the last fact that completed the referral (log time); null in file mode or before. */
  readonly witnessedAt: string | null;
  /** Whose desk derives it: without a network log the payer's recorded receipt decides, the earner sees its own clock. */
  readonly side: 'payer' | 'earner';
};

export type MoneyFacts = {
  readonly state: MoneyState;
  readonly conditions: readonly Condition[];
  /** When cooling-off ends: log time of the last fact or, not witnessed, the later of its signing and receipt; plus the rule's days. Null before it. */
  readonly payableFrom: Instant | null;
  readonly clockSource: string;
  readonly document: DocumentPath;
  /** When the payee attested that the payment arrived: "paid" is the payer's word until then. */
  readonly receivedAt: string | null;
  /** Every condition is met and no batch holds it, or its payment failed: it may go into a batch. */
  readonly payable: boolean;
};

const DAY_MS = 86_400_000;

const CLOCK = {
  payer: 'Payer’s clock, not witnessed',
  earner: 'This desk’s clock, not witnessed; the payer’s clock decides',
} as const;

const LOG_CLOCK = 'Network log’s time, witnessed';

const witnessed = (at: string | null): Instant | null => {
  const instant = at === null ? null : parseInstant(at);
  return instant?.ok === true ? instant.value : null;
};

const later = (completed: { readonly at: string; readonly seenAt: string }): Instant | null => {
  const instant = parseInstant(completed.at > completed.seenAt ? completed.at : completed.seenAt);
  return instant.ok ? instant.value : null;
};

/** Day of the outcome in the practice's zone: the value of the supply is determined then. Null before it. */
export const valueDeterminedOn = (state: Pick<ReferralState, 'steps'>, zone: ZoneId): LocalDate | null => {
  const outcome = state.steps[4];
  const at = outcome ? parseInstant(outcome.at) : null;
  return at?.ok === true ? localDate(at.value, zone) : null;
};

/** Derives where the money stands and why, from the referral's fold, its batch line and the clock. Pure; nothing is stored. */
export const moneyOf = (input: MoneyInput): MoneyFacts => {
  const { state, coolingOffDays, line, now, zone } = input;
  const start = state.completedAt === null ? null : (witnessed(input.witnessedAt) ?? later(state.completedAt));
  const payableFrom = start === null || coolingOffDays === null ? null : instantFromMs(instantToMs(start) + coolingOffDays * DAY_MS);
  const today = localDate(now, zone);
  const document = documentPath(input.document, {
    today,
    valueDeterminedOn: valueDeterminedOn(state, zone),
    coolingOffDays: coolingOffDays ?? 0,
  });
  const conditions = conditionsOf(input, payableFrom, document, today);
  const met = conditions.every((condition) => condition.met);
  const facts = {
    conditions,
    payableFrom,
    clockSource: input.witnessedAt === null ? CLOCK[input.side] : LOG_CLOCK,
    document,
    receivedAt: input.receivedAt,
  };
  const rejected = state.entitlement?.decision?.approved === false;
  if (line !== null && line !== 'failed') return { ...facts, state: line, payable: false };
  if (rejected || (state.ending?.effective === true && state.entitlement === null)) return { ...facts, state: 'ended', payable: false };
  if (line === 'failed') return { ...facts, state: 'failed', payable: met };
  return { ...facts, state: openState(input, payableFrom, met), payable: met };
};

const openState = ({ state, now }: MoneyInput, payableFrom: Instant | null, met: boolean): MoneyState => {
  if (!state.steps[3]) return 'estimate';
  if (state.ending?.effective === true) return 'ended';
  if (!state.complete) return 'accruing';
  if (payableFrom !== null && now < payableFrom) return 'cooling-off';
  return met ? 'payable' : 'blocked';
};

const conditionsOf = (input: MoneyInput, payableFrom: Instant | null, document: DocumentPath, today: LocalDate): readonly Condition[] => {
  const { state, zone, now } = input;
  const signed = state.steps.filter((step) => step !== null).length;
  const attested = state.complete || signed < 5 || state.agreed === null || state.unresolved || state.ending?.effective === true;
  return [
    { code: 'handshakes', met: signed === 5, text: `${String(signed)} of 5 handshakes signed` },
    settlementCondition(input),
    {
      code: 'attestations',
      met: attested,
      text: attested
        ? 'Every attestation that the client’s keys ask for is there'
        : `An attestation is missing: ${missingAttestation(input)}`,
    },
    {
      code: 'no-ending',
      met: state.ending === null,
      text: state.ending === null ? 'The referral has not ended' : `The referral was ${ENDED[state.ending.kind]}`,
    },
    {
      code: 'no-duplicate',
      met: !state.unresolved,
      text: state.unresolved ? 'Two events of one step are unresolved; both hold the money' : 'No step has unresolved duplicates',
    },
    {
      code: 'cooling-off',
      met: payableFrom !== null && now >= payableFrom,
      text:
        payableFrom === null
          ? coolingText(input.coolingOffDays)
          : now >= payableFrom
            ? `Cooling-off ended ${formatMoment(payableFrom, zone)}`
            : `Cooling-off until ${formatMoment(payableFrom, zone)}`,
    },
    entitlementCondition(input),
    { code: 'document', met: document.kind !== 'own-invoice', text: documentText(document, input) },
    {
      code: 'account',
      met: accountUsable(input.account, today),
      text: accountText(input.account, input.names.referrer, today),
    },
  ];
};

const coolingText = (days: number | null): string =>
  days === null
    ? 'The text of the pinned rule is not held here'
    : `Cooling-off of ${String(days)} days begins when the referral is complete`;

const ENDED = {
  declined: 'declined',
  withdrawn: 'withdrawn',
  unqualified: 'found not to qualify',
  refused: 'refused by the client',
} as const;

const settlementCondition = ({ state, names }: MoneyInput): Condition => {
  const base = { code: 'settlement-agreed', met: state.agreed !== null } as const;
  if (state.agreed !== null) return { ...base, text: `${names.referrer} agreed to the settlement` };
  if (!state.steps[3]) return { ...base, text: 'Settlement is not signed yet' };
  const latest = state.incomes.at(-1);
  return {
    ...base,
    text:
      latest?.attestation?.agrees === false
        ? `${names.referrer} disagrees with the settlement: dispute`
        : `${names.referrer} has not agreed to the settlement yet`,
  };
};

const missingAttestation = ({ state, names }: MoneyInput): string => {
  const party = state.waiting.on === 'referrer' ? names.referrer : state.waiting.on === 'receiver' ? names.receiver : 'one party';
  return `${party} has still to attest the client’s signature`;
};

const entitlementCondition = ({ state, names }: MoneyInput): Condition => {
  const { entitlement } = state;
  const code = 'entitlement' as const;
  if (entitlement === null) return { code, met: false, text: `${names.receiver} has not computed the entitlement yet` };
  if (entitlement.decision?.approved === false) return { code, met: false, text: 'The entitlement was rejected' };
  if (entitlement.commission === 0) return { code, met: false, text: 'The rule gives no commission for this income' };
  return { code, met: true, text: 'The entitlement is computed under the pinned rule' };
};

const documentText = (document: DocumentPath, { names }: MoneyInput): string => {
  switch (document.kind) {
    case 'rcti':
      return 'A recipient created tax invoice can be issued';
    case 'statement':
      return `${names.referrer} is not registered for GST: a commission statement goes with the payment`;
    case 'issued':
      return 'The document of this payment is issued';
    case 'own-invoice':
      return `${names.referrer} is to send its own tax invoice: ${OWN_INVOICE[document.because](names)}`;
  }
};

const OWN_INVOICE: Readonly<Record<Extract<DocumentPath, { kind: 'own-invoice' }>['because'], (names: MoneyInput['names']) => string>> = {
  'payer-not-registered': (names) => `${names.receiver} is not registered for GST`,
  'no-agreement': () => 'no RCTI agreement is recorded by both sides',
  'cooling-off-too-long': () => 'the rule’s cooling-off leaves no time within 28 days',
  'too-late': () => 'the 28 days for a recipient created tax invoice have passed',
};

const accountUsable = (account: AccountStanding, today: LocalDate): boolean =>
  account.kind === 'usable' || (account.kind === 'changed' && account.calledBack && today >= account.paysFrom);

const accountText = (account: AccountStanding, payee: string, today: LocalDate): string => {
  switch (account.kind) {
    case 'none':
      return `${payee} has not recorded an account for payments`;
    case 'usable':
      return `The account of ${payee} is recorded`;
    case 'changed': {
      const wait = today < account.paysFrom ? `pays from ${formatDateWithWeekday(account.paysFrom)}` : null;
      const call = account.calledBack ? null : 'no call-back recorded';
      const open = [wait, call].filter((part) => part !== null).join(', ');
      return open === '' ? `The new account of ${payee} may be used` : `New account of ${payee}: ${open}`;
    }
  }
};

/** Why it cannot be paid now and what happens next, in words for a row; null when it can or a batch holds it. */
export const whyNotPayable = (
  facts: Pick<MoneyFacts, 'state' | 'conditions' | 'payable'>,
): { readonly why: string; readonly next: string } | null => {
  if (facts.payable || facts.state === 'reserved' || facts.state === 'approved' || facts.state === 'released' || facts.state === 'settled')
    return null;
  const open = facts.conditions.find((condition) => !condition.met);
  return open === undefined ? null : { why: open.text, next: NEXT[open.code] };
};

const NEXT: Readonly<Record<ConditionCode, string>> = {
  handshakes: 'Waits for the next signature',
  'settlement-agreed': 'Waits for agreement, or a correction',
  attestations: 'Waits for the other member’s attestation',
  'no-ending': 'Nothing is due',
  'no-duplicate': 'Waits until one of the two is chosen',
  'cooling-off': 'Can join a batch when cooling-off ends',
  entitlement: 'Computed at the payer’s desk',
  document: 'Ask for the tax invoice, or record the agreement',
  account: 'Waits for the payee’s account, or the call-back',
};
