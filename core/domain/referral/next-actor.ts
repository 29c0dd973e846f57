import type { MissingAttestation } from './fold.ts';
import type { Party, ReferralState, Waiting } from './state.ts';

/** Whose turn it is, and since when (the waiting line under the rail). Pure. */
export const waitingFor = (state: Omit<ReferralState, 'waiting'>, missing: readonly MissingAttestation[]): Waiting => {
  const latest = state.steps.findLast((step) => step !== null);
  const since = latest?.at ?? '';
  const wait = (on: Waiting['on'], act: Waiting['act'], from: string = since): Waiting => ({
    on,
    act,
    since: from,
  });
  if (state.ending !== null)
    return state.ending.effective ? wait('nobody', 'none', state.ending.at) : wait('receiver', 'attest-ending', state.ending.at);
  if (state.unresolved) return wait('receiver', 'resolve-duplicate');
  const [, acknowledgement, intake, settlement, outcome] = state.steps;
  if (!acknowledgement) return invitedFor(state, 1) ? wait('client', 'acknowledge', lastInvited(state, 1)) : wait('referrer', 'invite');
  const first = missing.find((entry) => entry.of === 'acknowledgement');
  if (!intake) {
    const passed = state.disclosures.find((disclosure) => disclosure.recipient === state.terms.receiver);
    const takenBack = consentTakenBack(state);
    if (passed === undefined) return takenBack === null ? wait('referrer', 'pass-details') : wait('referrer', 'consent-ended', takenBack);
    if (takenBack !== null) return wait('receiver', 'stop-contact', takenBack);
    return passed.delivered === null ? wait('receiver', 'confirm-receipt', passed.at) : wait('receiver', 'intake', passed.delivered.at);
  }
  if (first !== undefined) return wait(partyOf(state, first.practice), 'attest-acknowledgement');
  if (!settlement) return state.qualified === null ? wait('receiver', 'qualify') : wait('receiver', 'settle', state.qualified.at);
  const current = state.incomes.at(-1);
  if (current?.attestation === null) return wait('referrer', 'attest-settlement', current.at);
  if (current?.attestation?.agrees === false) return wait('receiver', 'correct-settlement', current.attestation.at);
  if (!outcome) return invitedFor(state, 4) ? wait('client', 'confirm-outcome', lastInvited(state, 4)) : wait('referrer', 'invite-outcome');
  const last = missing.find((entry) => entry.of === 'outcome');
  return last === undefined ? wait('nobody', 'none') : wait(partyOf(state, last.practice), 'attest-outcome');
};

/** When the client took back the last consent of the referral for its receiver; null while one stands, or none was given in it. */
const consentTakenBack = ({ consents, terms }: Pick<ReferralState, 'consents' | 'terms'>): string | null => {
  const given = consents.filter((consent) => consent.recipients.includes(terms.receiver));
  const ends = given.flatMap(({ withdrawn }) => (withdrawn === null ? [] : [withdrawn.at]));
  return ends.length < given.length ? null : (ends.toSorted().at(-1) ?? null);
};

const partyOf = (state: Pick<ReferralState, 'terms'>, practice: string): Party =>
  practice === state.terms.referrer ? 'referrer' : 'receiver';

const invitedFor = (state: Pick<ReferralState, 'invitations'>, step: 1 | 4): boolean =>
  state.invitations.some((entry) => entry.step === step);

const lastInvited = (state: Pick<ReferralState, 'invitations'>, step: 1 | 4): string =>
  state.invitations.findLast((entry) => entry.step === step)?.at ?? '';
