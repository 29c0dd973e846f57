import { err, ok, type Result } from '../../domain/result.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { PAYMENT_RECEIVED } from '../../protocol/pack/payments.ts';
import type { ActHandler, ActOf, Plan } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { simple } from './handshake-acts.ts';
import { type MoneyOfReferral, paymentToConfirm } from './money-view.ts';
import { actingIn, notNow, practiceName } from './party.ts';
import { reasonWords } from './reasons.ts';
import { dollars } from './settlement-acts.ts';

/** The other member agrees or disagrees with an event (protocol §6), or the payee says that the payment arrived (protocol §9). */
export const attestAct =
  (moneyOf: MoneyOfReferral): ActHandler<'attest'> =>
  (desk, _person, act) => {
    const received = act.agrees && act.reason === PAYMENT_RECEIVED;
    const referral = actingIn(desk, act.referral, received ? 'referrer' : 'either');
    if (!referral.ok) return referral;
    const state = referral.value;
    if (received) return paymentReceived(desk, state, act, moneyOf);
    const subject = desk.ledger.known(act.event);
    if (subject === undefined) return err(notNow('The event to attest is not held here.', 'Open the referral again.'));
    if (!act.agrees && act.reason === null) return err(reasonMissing);
    const income = state.incomes.find((entry) => entry.hash === act.event);
    const other = otherName(desk, state);
    const what = income === undefined ? 'what was signed' : `the income of ${dollars(income.gross)} gross, ${dollars(income.net)} net`;
    return ok(
      simple(
        act.agrees
          ? `${desk.profile.legalName} agrees with ${other}: ${what}.`
          : `${desk.profile.legalName} disagrees with ${other} about ${what}: ${reasonWords(act.reason ?? '')}.`,
        {
          type: 'attestation',
          referral: state.referral,
          about: [act.event],
          body: { agrees: act.agrees, reason: act.reason },
        },
        {
          assertion: { need: 'offered', why: null },
          warnings: act.agrees ? [] : ['A disagreement holds the money until the amount is corrected or the office decides.'],
        },
      ),
    );
  };

const otherName = (desk: DeskContext, state: ReferralState): string =>
  practiceName(desk, desk.profile.practice === state.terms.referrer ? state.terms.receiver : state.terms.referrer);

const reasonMissing: Refusal = {
  status: 422,
  code: 'reason-missing',
  title: 'Say why you disagree',
  detail: 'A disagreement carries a reason.',
  where: 'reason',
  kept: 'Nothing was signed.',
  next: 'Choose a reason.',
};

/** It is about the entitlement that was paid, and there is nothing to confirm before its payer has released it. */
const paymentReceived = (
  desk: DeskContext,
  state: ReferralState,
  act: ActOf<'attest'>,
  moneyOf: MoneyOfReferral,
): Result<Plan, Refusal> => {
  const { entitlement } = state;
  const facts = moneyOf(desk, state);
  if (entitlement === null || entitlement.hash !== act.event)
    return err(notNow('This is not the commission that the referral pays.', 'Open the referral again.'));
  if (facts.receivedAt !== null) return err(notNow('It is confirmed already that the payment arrived.', 'Nothing more is to be done.'));
  if (!paymentToConfirm(facts))
    return err(
      notNow(
        'This desk knows of no payment of this commission that was released.',
        'Import the payer’s newest exchange file, then confirm it here.',
      ),
    );
  return ok(
    simple(
      `${desk.profile.legalName} confirms that the payment of ${practiceName(desk, state.terms.receiver)} arrived.`,
      {
        type: 'attestation',
        referral: state.referral,
        about: [entitlement.hash],
        body: { agrees: true, reason: PAYMENT_RECEIVED },
      },
      {
        facts: [{ label: 'Commission, ex GST', value: dollars(entitlement.commission) }],
        ticks: [{ id: 'seen', text: 'I saw the payment on our own bank statement' }],
        assertion: { need: 'offered', why: null },
        warnings:
          facts.state === 'settled'
            ? []
            : ['The payer’s desk has not recorded a bank line of this payment yet, as far as this desk knows.'],
      },
    ),
  );
};
