import { Button } from '@mantine/core';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import type { SavedFile } from './useSavedFile.ts';

/** How far a file is that is brought from another desk, and why one was not. */
export const SavingLine = ({ saved }: { readonly saved: SavedFile }) => (
  <>
    {saved.progress === undefined ? null : (
      <JobLine
        {...saved.progress}
        act={
          <Button size="compact-sm" onClick={saved.stop}>
            Stop
          </Button>
        }
      />
    )}
    {saved.problem === undefined ? null : <ErrorNote problem={saved.problem} />}
  </>
);
