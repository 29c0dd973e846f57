import { permits } from '../../domain/permission/permission.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { rolesOf } from '../api.ts';
import type { DeskContext } from '../context.ts';
import type { MoneyFacts } from '../../domain/payout/money-state.ts';
import { paymentToConfirm } from './money-view.ts';
import { invitationBehind } from '../client-link/invite-withdrawal-act.ts';
import { sideOf } from './party.ts';
import { waitingNow } from './waiting-now.ts';
import { referralSql } from './tables.ts';

export type ActNow = {
  readonly act: string;
  readonly label: string;
  readonly primary: boolean;
  readonly event: string | null;
  readonly disabledWhy: string | null;
};

/** Acts that this person may start on a referral now, the expected one first. */
export const actsNow = (
  desk: DeskContext,
  person: string,
  state: ReferralState,
  money: Pick<MoneyFacts, 'state' | 'receivedAt'>,
): readonly ActNow[] => {
  const side = sideOf(desk, state);
  if (side === null) return [];
  const mayNot = permits(rolesOf(desk, person), 'sign-handshakes') ? null : 'Your role does not sign handshakes';
  const acts: ActNow[] = [];
  const add = (act: string, label: string, primary: boolean, event: string | null = null): void => {
    acts.push({ act, label, primary, event, disabledWhy: mayNot });
  };
  const [, acknowledgement, intake, settlement, outcome] = state.steps;
  const { act: expected } = waitingNow(desk, state);
  const over = state.ending?.effective === true;
  // Nothing new begins under an ending that waits to be confirmed.
  const ending = state.ending !== null;
  const open = state.invitations.find(
    (entry) =>
      entry.usedBy === null &&
      entry.practice === desk.profile.practice &&
      desk.clock.now() < entry.expires &&
      (entry.step === 1 ? !acknowledgement : !outcome),
  );
  const clientActs = expected === 'acknowledge' || expected === 'confirm-outcome';
  const link = desk.db.get(
    referralSql
      .selectFrom('signing_link')
      .select(['invite', 'answered_at', 'expires', 'state'])
      .where('intent', '=', state.intent)
      .orderBy('made_at', 'desc'),
  );
  const linkOpen = link !== undefined && link.state !== 'withdrawn' && link.answered_at === null && desk.clock.now() < link.expires;
  if (link !== undefined) add('client-link', 'The client’s link', clientActs && linkOpen, link.invite);
  if (open !== undefined && !over) add('client-session', 'Open the client’s page', clientActs && !linkOpen, open.hash);
  if (side === 'referrer') {
    if (!acknowledgement && !ending) add('invite', open === undefined ? 'Invite the client' : 'Invite again', expected === 'invite');
    if (expected === 'pass-details') add('pass-details', 'Pass the details', true);
    const current = state.incomes.at(-1);
    if (current?.attestation === null) {
      add('attest', 'Agree with the amount', expected === 'attest-settlement', current.hash);
      add('attest-no', 'Disagree', false, current.hash);
    }
    if (!settlement && !ending) add('withdraw', 'Withdraw', false);
    if (paymentToConfirm(money) && state.entitlement !== null)
      add('attest-payment', 'Confirm that the payment arrived', expected === 'none', state.entitlement.hash);
  } else {
    if (expected === 'confirm-receipt') add('confirm-receipt', 'Confirm receipt', true);
    if (acknowledgement && !intake && !ending) add('intake', 'Sign Intake', expected === 'intake');
    if (!intake && !ending) add('decline', 'Decline', false);
    if (intake && !settlement && !over) {
      if (state.qualified === null) add('qualify', 'Qualifies', expected === 'qualify');
      add('settle', 'Sign Settlement', expected === 'settle');
      add('unqualify', 'Does not qualify', false);
    }
    if (settlement && !outcome) add('correct-settlement', 'Correct the amount', expected === 'correct-settlement');
  }
  if (settlement && !outcome && state.agreed !== null && !over)
    add('invite-outcome', 'Invite the client to confirm', expected === 'invite-outcome');
  if (expected === 'attest-ending' && side === 'receiver' && state.ending !== null)
    add('attest', 'Confirm the ending', true, state.ending.hash);
  const own = desk.profile.practice;
  const isReplaced = outcome?.stream !== acknowledgement?.stream;
  if (
    outcome &&
    !state.outcomeAttestations.some((entry) => entry.practice === own) &&
    (isReplaced || outcome.assurance.device.owner === 'desk')
  )
    add('attest', 'Confirm how the client signed', true, outcome.hash);
  if (expected === 'attest-acknowledgement' && acknowledgement && state.waiting.on === side)
    add('attest', 'Confirm how the client signed', true, acknowledgement.hash);
  for (const { hash, by, withdrawn } of state.consents) {
    if (withdrawn === null && by === 'client' && invitationBehind(desk, hash) !== undefined)
      add('invite-withdrawal', 'Let the client take the consent back', false, hash);
    if (withdrawn?.byNewKey === true && !withdrawn.attestedBy.includes(own))
      add('attest', 'Confirm how the client took it back', false, withdrawn.hash);
  }
  return acts.toSorted((a, b) => Number(b.primary) - Number(a.primary));
};
