import { Button } from '@mantine/core';
import { JobLine } from '../../ui/JobLine.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import type { Backup } from './useBackup.ts';

/** How far a backup is, with its stop; or why it was not made. */
export const BackupProgress = ({ backup }: { readonly backup: Backup }) => {
  if (backup.problem !== undefined) return <ErrorNote problem={backup.problem} />;
  if (!backup.running) return null;
  return (
    <JobLine
      done={backup.progress?.done ?? 0}
      of={backup.progress?.of ?? null}
      words={backup.progress?.words ?? 'Starting the backup'}
      act={
        <Button size="xs" onClick={backup.stop}>
          Stop
        </Button>
      }
    />
  );
};
