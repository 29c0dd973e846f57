import { useState } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keyRecovery } from '../../../core/contract/desk.ts';
import { problemOf, request } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import type { PracticeRow } from './PracticeTable.tsx';

/** Fresh keys that the network office stated for a practice: since when they count, and confirming them with the practice. */
export const RecoveredKeys = ({ practice, mayConfirm }: { readonly practice: PracticeRow; readonly mayConfirm: boolean }) => {
  const queries = useQueryClient();
  const [how, setHow] = useState('');
  const { recovery } = practice;
  const confirm = useMutation({
    mutationFn: () =>
      request('POST', '/api/practices/confirm-keys', keyRecovery, {
        body: { practice: practice.practice, event: recovery?.event ?? '', how: how.trim() },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['register'] }),
  });
  if (recovery === null) return null;
  if (recovery.objected)
    return (
      <Note tone="bad">
        <strong>{practice.legalName} objected to fresh keys that the network office stated.</strong> They count for nothing. Telephone both
        before you sign anything with them.
      </Note>
    );
  if (recovery.confirmed !== null)
    return (
      <Note tone="ok">
        Fresh keys of <DateTime at={recovery.at} form="day" /> confirmed by {recovery.confirmed.by}: {recovery.confirmed.how}
      </Note>
    );
  return (
    <Note tone="warn">
      <Stack gap={10}>
        <span>
          <strong>The network office stated fresh keys for {recovery.person}</strong> on <DateTime at={recovery.at} form="day" />; this desk
          takes what they sign from <DateTime at={recovery.countsFrom} /> on. Ask {practice.legalName} on a number that you had before
          whether it lost its keys. Until somebody here confirms, files are sealed to the keys it had.
        </span>
        {mayConfirm ? (
          <Group align="flex-end">
            <TextInput
              label="How you confirmed it"
              placeholder="Called Priya Nair on the number on file"
              w={360}
              maxLength={200}
              value={how}
              onChange={(event) => setHow(event.currentTarget.value)}
            />
            <Button disabled={how.trim().length < 3} loading={confirm.isPending} onClick={() => confirm.mutate()}>
              They are theirs
            </Button>
          </Group>
        ) : null}
        {confirm.error === null ? null : <ErrorNote problem={problemOf(confirm.error)} />}
      </Stack>
    </Note>
  );
};
