import { CONSENT, artefactOf, consentProof, consentTerms, grantByOmar, inviteOmar, OMAR, omarKey, writeConsent } from '../../story/consent.ts';
import { softwareKey, uuidOf } from '../../story/keys.ts';
import { ABC, OFFICE, SMITH } from '../../story/network.ts';
import type { StoryOptions } from '../../story/story.ts';
import type { Draft, Writer } from '../../story/writer.ts';
import { broken, fine, type PackCase, slim, unrecognised } from './case.ts';

const HASH = 'd'.repeat(64);
const DANIEL = SMITH.people[0].key;
const [ALEX] = ABC.people;
const other = softwareKey('another');

const before = (write: (writer: Writer) => unknown): NonNullable<StoryOptions['before']> => ({
  intent: (writer) => {
    write(writer);
    return [];
  },
});
const written = (event: string, change: (draft: Draft, writer: Writer) => Draft, write: (writer: Writer) => unknown = writeConsent): StoryOptions =>
  slim('intent', { before: before(write), change: { [event]: change } });
const by = (key: Draft['by']) => (draft: Draft): Draft => ({ ...draft, by: key });
const body = (members: Draft['body']) => (draft: Draft): Draft => ({ ...draft, body: { ...draft.body, ...members } });
const about = (...names: readonly string[]) => (draft: Draft, writer: Writer): Draft => ({ ...draft, about: names.map(writer.hash) });
/** Up to the grant: what follows would be refused for another reason. */
const grant = (writer: Writer): unknown => (inviteOmar(writer), grantByOmar(writer));
const refused = (name: string, event: string, change: (draft: Draft, writer: Writer) => Draft): PackCase => ({ name, story: written(event, change), expect: unrecognised('authority.refused') });
const clientFails = (name: string, failure: string, event: string, change: (draft: Draft, writer: Writer) => Draft, write = grant): PackCase => ({ name, story: written(event, change, write), expect: broken(failure) });

/** Protocol §6.6: consents that stand outside a referral, and what happens to them. */
export const consentCases: readonly PackCase[] = [
  { name: 'with a consent outside the referral, from invitation to deletion', story: slim('intent', { before: before(writeConsent) }), expect: fine('interim') },
  {
    name: 'with a narrowing of the consent of the referral',
    story: slim('intake', {
      before: { intake: (writer) => [['less', { type: 'consent.narrowed', at: '2026-08-04 05:00', by: ALEX.key, about: [writer.hash('consent')], body: { recipients: [], categories: ['income'], until: null, method: 'phone', artefact: artefactOf(writer, 'call 17') } }]] },
    }),
    expect: fine('interim'),
  },
  refused('a consent recorded for another practice', 'standing refused', body({ discloser: ABC.id })),
  refused('a consent recorded without artefact', 'standing refused', body({ artefact: null })),
  refused('an amendment by a recipient', 'amended', by(ALEX.key)),
  refused('an amendment for another purpose', 'amended', body({ purpose: 'insurance.arrange' })),
  refused('an amendment with another recipient', 'amended', body({ recipients: [ABC.id, OFFICE.id] })),
  refused('an amendment of something that is no consent', 'deletion asked', (draft, writer) => ({ ...draft, type: 'consent.amended', about: [writer.hash('answered')], body: { ...consentTerms(writer), artefact: artefactOf(writer, 'x'), invite: null, inviteProof: null } })),
  refused('a withdrawal by a stranger', 'standing withdrawn', by(OFFICE.people[0].key)),
  refused('a withdrawal of a narrowing', 'standing withdrawn', about('narrowed')),
  refused('an introduction offered by a recipient', 'offered', by(ALEX.key)),
  refused('an introduction offered to a practice that the consent does not name', 'offered', body({ recipient: OFFICE.id })),
  refused('an introduction answered by the practice that offered it', 'answered', by(DANIEL)),
  refused('a disclosure that rests on a narrowing', 'standing used', about('narrowed')),
  refused('a disclosure confirmed by another practice than its recipient', 'standing delivered', by(DANIEL)),
  refused('a deletion of an introduction', 'deleted', about('offered')),
  refused('a deletion asked for by a stranger', 'deletion asked', by(OFFICE.people[0].key)),
  clientFails('a consent that states its key a second time', 'client.key', 'narrowed', (draft, writer) => ({ ...draft, type: 'standing.granted', about: [], body: { consent: CONSENT, discloser: SMITH.id, client: HASH, ...consentTerms(writer), ...consentProof(writer.hash('consent invited'), OMAR), clientKey: omarKey } }), writeConsent),
  clientFails('a consent outside a referral without invitation', 'client.invitation', 'standing grant', body({ invite: null, inviteProof: null })),
  clientFails('a consent with the invitation of another one', 'client.invitation', 'standing grant', body({ consent: uuidOf('another consent') })),
  clientFails('a consent whose proof is over another key', 'client.invitation', 'standing grant', (draft, writer) => ({ ...draft, body: { ...draft.body, ...consentProof(writer.hash('consent invited'), other) } })),
  clientFails('a consent to which another practice invited', 'client.invitation', 'consent invited', by(ALEX.key)),
  clientFails('a narrowing with the key of another consent', 'client.key', 'narrowed', (draft, writer) => ({ ...draft, about: [writer.hash('other grant')] }), (writer) => {
    grant(writer);
    writer.append('other grant', { type: 'standing.granted', at: '2026-08-01 00:02', by: DANIEL, body: { consent: uuidOf('another consent'), discloser: SMITH.id, client: HASH, ...consentTerms(writer), artefact: artefactOf(writer, 'call 18'), invite: null, inviteProof: null } });
    writer.append('narrowed', { type: 'consent.narrowed', at: '2026-08-01 00:03', by: OMAR, about: [writer.hash('other grant')], body: { recipients: [], categories: [], until: null, method: 'page', artefact: null } });
  }),
];
