import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Application } from '../../../core/contract/membership.ts';
import { problemOf } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { abnText } from '../practices/abnText.ts';
import { type Asked, previewRequest, registerRequest, takeInApplication } from './queries.ts';

/** What a member that has lost its keys asks for, and the warning that goes with it. */
const FreshKeys = ({ asked, file, onDone }: { readonly asked: Asked; readonly file: File; readonly onDone: (stated: boolean) => void }) => {
  const queries = useQueryClient();
  const register = useMutation({
    mutationFn: registerRequest,
    onSuccess: async () => {
      onDone(true);
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Note tone="warn">
        <strong>{asked.legalName} has lost its keys and asks for fresh ones.</strong> Call the person on a number from the register or your
        own files, never on one that came with this request. What you state counts after 72 hours and is shown to every practice.
      </Note>
      <KeyValues
        items={[
          { label: 'Practice', value: asked.legalName },
          { label: 'ABN', value: abnText(asked.abn) },
          { label: 'Fresh keys for', value: asked.person },
          { label: 'In place of', value: (asked.replaces ?? []).map(({ key, whose }) => `${whose} ${key.slice(0, 8)}`).join(', ') },
          { label: 'Their key', value: <Hash hex={asked.personKey} digits={16} /> },
          { label: 'Asked', value: <DateTime at={asked.at} /> },
        ]}
      />
      <Group>
        <Button variant="filled" disabled={asked.answered} loading={register.isPending} onClick={() => register.mutate(file)}>
          State these fresh keys
        </Button>
        <Button disabled={register.isPending} onClick={() => onDone(false)}>
          {asked.answered ? 'Stated already. Close' : 'Leave it'}
        </Button>
      </Group>
      {register.error === null ? null : <ErrorNote problem={problemOf(register.error)} />}
    </>
  );
};

/** Where request files are dropped: one from a practice that is new or has resigned becomes an application, one for fresh keys is looked at first. */
export const RequestDrop = ({ onTaken }: { readonly onTaken: (application: Application) => void }) => {
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [stated, setStated] = useState('');
  const take = useMutation({
    mutationFn: async (given: File) => {
      const asked = await previewRequest(given);
      return asked.replaces === null || asked.again ? { asked, application: await takeInApplication(given) } : { asked, application: null };
    },
    onSuccess: async ({ application }) => {
      if (application === null) return;
      await queries.invalidateQueries();
      onTaken(application);
    },
  });
  const close = (done: boolean) => {
    setStated(done ? (take.data?.asked.legalName ?? '') : '');
    setFile(undefined);
    take.reset();
  };
  return (
    <Stack gap={12}>
      <FileDrop
        accept=".flip360-request"
        button="Choose a file…"
        disabled={take.isPending}
        hint="Make sure by phone that it came from that practice. Every member sees that it applied."
        onFiles={([first]) => {
          take.reset();
          setStated('');
          setFile(first);
          if (first !== undefined) take.mutate(first);
        }}
      >
        Drop a request file (.flip360-request) here
      </FileDrop>
      {take.error === null ? null : <ErrorNote problem={problemOf(take.error)} />}
      {file === undefined || take.data === undefined ? null : take.data.application === null ? (
        <FreshKeys asked={take.data.asked} file={file} onDone={close} />
      ) : (
        <Note tone="ok" live="polite">
          {take.data.application.status === 'applied' || take.data.application.status === 'vetted'
            ? take.data.asked.again
              ? 'This practice had left and applies again. Look at it and decide.'
              : 'Taken in as an application. Look at it and decide.'
            : 'This practice is in the register: save its answer again.'}
        </Note>
      )}
      {stated === '' ? null : (
        <Note tone="ok" live="polite">
          The fresh keys of {stated} are in the register. Make its file under Exchange and send it.
        </Note>
      )}
    </Stack>
  );
};
