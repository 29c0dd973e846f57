import { useState } from 'react';
import { Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { Status } from '../../../core/contract/status.ts';
import { problemOf, request } from '../../client.ts';
import { focusOnArrival } from '../../ui/focusOnArrival.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';

const okAnswer = z.object({ ok: z.literal(true) });

/** Opens the key file by its passphrase, or says why the computer's key store does not answer. */
export const UnlockForm = ({ status }: { readonly status: Status }) => {
  const queries = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useMutation({
    mutationFn: () => request('POST', '/api/unlock', okAnswer, { body: { passphrase } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (status.keyStore.kind !== 'passphrase-file')
    return (
      <Stack gap={16}>
        {status.problem === null ? (
          <Note tone="warn">The key store of this computer does not answer.</Note>
        ) : (
          <ErrorNote problem={status.problem} />
        )}
        <Button size="xl" onClick={() => void queries.invalidateQueries()}>
          Try again
        </Button>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        unlock.mutate();
      }}
    >
      <Stack gap={16}>
        <p>They are in a file under a passphrase, because this computer has no key store. It was chosen when the desk was set up.</p>
        <PasswordInput
          size="lg"
          label="Passphrase of the key file"
          ref={focusOnArrival}
          autoComplete="current-password"
          maxLength={256}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide what is typed', tabIndex: 0 }}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        {unlock.error === null ? null : <ErrorNote problem={problemOf(unlock.error)} />}
        <Button type="submit" size="xl" variant="filled" disabled={passphrase.length < 10} loading={unlock.isPending}>
          Open the key file
        </Button>
      </Stack>
    </form>
  );
};
