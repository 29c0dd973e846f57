import { useState } from 'react';
import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PeopleView } from '../../../core/contract/desk.ts';
import { fileInputOf, problemOf, saveFile } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { ActSheet } from '../signing/ActSheet.tsx';
import { inviteDesk } from './desksQueries.ts';

type Request = Awaited<ReturnType<typeof fileInputOf>>;

/** Adds a desk in three files: invitation, the new desk's request, and the answer to it. */
export const AddDesk = ({ people, onClose }: { readonly people: PeopleView['people']; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const [person, setPerson] = useState<string | null>(null);
  const [request, setRequest] = useState<Request>();
  const invite = useMutation({
    mutationFn: inviteDesk,
    onSuccess: async (file) => {
      saveFile(file);
      await queries.invalidateQueries({ queryKey: ['desks'] });
    },
  });
  const read = useMutation({ mutationFn: fileInputOf, onSuccess: setRequest });
  if (request !== undefined)
    return (
      <ActSheet
        act={{ act: 'admit-desk', request }}
        title="Add a desk"
        verb="Add the desk"
        onClose={onClose}
        onSigned={() => void queries.invalidateQueries()}
      />
    );
  return (
    <Modal opened onClose={onClose} size={620} title={<strong>Add a desk</strong>}>
      <Stack gap={18}>
        <Stack gap={8}>
          <strong>1. Invite it</strong>
          <p>
            The invitation names the practice and the person who signs at the new desk first. Whoever has the file and your confirmation
            becomes a desk of the practice: carry it, or send it where only that person reads. It serves once, for one day.
          </p>
          <Select
            label="Who signs there first"
            data={people.filter((one) => one.state === 'active').map((one) => ({ value: one.person, label: one.name }))}
            value={person}
            onChange={setPerson}
          />
          <Group>
            <Button
              leftSection={<IconDownload size={16} stroke={1.7} aria-hidden="true" />}
              disabled={person === null}
              loading={invite.isPending}
              onClick={() => person !== null && invite.mutate(person)}
            >
              Save the invitation
            </Button>
          </Group>
          {invite.error === null ? null : <ErrorNote problem={problemOf(invite.error)} />}
        </Stack>
        <Stack gap={8}>
          <strong>2. Open its request</strong>
          <p>On the new computer choose “This practice has a desk already”, open the invitation there, and bring the request it makes.</p>
          <FileDrop
            accept=".flip360-desk-request"
            button="Choose the request…"
            onFiles={([file]) => {
              if (file !== undefined) read.mutate(file);
            }}
          >
            Drop the request of the new desk here
          </FileDrop>
          {read.error === null ? null : <ErrorNote problem={problemOf(read.error)} />}
        </Stack>
        <p className="second">3. Then save the answer from the list of desks and open it on the new computer.</p>
      </Stack>
    </Modal>
  );
};
