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

/** Counts ways through the lifecycle: per stage entered in `[from, to)`, to which stages those contacts came later. */
export const stageFlows = (
  stages: readonly string[],
  logs: ReadonlyMap<string, readonly StageEntry[]>,
  span: { readonly from: Instant; readonly to: Instant },
): readonly StageFlow[] =>
  stages.map((stage) => {
    let entered = 0;
    const reached: Record<string, number> = {};
    for (const log of logs.values()) {
      const ordered = log.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      const first = ordered.findIndex((entry) => entry.to === stage && entry.at >= span.from && entry.at < span.to);
      if (first === -1) continue;
      entered += 1;
      for (const later of new Set(ordered.slice(first + 1).map((entry) => entry.to))) reached[later] = (reached[later] ?? 0) + 1;
    }
    return { stage, entered, reached };
  });
