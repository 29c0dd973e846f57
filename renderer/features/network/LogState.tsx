import { Stack } from '@mantine/core';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import type { NetworkState } from './queries.ts';

const number = (count: number): string => count.toLocaleString('en-AU');

/** How far this desk has followed the network log, and which of its own entries are proven to be in it. */
export const LogState = ({ log }: { readonly log: NetworkState['log'] }) => {
  const { checkpoint } = log;
  return (
    <Card title="Network log">
      <Stack gap={12}>
        {checkpoint === null ? (
          <Note tone="mute">The log has shown no checkpoint yet. The first one follows what is handed in.</Note>
        ) : (
          <KeyValues
            columns={2}
            items={[
              { label: 'Entries in the log', value: number(checkpoint.size) },
              { label: 'Root', value: <Hash hex={checkpoint.root} digits={16} what="root of the network log" /> },
              {
                label: 'Cosigned by',
                value: checkpoint.witnesses.length === 0 ? null : checkpoint.witnesses.join(', '),
                missing: 'Nobody',
              },
              {
                label: 'Cosigned',
                value: checkpoint.witnessedAt === null ? null : <DateTime at={checkpoint.witnessedAt} form="moment" />,
                missing: 'Not witnessed',
              },
            ]}
          />
        )}
        <KeyValues
          columns={2}
          items={[
            { label: 'Proven to be in it', value: `${number(log.proven)} of the ${number(log.events)} entries held here` },
            ...(log.waiting === 0 ? [] : [{ label: 'Handed in, next checkpoint', value: number(log.waiting) }]),
            ...(log.missing === 0 ? [] : [{ label: 'Not in the network log', value: number(log.missing) }]),
          ]}
        />
      </Stack>
    </Card>
  );
};
