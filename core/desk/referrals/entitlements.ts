import { computeEntitlement } from '../../domain/commission/compute.ts';
import type { Calculation } from '../../domain/commission/calculation.ts';
import { toCents, ZERO_CENTS } from '../../domain/money/cents.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { IncomeStatement, ReferralState } from '../../domain/referral/state.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { canonicalBytes } from '../../protocol/jcs.ts';
import { gstAt, type Register, tillAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { appendOwn } from '../ledger/compose.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { sendBusiness } from '../exits/business.ts';
import { ruleContent } from './rule-content.ts';

/** Key of an entitlement: a second one with the same key creates nothing (protocol §8). */
export const entitlementKey = (
  desk: Pick<DeskContext, 'primitives'>,
  parts: {
    readonly net: string;
    readonly referral: string;
    readonly beneficiary: string;
    readonly kind: 'settlement' | 'income';
    readonly number: number;
  },
): string => bytesToHex(desk.primitives.sha256(canonicalBytes({ ...parts })));

const registered = (register: Register, practice: string, at: number): 'registered' | 'not-registered' =>
  gstAt(register, practice, at)?.registered === true ? 'registered' : 'not-registered';

/** The calculation under the pinned rule for one statement of income, as this desk works it out itself. */
export const calculationFor = (
  desk: DeskContext,
  state: ReferralState,
  income: Pick<IncomeStatement, 'gross' | 'net'>,
): Result<Calculation, { readonly code: string }> => {
  const register = registerOf(desk);
  const rule = ruleContent(desk, state.terms.rule.hash);
  if (rule === undefined) return err({ code: 'rule-unknown' });
  const gross = toCents(income.gross);
  const net = toCents(income.net);
  if (!gross.ok || !net.ok) return err({ code: 'amount' });
  const at = desk.ledger.size();
  const computed = computeEntitlement({
    rule,
    trigger: state.trigger === 'qualified' ? { kind: 'qualified' } : { kind: 'settled', gross: gross.value, net: net.value },
    number: 0,
    earlierCommission: ZERO_CENTS,
    gst: {
      referrer: registered(register, state.terms.referrer, at),
      receiver: registered(register, state.terms.receiver, at),
      office: registered(register, register.office, at),
    },
  });
  return computed.ok ? ok(computed.value) : err({ code: computed.error.code });
};

/**
 * Acts of the program at the paying practice: once the referrer has agreed to the settlement, the desk signs the computed entitlement under the
 * pinned rule, with a commitment to every step, and sends the opening to the earner and to the office. Does nothing when it is there already.
 */
export const computeDueEntitlements = (desk: DeskContext): number => {
  const register = desk.ledger.register();
  if (desk.recovery !== null || register === null) return 0;
  // Of several desks of a practice the one that pays computes: apart from each other two would make two.
  if (tillAt(register, desk.profile.practice, desk.ledger.size()) !== desk.profile.desk) return 0;
  const due = desk.ledger
    .referrals()
    .filter(
      (state) =>
        state.terms.receiver === desk.profile.practice &&
        state.agreed !== null &&
        state.entitlement === null &&
        state.ending?.effective !== true,
    );
  let made = 0;
  for (const state of due) if (state.agreed !== null && computeOne(desk, state, state.agreed)) made += 1;
  return made;
};

const computeOne = (desk: DeskContext, state: ReferralState, agreed: IncomeStatement): boolean => {
  const calculation = calculationFor(desk, state, agreed);
  if (!calculation.ok) return false;
  const { net, office } = registerOf(desk);
  const { result } = calculation.value;
  const opening = commit(desk, { for: 'calculation', referral: state.referral, data: calculation.value });
  const key = entitlementKey(desk, {
    net,
    referral: state.intent,
    beneficiary: state.terms.referrer,
    kind: 'settlement',
    number: 0,
  });
  appendOwn(
    desk,
    net,
    desk.keys.desk,
    [
      () => ({
        type: 'entitlement.computed',
        referral: state.referral,
        about: [agreed.hash],
        body: {
          key,
          beneficiary: state.terms.referrer,
          kind: 'settlement',
          number: 0,
          base: result.base,
          commission: result.commission,
          platform: result.platform,
          gstEstimate: result.gstEstimate.commission,
          calculation: opening.commitment,
        },
      }),
    ],
    (hashes) => {
      keepOpening(desk, opening);
      for (const recipient of [state.terms.referrer, office])
        if (recipient !== desk.profile.practice) sendBusiness(desk, hashes[0] ?? '', recipient, [opening]);
    },
  );
  return true;
};
