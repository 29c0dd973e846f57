import { Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { joinServer, type NetworkState } from './queries.ts';
import { StateLog } from './StateLog.tsx';

/** True when the server has shown a log under another key after the last checkpoint that this desk believed. */
export const showsAnotherLog = ({ log, alarms }: Pick<NetworkState, 'log' | 'alarms'>): boolean =>
  alarms.some(({ kind, at }) => kind === 'log-unsigned' && at > (log.checkpoint?.seenAt ?? ''));

/** The way to a log that had to begin anew: the office states it, members take the new trust file. */
export const NextLog = ({ url, office }: { readonly url: string; readonly office: boolean }) => {
  const queries = useQueryClient();
  const join = useMutation({ mutationFn: joinServer, onSuccess: () => queries.invalidateQueries() });
  return (
    <Card title="Did the log have to begin anew?">
      <Stack gap={12}>
        <Text>
          {office
            ? 'Ask the operator. If the old log was lost and the next one begun, state it here: it is named beside the old one, this desk follows it, and members need the new trust file. If the operator knows nothing of it, this is not your server.'
            : 'Ask the network office by telephone. If it had to begin the log anew, it has a new trust file for you. If it knows nothing of it, this is not your server: take nothing, and go on by exchange files.'}{' '}
          The new log counts only if it begins with the end of the old one, and that end is not before what this desk has seen.
        </Text>
        {office ? (
          <StateLog url={url} vkey={null} act="State the new log" />
        ) : (
          <FileDrop
            hint="Compare its fingerprint by telephone first"
            accept=".txt"
            button="Choose the trust file…"
            disabled={join.isPending}
            onFiles={([file]) => {
              if (file !== undefined) join.mutate(file);
            }}
          >
            Drop the new trust file of the network here
          </FileDrop>
        )}
        {join.error === null ? null : <ErrorNote problem={problemOf(join.error)} />}
      </Stack>
    </Card>
  );
};
