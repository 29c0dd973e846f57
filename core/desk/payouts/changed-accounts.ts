import type { z } from 'zod';
import type { changedAccount } from '../../contract/money.ts';
import { maskedAccountNumber } from '../../domain/identity/bank-account.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { accountWords, payeeAccount } from './accounts.ts';

/**
 * Accounts that other practices have changed and that may not be paid to yet: no call back is recorded, or the days of waiting are not over.
 * Only those whose new account is held here: nobody else's is this desk's to confirm.
 */
export const changedAccounts = (desk: DeskContext): readonly z.infer<typeof changedAccount>[] => {
  const today = dateIn(desk.zone, desk.clock.now());
  return [...registerOf(desk).practices.values()]
    .filter((practice) => practice.practice !== desk.profile.practice)
    .flatMap((practice) => {
      const account = payeeAccount(desk, practice.practice);
      if (account?.data === null || account === undefined || account.change === null) return [];
      const { old, paysFrom, calledBack } = account.change;
      if (calledBack && today >= paysFrom) return [];
      return [
        {
          event: account.event,
          by: practice.legalName,
          at: account.at,
          old: accountWords(old),
          new: accountWords(account.data),
          ending: maskedAccountNumber(account.data.account),
          paysFrom,
          calledBack,
        },
      ];
    })
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
};
