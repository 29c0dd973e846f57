import { type Instant, instantToMs } from '../../time/instant.ts';

/** One entry of a contact's status log. */
export interface StageEntry {
  readonly from: string | null;
  readonly to: string;
  readonly at: Instant;
}

/** A stay in a stage: from when to when, and how long on the wall. `to` is null for the stage the contact is in now. */
export interface StageStay<E extends StageEntry = StageEntry> {
  readonly stage: string;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly durationMs: number;
  readonly entry: E;
}

/** The status log as stays with their durations, oldest first. Entries may come in any order; equal times keep the given one. */
export const stageStays = <E extends StageEntry>(entries: readonly E[], now: Instant): readonly StageStay<E>[] => {
  const ordered = entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return ordered.map((entry, index) => {
    const next = ordered[index + 1];
    const until = next?.at ?? (now > entry.at ? now : entry.at);
    return { stage: entry.to, from: entry.at, to: next?.at ?? null, durationMs: instantToMs(until) - instantToMs(entry.at), entry };
  });
};

/** How many contacts entered a stage in a span, and how many of them went on to each other stage at any later time. */
export interface StageFlow {
  readonly stage: string;
  readonly entered: number;
  readonly reached: Readonly<Record<string, number>>;
}

const inOrder = (log: readonly StageEntry[]): readonly StageEntry[] => log.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** Counts ways through the lifecycle: per stage entered in `[from, to)`, to which stages those contacts came later. */
export const stageFlows = (
  stages: readonly string[],
  logs: ReadonlyMap<string, readonly StageEntry[]>,
  span: { readonly from: Instant; readonly to: Instant },
): readonly StageFlow[] => {
  const flows = new Map(stages.map((stage) => [stage, { stage, entered: 0, reached: new Map<string, number>() }]));
  for (const log of logs.values()) {
    const ordered = inOrder(log);
    const seen = new Set<string>();
    for (const [index, entry] of ordered.entries()) {
      const flow = flows.get(entry.to);
      if (flow === undefined || seen.has(entry.to) || entry.at < span.from || entry.at >= span.to) continue;
      seen.add(entry.to);
      flow.entered += 1;
      for (const later of new Set(ordered.slice(index + 1).map((one) => one.to)))
        flow.reached.set(later, (flow.reached.get(later) ?? 0) + 1);
    }
  }
  return [...flows.values()].map(({ reached, ...flow }) => ({ ...flow, reached: Object.fromEntries(reached) }));
};
