import { Button, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { problemOf, requestFile, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Status } from '../../ui/Status.tsx';
import { type MemberStatus, statusLooks } from '../office/memberLook.ts';

/** What a practice that is no active member does to become one again. */
const next: Readonly<Partial<Record<MemberStatus, string>>> = {
  suspended: 'The network office has suspended this practice. It starts nothing new; what is open it finishes. Write to the office.',
  resigned: 'This practice has left the network. To come back, save its request and send it to the network office.',
  declined: 'The network office has declined to take this practice back. It can ask again with the same request.',
  applied: 'The network office looks into the request to come back.',
  vetted: 'The network office has accepted the request; the practice counts again once it is activated.',
};

/** The standing of a practice that is no active member, and its request where it may ask to come back. */
export const ComeBack = ({ status }: { readonly status: MemberStatus }) => {
  const save = useMutation({ mutationFn: () => requestFile('GET', '/api/setup/request'), onSuccess: saveFile });
  return (
    <Card title="Your membership">
      <Stack gap={10}>
        <Status kind={statusLooks[status].kind}>{statusLooks[status].words}</Status>
        <p>{next[status]}</p>
        {status === 'resigned' || status === 'declined' ? (
          <div>
            <Button
              size="xs"
              leftSection={<IconDownload size={15} stroke={1.7} aria-hidden="true" />}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              Save the request
            </Button>
          </div>
        ) : null}
        {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
      </Stack>
    </Card>
  );
};
