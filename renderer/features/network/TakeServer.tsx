import { useState } from 'react';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { claimServer, stateNetwork } from './queries.ts';
import css from './NetworkPage.module.css';

/** Who must cosign: the office names the witnesses, states them in the trust file and connects. */
const StateWitnesses = ({ url, vkey }: { readonly url: string; readonly vkey: string }) => {
  const queries = useQueryClient();
  const [lines, setLines] = useState('');
  const state = useMutation({ mutationFn: stateNetwork, onSuccess: () => queries.invalidateQueries() });
  const witnesses = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        state.mutate({ url, vkey, witnesses });
      }}
    >
      <Stack gap={12} className={css.form}>
        <Note tone="ok" live="polite">
          The server serves this network now. Its log: <code className={css.line}>{vkey}</code>
        </Note>
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
          <Button type="submit" loading={state.isPending} disabled={witnesses.length === 0}>
            State them and connect
          </Button>
        </div>
        {state.error === null ? null : <ErrorNote problem={problemOf(state.error)} />}
      </Stack>
    </form>
  );
};

/** The office takes a new server for its network: the address and the code the server printed once, then the witnesses. */
export const TakeServer = () => {
  const [url, setUrl] = useState('');
  const [code, setCode] = useState('');
  const claim = useMutation({ mutationFn: claimServer });
  return (
    <Card title="Take a new server">
      {claim.data === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            claim.mutate({ url, code });
          }}
        >
          <Stack gap={12} className={css.form}>
            <Text>A new server prints its address and a set-up code once. The code ties it to this network for good.</Text>
            <TextInput
              label="Address of the server"
              placeholder="https://sync.example.com.au"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
              required
            />
            <TextInput
              label="Set-up code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="off"
              required
            />
            <div>
              <Button type="submit" loading={claim.isPending}>
                Take this server
              </Button>
            </div>
            {claim.error === null ? null : <ErrorNote problem={problemOf(claim.error)} />}
          </Stack>
        </form>
      ) : (
        <StateWitnesses url={url} vkey={claim.data.vkey} />
      )}
    </Card>
  );
};
