import { z } from 'zod';
import { entryRuleSchema } from './entry-rule.ts';

const stageId = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u, 'Small letters, digits and single hyphens');

const stageSchema = z.strictObject({
  id: stageId,
  name: z.string().trim().min(1).max(40),
  /** When a contact belongs here, in the practice's own words; shown wherever a stage is picked. */
  criteria: z.string().trim().min(1).max(1000),
  rules: z.array(entryRuleSchema).max(20),
  /** Stages that may follow. */
  next: z.array(stageId).max(30),
});

export type LifecycleStage = z.output<typeof stageSchema>;

/** Why stages do not fit together, with the stage. */
export type StagesProblem =
  | { readonly code: 'stage-twice'; readonly stage: string }
  | { readonly code: 'name-twice'; readonly stage: string }
  | { readonly code: 'next-unknown'; readonly stage: string; readonly next: string }
  | { readonly code: 'next-itself'; readonly stage: string }
  | { readonly code: 'stage-unreachable'; readonly stage: string };

/** Checks ids, names and transitions. Every stage must be reachable from the first, where each new contact starts. */
export const stagesProblem = (stages: readonly LifecycleStage[]): StagesProblem | null => {
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const stage of stages) {
    if (ids.has(stage.id)) return { code: 'stage-twice', stage: stage.id };
    if (names.has(stage.name.toLowerCase())) return { code: 'name-twice', stage: stage.id };
    ids.add(stage.id);
    names.add(stage.name.toLowerCase());
  }
  for (const stage of stages)
    for (const next of stage.next) {
      if (next === stage.id) return { code: 'next-itself', stage: stage.id };
      if (!ids.has(next)) return { code: 'next-unknown', stage: stage.id, next };
    }
  const reached = reachableFrom(stages, stages[0]?.id);
  const lost = stages.find((stage) => !reached.has(stage.id));
  return lost === undefined ? null : { code: 'stage-unreachable', stage: lost.id };
};

const reachableFrom = (stages: readonly LifecycleStage[], first: string | undefined): ReadonlySet<string> => {
  const reached = new Set<string>(first === undefined ? [] : [first]);
  // A set is walked in order of insertion, what is added on the way included.
  for (const id of reached) for (const next of stages.find((stage) => stage.id === id)?.next ?? []) reached.add(next);
  return reached;
};

const PROBLEM_WORDS: Readonly<Record<StagesProblem['code'], string>> = {
  'stage-twice': 'Two stages have the same id',
  'name-twice': 'Two stages have the same name',
  'next-unknown': 'A stage leads to one that does not exist',
  'next-itself': 'A stage leads to itself',
  'stage-unreachable': 'No way leads from the first stage to this one',
};

/** Lifecycle stages of contacts, in order; the first is where a new contact starts (A004, `config_lifecycle_stages`). */
export const lifecycleSchema = z.strictObject({ stages: z.array(stageSchema).min(1).max(30) }).check((context) => {
  const problem = stagesProblem(context.value.stages);
  if (problem === null) return;
  const index = context.value.stages.findLastIndex((stage) => stage.id === problem.stage);
  context.issues.push({ code: 'custom', message: PROBLEM_WORDS[problem.code], path: ['stages', index], input: context.value });
});

export type Lifecycle = z.output<typeof lifecycleSchema>;

/** The eight stages that a new desk starts with: Lead → MQL → SQL → Opp → Customer → Champion → At-risk → Churned. */
export const DEFAULT_LIFECYCLE: Lifecycle = {
  stages: [
    {
      id: 'lead',
      name: 'Lead',
      criteria: 'Somebody the practice knows of, from an enquiry, an import or an introduction. Nobody has spoken to them yet.',
      rules: [],
      next: ['mql', 'sql', 'churned'],
    },
    {
      id: 'mql',
      name: 'MQL',
      criteria: 'Fits the clients the practice wants and answered something we sent or asked for a call back.',
      rules: [{ check: 'reachable' }],
      next: ['sql', 'lead', 'churned'],
    },
    {
      id: 'sql',
      name: 'SQL',
      criteria: 'We spoke with them; they named a need, a time and who decides.',
      rules: [{ check: 'reachable' }, { check: 'owner' }, { check: 'activity', withinDays: 90, atLeast: 1 }],
      next: ['opp', 'mql', 'churned'],
    },
    {
      id: 'opp',
      name: 'Opp',
      criteria: 'A piece of work is on the table: a deal is open with an amount and an expected close.',
      rules: [{ check: 'owner' }, { check: 'open-deal' }],
      next: ['customer', 'sql', 'churned'],
    },
    {
      id: 'customer',
      name: 'Customer',
      criteria: 'The engagement is signed: a deal is won.',
      rules: [{ check: 'owner' }, { check: 'won-deal' }],
      next: ['champion', 'at-risk', 'opp', 'churned'],
    },
    {
      id: 'champion',
      name: 'Champion',
      criteria: 'Content, in touch, and sends us others or let us use their name.',
      rules: [{ check: 'won-deal' }, { check: 'activity', withinDays: 180, atLeast: 2 }, { check: 'no-late-ticket' }],
      next: ['customer', 'at-risk', 'churned'],
    },
    {
      id: 'at-risk',
      name: 'At-risk',
      criteria: 'Quiet for a long time, unhappy, or told us that they look elsewhere.',
      rules: [],
      next: ['customer', 'champion', 'churned'],
    },
    {
      id: 'churned',
      name: 'Churned',
      criteria: 'Left, or said no for good. Asking again needs a new reason.',
      rules: [{ check: 'no-open-deal' }],
      next: ['lead'],
    },
  ],
};
