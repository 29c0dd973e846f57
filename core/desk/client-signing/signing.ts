import { timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { ClientSession, clientPrepare, clientPrepared, clientSubmit, keyOptions } from '../../contract/client-signing.ts';
import { ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url, utf8Encode } from '../../protocol/bytes.ts';
import type { Opening } from '../../protocol/commitment.ts';
import { normalizeLowS } from '../../protocol/es256.ts';
import type { clientKey as clientKeySchema } from '../../protocol/event/referral-events.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/jcs.ts';
import { EVENT_PAYLOAD_TYPE, pae } from '../../protocol/pae.ts';
import { encodeRecord, parseKeyId, type RecordSignature } from '../../protocol/record.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { screenCodeMessage } from '../../domain/wording/client-messages.ts';
import { sendToClient } from '../exits/to-client.ts';
import { appendRecords, nextPlace, placeDraft } from '../ledger/compose.ts';
import { keepOpening } from '../openings/openings.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { referralSql } from '../referrals/tables.ts';
import { invitationOfSession, type OpenInvitation, sessionState, sessionView, signedChoices } from './session.ts';
import { choiceDraft } from './choice-draft.ts';
import { clientKeyOf } from './client-key.ts';

type ClientKey = z.infer<typeof clientKeySchema>;
type Prepare = z.infer<typeof clientPrepare>;
type Submit = z.infer<typeof clientSubmit>;

type Held = {
  readonly session: string;
  readonly choice: Prepare['choice'];
  readonly payload: JsonObject;
  readonly alg: ClientKey['alg'];
  readonly keyid: string;
  readonly credential: string | null;
  readonly openings: readonly Opening[];
  readonly at: string;
};

/** Signing on the client's own screen at the desk: two records, two presses, one invitation (protocol §6.3). */
export type ClientSigning = {
  readonly view: (desk: DeskContext, session: string) => Result<ClientSession, Refusal>;
  readonly sendCode: (desk: DeskContext, session: string) => Promise<Result<ClientSession, Refusal>>;
  readonly keyOptions: (desk: DeskContext, session: string) => Result<z.infer<typeof keyOptions>, Refusal>;
  readonly prepare: (desk: DeskContext, session: string, input: Prepare) => Result<z.infer<typeof clientPrepared>, Refusal>;
  readonly submit: (desk: DeskContext, session: string, input: Submit) => Result<ClientSession, Refusal>;
};

const LIFETIME_MS = 15 * 60_000;

const sameCode = (given: string | null, code: string): boolean => {
  const a = Buffer.from((given ?? '').replaceAll(/\s/gu, ''));
  const b = Buffer.from(code);
  return a.length === b.length && timingSafeEqual(a, b);
};

export const createClientSigning = (): ClientSigning => {
  const challenges = new Map<string, Bytes>();
  const drafts = new Map<string, Held>();

  const usable = (desk: DeskContext, session: string): Result<OpenInvitation, Refusal> => {
    const open = invitationOfSession(desk, session);
    if (!open.ok) return open;
    if (desk.recovery !== null)
      return refuseToSign(
        'recovery',
        423,
        'This desk signs nothing at present',
        'It is being restored.',
        'Ask the practice to come back to you.',
      );
    const state = sessionState(desk, open.value.row);
    return state === 'open'
      ? open
      : refuseToSign(
          `session-${state}`,
          409,
          state === 'expired' ? 'This invitation has ended' : 'This is signed already',
          'The page cannot sign again.',
          'Ask the practice if something is missing.',
        );
  };

  return {
    view: (desk, session) => {
      const open = invitationOfSession(desk, session);
      return open.ok ? ok(sessionView(desk, open.value)) : open;
    },
    sendCode: async (desk, session) => {
      const open = usable(desk, session);
      if (!open.ok) return open;
      const { row } = open.value;
      if (row.address === null)
        return refuseToSign(
          'no-address',
          409,
          'There is no address for a code',
          'This invitation is in person.',
          'Use a passkey on your phone or a security key.',
        );
      const message = screenCodeMessage(desk.profile.legalName, row.code);
      const sent = await sendToClient(desk, { by: null, what: 'client.code' }, row.address, message);
      if (!sent.ok)
        return refuseToSign(
          sent.error.code === 'not-set' ? 'no-sender' : 'message-failed',
          503,
          'The code was not sent',
          sent.error.why,
          sent.error.next,
        );
      desk.db.run(referralSql.updateTable('client_invitation').set({ code_sent_at: desk.clock.now() }).where('invite', '=', row.invite));
      const again = invitationOfSession(desk, session);
      return again.ok ? ok(sessionView(desk, again.value)) : again;
    },
    keyOptions: (desk, session) => {
      const open = usable(desk, session);
      if (!open.ok) return open;
      const challenge = desk.entropy.bytes(32);
      challenges.set(session, challenge);
      return ok({
        challenge: bytesToBase64url(challenge),
        rpId: desk.origin.rpId,
        user: { id: bytesToBase64url(utf8Encode(session)), name: 'Flip 360 referral' },
      });
    },
    prepare: (desk, session, input) => {
      const open = usable(desk, session);
      if (!open.ok) return open;
      const { row, state } = open.value;
      if (input.choice !== 'refuse' && (row.step === 4) !== (input.choice === 'outcome'))
        return refuseToSign(
          'choice',
          422,
          'This page asks something else',
          'The choice does not belong to this invitation.',
          'Load the page again.',
        );
      if (input.choice !== 'refuse' && signedChoices(state).has(input.choice))
        return refuseToSign('signed-already', 409, 'This is signed already', 'Each choice is signed once.', 'Go on to the next one.');
      // A passkey is the client's own; the second press with it needs no code either.
      const withPasskey = input.key.kind === 'webauthn' || (input.key.kind === 'same' && row.credential !== null);
      if (row.channel === 'in-person' && !withPasskey)
        return refuseToSign(
          'passkey-needed',
          422,
          'This needs a passkey',
          'In person no code reaches the client, so a one-time key would prove nothing about who pressed.',
          'Use a passkey on the client’s phone or a security key, or invite again by e-mail or text message.',
        );
      if (!withPasskey && !sameCode(input.code, row.code)) {
        desk.db.run(
          referralSql
            .updateTable('client_invitation')
            .set({ tries: row.tries + 1 })
            .where('invite', '=', row.invite),
        );
        return refuseToSign(
          'wrong-code',
          422,
          'This is not the code that was sent',
          'Compare the eight digits with the message.',
          'Enter it again, or have it sent again.',
        );
      }
      const key = clientKeyOf(desk, open.value, input.key, challenges);
      if (!key.ok) return key;
      const place = nextPlace(desk, key.value.keyid);
      const made = choiceDraft(desk, open.value, input.choice, key.value.keyid, place.n === 0 ? key.value.stated : null);
      if (!made.ok) return made;
      const payload = placeDraft(desk, registerOf(desk).net, key.value.keyid, place, made.value.draft);
      const message = pae(EVENT_PAYLOAD_TYPE, canonicalBytes(payload));
      const draft = uuidV7(desk.entropy, desk.clock.now());
      drafts.set(draft, {
        session,
        choice: input.choice,
        payload,
        alg: key.value.alg,
        keyid: key.value.keyid,
        credential: key.value.credential,
        openings: made.value.openings,
        at: desk.clock.now(),
      });
      return ok({
        draft,
        message: bytesToBase64url(message),
        challenge: bytesToBase64url(desk.primitives.sha256(message)),
        credential: key.value.credential,
        shown: made.value.shown,
      });
    },
    submit: (desk, session, input) => {
      const held = drafts.get(input.draft);
      drafts.delete(input.draft);
      const open = usable(desk, session);
      if (!open.ok) return open;
      if (held?.session !== session || Date.parse(desk.clock.now()) - Date.parse(held.at) > LIFETIME_MS)
        return refuseToSign(
          'draft-gone',
          409,
          'This took too long',
          'What was to be signed was prepared more than 15 minutes ago.',
          'Press the button again.',
        );
      const signature = signatureOf(held, input.signature);
      if (signature === null)
        return refuseToSign(
          'signature-form',
          422,
          'The signature could not be read',
          'The page sent something that is not a signature of this key.',
          'Try again.',
        );
      const record = encodeRecord({
        payloadType: EVENT_PAYLOAD_TYPE,
        payloadBytes: canonicalBytes(held.payload),
        signature,
      });
      const judged = desk.ledger.preview(record);
      if (judged.verdict !== 'accept')
        return refuseToSign(
          'code' in judged ? judged.code : judged.verdict,
          422,
          'The signature does not verify',
          'why' in judged ? judged.why : 'It is there already.',
          'Try again, or use a code instead.',
        );
      appendRecords(desk, [record], desk.keys.desk, () => {
        const contact =
          desk.db.get(referralSql.selectFrom('client_link').select('contact').where('intent', '=', open.value.state.intent))?.contact ??
          null;
        for (const opening of held.openings) keepOpening(desk, opening, contact);
        const done = held.choice === 'refuse' ? ('refused' as const) : held.choice === 'consent' ? ('open' as const) : ('signed' as const);
        desk.db.run(
          referralSql
            .updateTable('client_invitation')
            .set({ client_key: held.keyid, credential: held.credential, state: done })
            .where('session', '=', session),
        );
      });
      const again = invitationOfSession(desk, session);
      return again.ok ? ok(sessionView(desk, again.value)) : again;
    },
  };
};

/** The record's signature from what the page sent; ES256 is brought to low-S before the record is made (protocol §4.2). */
const signatureOf = (held: Held, input: Submit['signature']): RecordSignature | null => {
  const keyid = parseKeyId(held.keyid);
  if (!keyid.ok) return null;
  if (input.kind === 'software') {
    const sig = base64urlToBytes(input.sig);
    return held.alg === 'ed25519' && sig.ok ? { alg: 'ed25519', keyid: keyid.value, sig: sig.value } : null;
  }
  if (held.alg === 'ed25519') return null;
  const [credential, authenticatorData, clientDataJSON, raw] = [
    input.assertion.credential,
    input.assertion.authenticatorData,
    input.assertion.clientDataJSON,
    input.assertion.sig,
  ].map(base64urlToBytes);
  if (!credential?.ok || !authenticatorData?.ok || !clientDataJSON?.ok || !raw?.ok) return null;
  const sig = held.alg === 'webauthn-es256' ? normalizeLowS(raw.value) : ok(raw.value);
  return sig.ok
    ? {
        alg: held.alg,
        keyid: keyid.value,
        credential: credential.value,
        authenticatorData: authenticatorData.value,
        clientDataJSON: clientDataJSON.value,
        sig: sig.value,
      }
    : null;
};
