import type { ReferralState } from '../../domain/referral/state.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { parseEmail } from '../../domain/identity/email.ts';
import { textNumber } from '../../domain/identity/phone.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToBase64url, concatBytes, utf8Encode } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/commitment.ts';
import { INVITE_SEED_LABEL } from '../../protocol/messages.ts';
import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import type { ActHandler, ActOf } from '../acts/plan.ts';
import type { DeskContext } from '../context.ts';
import type { AnyDraft } from '../ledger/compose.ts';
import { commit, findOpening, keepOpening } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import { clientData, type ClientData, contactPointSchema } from './client-details.ts';
import { actingIn, notNow, practiceName } from './party.ts';
import { monthsAfter } from './intent-act.ts';
import { referralSql } from './tables.ts';

const CODE_DIGITS = 8;
const ALPHABET = 10;

/** Eight random digits, without bias. */
const drawCode = (desk: Pick<DeskContext, 'entropy'>): string => {
  let code = '';
  while (code.length < CODE_DIGITS) {
    const [byte = 255] = desk.entropy.bytes(1);
    if (byte < 250) code += String(byte % ALPHABET);
  }
  return code;
};

/** The invitation key of a code and its salt (protocol §6.3). */
export const inviteKey = (desk: Pick<DeskContext, 'primitives'>, salt: Uint8Array, code: string): ReturnType<typeof ed25519Signer> =>
  ed25519Signer(desk.primitives.sha256(concatBytes(utf8Encode(INVITE_SEED_LABEL), salt, utf8Encode(code))));

type Channel = ActOf<'invite'>['channel'];

/** Whom an invitation is for, how it reaches them, and what of the referral it is about. */
export type Invited = {
  readonly state: ReferralState;
  readonly step: 1 | 4;
  readonly about: string;
  readonly channel: Channel;
  readonly address: string | null;
  readonly point: Opening;
  readonly client: ClientData;
  readonly contact: string | null;
};

const noAddress = (code: string, title: string, detail: string, next: string): Result<never, Refusal> =>
  err({ status: 422, code, title, detail, where: 'address', kept: 'Nothing was signed.', next });

/** Where a message reaches the client: what was entered, else the first address or mobile of their details; null in person. */
const addressOf = (act: Pick<ActOf<'invite'>, 'channel' | 'address'>, details: ClientData): Result<string | null, Refusal> => {
  if (act.channel === 'in-person') return ok(null);
  if (act.channel === 'sms') {
    const number = act.address === null ? details.phones.map(textNumber).find((one) => one !== undefined) : textNumber(act.address);
    return number === undefined
      ? noAddress(
          'mobile-missing',
          'No mobile number to send a text message to',
          'The contact has no Australian mobile number, or the one given is none. A number of another country begins with + and its code.',
          'Enter the client’s own mobile number, or invite by e-mail or in person.',
        )
      : ok(number);
  }
  const address = act.address ?? details.emails[0] ?? null;
  return address !== null && parseEmail(address).ok
    ? ok(address)
    : noAddress(
        'email-missing',
        'No e-mail address to send the code to',
        'The contact has no e-mail address, or the one given cannot be read.',
        'Enter the client’s own address, or invite in person with a passkey.',
      );
};

