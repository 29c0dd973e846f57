import { base64urlToBytes } from '../bytes.ts';
import { verifyEd25519Strict } from '../ed25519.ts';
import type { KnownEvent, Logged } from '../event/event.ts';
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
  return invitationProblem(event, position, lookup, primitives);
};

const acknowledgementBelow = (event: KnownEvent, byHash: ByHash): KnownEvent | undefined => {
  let at: KnownEvent | undefined = event;
  while (at !== undefined && at.type !== 'referral.acknowledgement')
    at = at.step === undefined || at.step <= 1 || at.prevStep === undefined ? undefined : byHash(at.prevStep);
  return at;
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
  if (invite === null || inviteProof === null) return problem('a client event names its invitation');
  const invited: Logged<KnownEvent> | undefined = lookup.byHash(invite);
  if (
    invited?.type !== 'client.invited' ||
    invited.index >= position ||
    invited.referral !== event.referral ||
    !lookup.isPartyEvent(invite)
  )
    return problem('the invitation is not one of this referral before this event');
  const step = event.type === 'referral.outcome' ? 4 : 1;
  if (invited.body.step !== step) return problem('the invitation is for another step');
  const publicKey = base64urlToBytes(invited.body.key);
  const signature = base64urlToBytes(inviteProof);
  const message = inviteMessage({ invite, key: event.stream, referral: event.referral ?? '', step });
  return publicKey.ok && signature.ok && verifyEd25519Strict(primitives, publicKey.value, message, signature.value)
    ? null
    : problem('the proof does not verify');
};
