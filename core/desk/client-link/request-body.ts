import { formatDateLong } from '../../domain/time/date-text.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { SigningRequests } from '../../ports/signing-requests.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../protocol/bytes.ts';
import { commitmentOf } from '../../protocol/commitment.ts';
import type { KnownEvent } from '../../protocol/event/event.ts';
import type { SigningRequest } from '../../protocol/network/signing-request.ts';
import { invitationOfEvent, type OpenInvitation, sessionView } from '../client-signing/session.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { ownSealKey } from '../keys/open-seal.ts';
import { sealingKeys } from '../keys/recovered-keys.ts';
import type { Refusal } from '../refusal.ts';
import { dateIn } from '../referrals/calendar.ts';
import { DISCLOSED_FIELDS } from '../referrals/client-details.ts';
import { monthsAfter } from '../referrals/intent-act.ts';
import { inviteKey } from '../referrals/invite-act.ts';
import { NOTICE } from '../referrals/notice.ts';
import { practiceName } from '../referrals/party.ts';

/** Months a consent given on the page lasts. */
const CONSENT_MONTHS = 12;

/** Bytes of a base64url text that this program wrote. */
export const storedBytes = (text: string): Bytes => {
  const bytes = base64urlToBytes(text);
  if (!bytes.ok) throw new Error('a stored value is base64url');
  return bytes.value;
};

/** "6 October 2027": the day of an instant where the practice is. */
const dayOf = (desk: DeskContext, instant: string): string => {
  const day = parseLocalDate(dateIn(desk.zone, instant));
  if (!day.ok) throw new Error('an instant has a day');
  return formatDateLong(day.value);
};

const publicKeyOf = (desk: DeskContext, { row }: OpenInvitation): string =>
  bytesToBase64url(inviteKey(desk, storedBytes(row.salt), row.code).publicKey);

/** The consent that an invitation is about, which its link takes back; undefined for an invitation to a handshake. */
const consentToTakeBack = (desk: DeskContext, invite: string): Extract<KnownEvent, { type: 'consent.granted' }> | undefined => {
  const invited = desk.ledger.known(invite);
  const about = invited?.type === 'client.invited' ? desk.ledger.known(invited.about[0] ?? '') : undefined;
  return about?.type === 'consent.granted' ? about : undefined;
};

/** The client's key of step 1, or of the consent that is taken back: the page may use it again where it is a passkey of the page's own host. */
const earlierKey = (
  desk: DeskContext,
  { state, row }: OpenInvitation,
  consent: { readonly stream: string } | undefined,
): SigningRequest['earlier'] => {
  const stream = consent === undefined ? (row.step === 4 ? state.steps[1]?.stream : undefined) : consent.stream;
  const head = stream === undefined ? undefined : desk.ledger.head(stream);
  const first = stream === undefined ? undefined : desk.ledger.rows.byStream(stream, 0);
  const event = first === undefined ? undefined : desk.ledger.known(Buffer.from(first.hash).toString('hex'));
  const stated = event !== undefined && 'clientKey' in event.body ? event.body.clientKey : undefined;
  if (stream === undefined || head === undefined || stated === undefined) return null;
  return { stream, spki: stated.spki, alg: stated.alg, credential: stated.credential ?? null, n: head.n, last: head.hash };
};

/** What the page says that takes a consent back. */
const withdrawalPage = (desk: DeskContext, { state, client }: OpenInvitation, firstName: string): SigningRequest['page'] => {
  const receiver = practiceName(desk, state.terms.receiver);
  const referrer = practiceName(desk, state.terms.referrer);
  return {
    client: client.name,
    firstName,
    headline: `${firstName}, do you take your consent back?`,
    lead: `You allowed ${referrer} to give ${receiver} your details, for: ${client.purpose}. You owe nobody a reason.`,
    benefit: {
      title: 'What happens then.',
      text: `Nothing more may be passed on. What was passed on already stays recorded, and ${referrer} and ${receiver} are told at once.`,
    },
    choices: [
      {
        id: 'withdraw',
        title: 'Yes, I take my consent back',
        text: `From now on ${referrer} may not give ${receiver} anything about me for this.`,
      },
    ],
    withdrawal: 'If you do nothing, your consent stays as it is. You can also tell either practice, in any way.',
  };
};

