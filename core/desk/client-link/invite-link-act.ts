import { ok } from '../../domain/result.ts';
import type { ActHandler } from '../acts/plan.ts';
import { keepOpening } from '../openings/openings.ts';
import { invited, invitedTo, newInvitation } from '../referrals/invite-act.ts';

const HOW = {
  email: 'by a private link in an e-mail',
  sms: 'by a private link in a text message',
  'in-person': 'by a QR code shown in person',
} as const;

/**
 * Invites the client to the signing page of the network: one invitation that the link carries, for a passkey, and where there is an address a second one whose code comes
 * to the client separately, for a one-time key. Each record then says by which of the two it was made.
 */
export const inviteLink: ActHandler<'invite-link'> = (desk, _person, act) => {
  const whom = invited(desk, act);
  if (!whom.ok) return whom;
  const { address, point, contact } = whom.value;
  const invitations =
    address !== null ? [newInvitation(desk, whom.value), newInvitation(desk, whom.value)] : [newInvitation(desk, whom.value)];
  return ok({
    words: `${invitedTo(desk, whom.value)} on a page of their own, ${HOW[act.channel]}.`,
    facts: [{ label: 'Link', value: address ?? 'Shown in person' }],
    ticks: [],
    warnings: [],
    events: invitations.map((invitation) => invitation.event),
    assertion: { need: 'none', why: null },
    store: (hashes) => {
      keepOpening(desk, point, contact);
      invitations.forEach((invitation, index) => invitation.keep(hashes[index] ?? ''));
    },
    answer: {},
  });
};
