import { useState } from 'react';
import { Button } from '@mantine/core';
import { z } from 'zod';
import { problemOf, runJob, type DeskProblem, type JobProgress } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Note } from '../../ui/Note.tsx';

/** What loading the samples answers, read as far as it says where they are. */
const loaded = z.looseObject({ out: z.string().optional(), signIn: z.looseObject({ pin: z.string() }).optional() });
type Loaded = z.infer<typeof loaded>;

/** Offers sample practices in data folders of their own; this desk stays empty. */
export const DemoOffer = () => {
  const [stop, setStop] = useState<AbortController>();
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const [made, setMade] = useState<Loaded>();
  const load = () => {
    const own = new AbortController();
    setStop(own);
    setProblem(undefined);
    void runJob('/api/demo', loaded, { onProgress: setProgress, signal: own.signal })
      .then(setMade, (error: unknown) => setProblem(problemOf(error)))
      .finally(() => setStop(undefined));
  };
  if (made !== undefined)
    return (
      <Note tone="ok" live="polite">
        The sample practices are ready{made.out === undefined ? '' : ` in ${made.out}`}. Each has a data folder of its own, marked as a sample.{made.signIn === undefined ? '' : ` The PIN of everybody is ${made.signIn.pin}.`}
      </Note>
    );
  if (problem !== undefined) return <ErrorNote problem={problem} act={<Button size="xs" onClick={load}>Try again</Button>} />;
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
    <Note tone="mute" act={<Button size="xs" onClick={load}>Load the samples</Button>}>
      Look round first: three sample practices with one whole referral, in data folders of their own. This desk stays empty.
    </Note>
  );
};
