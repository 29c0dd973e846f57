import type { Waiting } from '../../domain/referral/state.ts';
import { practiceName, sideOf } from '../referrals/party.ts';
import { clientData } from '../referrals/client-details.ts';
import { dueOf } from '../referrals/waiting-view.ts';
import { waitingNow } from '../referrals/waiting-now.ts';
import { referralSql } from '../referrals/tables.ts';
import { purposeName } from '../verticals.ts';
import type { NeedInput, NeedSource, ReferralNow } from './need.ts';

type Words = { readonly title: (client: string, other: string) => string; readonly act: string };

const WORDS: Readonly<Record<Exclude<Waiting['act'], 'none'>, Words>> = {
  invite: { title: (client) => `Invite ${client} to acknowledge the referral`, act: 'Invite' },
  acknowledge: { title: (client) => `Wait for ${client}`, act: 'Open' },
  'pass-details': { title: (client, other) => `Pass ${client}’s details to ${other}`, act: 'Pass details' },
  'consent-ended': { title: (client, other) => `Do not pass ${client}’s details to ${other}`, act: 'Open' },
  'confirm-receipt': { title: (client) => `Confirm receipt of ${client}’s details`, act: 'Confirm' },
  intake: { title: (client) => `Contact ${client} and sign Intake`, act: 'Sign Intake' },
  'stop-contact': { title: (client) => `Go no further with ${client}, who took the consent back`, act: 'Open' },
  'attest-ending': { title: (client) => `Confirm that the referral of ${client} ends`, act: 'Confirm' },
  'attest-acknowledgement': { title: (client) => `Confirm how ${client} signed`, act: 'Confirm' },
  qualify: { title: (client) => `Say whether ${client} qualifies`, act: 'Answer' },
  settle: { title: (client) => `Sign Settlement for ${client}`, act: 'Sign' },
  'attest-settlement': { title: (client) => `Check the settlement for ${client}`, act: 'Review and sign' },
  'correct-settlement': { title: (client) => `Correct the settlement for ${client}`, act: 'Correct' },
  'invite-outcome': { title: (client) => `Invite ${client} to confirm the outcome`, act: 'Invite' },
  'confirm-outcome': { title: (client) => `Wait for ${client}`, act: 'Open' },
  'attest-outcome': { title: (client) => `Confirm how ${client} signed`, act: 'Confirm' },
  'resolve-duplicate': { title: (client) => `Choose between two signatures for ${client}`, act: 'Choose' },
};

/** What a person who may not see clients reads in the place of the name. */
const nameOf = ({ desk, may }: NeedInput, { state }: ReferralNow): string =>
  (may('see-clients') ? clientData(desk, state)?.name : undefined) ?? 'the client';

/** Referrals whose next act is this practice's, for those who sign. */
export const referralNeeds: NeedSource = (input) => {
  const { desk, today, may } = input;
  if (!may('sign-handshakes')) return [];
  return input.referrals.flatMap((now) => {
    const { state } = now;
    const { terms } = state;
    const waiting = waitingNow(desk, state);
    const side = sideOf(desk, state);
    if (side === null || waiting.on !== side || waiting.act === 'none') return [];
    const due = dueOf(desk, waiting);
    const other = practiceName(desk, side === 'referrer' ? terms.receiver : terms.referrer);
    const { title, act } = WORDS[waiting.act];
    return {
      title: title(nameOf(input, now), other),
      detail: `${terms.label}, ${purposeName(desk, terms.purpose)}, ${other}`,
      due,
      late: due !== null && today > due,
      act,
      href: `/referrals/${state.intent}`,
      kind: 'referral',
    };
  });
};

/** Consents that a client asks in words to take back, and withdrawals by a new key that this practice has not attested. */
export const withdrawalNeeds: NeedSource = (input) => {
  const { desk, today, may } = input;
  if (!may('sign-handshakes')) return [];
  const asks = desk.db.all(referralSql.selectFrom('client_ask').select('intent').distinct().where('kind', '=', 'withdrawal'));
  const asked = new Set(asks.map(({ intent }) => intent));
  return input.referrals.flatMap((now) => {
    const { state } = now;
    if (sideOf(desk, state) === null) return [];
    const need = (title: string, detail: string, act: string, due: string | null) => ({
      title,
      detail: `${state.terms.label}. ${detail}`,
      due,
      late: false,
      act,
      href: `/referrals/${state.intent}`,
      kind: 'referral',
    });
    const stands = asked.has(state.intent) && state.consents.some((consent) => consent.withdrawn === null);
    const open = state.consents.some(
      ({ withdrawn }) => withdrawn?.byNewKey === true && !withdrawn.attestedBy.includes(desk.profile.practice),
    );
    return [
      ...(stands
        ? [
            need(
              `${nameOf(input, now)} takes the consent back`,
              'Record it, or send a new link by which they sign it; pass nothing on.',
              'Open',
              today,
            ),
          ]
        : []),
      ...(open
        ? [need(`Confirm how ${nameOf(input, now)} took the consent back`, 'It was signed by a new key after a code.', 'Confirm', null)]
        : []),
    ];
  });
};

/** Payments that a payer calls settled and this practice, the payee, has not confirmed: "paid" is the payer's word until then. */
export const paymentNeeds: NeedSource = (input) =>
  input.referrals.flatMap((now) => {
    const { state, money } = now;
    if (!input.may('sign-handshakes')) return [];
    if (state.terms.referrer !== input.desk.profile.practice || money.state !== 'settled' || money.receivedAt !== null) return [];
    return {
      title: `Confirm that the payment of ${practiceName(input.desk, state.terms.receiver)} arrived`,
      detail: `${state.terms.label}, ${nameOf(input, now)}. The payer’s bank line says that it was paid.`,
      due: null,
      late: false,
      act: 'Confirm',
      href: `/referrals/${state.intent}`,
      kind: 'payout',
    };
  });
