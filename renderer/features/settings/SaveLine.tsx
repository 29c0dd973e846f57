import { Button, Group } from '@mantine/core';
import { problemOf } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import type { useSave } from './useSave.ts';

export interface SaveLineProps {
  readonly save: ReturnType<typeof useSave>;
  /** Why it cannot be saved; undefined when it can. */
  readonly missing: string | undefined;
  readonly changed: boolean;
}

/** The end of a settings form: why it is closed, its one button, what the desk refused. */
export const SaveLine = ({ save, missing, changed }: SaveLineProps) => (
  <>
    {save.error === null ? null : <ErrorNote problem={problemOf(save.error)} />}
    <Group justify="flex-end">
      <span className="second" role="status">
        {missing ?? (changed ? '' : save.isSuccess ? 'Saved as a new version.' : 'Nothing is changed.')}
      </span>
      <Button type="submit" variant="filled" disabled={missing !== undefined || !changed} loading={save.isPending}>
        Save
      </Button>
    </Group>
  </>
);
