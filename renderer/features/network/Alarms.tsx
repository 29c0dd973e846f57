import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Status } from '../../ui/Status.tsx';
import css from './NetworkPage.module.css';
import { alarmProof, markRead, type NetworkState } from './queries.ts';

type Alarm = NetworkState['alarms'][number];

const AlarmRow = ({ alarm }: { readonly alarm: Alarm }) => {
  const queries = useQueryClient();
  const read = useMutation({ mutationFn: () => markRead(alarm.id), onSuccess: () => queries.invalidateQueries() });
  const proof = useMutation({ mutationFn: () => alarmProof(alarm.id), onSuccess: saveFile });
  const failed = read.error ?? proof.error;
  return (
    <li className={css.alarm}>
      <Group justify="space-between" gap={8}>
        <Status kind={alarm.read === null ? 'late' : 'not-yet'}>{alarm.read === null ? 'Not read yet' : `Read by ${alarm.read.by}`}</Status>
        <DateTime at={alarm.at} form="recent" inRow />
      </Group>
      <Text className={css.words}>{alarm.words}</Text>
      <Group gap={8}>
        <Button size="xs" variant="default" loading={proof.isPending} onClick={() => proof.mutate()}>
          Save what proves it
        </Button>
        {alarm.read === null ? (
          <Button size="xs" variant="subtle" loading={read.isPending} onClick={() => read.mutate()}>
            Mark as read
          </Button>
        ) : null}
      </Group>
      {failed === null ? null : <ErrorNote problem={problemOf(failed)} />}
    </li>
  );
};

/** What this desk found wrong, newest first. Nothing is repaired silently, and nothing here can be deleted. */
export const Alarms = ({ alarms }: { readonly alarms: readonly Alarm[] }) => (
  <Card
    title="What this desk found wrong"
    count={alarms.length}
    {...(alarms.some(({ read }) => read === null) ? { tone: 'bad' as const } : {})}
  >
    <ul className={css.alarms}>
      {alarms.map((alarm) => (
        <AlarmRow key={alarm.id} alarm={alarm} />
      ))}
    </ul>
  </Card>
);
