import type { KnownEvent, Logged } from '../event/event.ts';

export const STEP_TYPES = [
  'referral.intent',
  'referral.acknowledgement',
  'referral.intake',
  'referral.settlement',
  'referral.outcome',
] as const;
export type StepType = (typeof STEP_TYPES)[number];
export type StepEvent = Extract<Logged<KnownEvent>, { type: StepType }>;

/** The five handshakes as they stand (protocol §6.1). */
export type Spine = {
  readonly steps: readonly (StepEvent | undefined)[];
  /** Events of a step that the path does not use. */
  readonly duplicates: readonly StepEvent[];
  /** Two events of the highest step and nothing yet says which counts, or settlements that differ in amount: money is held. */
  readonly unresolved: boolean;
};

export const isStepEvent = (event: Logged<KnownEvent>): event is StepEvent => STEP_TYPES.some((type) => type === event.type);

/** Where an event is proven to stand in the network log, by its hash; null while that is not known (file mode: always). */
export type LogIndexOf = (hash: string) => number | null;

const inNoLog: LogIndexOf = () => null;

/**
 * The spine of one referral: the path down `prevStep` from the first-logged event of the highest step reached. Of two events of that step the place
 * in the network log decides, known before unknown; while neither is known, the order in this desk's own log.
 * Pure and independent of the order in which `events` are given.
 */
export const spineOf = (intentHash: string, events: readonly Logged<KnownEvent>[], logIndexOf: LogIndexOf = inNoLog): Spine => {
  const candidates = new Map(events.filter(isStepEvent).map((event) => [event.hash, event]));
  const paths = [...candidates.values()].map((event) => pathTo(intentHash, event, candidates)).filter((path) => path.length > 0);
  const length = Math.max(0, ...paths.map((path) => path.length));
  const tied = paths.filter((path) => path.length === length);
  // Only where events compete does the log have a say, which costs a look-up.
  const rivals = tied.length < 2 ? [] : tied.flatMap((path) => rival(path, logIndexOf)).toSorted(byLog);
  const best = rivals[0]?.path ?? tied[0] ?? [];
  const onPath = new Set(best.map((event) => event.hash));
  return {
    steps: STEP_TYPES.map((_, step) => best[step]),
    duplicates: [...candidates.values()].filter((event) => !onPath.has(event.hash)).toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
    unresolved: rivals.some(({ place }) => place === null) || differ(rivals),
  };
};

type Rival = { readonly path: readonly StepEvent[]; readonly top: StepEvent; readonly place: number | null };

const rival = (path: readonly StepEvent[], logIndexOf: LogIndexOf): readonly Rival[] => {
  const top = path.at(-1);
  return top === undefined ? [] : [{ path, top, place: logIndexOf(top.hash) }];
};

const byLog = (a: Rival, b: Rival): number =>
  (a.place ?? Number.MAX_SAFE_INTEGER) - (b.place ?? Number.MAX_SAFE_INTEGER) || a.top.index - b.top.index;

/** Settlements of different amounts hold the money whichever was logged first. */
const differ = (rivals: readonly Rival[]): boolean =>
  new Set(rivals.map(({ top }) => (top.type === 'referral.settlement' ? `${top.body.gross} ${top.body.net}` : ''))).size > 1;

/** Events from the intent up to `event`; empty when the way down is broken or leads to another intent. */
const pathTo = (intentHash: string, event: StepEvent, candidates: ReadonlyMap<string, StepEvent>): readonly StepEvent[] => {
  const path: StepEvent[] = [];
  let at: StepEvent | undefined = event;
  while (at !== undefined) {
    path.unshift(at);
    if (STEP_TYPES[at.step ?? 0] !== at.type || path.length > STEP_TYPES.length) return [];
    if (at.type === 'referral.intent') break;
    const below: StepEvent | undefined = at.prevStep === undefined ? undefined : candidates.get(at.prevStep);
    if (below?.step !== (at.step ?? 0) - 1) return [];
    at = below;
  }
  return path[0]?.hash === intentHash && path.length === (event.step ?? 0) + 1 ? path : [];
};
