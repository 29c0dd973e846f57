import type { KnownEvent, Logged, LoggedOf } from '../../protocol/event/event.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import { type LogIndexOf, spineOf, type StepEvent } from '../../protocol/referral/spine.ts';
import { waitingFor } from './next-actor.ts';
import type {
  Assurance,
  Attested,
  ConsentFacts,
  Disclosure,
  Ending,
  EntitlementFacts,
  Handshake,
  IncomeStatement,
  Invitation,
  Party,
  ReferralState,
} from './state.ts';

export type FoldInput = {
  readonly intent: LoggedOf<'referral.intent'>;
  /** Every accepted event of the referral, the intent included, in any order, duplicates allowed. */
  readonly events: readonly Logged<KnownEvent>[];
  readonly authorOf: (hash: string) => AuthorFacts | undefined;
  /** Where events stand in the network log; without it none is known to. */
  readonly logIndexOf?: LogIndexOf;
};

type OfType<T extends KnownEvent['type']> = Extract<Logged<KnownEvent>, { type: T }>;

/** State of one referral from its events (any permutation, duplicates included, gives the same state). */
export const foldReferral = ({ intent, events: given, authorOf, logIndexOf }: FoldInput): ReferralState => {
  // By the signers' clocks, then by hash: lists come out the same whatever order the records arrived in. Only the spine asks the log.
  const events = [...new Map(given.map((event) => [event.hash, event])).values()].toSorted((a, b) =>
    a.at < b.at || (a.at === b.at && a.hash < b.hash) ? -1 : 1,
  );
  const spine = spineOf(intent.hash, events, logIndexOf);
  const byType = <T extends KnownEvent['type']>(type: T): readonly OfType<T>[] =>
    events.filter((event): event is OfType<T> => event.type === type);
  const partyOf = (hash: string): Party => partyOfAuthor(authorOf(hash), intent);
  const attestations = attestationsBy(byType('attestation'), authorOf);
  const granted = byType('consent.granted');
  // An invitation about a consent is for taking it back: it asks for no handshake.
  const forHandshake = byType('client.invited').filter((event) => granted.every((consent) => consent.hash !== event.about[0]));
  const invitations = forHandshake.map((event) => invitation(event, events, authorOf));
  const steps = spine.steps.map((event) => (event === undefined ? null : handshake(event, events, invitations, authorOf)));
  const settlement = spine.steps[3]?.type === 'referral.settlement' ? spine.steps[3] : undefined;
  const incomes = incomeStatements(settlement, byType('settlement.corrected'), attestations, intent.body.referrer);
  const agreed = incomes.findLast((income) => income.attestation?.agrees === true) ?? null;
  const outcomeAttestations = attestations.get(spine.steps[4]?.hash ?? '') ?? [];
  const acknowledgementAttestations = attestations.get(spine.steps[1]?.hash ?? '') ?? [];
  const base = {
    intent: intent.hash,
    referral: intent.referral ?? '',
    terms: intent.body,
    steps,
    duplicates: spine.duplicates.map((event) => ({ step: event.step ?? 0, hash: event.hash, at: event.at })),
    unresolved: spine.unresolved,
    invitations,
    consents: consents(granted, byType('consent.withdrawn'), attestations, authorOf),
    disclosures: disclosures(byType('consent.used'), byType('disclosure.delivered')),
    qualified: first(byType('referral.qualified')),
    trigger: settlement?.body.trigger ?? null,
    incomes,
    agreed,
    outcomeAttestations,
    acknowledgementAttestations,
    entitlement: entitlement(
      byType('entitlement.computed'),
      [...byType('entitlement.approved'), ...byType('entitlement.rejected')],
      agreed,
    ),
    lastIndex: Math.max(intent.index, ...events.map((event) => event.index)),
  };
  const ending = endingOf(base, events, attestations, partyOf);
  const missing = missingAttestations(base);
  const complete =
    steps.every((step) => step !== null) && !spine.unresolved && ending?.effective !== true && agreed !== null && missing.length === 0;
  const state = { ...base, ending, complete, completedAt: complete ? completion(base) : null };
  return { ...state, waiting: waitingFor(state, missing) };
};

