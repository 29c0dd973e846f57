import { Checkbox, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { AbnInput } from '../../ui/AbnInput.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import type { PracticeDraft } from './setupDraft.ts';
import { verticalsQuery } from '../practices/verticalNames.ts';
import { DateInput } from '../../ui/DateInput.tsx';

export interface PracticeStepProps {
  readonly draft: PracticeDraft;
  readonly dataFolder: string;
  readonly onChange: (draft: PracticeDraft) => void;
}

/** Data folder, name, ABN by its check digits, GST, and what the practice does. */
export const PracticeStep = ({ draft, dataFolder, onChange }: PracticeStepProps) => {
  const { data: verticals, error } = useQuery(verticalsQuery);
  const office = draft.kind === 'office';
  const set = (change: Partial<PracticeDraft>) => onChange({ ...draft, ...change });
  return (
    <Stack gap={16}>
      <KeyValues items={[{ label: 'Data folder', value: <code>{dataFolder}</code> }]} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={16}>
        <TextInput
          label="Legal name"
          description="With Pty Ltd where it has it"
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          maxLength={200}
          autoComplete="organization"
          value={draft.legalName}
          onChange={(event) => set({ legalName: event.currentTarget.value })}
        />
        <AbnInput label="ABN" description="11 digits" value={draft.abn} onChange={(abn) => set({ abn })} />
      </SimpleGrid>
      <Radio.Group
        label="Registered for GST?"
        value={draft.gst === null ? '' : draft.gst ? 'yes' : 'no'}
        onChange={(value) => set({ gst: value === 'yes' })}
      >
        <Radio value="yes" label="Yes" mt={6} />
        <Radio value="no" label="No" description="Commissions then come with a commission statement instead of a tax invoice." mt={6} />
      </Radio.Group>
      {draft.gst === true ? (
        <DateInput label="Registered since" w={200} value={draft.gstFrom} onChange={(day) => set({ gstFrom: day })} />
      ) : null}
      {office ? (
        <Note tone="waiting">
          This desk founds a network of its own: three root keys, which are carried away, and a registrar, which stays, are made here;
          member practices send their key requests to it.
        </Note>
      ) : (
        <Checkbox.Group
          label="What the practice does"
          description="One or more; it decides which rules and notices fit."
          value={[...draft.verticals]}
          onChange={(chosen) => set({ verticals: chosen })}
        >
          <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing={6} mt={8}>
            {(verticals ?? []).map((vertical) => (
              <Checkbox key={vertical.code} value={vertical.code} label={vertical.name} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      )}
      {error === null ? null : <ErrorNote problem={problemOf(error)} />}
      <Checkbox
        label="This desk is the network office"
        description="Only for whoever administers a network: registers practices, publishes rules, takes the platform fee."
        checked={office}
        onChange={(event) => set({ kind: event.currentTarget.checked ? 'office' : 'member' })}
      />
    </Stack>
  );
};
