import { useState } from 'react';
import { Button, Checkbox, Menu, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { IconDownload, IconFlag, IconSpeakerphone, IconTag, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type BulkAct, bulkDone } from '../../../../core/contract/contact-list.ts';
import type { z } from 'zod';
import { offerUndo } from '../../../app/undo.ts';
import { BulkBar } from '../../../ui/BulkBar.tsx';
import { ErrorNote } from '../../../ui/ErrorNote.tsx';
import { JobLine } from '../../../ui/JobLine.tsx';
import { OptInManySheet } from '../../campaigns/OptInManySheet.tsx';
import { ExportSheet } from './ExportSheet.tsx';
import { fieldsQuery } from './listQueries.ts';
import { useListJob } from './useListJob.ts';
import type { ListSelection } from './useSelection.ts';
import type { ViewState } from '../../../../core/domain/contact/view/view-state.ts';
import css from './list.module.css';
import form from '../contacts.module.css';

type Done = z.infer<typeof bulkDone>;
type Sheet = 'stage' | 'tag' | 'marketing' | 'export' | null;

const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;

const StageSheet = ({
  stages,
  onAct,
  onClose,
}: {
  readonly stages: readonly { readonly code: string; readonly name: string }[];
  readonly onAct: (act: BulkAct) => void;
  readonly onClose: () => void;
}) => {
  const [stage, setStage] = useState(stages[0]?.code ?? '');
  const [reason, setReason] = useState('');
  const [despite, setDespite] = useState(false);
  return (
    <Modal opened onClose={onClose} size={460} title="Put into a stage">
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          onAct({ act: 'stage', stage, reason, despite });
        }}
      >
        <NativeSelect
          label="Stage"
          value={stage}
          data={stages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(event) => setStage(event.currentTarget.value)}
        />
        <Textarea
          label="Why"
          description="The status log of each contact keeps it."
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Checkbox
          label="Also where a criterion is not met"
          description="The log then says which. Otherwise those contacts stay and are named."
          checked={despite}
          onChange={(event) => setDespite(event.currentTarget.checked)}
        />
        <div className={form.buttons}>
          <Button size="md" onClick={onClose}>
            Cancel
          </Button>
          <Button size="md" variant="filled" type="submit" disabled={reason.trim() === ''}>
            Move
          </Button>
        </div>
      </form>
    </Modal>
  );
};

const TagSheet = ({
  tags,
  onAct,
  onClose,
}: {
  readonly tags: readonly string[];
  readonly onAct: (act: BulkAct) => void;
  readonly onClose: () => void;
}) => {
  const [tag, setTag] = useState('');
  return (
    <Modal opened onClose={onClose} size={420} title="Tag">
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          onAct({ act: 'tag', tag });
        }}
      >
        <TextInput
          label="Tag"
          value={tag}
          maxLength={200}
          list="known-tags"
          data-autofocus
          onChange={(event) => setTag(event.currentTarget.value)}
        />
        <datalist id="known-tags">
          {tags.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </datalist>
        <div className={form.buttons}>
          <Button size="md" disabled={tag.trim() === ''} onClick={() => onAct({ act: 'untag', tag })}>
            Take it off
          </Button>
          <Button size="md" variant="filled" type="submit" disabled={tag.trim() === ''}>
            Tag
          </Button>
        </div>
      </form>
    </Modal>
  );
};

const Kept = ({ done, onClose }: { readonly done: Done; readonly onClose: () => void }) => (
  <Modal opened onClose={onClose} size={520} title={done.words}>
    <div className={form.form}>
      <p>
        {done.unchanged.toLocaleString('en-AU')} stay as they were
        {done.kept.length < done.unchanged ? `; ${done.kept.length.toLocaleString('en-AU')} of them could not be changed` : ''}.
      </p>
      <ul className={css.kept}>
        {done.kept.map((one) => (
          <li key={one.id}>
            <strong>{one.name}</strong> {one.why}
          </li>
        ))}
      </ul>
      <div className={form.buttons}>
        <Button size="md" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  </Modal>
);

export interface BulkActsProps {
  readonly selection: ListSelection;
  readonly matching: number;
  readonly state: ViewState;
}

/** What can be done with the selected contacts. Long work shows how far it is and can be stopped; what it changed can be taken back. */
export const BulkActs = ({ selection, matching, state }: BulkActsProps) => {
  const { data } = useQuery(fieldsQuery);
  const [sheet, setSheet] = useState<Sheet>(null);
  const [done, setDone] = useState<Done | null>(null);
  const job = useListJob();
  const options = (name: string) => data?.fields.find((field) => field.name === name)?.options ?? [];
  const act = (what: BulkAct) => {
    setSheet(null);
    job.start('/api/contacts/bulk', { choice: selection.choice, act: what }, bulkDone, (result) => {
      offerUndo(result.words, result.undo);
      if (result.kept.length > 0) setDone(result);
      selection.clear();
    });
  };
  return (
    <>
      <BulkBar
        count={selection.count}
        {...(selection.all || selection.count >= matching
          ? {}
          : { all: { label: `Select all ${matching.toLocaleString('en-AU')} matching`, onSelect: selection.selectAll } })}
        onClear={selection.clear}
      >
        {job.progress === null ? (
          <>
            <Menu position="top-start" width={240}>
              <Menu.Target>
                <Button variant="default" leftSection={<IconUser {...icon} />}>
                  Assign
                </Button>
              </Menu.Target>
              <Menu.Dropdown className={css.fieldMenu ?? ''}>
                <Menu.Label>To</Menu.Label>
                {options('owner').map((owner) => (
                  <Menu.Item key={owner.code} onClick={() => act({ act: 'assign', owner: owner.code })}>
                    {owner.name}
                  </Menu.Item>
                ))}
                <Menu.Item onClick={() => act({ act: 'assign', owner: null })}>Nobody</Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <Button variant="default" leftSection={<IconFlag {...icon} />} onClick={() => setSheet('stage')}>
              Stage
            </Button>
            <Button variant="default" leftSection={<IconTag {...icon} />} onClick={() => setSheet('tag')}>
              Tag
            </Button>
            <Button variant="default" leftSection={<IconSpeakerphone {...icon} />} onClick={() => setSheet('marketing')}>
              Marketing consent
            </Button>
            <Button variant="default" leftSection={<IconDownload {...icon} />} onClick={() => setSheet('export')}>
              Export
            </Button>
          </>
        ) : (
          <span className={css.bulkWork}>
            <JobLine
              {...job.progress}
              act={
                <Button size="xs" variant="default" onClick={job.stop}>
                  Stop
                </Button>
              }
            />
          </span>
        )}
        {job.problem === null ? null : (
          <ErrorNote
            problem={job.problem}
            act={
              <Button size="xs" onClick={job.forget}>
                Close
              </Button>
            }
          />
        )}
      </BulkBar>
      {sheet === 'stage' ? <StageSheet stages={options('stage')} onAct={act} onClose={() => setSheet(null)} /> : null}
      {sheet === 'tag' ? <TagSheet tags={options('tags').map((one) => one.name)} onAct={act} onClose={() => setSheet(null)} /> : null}
      {sheet === 'marketing' ? <OptInManySheet count={selection.count} onAct={act} onClose={() => setSheet(null)} /> : null}
      {sheet === 'export' && selection.choice !== null ? (
        <ExportSheet choice={selection.choice} count={selection.count} state={state} onClose={() => setSheet(null)} />
      ) : null}
      {done === null ? null : <Kept done={done} onClose={() => setDone(null)} />}
    </>
  );
};
