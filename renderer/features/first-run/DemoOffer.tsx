import { useState } from 'react';
import { Button } from '@mantine/core';
import { loadedDemo, type LoadedDemo } from '../../../core/contract/demo.ts';
import { problemOf, runJob, type DeskProblem, type JobProgress } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Note } from '../../ui/Note.tsx';
import { DemoDesks } from '../settings/DemoDesks.tsx';

/** Offers sample practices in data folders of their own; this desk stays empty. */
export const DemoOffer = () => {
  const [stop, setStop] = useState<AbortController>();
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const [made, setMade] = useState<LoadedDemo>();
  const load = () => {
    const own = new AbortController();
    setStop(own);
    setProblem(undefined);
    void runJob('/api/demo', loadedDemo, { onProgress: setProgress, signal: own.signal })
      .then(setMade, (error: unknown) => setProblem(problemOf(error)))
      .finally(() => setStop(undefined));
  };
  if (made !== undefined) return <DemoDesks made={made} />;
  if (problem !== undefined)
    return (
      <ErrorNote
        problem={problem}
        act={
          <Button size="xs" onClick={load}>
            Try again
          </Button>
        }
      />
    );
  if (stop !== undefined)
    return (
      <JobLine
        done={progress?.done ?? 0}
        of={progress?.of ?? null}
        words={progress?.words ?? 'Loading the samples'}
        act={
          <Button size="xs" onClick={() => stop.abort()}>
            Stop
          </Button>
        }
      />
    );
  return (
    <Note
      tone="mute"
      act={
        <Button size="xs" onClick={load}>
          Load the samples
        </Button>
      }
    >
      Look round first: three sample practices with one whole referral, in data folders of their own. This desk stays empty.
    </Note>
  );
};
