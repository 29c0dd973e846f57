import { Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { joinServer } from './queries.ts';

/** Links this desk to a server by the trust file that names it. */
export const JoinServer = ({ office }: { readonly office: boolean }) => {
  const queries = useQueryClient();
  const join = useMutation({ mutationFn: joinServer, onSuccess: () => queries.invalidateQueries() });
  return (
    <Card title={office ? 'Connect this desk' : 'Connect to the network'}>
      <Stack gap={12}>
        <Text>
          This desk works by exchange files. With the trust file of the connected network it also reaches the others through the server:
          what is signed here is there within seconds, and what waits goes out by itself. The server cannot read it.
        </Text>
        <FileDrop
          hint={
            office
              ? 'A new server is taken above. This is for one that the trust file names already: Network office, Applications, Save the trust file'
              : 'The network office sends it. Compare its fingerprint by telephone first'
          }
          accept=".txt"
          button="Choose the trust file…"
          disabled={join.isPending}
          onFiles={([file]) => {
            if (file !== undefined) join.mutate(file);
          }}
        >
          Drop the trust file of the network here
        </FileDrop>
        {join.error === null ? null : <ErrorNote problem={problemOf(join.error)} />}
      </Stack>
    </Card>
  );
};
