import { doesNotApply, known, none, notRecorded, type Fact } from '../../domain/text/fact.ts';
import type { CommissionWorking, GstWorking, PartyOnPaper, PlatformFee } from '../../adapters/pdf/shared-document.ts';
import type { Calculation, CalculationStep } from '../../domain/commission/calculation.ts';
import { parseAbn } from '../../domain/identity/abn.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { type Cents, exactCents, ZERO_CENTS } from '../../domain/money/cents.ts';
import { gstDivision, gstOnExclusive } from '../../domain/money/gst.ts';
import { type Division, divideHalfUp } from '../../domain/money/rounding.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { gstDeclaredAt, registeredForGst } from './registrations.ts';

/** A practice as a document names it: what the register states, and "not recorded" for what it does not. */
export const partyOnPaper = (desk: DeskContext, practice: string, on: LocalDate): PartyOnPaper => {
  const facts = registerOf(desk).practices.get(practice);
  const abn = parseAbn(facts?.abn ?? '');
  if (facts === undefined || !abn.ok) throw new Error('the register states every practice that is paid, with its ABN');
  const declared = gstDeclaredAt(desk, practice);
  return {
    legalName: facts.legalName,
    name: facts.legalName,
    entity: doesNotApply,
    abn: abn.value,
    gst: {
      registered: registeredForGst(desk, practice, on),
      source: { kind: 'declared', on: declared === null ? notRecorded : known(dateIn(desk.zone, declared)) },
    },
    address: notRecorded,
  };
};

type ShareStep = Extract<CalculationStep, { step: 'commission-share' | 'platform-share' }>;

const stepOf = <S extends CalculationStep['step']>(calculation: Calculation, step: S): Extract<CalculationStep, { step: S }> | undefined =>
  calculation.lines.find((line): line is Extract<CalculationStep, { step: S }> & { readonly line: number } => line.step === step);

const divisionOf = ({ product, divisor, quotient, remainder, outcome, cents }: ShareStep): Division => ({
  numerator: product,
  divisor,
  quotient,
  remainder,
  outcome,
  rounded: cents,
});

/** How the commission came about, step by step as the calculation stores it. */
export const commissionWorking = (calculation: Calculation): CommissionWorking => {
  const { base, commission: result } = calculation.result;
  const cap = stepOf(calculation, 'commission-cap');
  const limit = stepOf(calculation, 'commission-limit');
  const words: Fact<string> =
    cap !== undefined && cap.cut > 0
      ? known(`capped at ${formatCents(cap.cap)} for the referral, clause ${cap.clause}`)
      : limit !== undefined && limit.cut > 0
        ? known(`limited to what is left of the base, clause ${limit.clause}`)
        : none;
  const share = stepOf(calculation, 'commission-share');
  return share === undefined
    ? { kind: 'flat', base, result, cap: words }
    : {
        kind: 'percentage',
        base: share.amount,
        share: share.bps,
        division: divisionOf(share),
        result,
        cap: words,
      };
};

/** GST on one price as stored: ÷ 10, half up. Nothing where the supplier is not registered. */
export const gstWorking = (on: Cents, registered: boolean): GstWorking =>
  registered
    ? { on, division: gstDivision(on), result: gstOnExclusive(on) }
    : { on: ZERO_CENTS, division: divideHalfUp(0, 10), result: ZERO_CENTS };

/** The office's fee on the same income: for information on the payee's document. */
export const platformFee = (desk: DeskContext, calculation: Calculation, on: LocalDate): Fact<PlatformFee> => {
  const { platform } = calculation.result;
  const share = stepOf(calculation, 'platform-share');
  if (platform === 0 || share === undefined) return none;
  const register = registerOf(desk);
  const limit = stepOf(calculation, 'platform-limit');
  const cap: Fact<string> =
    limit !== undefined && limit.cut > 0 ? known(`limited to what is left of the base, clause ${limit.clause}`) : none;
  const gst = gstWorking(platform, registeredForGst(desk, register.office, on));
  return known({
    payer: desk.profile.legalName,
    office: register.practices.get(register.office)?.legalName ?? register.network,
    working: {
      kind: 'percentage',
      base: share.amount,
      share: share.bps,
      division: divisionOf(share),
      result: platform,
      cap,
    },
    gst,
    total: exactCents(platform + gst.result),
  });
};
