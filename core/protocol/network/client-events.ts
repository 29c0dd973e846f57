import type { z } from 'zod';
import { bytesToBase64url } from '../bytes.ts';
import { commitmentOf, type Opening } from '../commitment.ts';
import type { BodyOf } from '../event/catalogue.ts';
import { ZERO_HASH } from '../event/payload.ts';
import type { clientKey } from '../event/referral-events.ts';
import type { JsonObject } from '../jcs.ts';
import type { Hasher } from '../merkle.ts';
import { inviteMessage } from '../messages.ts';
import type { RegistrationFacts } from '../webauthn-registration.ts';
import type { LinkSigner } from './link-keys.ts';
import type { SigningRequest } from './signing-request.ts';

export type ClientKey = z.infer<typeof clientKey>;

/** What a client can sign on the page: a yes to a choice, a no to all, or taking a consent back. */
export type ClientChoice = 'consent' | 'acknowledge' | 'outcome' | 'refuse' | 'withdraw';

/** What an event states of a passkey that was made on the page: its own device, for the page's origin, and never more than its making shows. */
export const statedPasskey = (request: Pick<SigningRequest, 'origin' | 'rpId'>, facts: RegistrationFacts): ClientKey => ({
  spki: bytesToBase64url(facts.spki),
  alg: facts.alg,
  kind: facts.kind,
  device: { owner: 'client', practice: null },
  vouched: null,
  credential: {
    id: bytesToBase64url(facts.credential),
    rpId: request.rpId,
    origins: [request.origin],
    backupEligible: facts.flags.backupEligible,
    backedUp: facts.flags.backedUp,
    attestation: facts.fmt === 'none' ? 'none' : 'unverified',
    aaguid: facts.aaguid,
  },
});

/** What an event states of a one-time key that was made on the page. */
export const statedOneTimeKey = (spki: string): ClientKey => ({
  spki,
  alg: 'ed25519',
  kind: 'software',
  device: { owner: 'client', practice: null },
  vouched: null,
});

/** Where and by which key an event of the client is made. */
export type ClientPlace = {
  readonly stream: string;
  readonly n: number;
  readonly prev: string;
  /** The key, stated in the first event of its stream; null afterwards. */
  readonly stated: ClientKey | null;
  readonly id: string;
  readonly at: string;
};

/** The invitation that is used, and its key's signature over the client's key. */
export type UsedInvitation = { readonly invite: string; readonly inviteProof: string };

/** First place of a key that has signed nothing. */
export const FIRST = { n: 0, prev: ZERO_HASH } as const;

/** Proof that an invitation was used for a client's key (protocol §6.3). */
export const useInvitation = (
  request: Pick<SigningRequest, 'referral' | 'step'>,
  invite: string,
  signer: LinkSigner,
  key: string,
): UsedInvitation => ({
  invite,
  inviteProof: bytesToBase64url(signer.sign(inviteMessage({ invite, key, referral: request.referral, step: request.step }))),
});

/** Exactly what the page said beside a choice: the data behind `shown`. */
export const shownOpening = (
  hasher: Hasher,
  request: SigningRequest,
  choice: 'acknowledge' | 'outcome',
  saltOf: (text: string) => Uint8Array,
): Opening => {
  const { page } = request;
  const said = page.choices.find((entry) => entry.id === choice);
  const committed = {
    for: 'shown',
    referral: request.referral,
    data: {
      benefit: `${page.benefit.title} ${page.benefit.text}`,
      choice: `${said?.title ?? ''}. ${said?.text ?? ''}`,
      headline: page.headline,
      lead: page.lead,
      notice: request.notice.words,
    },
  } as const;
  return { ...committed, salt: request.shownSalt, commitment: commitmentOf(hasher, request.net, committed, saltOf(request.shownSalt)) };
};

/** The opening of the notice's commitment. */
export const noticeOpening = (hasher: Hasher, request: SigningRequest, saltOf: (text: string) => Uint8Array): Opening => {
  const committed = { for: 'notice', referral: request.referral, data: { words: request.notice.words } } as const;
  return { ...committed, salt: request.notice.salt, commitment: commitmentOf(hasher, request.net, committed, saltOf(request.notice.salt)) };
};

const placed = (request: SigningRequest, place: ClientPlace, type: string, body: object, about?: string, step?: number): JsonObject => ({
  at: place.at,
  body: body as JsonObject,
  id: place.id,
  n: place.n,
  net: request.net,
  prev: place.prev,
  referral: request.referral,
  stream: place.stream,
  type,
  v: 1,
  ...(about === undefined ? {} : { about: [about] }),
  ...(step === undefined ? {} : { step, prevStep: request.prevStep }),
});

/**
 * The payload of one press (protocol §15.3): a function of the request, the key and the place alone, so that the desk that made the request makes it
 * again and compares every byte. `consents` are those that an acknowledgement names, or the one that is withdrawn.
 */
export const clientEvent = (
  request: SigningRequest,
  choice: ClientChoice,
  place: ClientPlace,
  used: UsedInvitation,
  consents: readonly string[],
  shown: string,
): JsonObject => {
  const own = place.stated === null ? {} : { clientKey: place.stated };
  const receiver = request.members[1]?.practice ?? '';
  const common = { client: request.client, ...used, ...own };
  switch (choice) {
    case 'consent': {
      const body: BodyOf<'consent.granted'> = {
        ...common,
        recipients: [receiver],
        purpose: request.purpose,
        categories: request.categories,
        validFrom: place.at,
        validUntil: request.validUntil,
        notice: { id: request.notice.id, version: request.notice.version, text: request.notice.commitment },
        benefit: request.benefit,
        capacity: 'self',
        channel: 'page',
        artefact: null,
      };
      return placed(request, place, 'consent.granted', body, request.intent);
    }
    case 'refuse': {
      const body: BodyOf<'consent.refused'> = { ...common, recipients: [receiver], purpose: request.purpose };
      return placed(request, place, 'consent.refused', body, request.intent);
    }
    case 'acknowledge': {
      const body: BodyOf<'referral.acknowledgement'> = { ...common, shown, consents: [...consents], yes: true };
      return placed(request, place, 'referral.acknowledgement', body, undefined, 1);
    }
    case 'outcome': {
      const first = request.earlier?.stream ?? null;
      const body: BodyOf<'referral.outcome'> = { ...common, shown, confirms: true, replaces: first === place.stream ? null : first };
      return placed(request, place, 'referral.outcome', body, undefined, 4);
    }
    case 'withdraw': {
      const anew = place.stated === null ? {} : { ...used, clientKey: place.stated, replaces: request.earlier?.stream ?? '' };
      const body: BodyOf<'consent.withdrawn'> = { method: 'page', reason: null, ...anew };
      return placed(request, place, 'consent.withdrawn', body, consents[0]);
    }
  }
};