/** Checks that the client's signature is the next one and how they are reached. Errors: not now, no address. */
export const invited = (
  desk: DeskContext,
  act: Pick<ActOf<'invite'>, 'referral' | 'step' | 'channel' | 'address'>,
): Result<Invited, Refusal> => {
  const referral = actingIn(desk, act.referral, 'either');
  if (!referral.ok) return referral;
  const state = referral.value;
  const about = act.step === 1 ? state.steps[0] : state.steps[3];
  if (act.step === 1 && state.terms.referrer !== desk.profile.practice)
    return err(notNow('The referrer invites the client to acknowledge.', 'Wait for the referring practice.'));
  if (!about || (act.step === 1 ? state.steps[1] : state.steps[4]))
    return err(notNow('The client’s signature is not the next one, or it is there already.', 'Open the referral to see who acts next.'));
  if (act.step === 4 && state.agreed === null)
    return err(notNow('The settlement is not agreed by both sides yet.', 'The referrer attests the settlement first.'));
  const details = clientData(desk, state);
  if (details === undefined) return err(notNow('The client’s details are not held here.', 'Import the exchange file that brings them.'));
  const reached = addressOf(act, details);
  if (!reached.ok) return reached;
  const address = reached.value;
  const data = { address, channel: act.channel };
  const point =
    samePoint(
      desk,
      state.invitations.map((entry) => entry.contactPoint),
      data,
    ) ?? commit(desk, { for: 'contact-point', referral: state.referral, data });
  const contact = desk.db.get(referralSql.selectFrom('client_link').select('contact').where('intent', '=', state.intent))?.contact ?? null;
  return ok({ state, step: act.step, about: about.hash, channel: act.channel, address, point, client: details, contact });
};

/** A new invitation: its event, and the private row that belongs to it. */
export const newInvitation = (
  desk: DeskContext,
  { state, step, about, channel, address, point }: Invited,
): { readonly event: () => AnyDraft; readonly keep: (invite: string) => void } => {
  const salt = desk.entropy.bytes(32);
  const code = drawCode(desk);
  const session = uuidV7(desk.entropy, desk.clock.now());
  const expires = monthsAfter(desk.clock.now(), 1);
  return {
    event: () => ({
      type: 'client.invited',
      referral: state.referral,
      about: [about],
      body: {
        step,
        contactPoint: point.commitment,
        key: bytesToBase64url(inviteKey(desk, salt, code).publicKey),
        channel,
        expires,
      },
    }),
    keep: (invite) =>
      desk.db.run(
        referralSql.insertInto('client_invitation').values({
          invite,
          session,
          intent: state.intent,
          step,
          channel,
          address,
          salt: bytesToBase64url(salt),
          code,
          code_sent_at: null,
          tries: 0,
          state: 'open',
          client_key: null,
          credential: null,
          shown: '{}',
          expires,
        }),
      ),
  };
};

/** What the client is invited to do, in words. */
export const invitedTo = (desk: DeskContext, { state, step, client }: Invited): string =>
  `${desk.profile.legalName} invites ${client.name} to ${step === 1 ? `acknowledge the referral to ${practiceName(desk, state.terms.receiver)}` : 'confirm the outcome'}`;

const HOW: Readonly<Record<Channel, string>> = {
  email: 'with a code by e-mail',
  sms: 'with a code by text message',
  'in-person': 'in person',
};

/** Invites the client to sign step 1 or 4: a contact-point commitment and a key that derives from a code they receive on a channel of their own. */
export const invite: ActHandler<'invite'> = (desk, _person, act) => {
  const whom = invited(desk, act);
  if (!whom.ok) return whom;
  const { address, point, contact } = whom.value;
  const invitation = newInvitation(desk, whom.value);
  return ok({
    words: `${invitedTo(desk, whom.value)}, ${HOW[act.channel]}.`,
    facts: [{ label: 'Channel', value: address ?? 'In person' }],
    ticks: [],
    warnings: [],
    events: [invitation.event],
    assertion: { need: 'none', why: null },
    store: (hashes) => {
      keepOpening(desk, point, contact);
      invitation.keep(hashes[0] ?? '');
    },
    answer: {},
  });
};

/** The earlier opening for the same address: the same commitment then shows the same contact point (protocol §6.3). */
const samePoint = (
  desk: DeskContext,
  commitments: readonly string[],
  data: { readonly address: string | null; readonly channel: string },
) => {
  for (const commitment of commitments) {
    const opening = findOpening(desk, commitment);
    const parsed = contactPointSchema.safeParse(opening?.data);
    if (opening !== undefined && parsed.success && parsed.data.address === data.address && parsed.data.channel === data.channel)
      return opening;
  }
  return undefined;
};
