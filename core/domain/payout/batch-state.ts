import type { KnownEvent, Logged, LoggedOf } from '../../protocol/event/event.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';

type OfType<T extends KnownEvent['type']> = Extract<Logged<KnownEvent>, { type: T }>;

export type Approval = {
  readonly hash: string;
  readonly person: string;
  readonly at: string;
  readonly key: string;
  readonly passkey: string | null;
};

/** One signed version of a batch. A newer one resets the approvals of those before it. */
export type Revision = {
  readonly hash: string;
  readonly revision: number;
  readonly at: string;
  readonly person: string;
  readonly key: string;
  readonly body: LoggedOf<'batch.prepared'>['body'];
  readonly approvals: readonly Approval[];
};

export type LineOutcome =
  | { readonly state: 'settled'; readonly hash: string; readonly on: string; readonly reference: string }
  | { readonly state: 'failed'; readonly hash: string; readonly on: string; readonly reason: string };

/** What the events of one batch say. */
export type BatchFold = {
  readonly batch: string;
  readonly practice: string;
  readonly revisions: readonly Revision[];
  readonly current: Revision;
  readonly cancelled: {
    readonly hash: string;
    readonly at: string;
    readonly reason: string;
    readonly person: string;
  } | null;
  readonly released: {
    readonly hash: string;
    readonly at: string;
    readonly seenAt: string;
    readonly revision: string;
    readonly approvals: readonly string[];
    readonly soleSignatory: boolean;
    readonly attempt: number;
  } | null;
  readonly lines: ReadonlyMap<number, LineOutcome>;
  readonly bank: readonly {
    readonly hash: string;
    readonly line: string;
    readonly on: string;
    readonly at: string;
  }[];
};

export type BatchStage = 'prepared' | 'approved' | 'released' | 'settled' | 'partly-settled' | 'requires-repair' | 'cancelled';

/**
 * Folds the events of one batch; the same for any order in which they arrived. A release counts for the revision it is about, and ends every
 * change; a cancellation counts only before it. Undefined without a prepared event by a person.
 */
export const foldBatch = (
  given: readonly Logged<KnownEvent>[],
  authorOf: (hash: string) => AuthorFacts | undefined,
): BatchFold | undefined => {
  const events = [...new Map(given.map((event) => [event.hash, event])).values()].toSorted((a, b) => a.index - b.index);
  const of = <T extends KnownEvent['type']>(type: T): readonly OfType<T>[] =>
    events.filter((event): event is OfType<T> => event.type === type);
  const first = of('batch.prepared')[0];
  const founder = first === undefined ? undefined : authorOf(first.hash);
  if (first === undefined || founder?.kind !== 'person') return undefined;
  const { practice } = founder;
  const person = (hash: string): string | null => {
    const author = authorOf(hash);
    return author?.kind === 'person' && author.practice === practice ? author.person : null;
  };
  const approvalsOf = (hash: string): readonly Approval[] =>
    of('batch.approved').flatMap((event) => {
      const by = person(event.hash);
      return event.about[0] !== hash || by === null
        ? []
        : [
            {
              hash: event.hash,
              person: by,
              at: event.at,
              key: event.stream,
              passkey: event.assertion?.keyid ?? null,
            },
          ];
    });
  const revisions = of('batch.prepared')
    .flatMap((event): Revision[] => {
      const by = person(event.hash);
      return by === null || event.body.batch !== first.body.batch
        ? []
        : [
            {
              hash: event.hash,
              revision: event.body.revision,
              at: event.at,
              person: by,
              key: event.stream,
              body: event.body,
              approvals: approvalsOf(event.hash),
            },
          ];
    })
    .toSorted((a, b) => a.revision - b.revision);
  const release = of('batch.released').find((event) => revisions.some((revision) => revision.hash === event.about[0]));
  const current = revisions.find((revision) => revision.hash === release?.about[0]) ?? revisions.at(-1);
  if (current === undefined) return undefined;
  const cancel = release === undefined ? of('batch.cancelled').find((event) => person(event.hash) !== null) : undefined;
  return {
    batch: first.body.batch,
    practice,
    revisions,
    current,
    cancelled:
      cancel === undefined ? null : { hash: cancel.hash, at: cancel.at, reason: cancel.body.reason, person: person(cancel.hash) ?? '' },
    released:
      release === undefined
        ? null
        : {
            hash: release.hash,
            at: release.at,
            seenAt: release.seenAt,
            revision: current.hash,
            approvals: release.body.approvals,
            soleSignatory: release.body.soleSignatory,
            attempt: release.body.attempt,
          },
    lines: outcomes(of('line.settled'), of('line.failed'), release?.hash),
    bank: of('bankline.matched')
      .filter((event) => event.about[0] === release?.hash)
      .map((event) => ({ hash: event.hash, line: event.body.line, on: event.body.on, at: event.at })),
  };
};

/** Of several statements about one line the last logged counts: a payment that settled may come back. */
const outcomes = (
  settled: readonly OfType<'line.settled'>[],
  failed: readonly OfType<'line.failed'>[],
  release: string | undefined,
): ReadonlyMap<number, LineOutcome> => {
  const found = new Map<number, LineOutcome>();
  for (const event of [...settled, ...failed].toSorted((a, b) => a.index - b.index)) {
    if (event.about[0] !== release) continue;
    const { hash } = event;
    if (event.type === 'line.settled')
      found.set(event.body.line, {
        state: 'settled',
        hash,
        on: event.body.on,
        reference: event.body.reference,
      });
    else found.set(event.body.line, { state: 'failed', hash, on: event.body.on, reason: event.body.reason });
  }
  return found;
};

/** Where a batch stands. `approved` is what the caller's policy says about the approvals of the current revision. */
export const stageOf = (fold: BatchFold, approved: boolean): BatchStage => {
  if (fold.cancelled !== null) return 'cancelled';
  if (fold.released === null) return approved ? 'approved' : 'prepared';
  const states = [...fold.lines.values()].map((line) => line.state);
  if (states.includes('failed')) return 'requires-repair';
  if (states.length === fold.current.body.lines) return 'settled';
  return states.length > 0 ? 'partly-settled' : 'released';
};
