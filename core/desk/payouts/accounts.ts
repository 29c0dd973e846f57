import { z } from 'zod';
import type { payeeAccountView } from '../../contract/money.ts';
import {
  type AccountNumber,
  accountNumberSchema,
  type Bsb,
  bsbSchema,
  formatBsb,
  maskedAccountNumber,
} from '../../domain/identity/bank-account.ts';
import type { AccountStanding } from '../../domain/payout/money-state.ts';
import { addDays, type LocalDate } from '../../domain/time/local-date.ts';
import type { DeskContext } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import { businessDue, dateIn } from '../referrals/calendar.ts';
import { eventsNaming, eventsOf, practiceOf } from './event-lookup.ts';

/** Data behind an `account` commitment. */
export const accountDataSchema = z.strictObject({
  account: accountNumberSchema,
  bsb: bsbSchema,
  title: z.string().min(1).max(200),
});
export type AccountData = { readonly account: AccountNumber; readonly bsb: Bsb; readonly title: string };

/** Business days that a changed account waits before it is paid to. */
export const CHANGED_ACCOUNT_DAYS = 3;
/** Where holiday data is missing: longer than three business days can ever be, Christmas included. */
const WITHOUT_HOLIDAYS = 14;

/** The account that a practice has signed last, and the one before it. */
export type PayeeAccount = {
  readonly event: string;
  readonly commitment: string;
  readonly at: string;
  readonly seenAt: string;
  /** Null while its opening has not arrived. */
  readonly data: AccountData | null;
  /** Set where it replaces another account. `data` is null when the old opening is not held here. */
  readonly change: {
    readonly old: AccountData | null;
    readonly paysFrom: LocalDate;
    readonly calledBack: boolean;
  } | null;
};

const opened = (desk: Pick<DeskContext, 'db'>, commitment: string): AccountData | null => {
  const parsed = accountDataSchema.safeParse(openedData(desk, commitment, 'account'));
  return parsed.success ? parsed.data : null;
};

/**
 * The account of a practice as its own signed record says; undefined while it has recorded none. An older account is never fallen back to.
 * `payer` is whose call-back counts: each payer makes its own.
 */
export const payeeAccount = (desk: DeskContext, practice: string, payer: string = desk.profile.practice): PayeeAccount | undefined => {
  const stated = eventsOf(desk, 'payee.account').filter((event) => practiceOf(desk, event.hash) === practice);
  const latest = stated.at(-1);
  if (latest === undefined) return undefined;
  const before = stated.at(-2);
  const base = {
    event: latest.hash,
    commitment: latest.body.account,
    at: latest.at,
    seenAt: latest.seenAt,
    data: opened(desk, latest.body.account),
  };
  if (before === undefined && latest.body.replaces === null) return { ...base, change: null };
  const since = latest.at > latest.seenAt ? latest.at : latest.seenAt;
  const calledBack = eventsNaming(desk, latest.hash).some(
    (event) => event.type === 'payee.confirmed' && practiceOf(desk, event.hash) === payer,
  );
  const paysFrom = businessDue(desk, since, CHANGED_ACCOUNT_DAYS) ?? addDays(dateIn(desk.zone, since), WITHOUT_HOLIDAYS);
  return {
    ...base,
    change: { old: before === undefined ? null : opened(desk, before.body.account), paysFrom, calledBack },
  };
};

/** How the payer may use an account now. */
export const standingOf = (account: PayeeAccount | undefined): AccountStanding => {
  if (account === undefined || account.data === null) return { kind: 'none' };
  return account.change === null
    ? { kind: 'usable' }
    : { kind: 'changed', paysFrom: account.change.paysFrom, calledBack: account.change.calledBack };
};

/** "062-000, account ending …2222": all that is shown of an account. */
export const accountWords = (data: Pick<AccountData, 'account' | 'bsb'> | null): string =>
  data === null ? 'not held here' : `${formatBsb(data.bsb)}, account ending ${maskedAccountNumber(data.account)}`;

/** This practice's own account for commissions it earns. */
export const ownAccountView = (desk: DeskContext): z.infer<typeof payeeAccountView> | null => {
  const account = payeeAccount(desk, desk.profile.practice);
  if (account?.data === null || account === undefined) return null;
  return {
    words: `${account.data.title}, ${accountWords(account.data)}`,
    bsb: formatBsb(account.data.bsb),
    ending: maskedAccountNumber(account.data.account),
    since: account.at,
    event: account.event,
  };
};
