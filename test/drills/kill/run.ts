import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { signed } from '../../../core/contract/acts.ts';
import { rebuildProjections } from '../../../core/desk/ledger/rebuild.ts';
import { walkLedger } from '../../../core/desk/ledger/walk.ts';
import type { JobControl } from '../../../core/desk/jobs.ts';
import { type HereDesk, openHere, startChild } from '../desks.ts';
import type { World } from '../world.ts';
import { type Aim, sendAndKill } from './aim.ts';
import { later, type Operation } from './operations.ts';

/** Where a kill fell, told from what the folder holds and whether the answer had arrived. */
export type Phase = 'before the commit' | 'after the commit, before the answer' | 'after the answer';
export type Hit = { readonly phase: Phase; readonly aim: Aim['kind']; readonly ms: number };

export const quiet: JobControl = {
  progress: () => undefined,
  cancelled: () => false,
  breathe: async () => undefined,
};

/** The chain holds, the projections are the fold of the events, and the desk neither lost nor doubts anything. */
export const expectSound = async (here: HereDesk): Promise<void> => {
  const desk = here.context();
  expect(desk.recovery).toBeNull();
  expect(await walkLedger(desk, quiet, { threads: 0 })).toMatchObject({
    ok: true,
    value: { ok: true, failure: null },
  });
  expect(here.reports).toEqual([]);
};

/** Kills a desk in the middle of one operation, round after round, and looks at what it left. Throws at the first thing that is not whole. */
export const killRounds = async (world: World, operation: Operation, rounds: number): Promise<readonly Hit[]> => {
  const hits: Hit[] = [];
  const acknowledged: { readonly subject: string; readonly events: readonly string[] }[] = [];
  let took = 0;
  let copy = '';
  for (let round = 0; round < rounds; round += 1) {
    if (operation.fresh || round === 0) copy = world.copy(operation.from, `kill-${operation.name}-${String(round)}`);
    const at = later(world.at(operation.from), operation.fresh ? 1 : 1 + 2 * round);
    const child = await startChild(world, copy, operation.house, at);
    const { send, subject } = await operation.ready(world, child, round);
    // The first round shows how long the request takes: its kill comes with the answer.
    const kind = round === 0 ? 'answer' : (operation.aims[(round - 1) % operation.aims.length] ?? 'drawn');
    const drawn = randomInt(0, 1_000_000) / 1_000_000;
    const aim: Aim =
      kind === 'drawn' ? { kind, ms: drawn * took * 1.1 } : kind === 'past-journal' ? { kind, ms: drawn * took * 0.5 } : { kind };
    const { answer, ms } = await sendAndKill(child, send, aim);
    if (round === 0) took = ms;

    const here = await openHere(world, copy, operation.house, later(at, 1.2));
    await expectSound(here);
    const found = await operation.inspect(world, here, subject);
    if (answer !== null) {
      expect(found, `round ${String(round)}: what ${operation.name} acknowledged is lost`).toBe('whole');
      const events = signed.safeParse(answer);
      acknowledged.push({
        subject,
        events: events.success ? events.data.events.map((event) => event.hash) : [],
      });
    }
    const phase = answer !== null ? 'after the answer' : found === 'whole' ? 'after the commit, before the answer' : 'before the commit';
    hits.push({ phase, aim: kind, ms: Math.round(ms * 10) / 10 });
    for (const hash of operation.fresh ? (acknowledged.at(-1)?.events ?? []) : acknowledged.flatMap((entry) => entry.events))
      if (answer !== null || !operation.fresh) expect(here.context().ledger.event(hash)?.hash).toBe(hash);
    await operation.again(world, here, subject, found);
    await expectSound(here);
    if (round === rounds - 1)
      expect(await rebuildProjections(here.context(), quiet)).toMatchObject({
        ok: true,
        value: { same: true },
      });
    await here.opened.close();
  }
  return hits;
};

const PHASES = ['before the commit', 'after the commit, before the answer', 'after the answer'] as const satisfies readonly Phase[];

/** How often each phase was hit. */
export const histogram = (hits: readonly Hit[]): Readonly<Record<Phase, number>> => {
  const times: Record<Phase, number> = {
    'before the commit': 0,
    'after the commit, before the answer': 0,
    'after the answer': 0,
  };
  for (const hit of hits) times[hit.phase] += 1;
  return times;
};

/** The histograms as a table for the terminal. */
export const histogramLines = (all: ReadonlyMap<string, readonly Hit[]>): string => {
  const rows = [...all].map(([name, hits]) => {
    const times = histogram(hits);
    return [
      name.padEnd(10),
      ...PHASES.map((phase) => String(times[phase]).padStart(7)),
      `   killed after ${hits.map((hit) => String(Math.round(hit.ms))).join(', ')} ms`,
    ].join(' ');
  });
  return ['kill -9     before between   after   (commit and answer)', ...rows].join('\n');
};