export type MissingAttestation = { readonly of: 'acknowledgement' | 'outcome'; readonly practice: string };

/** Attestations that the assurance of the client's keys asks for and nobody has given yet (protocol §6.3). */
const missingAttestations = (
  state: Pick<ReferralState, 'steps' | 'terms' | 'outcomeAttestations' | 'acknowledgementAttestations'>,
): readonly MissingAttestation[] => {
  const { referrer, receiver } = state.terms;
  const [, acknowledgement, intake, , outcome] = state.steps;
  const missing: MissingAttestation[] = [];
  const agreed = (list: readonly Attested[], practice: string): boolean =>
    list.some((entry) => entry.practice === practice && entry.agrees);
  const other = (practice: string | null): string => (practice === receiver ? referrer : receiver);
  const device = acknowledgement?.assurance.device;
  if (device?.owner === 'desk') {
    const witness = other(device.practice);
    const byIntake = witness === receiver && intake !== null && intake !== undefined;
    if (!byIntake && !agreed(state.acknowledgementAttestations, witness)) missing.push({ of: 'acknowledgement', practice: witness });
  }
  if (acknowledgement && outcome) {
    const replaced = outcome.stream !== acknowledgement.stream;
    const needed = replaced
      ? [referrer, receiver]
      : outcome.assurance.device.owner === 'desk'
        ? [other(outcome.assurance.device.practice)]
        : [];
    for (const practice of needed) if (!agreed(state.outcomeAttestations, practice)) missing.push({ of: 'outcome', practice });
  }
  return missing;
};

const partyOfAuthor = (author: AuthorFacts | undefined, intent: LoggedOf<'referral.intent'>): Party => {
  if (author === undefined || author.kind === 'client' || author.kind === 'root' || author.kind === 'registrar') return 'client';
  return author.practice === intent.body.referrer ? 'referrer' : 'receiver';
};

/** Attestations by the event they are about; of several by one practice the latest counts. */
const attestationsBy = (
  events: readonly OfType<'attestation'>[],
  authorOf: FoldInput['authorOf'],
): ReadonlyMap<string, readonly Attested[]> => {
  const found = new Map<string, Map<string, Attested>>();
  for (const event of events) {
    const author = authorOf(event.hash);
    const about = event.about[0];
    if (author?.kind !== 'person' || about === undefined) continue;
    const list = found.get(about) ?? new Map<string, Attested>();
    list.set(author.practice, {
      hash: event.hash,
      practice: author.practice,
      agrees: event.body.agrees,
      reason: event.body.reason,
      at: event.at,
      seenAt: event.seenAt,
    });
    found.set(about, list);
  }
  return new Map([...found].map(([hash, list]) => [hash, [...list.values()]]));
};

const invitation = (
  event: OfType<'client.invited'>,
  events: readonly Logged<KnownEvent>[],
  authorOf: FoldInput['authorOf'],
): Invitation => {
  const author = authorOf(event.hash);
  const used = events.find(
    (candidate) =>
      (candidate.type === 'referral.acknowledgement' || candidate.type === 'referral.outcome') && candidate.body.invite === event.hash,
  );
  const { step, channel, contactPoint, key, expires } = event.body;
  return {
    hash: event.hash,
    step,
    practice: author?.kind === 'person' ? author.practice : '',
    channel,
    contactPoint,
    key,
    expires,
    at: event.at,
    usedBy: used?.hash ?? null,
  };
};

