import { base64urlToBytes } from '../bytes.ts';
import { verifyEd25519Strict } from '../ed25519.ts';
import type { KnownEvent } from '../event/event.ts';
import { inviteMessage } from '../messages.ts';
import type { Primitives } from '../primitives.ts';
import type { ByHash } from '../referral/belongs.ts';
import { type ClientFailure, statedClientKey } from '../referral/client-keys.ts';
import type { ConsentEvent } from './authority.ts';
import { consentOf, holdersOf, labelOf } from './belongs.ts';

/** What the client rules need of other events: `practiceOf` is the practice whose person signed an event, null for anyone else. */
export type ConsentLookup = {
  readonly byHash: ByHash;
  readonly firstOf: (stream: string) => KnownEvent | undefined;
  readonly practiceOf: (hash: string) => string | null;
};

/** The label that a client key is bound to: that of the referral, or of the consent, of its first event. */
const boundTo = (event: KnownEvent, byHash: ByHash): string | undefined => {
  if (event.referral !== undefined) return event.referral;
  const root = consentOf(event, byHash);
  return root === undefined ? undefined : labelOf(root);
};

/** The client rules of protocol §6.6 for one event about a consent that a client signed; null when they hold. */
export const consentClientProblem = (
  event: ConsentEvent,
  position: number,
  lookup: ConsentLookup,
  primitives: Primitives,
): ClientFailure | null => {
  const key = (why: string): ClientFailure => ({ code: 'client.key', why });
  const states = 'clientKey' in event.body && event.body.clientKey !== undefined;
  if ((event.n === 0) !== states) return key('the key stands in the first event of the stream, and only there');
  const first = event.n === 0 ? event : lookup.firstOf(event.stream);
  const stated = first !== undefined && 'clientKey' in first.body ? first.body.clientKey : undefined;
  if (first === undefined || stated === undefined || statedClientKey(first, primitives) === undefined)
    return key('the first event of the stream does not state its key');
  const label = boundTo(event, lookup.byHash);
  if (label === undefined || boundTo(first, lookup.byHash) !== label) return key('one client key serves one consent or one referral only');
  if ((stated.alg === 'ed25519') !== (stated.kind === 'software')) return key('the kind of key does not fit its algorithm');
  if ((stated.device.owner === 'desk') !== (stated.device.practice !== null))
    return key('a key made at a desk names that practice, another key none');
  return answersInvitation(event) ? invitationProblem(event, label, position, lookup, primitives) : null;
};

type Answer = Extract<ConsentEvent, { type: 'standing.granted' | 'standing.refused' | 'consent.amended' }>;

const answersInvitation = (event: ConsentEvent): event is Answer => 'invite' in event.body;

const invitationProblem = (
  event: Answer,
  label: string,
  position: number,
  lookup: ConsentLookup,
  primitives: Primitives,
): ClientFailure | null => {
  const problem = (why: string): ClientFailure => ({ code: 'client.invitation', why });
  const { invite, inviteProof } = event.body;
  if (invite === null || inviteProof === null) return problem('a client event names its invitation');
  const invited = lookup.byHash(invite);
  if (invited?.type !== 'standing.invited' || invited.index >= position || invited.body.consent !== label)
    return problem('the invitation is not one of this consent before this event');
  const root = consentOf(event, lookup.byHash);
  const inviter = lookup.practiceOf(invite);
  if (root === undefined || inviter === null || !holdersOf(root, lookup.byHash).includes(inviter))
    return problem('the invitation is not by the practice that the consent is given to');
  const publicKey = base64urlToBytes(invited.body.key);
  const signature = base64urlToBytes(inviteProof);
  const message = inviteMessage({ invite, key: event.stream, referral: label, step: 1 });
  return publicKey.ok && signature.ok && verifyEd25519Strict(primitives, publicKey.value, message, signature.value)
    ? null
    : problem('the proof does not verify');
};
