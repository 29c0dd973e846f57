import type { JsonObject } from '../../core/protocol/jcs.ts';
import { inviteMessage } from '../../core/protocol/messages.ts';
import { inviteSigner, type RecordKeyHolder, seedOf, softwareKey, uuidOf } from './keys.ts';
import { ABC, SMITH } from './network.ts';
import { b64u, instantOf, type Writer } from './writer.ts';

/** The label of the consent that stands outside the referral of the story. */
export const CONSENT = uuidOf('consent of Omar Haddad');
/** The client's own key: Omar Haddad's. */
export const OMAR = softwareKey('Omar Haddad');
const DANIEL = SMITH.people[0].key;
const ALEX = ABC.people[0].key;
const SECRET = { salt: seedOf('invite consent'), code: '194022' } as const;

/** The proof that the invitation of the consent was used by a client key. */
export const consentProof = (invite: string, client: RecordKeyHolder, consent: string = CONSENT): JsonObject => ({
  invite,
  inviteProof: b64u(inviteSigner(SECRET.salt, SECRET.code).sign(inviteMessage({ invite, key: client.keyid, referral: consent, step: 1 }))),
});

/** The key of the client as its first event states it. */
export const omarKey = {
  spki: b64u(OMAR.spki),
  alg: 'ed25519',
  kind: 'software',
  device: { owner: 'client', practice: null },
  vouched: null,
};

/** What Omar agrees to. */
export const consentTerms = (writer: Writer): JsonObject => ({
  recipients: [ABC.id],
  purpose: 'mortgage.arrange',
  categories: ['name', 'contact-details'],
  validFrom: instantOf('2026-08-01 00:00'),
  validUntil: instantOf('2027-08-01 00:00'),
  reviewAt: instantOf('2026-10-30 00:00'),
  use: 'standing',
  notice: {
    id: 'introduction-notice',
    version: 1,
    language: 'en',
    text: writer.commit('notice', CONSENT, 'consent notice', { words: 'Your practice may introduce you.' }, 'secret'),
  },
  benefit: writer.commit('benefit', CONSENT, 'consent benefit', { words: 'ABC Finance pays a fee.' }, 'secret'),
  capacity: 'self',
  identified: {
    how: 'met',
    contactPoint: writer.commit('contact-point', CONSENT, 'consent contact', { email: 'omar@example.com' }, 'secret'),
  },
  channel: 'page',
  artefact: null,
});

/** Paper on which a practice recorded what a person said. */
export const artefactOf = (writer: Writer, name: string): string => writer.commit('artefact', CONSENT, name, { words: name }, 'secret');

/** Invites Omar to decide on a consent. */
export const inviteOmar = (writer: Writer, by: RecordKeyHolder = DANIEL): string =>
  writer.append('consent invited', {
    type: 'standing.invited',
    at: '2026-08-01 00:01',
    by,
    body: {
      consent: CONSENT,
      contactPoint: writer.commit('contact-point', CONSENT, 'consent contact', { email: 'omar@example.com' }, 'secret'),
      key: b64u(inviteSigner(SECRET.salt, SECRET.code).publicKey),
      channel: 'email',
      expires: instantOf('2026-09-01 00:00'),
    },
  });

const clientOf = (writer: Writer): string => writer.commit('client', CONSENT, 'consent client', { name: 'Omar Haddad' }, 'secret');

/** Omar's yes, by his own key. */
export const grantByOmar = (writer: Writer): string =>
  writer.append('standing grant', {
    type: 'standing.granted',
    at: '2026-08-01 00:02',
    by: OMAR,
    body: {
      consent: CONSENT,
      discloser: SMITH.id,
      client: clientOf(writer),
      ...consentTerms(writer),
      ...consentProof(writer.hash('consent invited'), OMAR),
      clientKey: omarKey,
    },
  });

/** Everything that can happen to a consent outside a referral, once, in log order, with a refusal of another one. */
export const writeConsent = (writer: Writer): void => {
  const { append, hash } = writer;
  inviteOmar(writer);
  const grant = grantByOmar(writer);
  append('narrowed', {
    type: 'consent.narrowed',
    at: '2026-08-01 00:03',
    by: OMAR,
    about: [grant],
    body: { recipients: [], categories: ['contact-details'], until: null, method: 'page', artefact: null },
  });
  append('amended', {
    type: 'consent.amended',
    at: '2026-08-01 00:04',
    by: DANIEL,
    about: [grant, hash('narrowed')],
    body: { ...consentTerms(writer), channel: 'phone', artefact: artefactOf(writer, 'call 14'), invite: null, inviteProof: null },
  });
  append('offered', {
    type: 'introduction.offered',
    at: '2026-08-01 00:05',
    by: DANIEL,
    about: [hash('amended')],
    body: {
      recipient: ABC.id,
      purpose: 'mortgage.arrange',
      fields: ['name', 'contact-details'],
      shown: writer.commit('shown', CONSENT, 'offer', { initials: 'O.H.' }, 'secret'),
      expires: instantOf('2026-08-31 00:00'),
    },
  });
  append('answered', {
    type: 'introduction.answered',
    at: '2026-08-01 00:06',
    by: ALEX,
    about: [hash('offered')],
    body: { accepts: true, reason: null },
  });
  const attachment = writer.commit('attachment', CONSENT, 'consent attachment', { openings: [] }, 'secret');
  append('standing used', {
    type: 'standing.used',
    at: '2026-08-01 00:07',
    by: DANIEL,
    about: [hash('amended')],
    body: { recipient: ABC.id, fields: ['name', 'contact-details'], attachment },
  });
  append('standing delivered', {
    type: 'standing.delivered',
    at: '2026-08-01 00:08',
    by: ALEX,
    about: [hash('standing used')],
    body: { attachment },
  });
  append('standing withdrawn', {
    type: 'standing.withdrawn',
    at: '2026-08-01 00:09',
    by: ALEX,
    about: [hash('amended')],
    body: { method: 'phone', reason: null, artefact: artefactOf(writer, 'call 15') },
  });
  append('deletion asked', {
    type: 'consent.deletionRequested',
    at: '2026-08-01 00:10',
    by: DANIEL,
    about: [grant],
    body: { recipients: [ABC.id], method: 'phone' },
  });
  append('deleted', {
    type: 'disclosure.deleted',
    at: '2026-08-01 00:11',
    by: ALEX,
    about: [hash('standing used')],
    body: { outcome: 'deleted', reason: null },
  });
  append('standing refused', {
    type: 'standing.refused',
    at: '2026-08-01 00:12',
    by: DANIEL,
    body: {
      consent: uuidOf('consent of nobody'),
      discloser: SMITH.id,
      client: clientOf(writer),
      recipients: [ABC.id],
      purpose: 'mortgage.arrange',
      channel: 'phone',
      artefact: artefactOf(writer, 'call 16'),
      invite: null,
      inviteProof: null,
    },
  });
};