const handshake = (
  event: StepEvent,
  events: readonly Logged<KnownEvent>[],
  invitations: readonly Invitation[],
  authorOf: FoldInput['authorOf'],
): Handshake => {
  const author = authorOf(event.hash);
  const common = {
    step: event.step ?? 0,
    hash: event.hash,
    index: event.index,
    stream: event.stream,
    n: event.n,
    at: event.at,
    seenAt: event.seenAt,
    prevStep: event.prevStep ?? null,
  };
  if (author?.kind === 'person') {
    const key = event.assertion === undefined ? 'person-key' : 'person-key-with-passkey';
    const assurance: Assurance = {
      key,
      device: { owner: 'practice', practice: author.practice },
      invited: null,
      vouched: null,
    };
    return {
      ...common,
      signer: { kind: 'person', practice: author.practice, person: author.person },
      assurance,
    };
  }
  return {
    ...common,
    signer: { kind: 'client', key: event.stream },
    assurance: clientAssurance(event, events, invitations),
  };
};

const clientAssurance = (event: StepEvent, events: readonly Logged<KnownEvent>[], invitations: readonly Invitation[]): Assurance => {
  const stated = events.find((candidate) => candidate.stream === event.stream && candidate.n === 0);
  const facts =
    stated?.type === 'consent.granted' || stated?.type === 'referral.acknowledgement' || stated?.type === 'referral.outcome'
      ? stated.body.clientKey
      : undefined;
  const named = event.type === 'referral.acknowledgement' || event.type === 'referral.outcome' ? event.body.invite : '';
  const invited = invitations.find((candidate) => candidate.hash === named);
  return {
    key: facts?.kind ?? 'software',
    device: facts?.device ?? { owner: 'client', practice: null },
    invited: invited === undefined ? null : { practice: invited.practice, channel: invited.channel },
    vouched: facts?.vouched ?? null,
  };
};

const incomeStatements = (
  settlement: OfType<'referral.settlement'> | undefined,
  corrections: readonly OfType<'settlement.corrected'>[],
  attestations: ReadonlyMap<string, readonly Attested[]>,
  referrer: string,
): readonly IncomeStatement[] => {
  if (settlement === undefined) return [];
  const attested = (hash: string): Attested | null => attestations.get(hash)?.find((entry) => entry.practice === referrer) ?? null;
  const about = (event: OfType<'settlement.corrected'>): boolean => event.about[0] === settlement.hash;
  const stated = [settlement, ...corrections.filter(about)];
  return stated.map((event) => ({
    hash: event.hash,
    at: event.at,
    gross: event.body.gross,
    net: event.body.net,
    settledOn: event.body.settledOn,
    reason: event.type === 'settlement.corrected' ? event.body.reason : null,
    attestation: attested(event.hash),
  }));
};

const consents = (
  granted: readonly OfType<'consent.granted'>[],
  withdrawn: readonly OfType<'consent.withdrawn'>[],
  attestations: ReadonlyMap<string, readonly Attested[]>,
  authorOf: FoldInput['authorOf'],
): readonly ConsentFacts[] =>
  granted.map((event) => {
    const end = withdrawn.find((candidate) => candidate.about[0] === event.hash);
    const { recipients, purpose, categories, validFrom, validUntil, notice, benefit, channel, artefact } = event.body;
    return {
      hash: event.hash,
      by: authorOf(event.hash)?.kind === 'client' ? 'client' : 'practice',
      recipients,
      purpose,
      categories,
      validFrom,
      validUntil,
      notice,
      benefit,
      channel,
      artefact,
      at: event.at,
      withdrawn:
        end === undefined
          ? null
          : {
              hash: end.hash,
              at: end.at,
              byNewKey: end.body.clientKey !== undefined,
              attestedBy: (attestations.get(end.hash) ?? []).flatMap((entry) => (entry.agrees ? [entry.practice] : [])).toSorted(),
            },
    };
  });

const disclosures = (
  used: readonly OfType<'consent.used'>[],
  delivered: readonly OfType<'disclosure.delivered'>[],
): readonly Disclosure[] =>
  used.map((event) => {
    const receipt = delivered.find((candidate) => candidate.about[0] === event.hash && candidate.body.attachment === event.body.attachment);
    const { consents: named, recipient, fields, attachment } = event.body;
    return {
      hash: event.hash,
      consents: named,
      recipient,
      fields,
      attachment,
      at: event.at,
      delivered: receipt === undefined ? null : { hash: receipt.hash, at: receipt.at, seenAt: receipt.seenAt },
    };
  });

