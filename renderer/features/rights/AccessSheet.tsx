import { useState } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconFileText, IconJson } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { accessPackAnswer, type AccessPackAnswer } from '../../../core/contract/rights.ts';
import { fileOf, request, saveFile } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { useReturnFocus } from '../../ui/useReturnFocus.ts';
import type { PickedContact } from '../crm/ContactPicker.tsx';
import { Sheet } from '../crm/Sheet.tsx';
import { IdentityFields, identityOf, NOBODY_YET } from './IdentityFields.tsx';
import { heldName } from './words.ts';

type Section = AccessPackAnswer['sections'][number];

const Given = ({ pack, onClose }: { readonly pack: AccessPackAnswer; readonly onClose: () => void }) => {
  const columns: readonly Column<Section>[] = [
    { id: 'title', head: 'What is held', cell: heldName, total: 'Together' },
    {
      id: 'entries',
      head: 'Entries',
      align: 'end',
      cell: (section) => section.entries.toLocaleString('en-AU'),
      total: pack.entries.toLocaleString('en-AU'),
    },
  ];
  return (
    <Modal opened onClose={onClose} size={520} title={`Access pack of ${pack.name}`}>
      <Stack gap={14}>
        <Note tone="ok" live="polite">
          The pack is ready. The log keeps that it was made, and how you knew who asked; an open request to see is answered with it.
        </Note>
        <PlainTable label="Sections of the pack" columns={columns} rows={pack.sections} rowKey={(section) => section.code} compact />
        <Group gap={8} justify="flex-end">
          <Button leftSection={<IconJson size={16} stroke={1.7} aria-hidden="true" />} onClick={() => saveFile(fileOf(pack.json))}>
            Save as JSON
          </Button>
          <Button
            variant="filled"
            leftSection={<IconFileText size={16} stroke={1.7} aria-hidden="true" />}
            onClick={() => saveFile(fileOf(pack.pdf))}
          >
            Save the PDF
          </Button>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
};

/** Everything that is held about a person, for that person: who asks is recorded first, then the pack is made as a page and as data. */
export const AccessSheet = ({ contact, onClose }: { readonly contact: PickedContact; readonly onClose: () => void }) => {
  useReturnFocus();
  const queries = useQueryClient();
  const [who, setWho] = useState(NOBODY_YET);
  const identity = identityOf(who);
  const give = useMutation({
    mutationFn: () => request('POST', `/api/people/${encodeURIComponent(contact.id)}/access`, accessPackAnswer, { body: { identity } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (give.data !== undefined) return <Given pack={give.data} onClose={onClose} />;
  return (
    <Sheet
      title={`Give ${contact.name} an access pack`}
      verb="Make the pack"
      error={give.error}
      pending={give.isPending}
      missing={identity === null ? 'Say how you know who asks.' : undefined}
      onClose={onClose}
      onSave={() => give.mutate()}
    >
      <p className="second">
        Everything this practice holds about the person, in one file to read and one for programs, with the source of each entry and who was
        given what. It leaves this computer only with you.
      </p>
      <IdentityFields value={who} onChange={setWho} />
    </Sheet>
  );
};
