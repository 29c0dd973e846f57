import type { Today } from '../contract/desk.ts';
import { formatCents } from '../domain/money/amount-text.ts';
import { toCents } from '../domain/money/cents.ts';
import { eventWords } from '../domain/wording/event-words.ts';
import type { DeskContext } from './context.ts';
import type { MoneyOfReferral } from './referrals/money-view.ts';
import { referralRowOf } from './referrals/view.ts';

const money = (cents: number): string => {
  const amount = toCents(cents);
  return amount.ok ? formatCents(amount.value) : 'Not recorded';
};

const sum = (cents: readonly (number | null)[]): number => cents.reduce<number>((total, value) => total + (value ?? 0), 0);

/** The first page: figures with their rows behind them, what needs this practice, what waits on others, what came last. */
export const todayView = (desk: DeskContext, moneyOf: MoneyOfReferral): Today => {
  const rows = desk.ledger.referrals().map((state) => referralRowOf(desk, state, moneyOf));
  const open = rows.filter((row) => !row.ended && row.money.state !== 'settled');
  const mine = open.filter((row) => row.waitingOnYou);
  const cooling = rows.filter((row) => row.money.state === 'cooling-off');
  const payable = rows.filter((row) => row.money.state === 'payable');
  const settled = rows.filter((row) => row.money.state === 'settled');
  return {
    figures: [
      {
        label: 'Needs you',
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
        words: 'According to the payer',
        href: '/payouts',
      },
    ],
    needsYou: mine
      .toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'))
      .slice(0, 20)
      .map((row) => ({
        title: `${row.client}: ${row.waiting}`,
        detail: `${row.label}, ${row.purpose}, ${row.counterpart}`,
        due: row.due,
        late: row.late,
        act: 'Open',
        href: `/referrals/${row.intent}`,
        kind: 'referral',
      })),
    waiting: open
      .filter((row) => !row.waitingOnYou)
      .slice(0, 20)
      .map((row) => ({
        intent: row.intent,
        title: row.waiting,
        detail: `${row.client}, ${row.purpose}`,
        signed: row.signed,
        due: row.due,
        late: row.late,
      })),
    latest: latest(desk),
  };
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
