import { err, ok } from '../../domain/result.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { ActHandler, Plan } from '../acts/plan.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import { clientData, clientOf } from './client-details.ts';
import { today } from './today.ts';
import { actingIn, notNow, practiceName } from './party.ts';
import { reasonWords } from './reasons.ts';
import { ruleContent } from './rule-content.ts';
import { ruleNotPinned } from './rule-terms.ts';

/** A plan of one event that needs no private rows. */
export const simple = (words: string, event: AnyDraft, more: Partial<Plan> = {}): Plan => ({
  words,
  facts: [],
  ticks: [],
  warnings: [],
  events: [() => event],
  assertion: { need: 'none', why: null },
  ...more,
});

/** The receiver's signed receipt of the details (ACKED): starts the ten-business-day clock. */
export const confirmReceipt: ActHandler<'confirm-receipt'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const disclosure = state.disclosures.find((entry) => entry.recipient === desk.profile.practice && entry.delivered === null);
  if (disclosure === undefined)
    return err(notNow('There is no disclosure waiting for a receipt.', 'Import the exchange file that brings the details.'));
  if (clientData(desk, state) === undefined)
    return err(notNow('The details themselves have not arrived.', 'Ask the referrer to export the exchange file again.'));
  return ok(
    simple(`${desk.profile.legalName} received ${clientOf(desk, state)}’s details from ${practiceName(desk, state.terms.referrer)}.`, {
      type: 'disclosure.delivered',
      referral: state.referral,
      about: [disclosure.hash],
      body: { attachment: disclosure.attachment },
    }),
  );
};

/** Step 2: the receiver accepts the referral under the pinned rule, after the first contact and the conflict check. */
export const intake: ActHandler<'intake'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const [, acknowledgement, done] = state.steps;
  if (done) return err(notNow('Intake is signed already.', 'Open the referral to see who signed it.'));
  if (!acknowledgement) return err(notNow('The client has not acknowledged the referral yet.', 'Wait for the client’s signature.'));
  if (state.ending !== null)
    return err(notNow('The referral has been ended.', 'Open the referral: it says by whom, and what is left to do.'));
  if (state.waiting.act === 'confirm-receipt')
    return err(notNow('The receipt of the details is not signed yet.', 'Confirm that the details arrived, then contact the client.'));
  const contacted = parseLocalDate(act.contactedOn);
  if (!contacted.ok || contacted.value > today(desk))
    return err({
      status: 422,
      code: 'contact-date',
      title: 'Check the date of the first contact',
      detail: 'It is not a date up to today.',
      where: 'contactedOn',
      kept: 'Nothing was signed.',
      next: 'Enter the day on which you spoke to the client.',
    });
  const rule = ruleContent(desk, state.terms.rule.hash);
  const governing = ruleNotPinned(desk, state);
  const client = clientOf(desk, state);
  const referrer = practiceName(desk, state.terms.referrer);
  return ok({
    words: `${desk.profile.legalName} takes ${client} on from ${referrer}, and accepts ${rule === undefined ? 'the pinned rule' : `${rule.name} version ${rule.version}`}.`,
    facts: [
      { label: 'First contact', value: formatDate(contacted.value) },
      { label: 'Conflict check', value: act.conflict.found ? 'A conflict was found' : 'No conflict found' },
    ],
    ticks: [
      { id: 'referrerNamed', text: `I said that ${referrer} referred them` },
      { id: 'clientContent', text: `${client} is happy to go on` },
      { id: 'commissionDisclosed', text: 'I disclosed the commission' },
      { id: 'conflictChecked', text: 'I checked for a conflict of interest' },
    ],
    warnings: [
      ...(governing === undefined
        ? []
        : [
            `By the register of this desk ${governing.name}, version ${governing.version}, governed this referral on the day of its intent: it is for ${governing.words}. ${referrer} pinned another rule.`,
          ]),
      ...(act.conflict.found ? ['A conflict was found. Signing Intake records that you go on nevertheless.'] : []),
      ...(state.waiting.act === 'stop-contact'
        ? [`${client} has taken the consent back. Sign Intake only if they have agreed with you anew.`]
        : []),
    ],
    events: [
      () => ({
        type: 'referral.intake',
        referral: state.referral,
        step: 2,
        prevStep: acknowledgement.hash,
        body: {
          rule: state.terms.rule.hash,
          contactedOn: act.contactedOn,
          checklist: act.checklist,
          conflict: act.conflict,
        },
      }),
    ],
    assertion: { need: 'offered', why: null },
  });
};

export const qualify: ActHandler<'qualify'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const intakeStep = state.steps[2];
  if (!intakeStep || state.steps[3] || state.qualified !== null)
    return err(notNow('Qualification comes once, after Intake and before Settlement.', 'Open the referral to see what is next.'));
  return ok(
    simple(`${clientOf(desk, state)} qualifies.`, {
      type: 'referral.qualified',
      referral: state.referral,
      about: [intakeStep.hash],
      body: {},
    }),
  );
};

export const unqualify: ActHandler<'unqualify'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const intakeStep = state.steps[2];
  if (!intakeStep || state.steps[3])
    return err(notNow('This is said after Intake and before Settlement.', 'Open the referral to see what is next.'));
  return ok(
    simple(`${clientOf(desk, state)} does not qualify: ${reasonWords(act.reason)}. The referral ends here.`, {
      type: 'referral.unqualified',
      referral: state.referral,
      about: [intakeStep.hash],
      body: { reason: act.reason },
    }),
  );
};

export const decline: ActHandler<'decline'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const latest = state.steps.findLast((step) => step !== null);
  if (state.steps[2] || !latest)
    return err(notNow('Declining is possible until Intake is signed.', 'After Intake, say that the client does not qualify.'));
  return ok(
    simple(`${desk.profile.legalName} declines the referral of ${clientOf(desk, state)}: ${reasonWords(act.reason)}.`, {
      type: 'referral.declined',
      referral: state.referral,
      about: [latest.hash],
      body: { reason: act.reason },
    }),
  );
};

export const withdraw: ActHandler<'withdraw'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'referrer');
  if (!referral.ok) return referral;
  const state = referral.value;
  const latest = state.steps.findLast((step) => step !== null);
  if (state.steps[3] || !latest)
    return err(notNow('Withdrawing is possible until Settlement is signed.', 'After Settlement the commission stands.'));
  return ok(
    simple(`${desk.profile.legalName} withdraws the referral of ${clientOf(desk, state)}: ${reasonWords(act.reason)}.`, {
      type: 'referral.withdrawn',
      referral: state.referral,
      about: [latest.hash],
      body: { reason: act.reason },
    }),
  );
};
