import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NoticesView } from '../../../core/contract/notices.ts';
import { problemCode, problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { ConfirmPoint } from './ConfirmPoint.tsx';
import { NoticeForm } from './NoticeForm.tsx';
import { noticesQuery, removeNotices, saveNotices } from './queries.ts';
import css from './notices.module.css';

type Held = NonNullable<NoticesView['notice']>;

const ENDS = {
  sent: { kind: 'done', words: 'Handed over' },
  bounced: { kind: 'broken', words: 'Refused' },
  unknown: { kind: 'late', words: 'May have arrived; not sent again' },
  'given-up': { kind: 'broken', words: 'Could not be sent' },
} as const;

const works = ({ confirmed, bounces }: Held['email']): boolean => confirmed && bounces < 2;

const State = ({ held }: { readonly held: Held }) => {
  if (!held.wishes.on) return <Status kind="paused">Off</Status>;
  if (works(held.email)) return <Status kind="done">On, by e-mail</Status>;
  if (held.email.bounces >= 2 && held.phone !== null && works(held.phone)) return <Status kind="late">On, by SMS</Status>;
  return <Status kind="waiting">Nothing is sent yet</Status>;
};

const Last = ({ last }: { readonly last: NonNullable<Held['last']> }) => (
  <Status kind={ENDS[last.end].kind} rest={<DateTime at={last.at} form="recent" inRow />}>
    {`${ENDS[last.end].words}${last.end === 'sent' ? (last.channel === 'email' ? ' by e-mail' : ' by SMS') : ''}`}
  </Status>
);

/** How the person who is signed in is told, while the desk is closed, that something came. */
export const Notices = () => {
  const queries = useQueryClient();
  const { data, error } = useQuery(noticesQuery);
  const keep = (view: NoticesView): void => {
    queries.setQueryData(noticesQuery.queryKey, view);
  };
  // A code that could not be sent leaves what was set at the server.
  const save = useMutation({
    mutationFn: saveNotices,
    onSuccess: keep,
    onError: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
  const remove = useMutation({ mutationFn: removeNotices, onSuccess: keep });
  const held = data?.notice ?? null;
  const isAway = error !== null && problemCode(problemOf(error)) === 'server-unreachable';
  const aside =
    held === null || isAway ? undefined : (
      <Button size="xs" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove my address
      </Button>
    );
  return (
    <Card title="Notices by e-mail" {...(aside === undefined ? {} : { aside })}>
      <Stack gap={16}>
        <Text className={css.text}>
          While this desk is closed the server can write to you that something came. It cannot read what, so the message says nothing of it,
          and nothing is urgent to it. Your address stays at the server, encrypted, until you remove it.
        </Text>
        {isAway ? (
          <Note tone="mute">What you set stands at the server, which cannot be reached now.</Note>
        ) : error === null ? null : (
          <ErrorNote problem={problemOf(error)} />
        )}
        {remove.error === null ? null : <ErrorNote problem={problemOf(remove.error)} />}
        {data === undefined || isAway ? (
          error === null ? (
            <SkeletonRows label="notices" rows={3} height={36} />
          ) : null
        ) : (
          <>
            {data.mail === null ? (
              <Note tone="mute">
                This server sends no mail: its operator has set none. You see here at the desk, under Today, what came.
              </Note>
            ) : null}
            {held?.stoppedByLink === true ? (
              <Note tone="warn">You stopped them by the link in a message. Switch them on below.</Note>
            ) : null}
            {held === null || works(held.email) || data.mail === null ? null : <ConfirmPoint channel="email" point={held.email} />}
            {held === null || held.phone === null || works(held.phone) || data.sms === null ? null : (
              <ConfirmPoint channel="sms" point={held.phone} />
            )}
            {held === null ? null : (
              <KeyValues
                columns={2}
                items={[
                  { label: 'State', value: <State held={held} /> },
                  { label: 'Last message', value: held.last === null ? null : <Last last={held.last} />, missing: 'None yet' },
                  {
                    label: 'Next message',
                    value: held.next === null ? null : <DateTime at={held.next} form="recent" inRow />,
                    missing: 'Nothing waits',
                  },
                  { label: 'Sent through', value: data.mail, missing: 'No mail' },
                ]}
              />
            )}
            {data.mail === null ? null : (
              <NoticeForm
                key={JSON.stringify([held?.email.address, held?.phone?.address, held?.wishes])}
                held={held}
                hasSms={data.sms !== null}
                save={save}
              />
            )}
          </>
        )}
      </Stack>
    </Card>
  );
};
