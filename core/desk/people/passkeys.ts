import type { z } from 'zod';
import type { passkeyChallenge, passkeyOptions, passkeyProof, passkeyRegistration, Signed } from '../../contract/acts.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url, utf8Encode } from '../../protocol/bytes.ts';
import { normalizeLowS } from '../../protocol/es256.ts';
import { keyProofMessage } from '../../protocol/messages.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import { verifyAssertion } from '../../protocol/webauthn.ts';
import { type RegistrationFacts, verifyRegistration } from '../../protocol/webauthn-registration.ts';
import { type DeskContext, registerOf, type SignedInPerson } from '../context.ts';
import { passkeysOf } from '../acts/engine.ts';
import { peopleSql } from '../keys/tables.ts';
import { appendOwn } from '../ledger/compose.ts';
import type { Refusal } from '../refusal.ts';

type Options = z.infer<typeof passkeyOptions>;
type Challenge = z.infer<typeof passkeyChallenge>;
type Registration = z.infer<typeof passkeyRegistration>;
type Proof = z.infer<typeof passkeyProof>;
type Proven = { readonly facts: RegistrationFacts; readonly label: string; readonly message: Bytes };
type Begun = { readonly person: string; readonly at: string; readonly challenge: Bytes };
type Registered = Proven & { readonly person: string; readonly at: string };

/** Enrolment of passkeys in three calls: options, registration, proof of possession. What is begun lives ten minutes, in memory only. */
export type PasskeyEnrolment = {
  readonly options: (desk: DeskContext, person: SignedInPerson) => Result<Options, Refusal>;
  readonly register: (desk: DeskContext, person: SignedInPerson, input: Registration) => Result<Challenge, Refusal>;
  readonly prove: (desk: DeskContext, person: SignedInPerson, input: Proof) => Result<Signed, Refusal>;
};

const LIFETIME_MS = 10 * 60_000;
const ES256 = -7;
const RS256 = -257;
const kept = 'No passkey was enrolled.';

const expired: Refusal = {
  status: 409,
  code: 'enrolment-gone',
  title: 'This enrolment has ended',
  detail: 'It was begun by somebody else, finished already, or is more than ten minutes old.',
  kept,
  next: 'Begin again under People and keys.',
};
const refusedKey = (why: string): Refusal => ({
  status: 422,
  code: 'passkey-refused',
  title: 'This passkey cannot be enrolled',
  detail: `What the browser answered does not verify (${why}).`,
  kept,
  next: 'Try again, with a passkey or security key that asks for a PIN or fingerprint.',
});

export const createPasskeyEnrolment = (): PasskeyEnrolment => {
  // One enrolment a person: beginning again replaces what was begun.
  const begun = new Map<string, Begun>();
  const registered = new Map<string, Registered>();
  const fresh = (desk: DeskContext, at: string): boolean => Math.abs(Date.parse(desk.clock.now()) - Date.parse(at)) <= LIFETIME_MS;

  return {
    options: (desk, person) => {
      const blocked = notNow(desk);
      if (blocked !== null) return err(blocked);
      const challenge = desk.entropy.bytes(32);
      begun.set(person.person, { person: person.person, at: desk.clock.now(), challenge });
      return ok({
        rpId: desk.origin.rpId,
        rpName: 'Flip 360 Desk',
        challenge: bytesToBase64url(challenge),
        user: { id: bytesToBase64url(utf8Encode(person.person)), name: person.name },
        exclude: passkeysOf(desk, person.person).map((key) => key.credential?.id ?? ''),
        algorithms: [ES256, RS256],
      });
    },
    register: (desk, person, input) => {
      const start = begun.get(person.person);
      begun.delete(person.person);
      const attestationObject = base64urlToBytes(input.attestationObject);
      const clientDataJSON = base64urlToBytes(input.clientDataJSON);
      if (start === undefined || !fresh(desk, start.at)) return err(expired);
      if (!attestationObject.ok || !clientDataJSON.ok) return err(refusedKey('bad-base64url'));
      const facts = verifyRegistration({
        primitives: desk.primitives,
        attestationObject: attestationObject.value,
        clientDataJSON: clientDataJSON.value,
        challenge: start.challenge,
        rpId: desk.origin.rpId,
        origins: [desk.origin.origin],
        requireUserVerification: true,
      });
      if (!facts.ok) return err(refusedKey(facts.error.code));
      const key = keyIdOfSpki(desk.primitives, facts.value.spki);
      if (registerOf(desk).keys.has(key))
        return err({
          status: 409,
          code: 'passkey-known',
          title: 'This passkey is enrolled already',
          detail: 'A key is enrolled once, for one person.',
          kept,
          next: 'Use it, or enrol another one.',
        });
      const { practice, desk: own } = desk.profile;
      const message = keyProofMessage({ desk: own, key, person: person.person, practice, use: 'passkey' });
      const enrolment = uuidV7(desk.entropy, desk.clock.now());
      for (const [id, other] of registered) if (other.person === person.person) registered.delete(id);
      registered.set(enrolment, {
        person: person.person,
        at: desk.clock.now(),
        facts: facts.value,
        label: input.label,
        message,
      });
      return ok({
        enrolment,
        challenge: bytesToBase64url(desk.primitives.sha256(message)),
        credential: bytesToBase64url(facts.value.credential),
        rpId: desk.origin.rpId,
      });
    },
    prove: (desk, person, input) => {
      const blocked = notNow(desk);
      if (blocked !== null) return err(blocked);
      const waiting = registered.get(input.enrolment);
      if (waiting === undefined || waiting.person !== person.person || !fresh(desk, waiting.at)) return err(expired);
      const proof = readProof(desk, waiting, input);
      if (!proof.ok) return proof;
      registered.delete(input.enrolment);
      return ok(enrol(desk, person, waiting, proof.value));
    },
  };
};

