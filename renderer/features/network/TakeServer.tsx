import { useState } from 'react';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { claimServer } from './queries.ts';
import css from './NetworkPage.module.css';

/** The office takes a new server for its network: the address, and the code the server printed once. */
export const TakeServer = () => {
  const [url, setUrl] = useState('');
  const [code, setCode] = useState('');
  const claim = useMutation({ mutationFn: claimServer });
  const line = claim.data === undefined ? '' : `log ${claim.data.vkey} ${url}`;
  return (
    <Card title="Take a new server">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          claim.mutate({ url, code });
        }}
      >
        <Stack gap={12}>
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
          {claim.data === undefined ? null : (
            <Note tone="ok" live="polite">
              The server serves this network now. State it in the trust file with at least one witness: Settings, “Server, witnesses and
              time-stamps”. Its line: <code className={css.line}>{line}</code> <CopyButton text={line} what="line of the log" />
            </Note>
          )}
        </Stack>
      </form>
    </Card>
  );
};
