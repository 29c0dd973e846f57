import { ok, err } from '../../domain/result.ts';
import type { ActHandler } from '../acts/plan.ts';
import { passGate, sendPersonal, stillPasses } from '../exits/to-practice.ts';
import { commit, findOpening, keepOpening } from '../openings/openings.ts';
import { clientOf, DISCLOSED_FIELDS } from './client-details.ts';
import { actingIn, notNow, practiceName } from './party.ts';
import { sharingOf } from './waiting-now.ts';

/** Passes the client's details to the receiver: a disclosure event, and the opening sealed into the next exchange. */
export const passDetails: ActHandler<'pass-details'> = (desk, by, act) => {
  const referral = actingIn(desk, act.referral, 'referrer');
  if (!referral.ok) return referral;
  const state = referral.value;
  const recipient = state.terms.receiver;
  if (state.disclosures.some((disclosure) => disclosure.recipient === recipient))
    return err(notNow('The details were passed already.', 'Export the exchange file again if it got lost.'));
  const leave = passGate(desk, by, {
    ...sharingOf(desk, state),
    recipient,
    purpose: state.terms.purpose,
    fields: DISCLOSED_FIELDS,
    occasion: 'disclosure',
  });
  if (!leave.ok) return leave;
  // A consent outside the referral may cover it; the client still has to know of this referral.
  if (!state.steps[1] || state.ending !== null)
    return err({
      status: 403,
      code: state.steps[1] ? 'disclosure-ended' : 'disclosure-no-acknowledgement',
      title: 'The details may not be passed',
      detail: state.steps[1]
        ? `The referral was ${state.ending?.kind === 'unqualified' ? 'found not to qualify' : (state.ending?.kind ?? 'ended')}.`
        : 'The client has not signed the acknowledgement yet.',
      kept: 'Nothing was passed on.',
      next: 'Open the referral to see what is next.',
    });
  const opening = findOpening(desk, state.terms.client);
  const benefit = findOpening(desk, state.terms.benefit);
  if (opening === undefined)
    return err(
      notNow(
        'The client’s details are not held at this desk any more.',
        'They may have been erased; make a new referral if the client asks for it.',
      ),
    );
  const receipt = commit(desk, {
    for: 'attachment',
    referral: state.referral,
    data: { openings: [opening.commitment] },
  });
  const receiver = practiceName(desk, recipient);
  const { consents, fields, weak } = leave.value;
  return ok({
    words: `You pass ${clientOf(desk, state)}’s name, contact details and a short purpose to ${receiver}, and nothing else.`,
    facts: [
      { label: 'Receiver', value: receiver },
      { label: 'Consent', value: consents.map((hash) => hash.slice(0, 16)).join(', ') },
    ],
    ticks: [],
    warnings: weak ? ['The consent was recorded by a practice; the client has not signed it.'] : [],
    events: [
      () => ({
        type: 'consent.used',
        referral: state.referral,
        about: [state.intent],
        body: { consents: [...consents], recipient, fields: [...fields], attachment: receipt.commitment },
      }),
    ],
    assertion: { need: 'none', why: null },
    check: () => stillPasses(desk, leave.value, sharingOf(desk, state).person),
    store: (hashes) => {
      keepOpening(desk, receipt);
      sendPersonal(desk, leave.value, hashes[0] ?? '', benefit === undefined ? [opening, receipt] : [opening, receipt, benefit]);
    },
  });
};
