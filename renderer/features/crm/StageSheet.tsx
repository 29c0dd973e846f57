import { useState } from 'react';
import { Checkbox, Radio, Textarea } from '@mantine/core';
import type { ContactWork } from '../../../core/contract/workspaces.ts';
import { CheckList } from '../../ui/CheckList.tsx';
import { Sheet } from './Sheet.tsx';
import css from './sheets.module.css';
import { useChange } from './useChange.ts';

/** Chooses the next lifecycle stage: its criteria in words, which of them this contact meets, and why it changes. */
export const StageSheet = ({ work, onClose }: { readonly work: ContactWork; readonly onClose: () => void }) => {
  const [to, setTo] = useState(work.next[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [despite, setDespite] = useState(false);
  const save = useChange(onClose);
  const stage = work.next.find((one) => one.id === to);
  const unmet = stage?.rules.filter((rule) => !rule.met).length ?? 0;
  const missing =
    stage === undefined
      ? 'No stage follows from here.'
      : reason.trim() === ''
        ? 'Say why the stage changes.'
        : unmet > 0 && !despite
          ? 'A criterion is not met.'
          : undefined;
  return (
    <Sheet
      title={`Change the stage of ${work.contact.name}`}
      verb="Change the stage"
      error={save.error}
      pending={save.isPending}
      missing={missing}
      onClose={onClose}
      onSave={() =>
        save.mutate({
          method: 'POST',
          path: `/api/crm/contacts/${work.contact.id}/stage`,
          body: { to, reason, despite: despite && unmet > 0 },
          words: `${work.contact.name} is now ${stage?.name ?? to}`,
        })
      }
    >
      <p className="second">Now {work.stage.name}.</p>
      <Radio.Group
        label="Next stage"
        value={to}
        onChange={(next) => {
          setTo(next);
          setDespite(false);
        }}
      >
        {work.next.map((one) => (
          <Radio key={one.id} value={one.id} label={one.name} description={one.criteria} mt={8} />
        ))}
      </Radio.Group>
      {stage === undefined || stage.rules.length === 0 ? null : (
        <div className={css.criteria}>
          <CheckList
            label={`Criteria of ${stage.name}`}
            checks={stage.rules.map((rule) => ({ state: rule.met ? 'passed' : 'failed', name: rule.words, detail: '' }))}
          />
        </div>
      )}
      {unmet === 0 ? null : (
        <Checkbox
          label="Enter the stage all the same"
          description="The status log then says which criterion was not met"
          checked={despite}
          onChange={(event) => setDespite(event.currentTarget.checked)}
        />
      )}
      <Textarea
        label="Why"
        maxLength={1000}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Sheet>
  );
};
