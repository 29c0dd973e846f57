import { useState } from 'react';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import css from './NetworkPage.module.css';
import { claimServer } from './queries.ts';
import { StateLog } from './StateLog.tsx';

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
        <Stack gap={12}>
          <Note tone="ok" live="polite">
            The server serves this network now. Its log: <code className={css.line}>{claim.data.vkey}</code>
          </Note>
          <StateLog url={url} vkey={claim.data.vkey} act="State them and connect" />
        </Stack>
      )}
    </Card>
  );
};
