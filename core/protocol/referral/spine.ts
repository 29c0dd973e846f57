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
  /** Two events of the highest step and nothing yet says which counts: money is held. */
  readonly unresolved: boolean;
};

export const isStepEvent = (event: Logged<KnownEvent>): event is StepEvent => STEP_TYPES.some((type) => type === event.type);

/**
 * The spine of one referral: the path down `prevStep` from the first-logged event of the highest step reached.
 * Pure and independent of the order in which `events` are given.
 */
export const spineOf = (intentHash: string, events: readonly Logged<KnownEvent>[]): Spine => {
  const candidates = new Map(events.filter(isStepEvent).map((event) => [event.hash, event]));
  const paths = [...candidates.values()]
    .map((event) => pathTo(intentHash, event, candidates))
    .filter((path) => path.length > 0)
    .toSorted((a, b) => b.length - a.length || indexOfTop(a) - indexOfTop(b));
  const best = paths[0] ?? [];
  const onPath = new Set(best.map((event) => event.hash));
  return {
    steps: STEP_TYPES.map((_, step) => best[step]),
    duplicates: [...candidates.values()].filter((event) => !onPath.has(event.hash)).toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
    unresolved: paths.filter((path) => path.length === best.length).length > 1,
  };
};

const indexOfTop = (path: readonly StepEvent[]): number => path.at(-1)?.index ?? Number.MAX_SAFE_INTEGER;

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
