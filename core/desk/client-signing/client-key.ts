import type { z } from 'zod';
import type { clientPrepare } from '../../contract/client-signing.ts';
import { ok, type Result } from '../../domain/result.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../protocol/bytes.ts';
import type { clientKey as clientKeySchema } from '../../protocol/event/referral-events.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import { verifyRegistration } from '../../protocol/webauthn-registration.ts';
import { type DeskContext } from '../context.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';
import { type OpenInvitation } from './session.ts';

type ClientKey = z.infer<typeof clientKeySchema>;
type Prepare = z.infer<typeof clientPrepare>;

/** The key of this press, and what the event must state of it. */
export const clientKeyOf = (
  desk: DeskContext,
  open: OpenInvitation,
  input: Prepare['key'],
  challenges: Map<string, Bytes>,
): Result<
  {
    readonly keyid: string;
    readonly stated: ClientKey | null;
    readonly alg: ClientKey['alg'];
    readonly credential: string | null;
  },
  Refusal
> => {
  const device = { owner: 'desk', practice: desk.profile.practice } as const;
  switch (input.kind) {
    case 'same': {
      const key = open.row.client_key ?? open.state.steps[1]?.stream ?? null;
      const first = key === null ? undefined : desk.ledger.rows.byStream(key, 0);
      const event = first === undefined ? undefined : desk.ledger.known(Buffer.from(first.hash).toString('hex'));
      const stated = event !== undefined && 'clientKey' in event.body ? event.body.clientKey : undefined;
      if (key === null || stated === undefined)
        return refuseToSign(
          'key-missing',
          409,
          'The key of this page is not there any more',
          'A one-time key is thrown away after signing.',
          'Ask the practice to start again.',
        );
      return ok({ keyid: key, stated: null, alg: stated.alg, credential: stated.credential?.id ?? null });
    }
    case 'software': {
      const spki = base64urlToBytes(input.spki);
      if (!spki.ok || spki.value.length !== 44)
        return refuseToSign(
          'key-form',
          422,
          'The one-time key could not be read',
          'The page sent something that is not a key.',
          'Load the page again.',
        );
      const stated: ClientKey = {
        spki: input.spki,
        alg: 'ed25519',
        kind: 'software',
        device,
        vouched: null,
      };
      return ok({
        keyid: keyIdOfSpki(desk.primitives, spki.value),
        stated,
        alg: 'ed25519',
        credential: null,
      });
    }
    case 'webauthn': {
      const challenge = challenges.get(open.row.session);
      const attestationObject = base64urlToBytes(input.attestationObject);
      const clientDataJSON = base64urlToBytes(input.clientDataJSON);
      if (challenge === undefined || !attestationObject.ok || !clientDataJSON.ok)
        return refuseToSign('key-form', 422, 'The passkey could not be read', 'The page sent an answer that does not fit.', 'Try again.');
      const facts = verifyRegistration({
        primitives: desk.primitives,
        attestationObject: attestationObject.value,
        clientDataJSON: clientDataJSON.value,
        challenge,
        rpId: desk.origin.rpId,
        origins: [desk.origin.origin],
        requireUserVerification: true,
      });
      if (!facts.ok)
        return refuseToSign(
          'key-refused',
          422,
          'The passkey was not accepted',
          `Its answer does not verify (${facts.error.code}).`,
          'Try again, or use a code instead.',
        );
      challenges.delete(open.row.session);
      const id = bytesToBase64url(facts.value.credential);
      const stated: ClientKey = {
        spki: bytesToBase64url(facts.value.spki),
        alg: facts.value.alg,
        kind: facts.value.kind,
        device,
        vouched: null,
        credential: {
          id,
          rpId: desk.origin.rpId,
          origins: [desk.origin.origin],
          backupEligible: facts.value.flags.backupEligible,
          backedUp: facts.value.flags.backedUp,
          attestation: facts.value.fmt === 'none' ? 'none' : 'unverified',
          aaguid: facts.value.aaguid,
        },
      };
      return ok({
        keyid: keyIdOfSpki(desk.primitives, facts.value.spki),
        stated,
        alg: facts.value.alg,
        credential: id,
      });
    }
  }
};