const notNow = (desk: DeskContext): Refusal | null =>
  desk.recovery === null
    ? null
    : {
        status: 423,
        code: 'recovery',
        title: 'This desk is in recovery and signs nothing',
        detail: desk.recovery.why,
        kept,
        next: 'Open Recovery: it lists what has to be checked before the desk signs again.',
      };

type ProofBytes = {
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly sig: string;
};

/** The proof in the form that records carry: authenticators make high-S signatures as often as not, records hold low-S only. */
const readProof = (desk: DeskContext, waiting: Registered, input: Proof): Result<ProofBytes, Refusal> => {
  const { alg, spki, credential } = waiting.facts;
  const authenticatorData = base64urlToBytes(input.assertion.authenticatorData);
  const clientDataJSON = base64urlToBytes(input.assertion.clientDataJSON);
  const raw = base64urlToBytes(input.assertion.sig);
  if (!authenticatorData.ok || !clientDataJSON.ok || !raw.ok) return err(refusedKey('bad-base64url'));
  if (input.assertion.credential !== bytesToBase64url(credential)) return err(refusedKey('wrong-credential'));
  const sig = alg === 'webauthn-es256' ? normalizeLowS(raw.value) : raw;
  if (!sig.ok) return err(refusedKey(sig.error.code));
  const verified = verifyAssertion({
    ceremony: 'webauthn.get',
    primitives: desk.primitives,
    spki,
    alg,
    authenticatorData: authenticatorData.value,
    clientDataJSON: clientDataJSON.value,
    signature: sig.value,
    challenge: desk.primitives.sha256(waiting.message),
    rpId: desk.origin.rpId,
    origins: [desk.origin.origin],
    requireUserVerification: true,
  });
  return verified.ok
    ? ok({
        authenticatorData: input.assertion.authenticatorData,
        clientDataJSON: input.assertion.clientDataJSON,
        sig: bytesToBase64url(sig.value),
      })
    : err(refusedKey(verified.error.code));
};

const enrol = (desk: DeskContext, person: SignedInPerson, waiting: Registered, proof: ProofBytes): Signed => {
  const { facts } = waiting;
  const key = keyIdOfSpki(desk.primitives, facts.spki);
  const credential = {
    id: bytesToBase64url(facts.credential),
    rpId: desk.origin.rpId,
    origins: [desk.origin.origin],
    backupEligible: facts.flags.backupEligible,
    backedUp: facts.flags.backedUp,
    attestation: facts.kind === 'attested' ? ('verified' as const) : facts.fmt === 'none' ? ('none' as const) : ('unverified' as const),
    aaguid: facts.aaguid,
  };
  const { practice, desk: own } = desk.profile;
  const body = {
    practice,
    person: person.person,
    desk: own,
    use: 'passkey' as const,
    key,
    spki: bytesToBase64url(facts.spki),
    alg: facts.alg,
    credential,
    proof,
  };
  const hashes = appendOwn(desk, registerOf(desk).net, person.signer, [() => ({ type: 'key.registered', body })], () => {
    desk.db.run(
      peopleSql.insertInto('passkey').values({
        key,
        person: person.person,
        label: waiting.label,
        kind: facts.kind,
        added_at: desk.clock.now(),
      }),
    );
  });
  return {
    events: hashes.map((hash) => ({ type: 'key.registered', hash })),
    batch: null,
    referral: null,
    person: person.person,
  };
};
