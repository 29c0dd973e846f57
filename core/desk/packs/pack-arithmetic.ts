import type { PackArithmetic } from '../../adapters/pdf/evidence-pack-document.ts';
import { type Fact, known, none, notRecorded } from '../../domain/text/fact.ts';
import type { CommissionWorking, GstWorking } from '../../adapters/pdf/shared-document.ts';
import type { Calculation, CalculationLine } from '../../domain/commission/calculation.ts';
import { differenceInCents, exactCents } from '../../domain/money/cents.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { PackContents } from '../../protocol/pack/report.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { practiceName } from '../referrals/party.ts';

type LineOf<S extends CalculationLine['step']> = Extract<CalculationLine, { step: S }>;

const lineOf = <S extends CalculationLine['step']>(calculation: Calculation, step: S): LineOf<S> | undefined =>
  calculation.lines.find((line): line is LineOf<S> => line.step === step);

const capOf = (calculation: Calculation): Fact<string> => {
  const cap = lineOf(calculation, 'commission-cap');
  const limit = lineOf(calculation, 'commission-limit');
  if (cap !== undefined && cap.cut > 0) return known(`clause ${cap.clause}: the rule's cap`);
  return limit !== undefined && limit.cut > 0 ? known(`clause ${limit.clause}: what is left of the base`) : none;
};

/** The commission as stored: every figure is the record's. */
export const commissionWorking = (calculation: Calculation): CommissionWorking => {
  const share = lineOf(calculation, 'commission-share');
  const { base, commission } = calculation.result;
  if (share === undefined) return { kind: 'flat', base, result: commission, cap: capOf(calculation) };
  return {
    kind: 'percentage',
    base,
    share: share.bps,
    division: divisionOf(share),
    result: commission,
    cap: capOf(calculation),
  };
};

const divisionOf = (
  working: {
    readonly divisor: number;
    readonly quotient: number;
    readonly remainder: number;
    readonly outcome: LineOf<'commission-share'>['outcome'];
    readonly cents: number;
  },
  numerator = working.quotient * working.divisor + working.remainder,
) => ({
  numerator,
  divisor: working.divisor,
  quotient: working.quotient,
  remainder: working.remainder,
  outcome: working.outcome,
  rounded: working.cents,
});

/** GST on the commission or the fee as stored; null when there is none. */
export const gstWorking = (calculation: Calculation, step: 'commission-gst' | 'platform-gst'): GstWorking | null => {
  const line = lineOf(calculation, step);
  return line === undefined ? null : { on: line.amount, division: divisionOf(line), result: line.cents };
};

const feeWorking = (calculation: Calculation): CommissionWorking => {
  const share = lineOf(calculation, 'platform-share');
  const limit = lineOf(calculation, 'platform-limit');
  const cap: Fact<string> = limit !== undefined && limit.cut > 0 ? known(`clause ${limit.clause}: what is left of the base`) : none;
  const { base, platform } = calculation.result;
  if (share === undefined) return { kind: 'flat', base, result: platform, cap };
  return {
    kind: 'percentage',
    base: share.amount,
    share: share.bps,
    division: divisionOf(share),
    result: platform,
    cap,
  };
};

/** Page 3: base to commission, GST, fee, and how the base was divided. */
export const arithmeticOf = (desk: DeskContext, state: ReferralState, contents: PackContents, calculation: Calculation): PackArithmetic => {
  const { result } = calculation;
  const { clauses } = contents.rule;
  const gst = gstWorking(calculation, 'commission-gst');
  const fee = gstWorking(calculation, 'platform-gst');
  const receiver = practiceName(desk, state.terms.receiver);
  const referrer = practiceName(desk, state.terms.referrer);
  const office = practiceName(desk, registerOf(desk).office);
  const total = exactCents(result.commission + result.platform + result.keeps);
  return {
    baseWords: `${contents.rule.base} income of the receiving practice, ex GST`,
    baseSource: notRecorded,
    commission: commissionWorking(calculation),
    gst: gst === null ? none : known(gst),
    payable: result.referrerTotal,
    fee:
      fee === null
        ? none
        : known({
            payer: receiver,
            office,
            working: feeWorking(calculation),
            gst: fee,
            total: result.platformTotal,
          }),
    clauses: {
      base: known(clauses.base.ref),
      share: known(clauses.commission.ref),
      rounding: known(clauses.rounding.ref),
      gst: known(clauses.gst.ref),
      gstRounding: known(clauses.gstRounding.ref),
      fee: known(clauses.platform.ref),
      feeRounding: known(clauses.platformRounding.ref),
      feeGst: known(clauses.platformGst.ref),
    },
    shares: [
      { who: `${referrer}, commission`, cents: result.commission },
      { who: `${office}, platform fee`, cents: result.platform },
      { who: `${receiver} keeps the rest`, cents: result.keeps },
    ],
    sharesTotal: total,
    sharesDifference: differenceInCents(result.divided, total),
    recomputed: true,
    remarks: [
      'Recomputed by the verifier from the pinned rule and the agreed amount, with the same bytes. GST is an estimate: the tax document follows the registrations on its day of issue.',
    ],
  };
};
