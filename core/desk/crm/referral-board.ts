import type { ReferralBoard, ReferralCard } from '../../contract/pipeline.ts';
import type { ReferralBoardSetting } from '../../domain/crm/pipeline/referral-steps.ts';
import { weightedCents } from '../../domain/crm/pipeline/sums.ts';
import type { MoneyFacts } from '../../domain/payout/money-state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { formatDateWithWeekday } from '../../domain/time/date-text.ts';
import { daysBetween } from '../../domain/time/local-date.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { actsNow } from '../referrals/acts-now.ts';
import { type MoneyOfReferral, moneyCard } from '../referrals/money-view.ts';
import { practiceName, sideOf } from '../referrals/party.ts';
import { clientName } from '../referrals/view.ts';
import { waitingLine } from '../referrals/waiting-view.ts';
import { settingOf } from '../settings/store.ts';
import { purposeName } from '../verticals.ts';
import { dateOf, dayOf, todayOf } from './clocks.ts';
import { referralBoardSetting } from './settings.ts';

const STAGES = [
  ['Intent signed', 'client to sign'],
  ['Acknowledged', 'intake to sign'],
  ['In progress', 'to settle'],
  ['Settled', 'outcome to sign'],
  ['Complete', 'five of five'],
] as const;

/** What the stage that would follow is called, by the number of handshakes signed now. */
const NEXT = ['Intent signed', 'Acknowledged', 'In progress', 'Settled', 'Complete'] as const;

const signedOf = (state: ReferralState): number => state.steps.filter((step) => step !== null).length;

/** Ended, or paid: it left the board. */
const hasLeft = (state: ReferralState, moneyState: string): boolean => state.ending?.effective === true || moneyState === 'settled';

type Steps = ReferralBoardSetting['steps'];

const clockOf = (
  desk: DeskContext,
  state: ReferralState,
  signed: number,
  steps: Steps,
  payableFrom: string | null,
): ReferralCard['clock'] => {
  const line = waitingLine(desk, state);
  const today = todayOf(desk);
  if (signed === 5) {
    if (payableFrom !== null && dayOf(desk, payableFrom) > today)
      return { tone: 'ok', words: `Payable from ${formatDateWithWeekday(dayOf(desk, payableFrom))}` };
    if (line.on === 'nobody') return { tone: 'ok', words: 'All five handshakes are signed' };
  }
  if (line.due !== null) {
    const due = formatDateWithWeekday(dateOf(line.due));
    return line.late ? { tone: 'warn', words: `Was due ${due}` } : { tone: 'waiting', words: `Due ${due}` };
  }
  const usual = steps[Math.max(0, signed - 1)]?.usualDays ?? null;
  const since = line.since === null ? null : daysBetween(dayOf(desk, line.since), today);
  if (usual !== null && since !== null && since > usual) return { tone: 'warn', words: `${String(since)} days, usual is ${String(usual)}` };
  return { tone: line.you ? 'waiting' : 'mute', words: line.you ? 'Waiting on you' : 'No clock' };
};

/** What the card can do: the acts of this person now, each on its sign sheet; where somebody else must sign, that and no act. */
const movesOf = (desk: DeskContext, person: string, state: ReferralState, signed: number, facts: MoneyFacts): ReferralCard['moves'] => {
  const line = waitingLine(desk, state);
  const acts = actsNow(desk, person, state, facts);
  const forward = acts.filter((one) => one.primary && one.disabledWhy === null);
  const endings = acts.filter((one) => ['decline', 'withdraw', 'unqualify'].includes(one.act) && one.disabledWhy === null);
  const to = NEXT[signed] ?? 'Complete';
  const waiting = line.on === 'nobody' || forward.length > 0 ? [] : [{ to, detail: line.headline.replace(/\.$/u, ''), act: null }];
  return [
    ...forward.map((one) => ({ to, detail: `${one.label}. Opens the sign sheet`, act: one.act })),
    ...waiting,
    ...endings.map((one) => ({ to: 'Did not proceed', detail: `${one.label}. Asks for a reason; both sides see it`, act: one.act })),
  ];
};

/**
 * The board of referrals that this practice sent or received, by the handshake signed last. It is a view of the ledger: nothing on it moves
 * but by signing, on the referral's own page.
 */
export const referralBoard = (
  desk: DeskContext,
  person: SignedInPerson,
  direction: 'sent' | 'received',
  moneyOf: MoneyOfReferral,
): ReferralBoard => {
  const { steps } = settingOf(desk, referralBoardSetting);
  const side = direction === 'sent' ? 'referrer' : 'receiver';
  const today = todayOf(desk);
  const month = today.slice(0, 7);
  const left = { month, paid: 0, paidCents: 0, ended: 0 };
  const cards: ReferralCard[] = [];
  for (const state of desk.ledger.referrals()) {
    if (sideOf(desk, state) !== side) continue;
    const facts = moneyOf(desk, state);
    if (hasLeft(state, facts.state)) {
      const ended = state.ending?.effective === true;
      const when = ended ? state.ending.at : state.completedAt?.seenAt;
      if (when === undefined || !dayOf(desk, when).startsWith(month)) continue;
      if (ended) left.ended += 1;
      else {
        left.paid += 1;
        left.paidCents += state.entitlement?.commission ?? 0;
      }
      continue;
    }
    const signed = signedOf(state);
    cards.push({
      intent: state.intent,
      label: state.terms.label,
      client: clientName(desk, state),
      counterpart: practiceName(desk, side === 'referrer' ? state.terms.receiver : state.terms.referrer),
      purpose: purposeName(desk, state.terms.purpose),
      amount: moneyCard(desk, state, facts).commission,
      signed,
      stage: Math.max(1, signed),
      clock: clockOf(desk, state, signed, steps, facts.payableFrom),
      moves: movesOf(desk, person.person, state, signed, facts),
    });
  }
  const stages = STAGES.map(([name, line], index) => {
    const here = cards.filter((card) => card.stage === index + 1);
    const sum = here.reduce((all, card) => all + (card.amount ?? 0), 0);
    const probability = steps[index]?.probability ?? steps[4].probability;
    return {
      step: index + 1,
      name,
      line,
      probability,
      count: here.length,
      sum,
      weighted: weightedCents(sum, probability),
      withoutAmount: here.filter((card) => card.amount === null).length,
    };
  });
  const total = stages.reduce(
    (all, stage) => ({ count: all.count + stage.count, sum: all.sum + stage.sum, weighted: all.weighted + stage.weighted }),
    { count: 0, sum: 0, weighted: 0 },
  );
  return { direction, stages, cards, total, left };
};

/** How many referrals of each direction are on the board. */
export const openReferrals = (desk: DeskContext, moneyOf: MoneyOfReferral): { readonly sent: number; readonly received: number } => {
  const open = desk.ledger.referrals().filter((state) => !hasLeft(state, moneyOf(desk, state).state));
  const of = (side: string): number => open.filter((state) => sideOf(desk, state) === side).length;
  return { sent: of('referrer'), received: of('receiver') };
};
