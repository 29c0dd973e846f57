import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToBase64url } from '../../protocol/bytes.ts';
import type { JsonValue } from '../../protocol/jcs.ts';
import type { Opening } from '../../protocol/commitment.ts';
import { inviteMessage } from '../../protocol/messages.ts';
import { eventHashOf } from '../../protocol/record.ts';
import { registerOf, type SignedInPerson, type Signer } from '../context.ts';
import { signerOf } from '../keys/signers.ts';
import { type AnyDraft, appendOwn, appendRecords, placeDraft, signEvent } from '../ledger/compose.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { DISCLOSED_FIELDS } from '../referrals/client-details.ts';
import type { Seat } from './network.fixture.ts';

/** The person of a seat with the unlocked key. */
export const personAt = (seat: Seat): SignedInPerson => {
  const person = seat.host.api.sessions.find(seat.token, seat.host.clock.now());
  if (person === undefined) throw new Error('nobody is signed in');
  return person;
};

/** Signs drafts by the seat's person and appends them. */
export const append = (seat: Seat, ...drafts: readonly AnyDraft[]): readonly string[] => {
  const desk = seat.host.desk();
  return appendOwn(
    desk,
    registerOf(desk).net,
    personAt(seat).signer,
    drafts.map((draft) => () => draft),
  );
};

/** Signs drafts by the desk's own key and appends them. */
export const appendByDesk = (seat: Seat, ...drafts: readonly AnyDraft[]): readonly string[] => {
  const desk = seat.host.desk();
  return appendOwn(
    desk,
    registerOf(desk).net,
    desk.keys.desk,
    drafts.map((draft) => () => draft),
  );
};

export type Begun = {
  readonly intent: string;
  readonly referral: string;
  readonly client: Opening;
  readonly rule: string;
};

/** An intent of one practice for another, with a client of the given data. */
export const beginReferral = (from: Seat, to: Seat, client: Readonly<Record<string, JsonValue>>): Begun => {
  const desk = from.host.desk();
  const referral = uuidV7(desk.entropy, desk.clock.now());
  const opening = commit(desk, { for: 'client', referral, data: { ...client } });
  const benefit = commit(desk, { for: 'benefit', referral, data: { estimate: null, words: 'none' } });
  keepOpening(desk, opening);
  keepOpening(desk, benefit);
  const rule = 'ab'.repeat(32);
  const [intent = ''] = append(from, {
    type: 'referral.intent',
    referral,
    step: 0,
    body: {
      label: 'REF-2026-0001',
      referrer: from.practice,
      receiver: to.practice,
      purpose: 'home-loan',
      verticals: { from: 'accountant', to: 'mortgage-broker' },
      product: 'home-loan',
      client: opening.commitment,
      rule: { id: referral, version: 1, hash: rule },
      benefit: benefit.commitment,
      agreement: null,
    },
  });
  return { intent, referral, client: opening, rule };
};

/** Signs a further event of a client whose first one was the acknowledgement. */
export const appendByClient = (seat: Seat, client: Signer, acknowledgement: string, draft: AnyDraft): void => {
  const desk = seat.host.desk();
  const place = placeDraft(desk, registerOf(desk).net, client.key, { n: 1, prev: acknowledgement }, draft);
  appendRecords(desk, [signEvent(place, client)], desk.keys.desk);
};

/** Consent, invitation and the client's own acknowledgement, with a one-time key at the referrer's desk. */
export const acknowledge = (
  from: Seat,
  to: Seat,
  begun: Begun,
  client = signerOf(from.host.desk().primitives, from.host.desk().entropy.bytes(32)),
): string => {
  const desk = from.host.desk();
  const { net } = registerOf(desk);
  const { referral, intent } = begun;
  const from0 = desk.clock.now();
  const until = new Date(Date.parse(from0) + 86_400_000 * 90).toISOString();
  const hashOf = (purpose: 'notice' | 'artefact' | 'shown' | 'contact-point'): string =>
    commit(desk, { for: purpose, referral, data: { words: purpose } }).commitment;
  const invitation = ed25519Signer(desk.entropy.bytes(32));
  const [consent = '', invite = ''] = append(
    from,
    {
      type: 'consent.granted',
      referral,
      about: [intent],
      body: {
        client: begun.client.commitment,
        recipients: [to.practice],
        purpose: 'home-loan',
        categories: [...DISCLOSED_FIELDS],
        validFrom: from0,
        validUntil: until,
        notice: { id: 'notice', version: 1, text: hashOf('notice') },
        benefit: hashOf('notice'),
        capacity: 'self',
        channel: 'desk',
        artefact: hashOf('artefact'),
        invite: null,
        inviteProof: null,
      },
    },
    {
      type: 'client.invited',
      referral,
      about: [intent],
      body: {
        step: 1,
        contactPoint: hashOf('contact-point'),
        key: bytesToBase64url(invitation.publicKey),
        channel: 'in-person',
        expires: until,
      },
    },
  );
  const inviteProof = bytesToBase64url(invitation.sign(inviteMessage({ invite, key: client.key, referral, step: 1 })));
  const draft: AnyDraft = {
    type: 'referral.acknowledgement',
    referral,
    step: 1,
    prevStep: intent,
    body: {
      shown: hashOf('shown'),
      client: begun.client.commitment,
      consents: [consent],
      yes: true,
      invite,
      inviteProof,
      clientKey: {
        spki: client.spki,
        alg: 'ed25519',
        kind: 'software',
        device: { owner: 'desk', practice: from.practice },
        vouched: null,
      },
    },
  };
  const record = signEvent(placeDraft(desk, net, client.key, { n: 0, prev: '0'.repeat(64) }, draft), client);
  appendRecords(desk, [record], desk.keys.desk);
  return eventHashOf(desk.primitives, record);
};

/** One intake; a second one of the same step is a duplicate. */
export const intakeDraft = (begun: Begun, acknowledgement: string, contactedOn: string): AnyDraft => ({
  type: 'referral.intake',
  referral: begun.referral,
  step: 2,
  prevStep: acknowledgement,
  body: {
    rule: begun.rule,
    contactedOn,
    checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true },
    conflict: { checked: true, found: false },
  },
});
