import { err, ok } from '../../domain/result.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import { findOpening } from '../openings/openings.ts';
import { clientData } from '../referrals/client-details.ts';
import { newInvitation } from '../referrals/invite-act.ts';
import { actingIn, notNow, practiceName } from '../referrals/party.ts';
import { referralSql } from '../referrals/tables.ts';

/**
 * Where the invitation of this practice went by which a client gave a consent, from this desk or another of the practice; undefined where another practice
 * invited, or it was recorded or given in person.
 */
export const invitationBehind = (
  desk: Pick<DeskContext, 'db' | 'ledger'>,
  consent: string,
): { readonly address: string; readonly channel: 'email' | 'sms' } | undefined => {
  const given = desk.ledger.known(consent);
  const invite = given?.type === 'consent.granted' ? given.body.invite : null;
  if (invite === null) return undefined;
  const address =
    desk.db.get(referralSql.selectFrom('client_invitation').select('address').where('invite', '=', invite))?.address ??
    desk.db.get(
      referralSql
        .selectFrom('signing_link')
        .select('address')
        .where((where) => where.or([where('invite', '=', invite), where('code_invite', '=', invite)])),
    )?.address ??
    null;
  return address === null ? undefined : { address, channel: address.includes('@') ? 'email' : 'sms' };
};

/**
 * Invites the client to take a consent back on the signing page: by a new link and a new code to the same contact point, since a one-time key was thrown
 * away (protocol §6.3). Errors: the consent is not one that the client gave by a link of this practice, or is taken back.
 */
export const inviteWithdrawal: ActHandler<'invite-withdrawal'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'either');
  if (!referral.ok) return referral;
  const state = referral.value;
  const consent = state.consents.find((entry) => entry.hash === act.consent);
  const client = clientData(desk, state);
  const before = invitationBehind(desk, act.consent);
  const given = desk.ledger.known(act.consent);
  const invited = given?.type === 'consent.granted' ? desk.ledger.known(given.body.invite ?? '') : undefined;
  const point = invited?.type === 'client.invited' ? findOpening(desk, invited.body.contactPoint) : undefined;
  if (consent === undefined || client === undefined || before === undefined || point === undefined)
    return err(
      notNow(
        'This consent was not given by a link that this practice sent.',
        'Record the withdrawal as the client tells it to you, under Consent.',
      ),
    );
  if (consent.withdrawn !== null) return err(notNow('The consent is taken back already.', 'Nothing more is to be done.'));
  const whom = { state, step: 1, about: act.consent, ...before, point, client, contact: null } as const;
  const invitations = [newInvitation(desk, whom), newInvitation(desk, whom)];
  return ok({
    words: `${desk.profile.legalName} invites ${client.name} to take back the consent of the referral to ${practiceName(desk, state.terms.receiver)}, by a new link and a new code to where the first ones went.`,
    facts: [{ label: 'Link', value: before.address }],
    ticks: [],
    warnings: [],
    events: invitations.map((invitation) => invitation.event),
    assertion: { need: 'none', why: null },
    store: (hashes) => invitations.forEach((invitation, index) => invitation.keep(hashes[index] ?? '')),
    answer: {},
  });
};
