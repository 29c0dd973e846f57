import type { z } from 'zod';
import type { moneyState } from '../../../core/contract/referrals.ts';
import type { StatusKind } from '../../ui/StatusIcon.tsx';

type MoneyState = z.infer<typeof moneyState>;

const looks: Readonly<Record<MoneyState, StatusKind>> = {
  none: 'not-yet',
  estimate: 'not-yet',
  accruing: 'waiting',
  'cooling-off': 'cooling-off',
  payable: 'waiting',
  blocked: 'paused',
  reserved: 'waiting',
  approved: 'waiting',
  released: 'waiting',
  settled: 'done',
  failed: 'broken',
  ended: 'excluded',
};

/** Icon and tone of where money stands. Green is for money that a bank line shows as paid. */
export const moneyLook = (state: MoneyState): StatusKind => looks[state];

const names: Readonly<Record<MoneyState, string>> = {
  none: 'None',
  estimate: 'Estimate',
  accruing: 'Accruing',
  'cooling-off': 'Cooling-off',
  payable: 'Payable',
  blocked: 'Not payable yet',
  reserved: 'In a batch',
  approved: 'Approved',
  released: 'Released',
  settled: 'Settled',
  failed: 'Requires repair',
  ended: 'Ended',
};

/** The short name of a state of money, for a row. */
export const moneyName = (state: MoneyState): string => names[state];
