import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { BackupProgress } from '../backups/BackupProgress.tsx';
import { backupsQuery } from '../backups/queries.ts';
import { useBackup } from '../backups/useBackup.ts';

/** Where backups are, and the first one. */
export const BackupStep = ({ onMade }: { readonly onMade: () => void }) => {
  const queries = useQueryClient();
  const { data, error } = useQuery(backupsQuery);
  const [made, setMade] = useState(false);
  const backup = useBackup(() => {
    setMade(true);
    onMade();
    void queries.invalidateQueries({ queryKey: ['status'] });
  });
  if (error !== null) return <ErrorNote problem={problemOf(error)} />;
  if (data === undefined) return <SkeletonBlock height={120} label="backups" />;
  return (
    <Stack gap={16}>
      <KeyValues
        items={[
          { label: 'Folder', value: <code>{data.folder}</code> },
          { label: 'Backups there', value: data.backups.length.toLocaleString('en-AU') },
        ]}
      />
      <p className="second">
        Each backup is encrypted, opened and checked after it was made. Copy this folder to another disk or a USB stick as well: a backup on
        the same disk does not survive the disk.
      </p>
      <Group>
        <Button leftSection={<IconArchive size={16} stroke={1.7} aria-hidden="true" />} disabled={backup.running} onClick={backup.start}>
          Make the first backup
        </Button>
      </Group>
      <BackupProgress backup={backup} />
      {made ? (
        <Note tone="ok" live="polite">
          The backup is made and checked.
        </Note>
      ) : null}
    </Stack>
  );
};
