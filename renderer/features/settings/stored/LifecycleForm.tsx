import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import type { Lifecycle, LifecycleStage } from '../../../../core/domain/crm/lifecycle/stages.ts';
import { EntryRules } from './EntryRules.tsx';
import { freshId, moved, replaced, toggled, without } from './rows.ts';
import type { StoredFormProps } from './StoredSetting.tsx';
import css from './stored.module.css';

/** Stages in their order: name, when a contact belongs there, criteria the desk checks, and which may follow. */
export const LifecycleForm = ({ value, onChange }: StoredFormProps<Lifecycle>) => {
  const { stages } = value;
  const ids = stages.map((stage) => stage.id);
  const set = (next: LifecycleStage[]) => onChange({ stages: next });
  const remove = (at: number, id: string) =>
    set(without(stages, at).map((stage) => ({ ...stage, next: stage.next.filter((one) => one !== id) })));
  return (
    <>
      {stages.map((stage, at) => (
        <fieldset key={stage.id} className={`bare ${css.block}`}>
          <legend className="visually-hidden">{stage.name}</legend>
          <div className={css.row}>
            <TextInput
              className={css.grow}
              label={`Stage ${at + 1}`}
              maxLength={40}
              value={stage.name}
              onChange={(event) => set(replaced(stages, at, { name: event.currentTarget.value }))}
            />
            <Button aria-label={`${stage.name} earlier`} disabled={at === 0} onClick={() => set(moved(stages, at, -1))}>
              <IconArrowUp size={15} stroke={1.8} aria-hidden="true" />
            </Button>
            <Button aria-label={`${stage.name} later`} disabled={at === stages.length - 1} onClick={() => set(moved(stages, at, 1))}>
              <IconArrowDown size={15} stroke={1.8} aria-hidden="true" />
            </Button>
            <Button aria-label={`Remove ${stage.name}`} disabled={stages.length === 1} onClick={() => remove(at, stage.id)}>
              Remove
            </Button>
          </div>
          <Textarea
            label="When a contact belongs here"
            autosize
            minRows={2}
            maxLength={1000}
            value={stage.criteria}
            onChange={(event) => set(replaced(stages, at, { criteria: event.currentTarget.value }))}
          />
          <EntryRules stage={stage.name} rules={stage.rules} onChange={(rules) => set(replaced(stages, at, { rules }))} />
          <Checkbox.Group label="May go on to" value={stage.next}>
            <div className={css.checks}>
              {stages
                .filter((one) => one.id !== stage.id)
                .map((one) => (
                  <Checkbox
                    key={one.id}
                    value={one.id}
                    label={one.name}
                    onChange={() => set(replaced(stages, at, { next: toggled(ids, stage.next, one.id) }))}
                  />
                ))}
            </div>
          </Checkbox.Group>
        </fieldset>
      ))}
      <div>
        <Button
          leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}
          onClick={() =>
            set([
              ...stages,
              {
                id: freshId('stage', ids),
                name: `Stage ${stages.length + 1}`,
                criteria: 'Say when a contact belongs here.',
                rules: [],
                next: [],
              },
            ])
          }
        >
          Add a stage
        </Button>
      </div>
    </>
  );
};