const first = (events: readonly Logged<KnownEvent>[]): { readonly hash: string; readonly at: string } | null => {
  const event = events[0];
  return event === undefined ? null : { hash: event.hash, at: event.at };
};

/**
 * The computed entitlement about the statement that counts; a second one with its key creates nothing, and what is decided about either is decided about
 * both.
 */
const entitlement = (
  computed: readonly OfType<'entitlement.computed'>[],
  decided: readonly (OfType<'entitlement.approved'> | OfType<'entitlement.rejected'>)[],
  agreed: IncomeStatement | null,
): EntitlementFacts | null => {
  const event = agreed === null ? undefined : computed.find((candidate) => candidate.about[0] === agreed.hash);
  if (event === undefined) return null;
  const same = computed.filter((candidate) => candidate.body.key === event.body.key).map((candidate) => candidate.hash);
  const decision = decided.findLast((candidate) => same.includes(candidate.about[0] ?? ''));
  const { key, beneficiary, base, commission, platform, gstEstimate, calculation } = event.body;
  return {
    hash: event.hash,
    key,
    ...(same.length > 1 ? { same: same.toSorted() } : {}),
    about: event.about[0] ?? '',
    beneficiary,
    base,
    commission,
    platform,
    gstEstimate,
    calculation,
    at: event.at,
    seenAt: event.seenAt,
    decision:
      decision === undefined
        ? null
        : {
            hash: decision.hash,
            approved: decision.type === 'entitlement.approved',
            reason: decision.body.reason,
          },
  };
};

/**
 * The ending that stands, if any: declining ends steps 0–1 only; withdrawal only before step 3. Without a network log it counts
 * once the party whose turn it was has attested it, and an intake signed before seeing it stands.
 */
const endingOf = (
  state: Pick<ReferralState, 'steps' | 'terms'>,
  events: readonly Logged<KnownEvent>[],
  attestations: ReadonlyMap<string, readonly Attested[]>,
  partyOf: (hash: string) => Party,
): Ending | null => {
  const reached = state.steps.filter((step) => step !== null).length;
  for (const event of events) {
    const facts = endingFacts(event, reached);
    if (facts === null) continue;
    const by = partyOf(event.hash);
    const turn: Party = reached === 1 ? 'client' : 'receiver';
    const attested = (attestations.get(event.hash) ?? []).some((entry) => entry.agrees);
    return {
      ...facts,
      hash: event.hash,
      by,
      at: event.at,
      effective: attested || by === turn || turn === 'client',
    };
  }
  return null;
};

const endingFacts = (event: Logged<KnownEvent>, reached: number): Pick<Ending, 'kind' | 'reason'> | null => {
  switch (event.type) {
    case 'referral.declined':
      return reached <= 2 ? { kind: 'declined', reason: event.body.reason } : null;
    case 'referral.withdrawn':
      return reached <= 3 ? { kind: 'withdrawn', reason: event.body.reason } : null;
    case 'referral.unqualified':
      return reached === 3 ? { kind: 'unqualified', reason: event.body.reason } : null;
    case 'consent.refused':
      return reached === 1 ? { kind: 'refused', reason: null } : null;
    default:
      return null;
  }
};

const completion = (
  state: Pick<ReferralState, 'steps' | 'agreed' | 'outcomeAttestations'>,
): { readonly at: string; readonly seenAt: string } => {
  const facts = [
    ...state.steps.filter((step) => step !== null),
    ...(state.agreed?.attestation ? [state.agreed.attestation] : []),
    ...state.outcomeAttestations,
  ];
  const latest = (pick: (fact: { readonly at: string; readonly seenAt: string }) => string): string =>
    facts.map(pick).toSorted().at(-1) ?? '';
  return { at: latest((fact) => fact.at), seenAt: latest((fact) => fact.seenAt) };
};
