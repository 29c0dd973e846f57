import { z } from 'zod';
import { type Bps, bpsSchema } from '../../money/bps.ts';

const id = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u, 'Small letters, digits and single hyphens');
const name = z.string().trim().min(1).max(60);

/** What a stage means for the deal: still open, or ended one way or the other. */
export type DealStatus = 'open' | 'won' | 'lost';

/** Entries of a deal that a stage may ask for when a card is dropped on it. */
export const DEAL_FIELDS = ['amount', 'expectedClose', 'settledAmount', 'lostReason', 'owner', 'purpose'] as const;

export type DealField = (typeof DEAL_FIELDS)[number];

/** What a card of the board may show, chosen per pipeline. */
export const CARD_FIELDS = ['organisation', 'purpose', 'amount', 'owner', 'expectedClose', 'inStage', 'lastActivity'] as const;

const stageSchema = z.strictObject({
  id,
  name,
  status: z.enum(['open', 'won', 'lost']),
  /** Chance that a deal in this stage is won, for the weighted sum. */
  probability: bpsSchema,
  /** Days without activity after which a deal here is going stale; null never does. */
  rottingDays: z.int().min(1).max(3650).nullable(),
  /** Entries a deal must have to stand here. */
  required: z.array(z.enum(DEAL_FIELDS)).max(DEAL_FIELDS.length),
});

export type PipelineStage = z.output<typeof stageSchema>;

const pipelineSchema = z.strictObject({
  id,
  name,
  stages: z.array(stageSchema).min(3).max(20),
  cardFields: z.array(z.enum(CARD_FIELDS)).max(CARD_FIELDS.length),
});

export type Pipeline = z.output<typeof pipelineSchema>;

/** Why pipelines do not fit together, with the place. */
export type PipelinesProblem = {
  readonly code: 'id-twice' | 'name-twice' | 'no-open-stage' | 'no-won-stage' | 'no-lost-stage' | 'won-not-certain' | 'lost-not-zero';
  readonly pipeline: number;
  readonly stage: number | null;
};

const problemIn = (pipeline: Pipeline, at: number): PipelinesProblem | null => {
  const problem = (code: PipelinesProblem['code'], stage: number | null = null): PipelinesProblem => ({ code, pipeline: at, stage });
  for (const [index, stage] of pipeline.stages.entries()) {
    if (pipeline.stages.findIndex((other) => other.id === stage.id) !== index) return problem('id-twice', index);
    if (pipeline.stages.findIndex((other) => other.name.toLowerCase() === stage.name.toLowerCase()) !== index)
      return problem('name-twice', index);
    if (stage.status === 'won' && stage.probability !== 10_000) return problem('won-not-certain', index);
    if (stage.status === 'lost' && stage.probability !== 0) return problem('lost-not-zero', index);
  }
  for (const status of ['open', 'won', 'lost'] as const)
    if (!pipeline.stages.some((stage) => stage.status === status)) return problem(`no-${status}-stage`);
  return null;
};

/** Checks ids, names, and that each pipeline can be entered, won and lost. */
export const pipelinesProblem = (pipelines: readonly Pipeline[]): PipelinesProblem | null => {
  for (const [at, pipeline] of pipelines.entries()) {
    if (pipelines.findIndex((other) => other.id === pipeline.id) !== at) return { code: 'id-twice', pipeline: at, stage: null };
    if (pipelines.findIndex((other) => other.name.toLowerCase() === pipeline.name.toLowerCase()) !== at)
      return { code: 'name-twice', pipeline: at, stage: null };
    const problem = problemIn(pipeline, at);
    if (problem !== null) return problem;
  }
  return null;
};

const WORDS: Readonly<Record<PipelinesProblem['code'], string>> = {
  'id-twice': 'This id is taken',
  'name-twice': 'This name is taken',
  'no-open-stage': 'A pipeline needs a stage for open deals',
  'no-won-stage': 'A pipeline needs a stage for won deals',
  'no-lost-stage': 'A pipeline needs a stage for lost deals',
  'won-not-certain': 'A won deal counts with 100 %',
  'lost-not-zero': 'A lost deal counts with 0 %',
};

/** The practice's pipelines as a setting. */
export const pipelinesSchema = z.strictObject({ pipelines: z.array(pipelineSchema).min(1).max(12) }).check((context) => {
  const problem = pipelinesProblem(context.value.pipelines);
  if (problem === null) return;
  const path = ['pipelines', problem.pipeline, ...(problem.stage === null ? [] : ['stages', problem.stage])];
  context.issues.push({ code: 'custom', message: WORDS[problem.code], path, input: context.value });
});

export type Pipelines = z.output<typeof pipelinesSchema>;

const share = (percent: number): Bps => bpsSchema.parse(percent * 100);

const stage = (
  stageId: string,
  stageName: string,
  percent: number,
  rottingDays: number | null,
  required: readonly DealField[],
  status: DealStatus = 'open',
): PipelineStage => ({ id: stageId, name: stageName, status, probability: share(percent), rottingDays, required: [...required] });

/** What a new desk starts with: new clients, and further work for those the practice has. */
export const DEFAULT_PIPELINES: Pipelines = {
  pipelines: [
    {
      id: 'new-clients',
      name: 'New clients',
      stages: [
        stage('enquiry', 'Enquiry', 10, 5, []),
        stage('first-meeting', 'First meeting', 25, 10, ['owner']),
        stage('proposal', 'Proposal sent', 50, 10, ['owner', 'amount', 'expectedClose']),
        stage('agreed', 'Agreed in principle', 80, 7, ['owner', 'amount', 'expectedClose']),
        stage('won', 'Won', 100, null, ['settledAmount'], 'won'),
        stage('lost', 'Lost', 0, null, ['lostReason'], 'lost'),
      ],
      cardFields: ['organisation', 'purpose', 'amount', 'inStage'],
    },
    {
      id: 'more-work',
      name: 'More work for clients',
      stages: [
        stage('idea', 'Idea', 20, 30, []),
        stage('discussed', 'Discussed', 50, 14, ['owner', 'amount']),
        stage('quoted', 'Quoted', 75, 10, ['owner', 'amount', 'expectedClose']),
        stage('won', 'Won', 100, null, ['settledAmount'], 'won'),
        stage('lost', 'Not now', 0, null, ['lostReason'], 'lost'),
      ],
      cardFields: ['organisation', 'purpose', 'amount', 'owner'],
    },
  ],
};
