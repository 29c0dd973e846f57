import { formatDateLong } from '../../domain/time/date-text.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { ClientSession } from '../../contract/client-signing.ts';
import { maskedPoint } from '../../domain/contact/masked-point.ts';
import { formatCents } from '../../domain/money/amount-text.ts';
import { toCents } from '../../domain/money/cents.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { benefitDataSchema, clientData, type ClientData } from '../referrals/client-details.ts';
import { NOTICE } from '../referrals/notice.ts';
import { practiceName } from '../referrals/party.ts';
import { type ReferralTables, referralSql } from '../referrals/tables.ts';

/** Tries with a wrong code before the invitation is closed. */
export const MAX_TRIES = 8;
/** Months a consent given here lasts. */
export const CONSENT_MONTHS = 12;

export type InvitationRow = Readonly<ReferralTables['client_invitation']>;

/** An invitation with the referral it belongs to and the details of its client. */
export type OpenInvitation = {
  readonly row: InvitationRow;
  readonly state: ReferralState;
  readonly client: ClientData;
};

const unknown: Refusal = {
  status: 404,
  code: 'session-unknown',
  title: 'This page is not open any more',
  detail: 'The invitation is not known at this desk.',
  next: 'Ask the practice to start again.',
};

const load = (desk: DeskContext, row: InvitationRow | undefined): Result<OpenInvitation, Refusal> => {
  const state = row === undefined ? undefined : desk.ledger.referral(row.intent);
  const client = state === undefined ? undefined : clientData(desk, state);
  return row === undefined || state === undefined || client === undefined ? err(unknown) : ok({ row, state, client });
};

/** The invitation behind a session id: the id is the page's only credential. */
export const invitationOfSession = (desk: DeskContext, session: string): Result<OpenInvitation, Refusal> =>
  load(desk, desk.db.get(referralSql.selectFrom('client_invitation').selectAll().where('session', '=', session)));

/** The invitation made by an event. */
export const invitationOfEvent = (desk: DeskContext, invite: string): Result<OpenInvitation, Refusal> =>
  load(desk, desk.db.get(referralSql.selectFrom('client_invitation').selectAll().where('invite', '=', invite)));

/** State of a session as the client's page shows it. */
export const sessionState = (desk: Pick<DeskContext, 'clock'>, row: InvitationRow): ClientSession['state'] =>
  row.state !== 'open' ? row.state : desk.clock.now() >= row.expires || row.tries >= MAX_TRIES ? 'expired' : 'open';

/** What each choice says, in the words that its signature commits to. */
export const choiceWords = (
  desk: DeskContext,
  { state, client, row }: OpenInvitation,
): readonly {
  readonly id: 'consent' | 'acknowledge' | 'outcome';
  readonly title: string;
  readonly text: string;
}[] => {
  const receiver = practiceName(desk, state.terms.receiver);
  const referrer = practiceName(desk, state.terms.referrer);
  const contact = client.phones.length > 0 ? 'phone number, e-mail address' : 'e-mail address';
  if (row.step === 4)
    return [
      {
        id: 'outcome',
        title: `Yes, ${receiver} did what I came for`,
        text: `${receiver} says that the matter settled on ${dayText(state.agreed?.settledOn)}. I confirm that.`,
      },
    ];
  return [
    {
      id: 'consent',
      title: 'Yes, give them my details',
      text: `My name, ${contact} and “${client.purpose}”. Nothing else. For ${CONSENT_MONTHS} months, or until I withdraw.`,
    },
    {
      id: 'acknowledge',
      title: 'Yes, I know about this referral',
      text: `${referrer} told me, and ${receiver} may contact me.`,
    },
  ];
};

const dayText = (day: string | undefined): string => {
  const read = parseLocalDate(day ?? '');
  return read.ok ? formatDateLong(read.value) : 'a day not recorded';
};

/** Builds the client's page: who refers whom, why, the fee before any yes, what is passed on, and what comes back. */
export const sessionView = (desk: DeskContext, open: OpenInvitation): ClientSession => {
  const { row, state, client } = open;
  const receiver = practiceName(desk, state.terms.receiver);
  const benefit = benefitDataSchema.safeParse(openedData(desk, state.terms.benefit, 'benefit'));
  // After settlement the estimate is history: the outcome's page does not repeat it.
  const estimate = row.step === 1 && benefit.success && benefit.data.estimate !== null ? toCents(benefit.data.estimate) : null;
  const signed = signedChoices(state);
  const first = client.givenName === '' ? client.name : client.givenName;
  return {
    session: row.session,
    step: row.step === 1 ? 1 : 4,
    state: sessionState(desk, row),
    practice: desk.profile.legalName,
    other: desk.profile.practice === state.terms.referrer ? receiver : practiceName(desk, state.terms.referrer),
    firstName: first,
    headline: row.step === 1 ? `${first}, may we introduce you to ${receiver}?` : `${first}, did it work out with ${receiver}?`,
    lead:
      row.step === 1
        ? `For: ${client.purpose}. You pay nothing, and you can say no.`
        : 'Your answer completes the record. You pay nothing, and you can say no.',
    benefit: {
      title: row.step === 1 ? 'We may be paid.' : 'Who is paid.',
      text: `${benefit.success ? benefit.data.words : 'The rule of the network applies.'}${estimate?.ok === true ? ` The income is estimated at ${formatCents(estimate.value)}.` : ''} ${receiver} tells the outcome and its income from this introduction to ${practiceName(desk, state.terms.referrer)} and to the network office, so that this can be checked.`,
      estimate: estimate?.ok === true ? estimate.value : null,
    },
    choices: choiceWords(desk, open).map((choice) => ({ ...choice, signed: signed.has(choice.id) })),
    notice: NOTICE.text,
    withdrawal: 'You can withdraw at any time by telling either practice, in any way.',
    testKey: registerOf(desk).test,
    code: {
      required: row.channel !== 'in-person',
      sentTo: row.address === null ? null : maskedPoint(row.address),
      sentAt: row.code_sent_at,
      triesLeft: Math.max(0, MAX_TRIES - row.tries),
    },
    rpId: desk.origin.rpId,
    credential: row.credential,
    expires: row.expires,
  };
};

/** Choices of this referral that the client has signed. */
export const signedChoices = (state: ReferralState): ReadonlySet<'consent' | 'acknowledge' | 'outcome'> => {
  const signed = new Set<'consent' | 'acknowledge' | 'outcome'>();
  if (state.consents.some((consent) => consent.by === 'client')) signed.add('consent');
  if (state.steps[1]) signed.add('acknowledge');
  if (state.steps[4]) signed.add('outcome');
  return signed;
};