const members = (desk: DeskContext, { state }: OpenInvitation): Result<SigningRequest['members'], Refusal> => {
  const made: SigningRequest['members'] = [];
  for (const practice of [state.terms.referrer, state.terms.receiver]) {
    const facts = registerOf(desk).practices.get(practice);
    const sealKey =
      practice === desk.profile.practice ? ownSealKey(desk) : facts === undefined ? undefined : sealingKeys(desk, facts)?.sealKey;
    if (sealKey === undefined)
      return err({
        status: 409,
        code: 'no-seal-key',
        title: 'The answer could not be sealed to the other practice',
        detail: `The register states no key of ${practiceName(desk, practice)} that counts.`,
        kept: 'The invitation is kept.',
        next: 'Import the register of the network office, then make the link again.',
      });
    made.push({ practice, name: practiceName(desk, practice), sealKey });
  }
  return ok(made);
};

/** The consent's words with the day on which it ends; the others as on the desk's own screen. */
const choices = (desk: DeskContext, open: OpenInvitation, validUntil: string): SigningRequest['page']['choices'] =>
  sessionView(desk, open)
    .choices.filter((choice) => !choice.signed)
    .map(({ id, title, text }) => ({
      id,
      title,
      text:
        id === 'consent'
          ? text.replace(`For ${CONSENT_MONTHS} months, or until I withdraw.`, `Until ${dayOf(desk, validUntil)}, or until I withdraw.`)
          : text,
    }));

/**
 * What the page shows and signs with, from what this desk holds (protocol §15.2). `code` is the invitation whose code goes to the client separately.
 * Errors: the invitation is not held or is for another step; a practice has no seal key.
 */
export const requestBody = (
  desk: DeskContext,
  invite: string,
  code: string | null,
  page: SigningRequests['page'],
): Result<{ readonly request: SigningRequest; readonly open: OpenInvitation }, Refusal> => {
  const open = invitationOfEvent(desk, invite);
  if (!open.ok) return open;
  const second = code === null ? null : invitationOfEvent(desk, code);
  if (second !== null && !second.ok) return second;
  const { row, state, client } = open.value;
  const prevStep = row.step === 1 ? state.intent : (state.steps[3]?.hash ?? null);
  const sealed = members(desk, open.value);
  if (!sealed.ok) return sealed;
  if (prevStep === null || (second?.value.row.intent ?? row.intent) !== row.intent || (second?.value.row.step ?? row.step) !== row.step)
    return err({
      status: 409,
      code: 'not-now',
      title: 'There is nothing to sign yet',
      detail: 'The step before is not signed, or the two invitations are not for one signature.',
      kept: 'The invitation is kept.',
      next: 'Open the referral to see who acts next.',
    });
  const { net, test } = registerOf(desk);
  const view = sessionView(desk, open.value);
  const consent = consentToTakeBack(desk, invite);
  const now = desk.clock.now();
  const validUntil = monthsAfter(now, CONSENT_MONTHS);
  const salt = desk.entropy.bytes(32);
  const notice = commitmentOf(desk.primitives, net, { for: 'notice', referral: state.referral, data: { words: NOTICE.text } }, salt);
  return ok({
    open: open.value,
    request: {
      v: 1,
      net,
      at: now,
      expires: row.expires,
      origin: page.origin,
      rpId: page.rpId,
      test,
      step: view.step,
      referral: state.referral,
      intent: state.intent,
      prevStep,
      by: desk.profile.practice,
      members: sealed.value,
      client: state.terms.client,
      purpose: state.terms.purpose,
      categories: [...DISCLOSED_FIELDS],
      validUntil,
      benefit: state.terms.benefit,
      consents:
        consent !== undefined
          ? [consent.hash]
          : state.consents
              .filter((consent) => consent.withdrawn === null && now < consent.validUntil)
              .map((consent) => consent.hash)
              .slice(0, 7),
      invitations: {
        link: { invite, key: publicKeyOf(desk, open.value), salt: row.salt, code: row.code },
        code: second === null || code === null ? null : { invite: code, key: publicKeyOf(desk, second.value), salt: second.value.row.salt },
      },
      earlier: earlierKey(desk, open.value, consent),
      challenge: bytesToBase64url(desk.entropy.bytes(32)),
      notice: { id: NOTICE.id, version: NOTICE.version, words: NOTICE.text, salt: bytesToBase64url(salt), commitment: notice },
      shownSalt: bytesToBase64url(desk.entropy.bytes(32)),
      page:
        consent !== undefined
          ? withdrawalPage(desk, open.value, view.firstName)
          : {
              client: client.name,
              firstName: view.firstName,
              headline: view.headline,
              lead: view.lead,
              benefit: { title: view.benefit.title, text: view.benefit.text },
              choices: choices(desk, open.value, validUntil),
              withdrawal: 'You can take this back at any time: with this link while it is open, or by telling either practice, in any way.',
            },
    },
  });
};
