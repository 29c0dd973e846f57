import { useState } from 'react';
import { Button, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import css from './NetworkPage.module.css';
import { stateNetwork } from './queries.ts';

/** The office states a log and who must cosign it in the trust file, and follows it. `vkey` is null where a person has to enter it. */
export const StateLog = ({ url, vkey, act }: { readonly url: string; readonly vkey: string | null; readonly act: string }) => {
  const queries = useQueryClient();
  const [entered, setEntered] = useState('');
  const [lines, setLines] = useState('');
  const state = useMutation({ mutationFn: stateNetwork, onSuccess: () => queries.invalidateQueries() });
  const key = vkey ?? entered.trim();
  const witnesses = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        state.mutate({ url, vkey: key, witnesses });
      }}
    >
      <Stack gap={12} className={css.form}>
        {vkey === null ? (
          <TextInput
            label="Key of the new log"
            description="As the server prints it when it starts. Let the operator read it to you"
            value={entered}
            onChange={(event) => setEntered(event.currentTarget.value)}
            autoComplete="off"
            required
          />
        ) : null}
        <Textarea
          label="Witnesses"
          description="One verifier key on each line, as a witness prints it when it starts. More than half of them must cosign each checkpoint. A witness run by somebody else is worth most"
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
          autosize
          minRows={2}
          required
        />
        <div>
          <Button type="submit" loading={state.isPending} disabled={key === '' || witnesses.length === 0}>
            {act}
          </Button>
        </div>
        {state.error === null ? null : <ErrorNote problem={problemOf(state.error)} />}
      </Stack>
    </form>
  );
};
