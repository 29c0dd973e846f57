import { base64urlToBytes } from '../bytes.ts';
import { verifyEd25519Strict } from '../ed25519.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import type { StatedKey } from '../event/signature.ts';
import { inviteMessage } from '../messages.ts';
import type { Primitives } from '../primitives.ts';
import { keyIdOfSpki } from '../record.ts';
import type { ByHash } from './belongs.ts';

type WithClientKey = Extract<
  KnownEvent,
  {
    type:
      | 'consent.granted'
      | 'consent.refused'
      | 'consent.withdrawn'
      | 'referral.acknowledgement'
      | 'referral.outcome'
      | 'standing.granted'
      | 'standing.refused'
      | 'consent.amended';
  }
>;

const STATING: ReadonlySet<string> = new Set<WithClientKey['type']>([
  'consent.granted',
  'consent.refused',
  'consent.withdrawn',
  'referral.acknowledgement',
  'referral.outcome',
  'standing.granted',
  'standing.refused',
  'consent.amended',
]);

const mayState = (event: KnownEvent): event is WithClientKey => STATING.has(event.type);

/** The key a client states in the first event of its stream (protocol §6.3); undefined for any other event. */
export const statedClientKey = (event: KnownEvent, primitives: Pick<Primitives, 'sha256'>): StatedKey | undefined => {
  if (!mayState(event) || event.n !== 0 || event.body.clientKey === undefined) return undefined;
  const { spki, alg, credential } = event.body.clientKey;
  const bytes = base64urlToBytes(spki);
  if (!bytes.ok || keyIdOfSpki(primitives, bytes.value) !== event.stream) return undefined;
  return { spki, alg, credential: credential ?? null };
};

export type ClientFailure = { readonly code: 'client.key' | 'client.invitation'; readonly why: string };

/**
 * The client rules of protocol §6.3 for one event signed by a client; null when they hold. `firstOf` finds the first event of a stream,
 * `isParty` says whether an event was signed by a member of the referral.
 */
export const clientProblem = (
  event: KnownEvent,
  position: number,
  lookup: {
    readonly byHash: ByHash;
    readonly firstOf: (stream: string) => KnownEvent | undefined;
    readonly isPartyEvent: (hash: string) => boolean;
  },
  primitives: Primitives,
): ClientFailure | null => {
  const key = (why: string): ClientFailure => ({ code: 'client.key', why });
  if (mayState(event) && (event.n === 0) !== (event.body.clientKey !== undefined))
    return key('the key stands in the first event of the stream, and only there');
  const first = event.n === 0 ? event : lookup.firstOf(event.stream);
  if (first === undefined || statedClientKey(first, primitives) === undefined)
    return key('the first event of the stream does not state its key');
  if (first.referral !== event.referral) return key('one client key serves one referral only');
  const software = mayState(first) && first.body.clientKey?.alg === 'ed25519';
  if (mayState(first) && first.body.clientKey !== undefined && software !== (first.body.clientKey.kind === 'software'))
    return key('the kind of key does not fit its algorithm');
  const device = mayState(first) ? first.body.clientKey?.device : undefined;
  if (device !== undefined && (device.owner === 'desk') !== (device.practice !== null))
    return key('a key made at a desk names that practice, another key none');
  if (event.type === 'referral.outcome') {
    const acknowledged = acknowledgementBelow(event, lookup.byHash);
    const replaces = acknowledged === undefined || acknowledged.stream === event.stream ? null : acknowledged.stream;
    if (event.body.replaces !== replaces) return key('the key of step 1, or the key that it replaces, is not the one named');
  }
  if (event.type === 'consent.withdrawn') {
    const problem = replacementProblem(event, lookup.byHash);
    if (problem !== null || event.n > 0) return problem;
  }
  return invitationProblem(event, position, lookup, primitives);
};

/** A new key that takes a consent back names the key that gave it; a key that has signed before names nothing. */
const replacementProblem = (event: Extract<KnownEvent, { type: 'consent.withdrawn' }>, byHash: ByHash): ClientFailure | null => {
  const { invite, inviteProof, replaces } = event.body;
  const given = byHash(event.about[0] ?? '');
  const isNew = event.n === 0;
  if ((invite !== undefined) !== isNew || (inviteProof !== undefined) !== isNew || (replaces !== undefined) !== isNew)
    return { code: 'client.key', why: 'a new key, and only a new key, names the one that it replaces and its invitation' };
  return !isNew || (given?.type === 'consent.granted' && given.body.invite !== null && given.stream === replaces)
    ? null
    : { code: 'client.key', why: 'the key that it replaces is not the one that gave the consent' };
};

const acknowledgementBelow = (event: KnownEvent, byHash: ByHash): KnownEvent | undefined => {
  let at: KnownEvent | undefined = event;
  while (at !== undefined && at.type !== 'referral.acknowledgement')
    at = at.step === undefined || at.step <= 1 || at.prevStep === undefined ? undefined : byHash(at.prevStep);
  return at;
};

/**
 * An invitation about a consent is for taking that consent back, and for nothing else; it reaches the contact point of the invitation by which the
 * consent was given.
 */
const isForThis = (event: WithClientKey, invited: LoggedOf<'client.invited'>, byHash: ByHash): boolean => {
  const subject = byHash(invited.about[0] ?? '');
  if (event.type !== 'consent.withdrawn') return subject?.type !== 'consent.granted';
  if (subject?.type !== 'consent.granted' || subject.hash !== event.about[0]) return false;
  const first = byHash(subject.body.invite ?? '');
  return first?.type === 'client.invited' && first.body.contactPoint === invited.body.contactPoint;
};

const invitationProblem = (
  event: KnownEvent,
  position: number,
  lookup: { readonly byHash: ByHash; readonly isPartyEvent: (hash: string) => boolean },
  primitives: Primitives,
): ClientFailure | null => {
  if (!mayState(event)) return null;
  const problem = (why: string): ClientFailure => ({ code: 'client.invitation', why });
  const { invite, inviteProof } = event.body;
  if (invite === null || inviteProof === null || invite === undefined || inviteProof === undefined)
    return problem('a client event names its invitation');
  const invited: Logged<KnownEvent> | undefined = lookup.byHash(invite);
  if (
    invited?.type !== 'client.invited' ||
    invited.index >= position ||
    invited.referral !== event.referral ||
    !lookup.isPartyEvent(invite)
  )
    return problem('the invitation is not one of this referral before this event');
  if (!isForThis(event, invited, lookup.byHash)) return problem('the invitation is for something else, or reaches another contact point');
  const step = event.type === 'referral.outcome' ? 4 : 1;
  if (invited.body.step !== step) return problem('the invitation is for another step');
  const publicKey = base64urlToBytes(invited.body.key);
  const signature = base64urlToBytes(inviteProof);
  const message = inviteMessage({ invite, key: event.stream, referral: event.referral ?? '', step });
  return publicKey.ok && signature.ok && verifyEd25519Strict(primitives, publicKey.value, message, signature.value)
    ? null
    : problem('the proof does not verify');
};
