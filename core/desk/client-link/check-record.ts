import { base64urlToBytes, type Bytes, equalBytes, utf8Encode } from '../../protocol/bytes.ts';
import type { KnownEvent } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { canonicalBytes, type JsonObject } from '../../protocol/jcs.ts';
import type { SealedAnswer } from '../../protocol/network/client-answer.ts';
import { type ClientChoice, clientEvent, type ClientKey, shownOpening, statedPasskey } from '../../protocol/network/client-events.ts';
import type { SigningRequest } from '../../protocol/network/signing-request.ts';
import { verifyRegistration } from '../../protocol/webauthn-registration.ts';
import type { DeskContext } from '../context.ts';
import { storedBytes } from './request-body.ts';

/** A record of the answer that is what the page makes for this request, or why it is not. */
export type CheckedRecord =
  | { readonly fits: true; readonly record: Bytes; readonly event: KnownEvent; readonly choice: ClientChoice }
  | { readonly fits: false; readonly code: string; readonly why: string };

/** Minutes by which a phone's clock may go wrong. */
const SKEW_MS = 15 * 60_000;

const CHOICES: ReadonlyMap<string, ClientChoice> = new Map([
  ['consent.granted', 'consent'],
  ['consent.refused', 'refuse'],
  ['referral.acknowledgement', 'acknowledge'],
  ['referral.outcome', 'outcome'],
  ['consent.withdrawn', 'withdraw'],
]);

const no = (code: string, why: string): CheckedRecord => ({ fits: false, code, why });

/** The registration shows the key that the event states, made on this page for this request; null when it does. */
const keyProblem = (
  desk: DeskContext,
  request: SigningRequest,
  stated: ClientKey,
  registration: SealedAnswer['registration'],
): string | null => {
  if (stated.device.owner !== 'client' || stated.device.practice !== null || stated.vouched !== null)
    return 'a key made on the page is on a device of the client’s own, and nobody vouches for it there';
  if (stated.alg === 'ed25519') return stated.credential === undefined ? null : 'a one-time key has no credential';
  const attestationObject = base64urlToBytes(registration?.attestationObject ?? '');
  const clientDataJSON = base64urlToBytes(registration?.clientDataJSON ?? '');
  if (registration === null || !attestationObject.ok || !clientDataJSON.ok) return 'the answer does not show how the passkey was made';
  const facts = verifyRegistration({
    primitives: desk.primitives,
    attestationObject: attestationObject.value,
    clientDataJSON: clientDataJSON.value,
    challenge: storedBytes(request.challenge),
    rpId: request.rpId,
    origins: [request.origin],
    requireUserVerification: true,
  });
  if (!facts.ok) return `how the passkey was made does not verify (${facts.error.code})`;
  const expected = statedPasskey(request, facts.value);
  return equalBytes(canonicalBytes(expected as JsonObject), canonicalBytes(stated as JsonObject))
    ? null
    : 'what is stated of the passkey is not what its making shows';
};

/**
 * Checks that a record is one that the page makes for this request: the desk makes the payload again and compares every byte (protocol §15.4). Whether
 * its signature and invitation hold is for the ledger. `software` says whether a stream that is held already is that of a one-time key.
 */
export const checkRecord = (
  desk: DeskContext,
  request: SigningRequest,
  text: string,
  registration: SealedAnswer['registration'],
  software: (stream: string) => boolean,
): CheckedRecord => {
  const record = utf8Encode(text.toWellFormed());
  const read = readEvent(record, desk.primitives);
  if (!read.ok) return no(read.error.code, 'a record is not in form');
  const { event } = read.value;
  const choice = CHOICES.get(event.type);
  if (!event.known || choice === undefined) return no('answer.type', `${event.type} is not signed on the page`);
  const stated = 'clientKey' in event.body ? (event.body.clientKey ?? null) : null;
  // To take back what was given on the page, its key asks nobody; a new key does it on a page that was made for that.
  const free = choice === 'refuse' || (choice === 'withdraw' && stated === null);
  if (!free && !request.page.choices.some((asked) => asked.id === choice)) return no('answer.choice', 'the page did not ask this');
  const now = Date.parse(desk.clock.now());
  if (Date.parse(event.at) < Date.parse(request.at) - SKEW_MS || Date.parse(event.at) > now + SKEW_MS)
    return no('answer.time', 'it is dated before the request or in the future');
  if (stated !== null) {
    const problem = keyProblem(desk, request, stated, registration);
    if (problem !== null) return no('answer.key', problem);
  }
  const used = 'invite' in event.body ? (event.body.invite ?? null) : null;
  const oneTime = stated === null ? software(event.stream) : stated.alg === 'ed25519';
  // To say no, the link alone is enough; a yes by a one-time key needs the code.
  const expected = oneTime && choice !== 'refuse' ? (request.invitations.code?.invite ?? null) : request.invitations.link.invite;
  if (!(choice === 'withdraw' && stated === null) && (used === null || used !== expected))
    return no(
      'answer.invitation',
      oneTime ? 'a one-time key needs the code that was sent separately' : 'it names another invitation than the link’s',
    );
  const consents = consentsNamed(event);
  if (!consentsFit(desk, request, event.type, consents))
    return no('answer.content', 'it names other consents than those of the page and those given on it');
  const remade = remake(desk, request, choice, event, stated, consents);
  return equalBytes(canonicalBytes(remade), read.value.record.payloadBytes)
    ? { fits: true, record, event, choice }
    : no('answer.content', 'it says something else than the page that was made for this request');
};

const consentsNamed = (event: KnownEvent): readonly string[] =>
  event.type === 'referral.acknowledgement' ? event.body.consents : event.type === 'consent.withdrawn' ? event.about : [];

/** Consents that were given on this page before, in the order of the ledger. */
const givenOnPage = (desk: DeskContext, { intent, invitations }: SigningRequest): readonly string[] =>
  (desk.ledger.referral(intent)?.consents ?? []).flatMap(({ hash }) => {
    const event = desk.ledger.known(hash);
    const invite = event?.type === 'consent.granted' ? event.body.invite : null;
    return invite !== null && (invite === invitations.link.invite || invite === invitations.code?.invite) ? [hash] : [];
  });

/** An acknowledgement names the consents of the request, then those given on the page; a withdrawal one of either. */
const consentsFit = (desk: DeskContext, request: SigningRequest, type: KnownEvent['type'], named: readonly string[]): boolean => {
  const given = givenOnPage(desk, request);
  if (type === 'consent.withdrawn') return named.every((hash) => request.consents.includes(hash) || given.includes(hash));
  if (type !== 'referral.acknowledgement') return true;
  const own = named.slice(request.consents.length);
  return (
    request.consents.every((hash, at) => named[at] === hash) && own.every((hash, at) => given.includes(hash) && own.indexOf(hash) === at)
  );
};

const remake = (
  desk: DeskContext,
  request: SigningRequest,
  choice: ClientChoice,
  event: KnownEvent,
  stated: ClientKey | null,
  consents: readonly string[],
) => {
  const proof =
    'invite' in event.body
      ? { invite: event.body.invite ?? '', inviteProof: event.body.inviteProof ?? '' }
      : { invite: '', inviteProof: '' };
  const shown =
    choice === 'acknowledge' || choice === 'outcome' ? shownOpening(desk.primitives, request, choice, storedBytes).commitment : '';
  const place = { stream: event.stream, n: event.n, prev: event.prev, stated, id: event.id, at: event.at };
  return clientEvent(request, choice, place, proof, consents, shown);
};
