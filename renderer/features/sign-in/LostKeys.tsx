import { useState } from 'react';
import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { Status } from '../../../core/contract/status.ts';
import { problemOf, request } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ProblemFacts } from '../../ui/ErrorNote.tsx';

const okAnswer = z.object({ ok: z.literal(true) });

/** Opens a desk whose key store lost its key, by the printed recovery key; the desk is in recovery afterwards. */
export const LostKeys = ({ status }: { readonly status: Status }) => {
  const queries = useQueryClient();
  const [recoveryKey, setRecoveryKey] = useState('');
  const open = useMutation({
    mutationFn: () => request('POST', '/api/recovery/open', okAnswer, { body: { recoveryKey } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate();
      }}
    >
      <Stack gap={16}>
        {status.problem === null ? null : (
          <div>
            <p>{status.problem.detail}</p>
            <ProblemFacts problem={status.problem} />
          </div>
        )}
        <TextInput
          size="lg"
          label="Recovery key"
          description="The eight groups from your printed sheet; spaces and letter case do not matter."
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={recoveryKey}
          onChange={(event) => setRecoveryKey(event.currentTarget.value)}
        />
        {open.error === null ? null : <ErrorNote problem={problemOf(open.error)} />}
        <Button type="submit" size="xl" variant="filled" disabled={recoveryKey.replace(/[\s-]/gu, '').length < 32} loading={open.isPending}>
          Open with the recovery key
        </Button>
      </Stack>
    </form>
  );
};
