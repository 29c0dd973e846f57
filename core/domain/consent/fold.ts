import type { ConsentRoot } from '../../protocol/consent/belongs.ts';
import { holdersOf, labelOf } from '../../protocol/consent/belongs.ts';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import type { ConsentCut, ConsentOffer, ConsentState, ConsentUse, ConsentVersion } from './state.ts';

type OfType<T extends KnownEvent['type']> = Extract<Logged<KnownEvent>, { type: T }>;

export type ConsentFoldInput = {
  readonly root: Exclude<ConsentRoot, { type: 'standing.refused' }>;
  /** Every accepted event that speaks of the consent, the root included, in any order, duplicates allowed. */
  readonly events: readonly Logged<KnownEvent>[];
  readonly byHash: (hash: string) => Logged<KnownEvent> | undefined;
  readonly authorOf: (hash: string) => AuthorFacts | undefined;
};

/** State of one consent from its events (protocol §6.6): any permutation, duplicates included, gives the same state. */
export const foldConsent = ({ root, events: given, byHash, authorOf }: ConsentFoldInput): ConsentState => {
  const events = [...new Map([root, ...given].map((event) => [event.hash, event])).values()].toSorted((a, b) =>
    a.at < b.at || (a.at === b.at && a.hash < b.hash) ? -1 : 1,
  );
  const byType = <T extends KnownEvent['type']>(type: T): readonly OfType<T>[] =>
    events.filter((event): event is OfType<T> => event.type === type);
  const amendments = byType('consent.amended');
  const versions = [root, ...amendments].map((event) => versionOf(event, authorOf));
  const known = new Set(versions.map((version) => version.hash));
  const uses = [...byType('standing.used'), ...byType('consent.used')].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return {
    root: root.hash,
    label: labelOf(root),
    intent: root.type === 'consent.granted' ? (intentOf(root, byHash)?.hash ?? null) : null,
    holders: holdersOf(root, byHash),
    client: root.body.client,
    versions,
    cuts: [...byType('standing.withdrawn'), ...byType('consent.withdrawn'), ...byType('consent.narrowed')]
      .filter((event) => event.about.some((hash) => known.has(hash)))
      .flatMap((event) => cutsOf(event, authorOf))
      .toSorted((a, b) => (a.at < b.at || (a.at === b.at && a.hash < b.hash) ? -1 : 1)),
    uses: uses
      .filter((event) => restsOn(event).some((hash) => known.has(hash)))
      .map((event) => useOf(event, [...byType('standing.delivered'), ...byType('disclosure.delivered')], byType('disclosure.deleted'))),
    offers: byType('introduction.offered').map((event) => offerOf(event, byType('introduction.answered'))),
    deletionRequests: byType('consent.deletionRequested').map(({ hash, at, body }) => ({ hash, at, recipients: body.recipients })),
    lastIndex: Math.max(...events.map((event) => event.index)),
  };
};

const versionOf = (
  event: OfType<'consent.granted'> | OfType<'standing.granted'> | OfType<'consent.amended'>,
  authorOf: ConsentFoldInput['authorOf'],
): ConsentVersion => {
  const { body } = event;
  const author = authorOf(event.hash);
  const standing = 'reviewAt' in body ? body : null;
  return {
    hash: event.hash,
    by: author?.kind === 'client' ? 'client' : 'practice',
    recordedBy: author?.kind === 'person' ? { practice: author.practice, person: author.person } : null,
    at: event.at,
    seenAt: event.seenAt,
    names: event.type === 'consent.amended' ? event.about : [],
    recipients: body.recipients,
    purpose: body.purpose,
    categories: body.categories,
    validFrom: body.validFrom,
    validUntil: body.validUntil,
    reviewAt: standing?.reviewAt ?? null,
    oneOff: standing?.use === 'one-off',
    capacity: body.capacity,
    identified: standing?.identified ?? null,
    notice: { language: 'en', ...body.notice },
    benefit: body.benefit,
    channel: body.channel,
    artefact: body.artefact,
  };
};

const cutsOf = (
  event: OfType<'standing.withdrawn'> | OfType<'consent.withdrawn'> | OfType<'consent.narrowed'>,
  authorOf: ConsentFoldInput['authorOf'],
): readonly ConsentCut[] => {
  const author = authorOf(event.hash);
  const common = {
    hash: event.hash,
    at: event.at,
    seenAt: event.seenAt,
    method: event.body.method,
    practice: author?.kind === 'person' ? author.practice : null,
  };
  if (event.type !== 'consent.narrowed')
    return [{ ...common, kind: 'withdrawn', recipients: 'all', categories: 'all', until: null, reason: event.body.reason }];
  const { recipients, categories, until } = event.body;
  const cut = (part: Pick<ConsentCut, 'recipients' | 'categories' | 'until'>): ConsentCut => ({
    ...common,
    kind: 'narrowed',
    reason: null,
    ...part,
  });
  return [
    ...(recipients.length === 0 ? [] : [cut({ recipients, categories: 'all', until: null })]),
    ...(categories.length === 0 ? [] : [cut({ recipients: 'all', categories, until: null })]),
    ...(until === null ? [] : [cut({ recipients: 'all', categories: 'all', until })]),
  ];
};

const restsOn = (event: OfType<'standing.used'> | OfType<'consent.used'>): readonly string[] =>
  event.type === 'consent.used' ? event.body.consents : event.about;

const useOf = (
  event: OfType<'standing.used'> | OfType<'consent.used'>,
  delivered: readonly (OfType<'standing.delivered'> | OfType<'disclosure.delivered'>)[],
  deleted: readonly OfType<'disclosure.deleted'>[],
): ConsentUse => {
  const receipt = delivered.find((candidate) => candidate.about[0] === event.hash);
  const answer = deleted.findLast((candidate) => candidate.about[0] === event.hash);
  const { recipient, fields, attachment } = event.body;
  return {
    hash: event.hash,
    at: event.at,
    recipient,
    fields,
    attachment,
    consents: restsOn(event),
    delivered: receipt === undefined ? null : { hash: receipt.hash, at: receipt.at },
    deleted: answer === undefined ? null : { hash: answer.hash, at: answer.at, outcome: answer.body.outcome, reason: answer.body.reason },
  };
};

const offerOf = (event: OfType<'introduction.offered'>, answers: readonly OfType<'introduction.answered'>[]): ConsentOffer => {
  const answer = answers.find((candidate) => candidate.about[0] === event.hash);
  const { recipient, purpose, fields, shown, expires } = event.body;
  return {
    hash: event.hash,
    at: event.at,
    recipient,
    purpose,
    fields,
    shown,
    expires,
    answer: answer === undefined ? null : { hash: answer.hash, at: answer.at, accepts: answer.body.accepts, reason: answer.body.reason },
  };
};
