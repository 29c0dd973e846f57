import { Button, Group, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { fileInputOf, problemOf, request, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { Note } from '../../ui/Note.tsx';

const okAnswer = z.object({ ok: z.literal(true) });

/** A further desk takes its request to the first one and opens the answer. */
export const DeskAnswerStep = ({ requested, onJoined }: { readonly requested: File; readonly onJoined: () => void }) => {
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: async (file: File) => request('POST', '/api/setup/desk/answer', okAnswer, { body: { answer: await fileInputOf(file) } }),
    onSuccess: async () => {
      onJoined();
      await queries.invalidateQueries();
    },
  });
  return (
    <Stack gap={16}>
      <Card title="1. Take your request to the first desk">
        <p>It holds public keys of this desk. A principal opens it there under People and keys, “Add a desk”, and signs.</p>
        <Group mt={10}>
          <Button leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />} onClick={() => saveFile(requested)}>
            Save the request
          </Button>
        </Group>
      </Card>
      <Card title="2. Open the answer">
        <Stack gap={12}>
          <p>The first desk saves it from its list of desks. It is sealed to this desk: nobody else can open it.</p>
          <FileDrop
            accept=".flip360-desk"
            button="Choose the answer…"
            disabled={take.isPending}
            onFiles={([file]) => {
              if (file !== undefined) take.mutate(file);
            }}
          >
            Drop the answer here
          </FileDrop>
          {take.error === null ? null : <ErrorNote problem={problemOf(take.error)} />}
          {take.isSuccess ? (
            <Note tone="ok" live="polite">
              This desk belongs to the practice. Its contact book and its ledger come over the network now; that can take some minutes.
            </Note>
          ) : null}
        </Stack>
      </Card>
    </Stack>
  );
};
