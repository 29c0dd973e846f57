import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { dealFieldWords } from '../../../../core/domain/crm/pipeline/move-deal.ts';
import {
  CARD_FIELDS,
  DEAL_FIELDS,
  DEFAULT_PIPELINES,
  type Pipeline,
  type Pipelines,
  type PipelineStage,
} from '../../../../core/domain/crm/pipeline/pipeline.ts';
import { bpsSchema, toBps } from '../../../../core/domain/money/bps.ts';
import { freshId, moved, replaced, toggled, wholeOf, without } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

const statuses = [
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
];

const cardNames: Readonly<Record<(typeof CARD_FIELDS)[number], string>> = {
  organisation: 'organisation',
  purpose: 'purpose',
  amount: 'amount',
  owner: 'owner',
  expectedClose: 'expected close',
  inStage: 'time in its stage',
  lastActivity: 'last activity',
};

/** What a status fixes: a won deal counts whole, a lost one not at all. */
const withStatus = (text: string): Partial<PipelineStage> => {
  const status = text === 'won' ? 'won' : text === 'lost' ? 'lost' : 'open';
  const share = toBps(status === 'won' ? 10_000 : status === 'lost' ? 0 : 5000);
  return share.ok ? { status, probability: share.value } : { status };
};

/** A new stage: even chances, never stale, nothing asked. */
const NEW_STAGE: PipelineStage = {
  id: 'stage',
  name: 'Stage',
  status: 'open',
  probability: bpsSchema.parse(5000),
  rottingDays: null,
  required: [],
};

const withPercent = (text: string): Partial<PipelineStage> => {
  const share = toBps((wholeOf(text) ?? 0) * 100);
  return share.ok ? { probability: share.value } : {};
};

const StageRow = ({
  stages,
  at,
  onChange,
}: {
  readonly stages: readonly PipelineStage[];
  readonly at: number;
  readonly onChange: (stages: PipelineStage[]) => void;
}) => {
  const stage = stages[at];
  if (stage === undefined) return null;
  const write = (part: Partial<PipelineStage>) => onChange(replaced(stages, at, part));
  return (
    <fieldset className={`bare ${css.block}`}>
      <legend className="visually-hidden">{stage.name}</legend>
      <div className={css.row}>
        <TextInput
          className={css.grow}
          label={`Stage ${at + 1}`}
          maxLength={60}
          value={stage.name}
          onChange={(event) => write({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label="Means"
          w={96}
          value={stage.status}
          data={statuses}
          onChange={(event) => write(withStatus(event.currentTarget.value))}
        />
        <TextInput
          label="Chance, %"
          w={84}
          inputMode="numeric"
          disabled={stage.status !== 'open'}
          value={String(Math.floor(stage.probability / 100))}
          onChange={(event) => write(withPercent(event.currentTarget.value))}
        />
        <TextInput
          label="Stale after days"
          w={116}
          inputMode="numeric"
          placeholder="Never"
          value={stage.rottingDays === null ? '' : String(stage.rottingDays)}
          onChange={(event) => write({ rottingDays: wholeOf(event.currentTarget.value) })}
        />
        <Button aria-label={`${stage.name} earlier`} disabled={at === 0} onClick={() => onChange(moved(stages, at, -1))}>
          <IconArrowUp size={15} stroke={1.8} aria-hidden="true" />
        </Button>
        <Button aria-label={`${stage.name} later`} disabled={at === stages.length - 1} onClick={() => onChange(moved(stages, at, 1))}>
          <IconArrowDown size={15} stroke={1.8} aria-hidden="true" />
        </Button>
        <Button aria-label={`Remove ${stage.name}`} onClick={() => onChange(without(stages, at))}>
          Remove
        </Button>
      </div>
      <Checkbox.Group label="A card dropped here needs" value={stage.required}>
        <div className={css.checks}>
          {DEAL_FIELDS.map((field) => (
            <Checkbox
              key={field}
              value={field}
              label={dealFieldWords(field)}
              onChange={() => write({ required: toggled(DEAL_FIELDS, stage.required, field) })}
            />
          ))}
        </div>
      </Checkbox.Group>
    </fieldset>
  );
};

/** The practice's pipelines: stages with their chance, when a deal goes stale, what a drop asks for, what a card shows. */
export const PipelinesForm = ({ value, onChange }: StoredFormProps<Pipelines>) => {
  const { pipelines } = value;
  const set = (next: Pipeline[]) => onChange({ pipelines: next });
  return (
    <>
      {pipelines.map((pipeline, at) => {
        const write = (part: Partial<Pipeline>) => set(replaced(pipelines, at, part));
        const ids = pipeline.stages.map((stage) => stage.id);
        return (
          <section key={pipeline.id} className={css.stack} aria-label={`Pipeline ${pipeline.name}`}>
            <div className={css.row}>
              <TextInput
                className={css.grow}
                label="Pipeline"
                maxLength={60}
                value={pipeline.name}
                onChange={(event) => write({ name: event.currentTarget.value })}
              />
              <Button
                aria-label={`Remove the pipeline ${pipeline.name}`}
                disabled={pipelines.length === 1}
                onClick={() => set(without(pipelines, at))}
              >
                Remove the pipeline
              </Button>
            </div>
            {pipeline.stages.map((stage, index) => (
              <StageRow key={stage.id} stages={pipeline.stages} at={index} onChange={(stages) => write({ stages })} />
            ))}
            <div>
              <Button
                leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
                onClick={() =>
                  write({
                    stages: [...pipeline.stages, { ...NEW_STAGE, id: freshId('stage', ids), name: `Stage ${ids.length + 1}` }],
                  })
                }
              >
                Add a stage
              </Button>
            </div>
            <Checkbox.Group label="A card shows" value={pipeline.cardFields}>
              <div className={css.checks}>
                {CARD_FIELDS.map((field) => (
                  <Checkbox
                    key={field}
                    value={field}
                    label={cardNames[field]}
                    onChange={() => write({ cardFields: toggled(CARD_FIELDS, pipeline.cardFields, field) })}
                  />
                ))}
              </div>
            </Checkbox.Group>
          </section>
        );
      })}
      <div>
        <Button
          leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
          onClick={() => {
            const [like] = DEFAULT_PIPELINES.pipelines;
            const id = freshId(
              'pipeline',
              pipelines.map((one) => one.id),
            );
            if (like !== undefined) set([...pipelines, { ...like, id, name: `Pipeline ${pipelines.length + 1}` }]);
          }}
        >
          Add a pipeline
        </Button>
      </div>
    </>
  );
};
