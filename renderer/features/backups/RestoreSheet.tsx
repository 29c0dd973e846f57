import { useState } from 'react';
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import type { backupRow } from '../../../core/contract/desk.ts';
import { problemOf, request } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';

const restart = z.object({ restart: z.literal(true) });

/** Puts a backup in place of the database at the next start. */
export const RestoreSheet = ({ row, onClose }: { readonly row: z.infer<typeof backupRow>; readonly onClose: () => void }) => {
  const [sure, setSure] = useState(false);
  const [recoveryKey, setRecoveryKey] = useState('');
  const restore = useMutation({
    mutationFn: () =>
      request('POST', '/api/backups/restore', restart, {
        body: { id: row.id, ...(recoveryKey.trim() === '' ? {} : { recoveryKey: recoveryKey.trim() }) },
      }),
  });
  return (
    <Modal opened onClose={onClose} size={560} closeOnClickOutside={false} title={<strong>Restore a backup</strong>}>
      <Stack gap={14}>
        <KeyValues
          items={[
            { label: 'Made', value: <DateTime at={row.at} /> },
            { label: 'Entries', value: row.events.toLocaleString('en-AU') },
          ]}
        />
        {restore.isSuccess ? (
          <Note tone="ok" live="polite">
            The backup is checked and lies ready. Close the desk and start it again: it then opens with this backup. Until then it signs
            nothing. The database of now is kept beside it.
          </Note>
        ) : (
          <>
            <Note tone="warn">
              Everything after this backup is missing afterwards. The desk notices, opens for reading only, and has each payout since then
              checked by a person before it signs again.
            </Note>
            <TextInput
              label="Recovery key"
              description="Only where the backup comes from another computer or an older key"
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              value={recoveryKey}
              onChange={(event) => setRecoveryKey(event.currentTarget.value)}
            />
            <Checkbox
              label="I want this backup in place of what is here now"
              checked={sure}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
          </>
        )}
        {restore.error === null ? null : <ErrorNote problem={problemOf(restore.error)} />}
        <Group justify="flex-end">
          <Button size="md" onClick={onClose}>
            {restore.isSuccess ? 'Close' : 'Cancel'}
          </Button>
          {restore.isSuccess ? null : (
            <Button size="md" variant="filled" disabled={!sure} loading={restore.isPending} onClick={() => restore.mutate()}>
              Restore at the next start
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
};
