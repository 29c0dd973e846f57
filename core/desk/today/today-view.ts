import type { Today } from '../../contract/desk.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { toCents } from '../../domain/money/cents.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { MoneyOfReferral } from '../referrals/money-view.ts';
import { referralRowOf } from '../referrals/view.ts';
import { draftNeeds } from '../crm-drafts/draft-needs.ts';
import { agreementNeeds } from './agreement-needs.ts';
import { accountNeeds, batchNeeds, invoiceNeeds } from './money-needs.ts';
import { networkNeeds } from './network-needs.ts';
import { mayOf, type Need, type NeedInput, type NeedSource, type ReferralNow } from './need.ts';
import { breachNeeds, requestNeeds, unaskedNeeds } from './privacy-needs.ts';
import { trainingNeeds } from './training-needs.ts';
import { paymentNeeds, referralNeeds, withdrawalNeeds } from './referral-needs.ts';

const money = (cents: number): string => {
  const amount = toCents(cents);
  return amount.ok ? formatCents(amount.value) : 'Not recorded';
};

const sum = (cents: readonly (number | null)[]): number => cents.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Every field of work that asks something of a person, in no order: what is shown is sorted by its day. */
const SOURCES: readonly NeedSource[] = [
  networkNeeds,
  trainingNeeds,
  referralNeeds,
  withdrawalNeeds,
  paymentNeeds,
  agreementNeeds,
  batchNeeds,
  accountNeeds,
  invoiceNeeds,
  requestNeeds,
  breachNeeds,
  unaskedNeeds,
  draftNeeds,
];

/** How many needs the first page lists; the title counts them all. */
const LISTED = 50;

/** Everything that waits for this person, by its day; what has none comes last. */
export const needsOf = (input: NeedInput): readonly Need[] =>
  SOURCES.flatMap((source) => source(input)).toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'));

/** The first page: figures with their rows behind them, what needs this person, what waits on others, what came last. */
export const todayView = (desk: DeskContext, person: SignedInPerson, moneyOf: MoneyOfReferral): Today => {
  const referrals = desk.ledger.referrals().map((state) => ({ state, money: moneyOf(desk, state) }));
  const rows = referrals.map(({ state, money: facts }) => referralRowOf(desk, state, () => facts));
  const nobody = new Set(referrals.flatMap(({ state }) => (state.waiting.on === 'nobody' ? [state.intent] : [])));
  const may = mayOf(desk, person.person);
  const needs =
    desk.ledger.register() === null ? [] : needsOf({ desk, person, today: dateIn(desk.zone, desk.clock.now()), referrals, may });
  const open = rows.filter((row) => !row.ended && row.money.state !== 'settled');
  const mine = open.filter((row) => row.waitingOnYou);
  const cooling = rows.filter((row) => row.money.state === 'cooling-off');
  const payable = rows.filter((row) => row.money.state === 'payable');
  const settled = rows.filter((row) => row.money.state === 'settled');
  return {
    figures: [
      {
        label: 'Referrals waiting on you',
        value: String(mine.length),
        words: mine.some((row) => row.late) ? 'Something is overdue' : 'Nothing is overdue',
        href: '/referrals?view=mine',
      },
      {
        label: 'Open referrals',
        value: String(open.length),
        words: `${open.filter((row) => row.direction === 'sent').length} sent, ${open.filter((row) => row.direction === 'received').length} received`,
        href: '/referrals?view=open',
      },
      {
        label: 'In cooling-off, ex GST',
        value: money(sum(cooling.map((row) => row.money.commission))),
        words: `${cooling.length} ${cooling.length === 1 ? 'referral' : 'referrals'}`,
        href: '/payouts',
      },
      {
        label: 'Payable, ex GST',
        value: money(sum(payable.map((row) => row.money.commission))),
        words: `${payable.length} ${payable.length === 1 ? 'referral' : 'referrals'}`,
        href: '/payouts',
      },
      {
        label: 'Settled, ex GST',
        value: money(sum(settled.map((row) => row.money.commission))),
        words: settledWords(settled.length, referrals),
        href: '/payouts',
      },
    ],
    needsYou: needs.slice(0, LISTED).map((need) => ({ ...need })),
    waiting: open
      .filter((row) => !row.waitingOnYou && !nobody.has(row.intent))
      .slice(0, 20)
      .map((row) => ({
        intent: row.intent,
        title: row.waiting,
        detail: `${may('see-clients') ? row.client : 'A client'}, ${row.purpose}`,
        signed: row.signed,
        due: row.due,
        late: row.late,
      })),
    latest: latest(desk),
  };
};

/** Who says that the settled commissions were paid: the payer, until the payee confirms each. */
const settledWords = (count: number, referrals: readonly ReferralNow[]): string => {
  const confirmed = referrals.filter(({ money: facts }) => facts.state === 'settled' && facts.receivedAt !== null).length;
  if (count === 0 || confirmed === 0) return 'According to the payer';
  return confirmed === count ? 'Confirmed by the payee' : `${String(confirmed)} of ${String(count)} confirmed by the payee`;
};

const latest = (desk: DeskContext): Today['latest'] => {
  const size = desk.ledger.size();
  return desk.ledger.rows
    .from(Math.max(0, size - 12), 12)
    .map((row) => desk.ledger.event(Buffer.from(row.hash).toString('hex')))
    .filter((event) => event !== undefined)
    .toReversed()
    .map((event) => ({
      at: event.at,
      words: eventWords(event),
      label: String(event.index),
      hash: event.hash,
    }));
};
