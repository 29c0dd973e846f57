import { useState } from 'react';
import { Button } from '@mantine/core';
import { loadedDemo, type LoadedDemo } from '../../../core/contract/demo.ts';
import { problemOf, runJob, type DeskProblem, type JobProgress } from '../../client.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { DemoDesks } from './DemoDesks.tsx';
import css from './stored/stored.module.css';

/** The demo space: sample practices in folders of their own, opened beside this desk, and reset in one step. */
export const DemoSpace = () => {
  const [stop, setStop] = useState<AbortController>();
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const [made, setMade] = useState<LoadedDemo>();
  const run = (path: '/api/demo' | '/api/demo/reset') => {
    const own = new AbortController();
    setStop(own);
    setProblem(undefined);
    setMade(undefined);
    void runJob(path, loadedDemo, { onProgress: setProgress, signal: own.signal })
      .then(setMade, (error: unknown) => setProblem(problemOf(error)))
      .finally(() => setStop(undefined));
  };
  return (
    <div className={css.stack}>
      <p className="second">
        Sarah Chen and twenty-four others, walked through all four workspaces, and one whole referral between three sample practices. They
        are in data folders of their own with keys of their own. Nothing of this desk is read, and nothing of it changes.
      </p>
      {stop === undefined ? (
        <div className={css.row}>
          <Button variant="filled" onClick={() => run('/api/demo')}>
            Open the demo space
          </Button>
          <Button onClick={() => run('/api/demo/reset')}>Reset the demo</Button>
        </div>
      ) : (
        <JobLine
          done={progress?.done ?? 0}
          of={progress?.of ?? null}
          words={progress?.words ?? 'Looking for the demo space'}
          act={
            <Button size="xs" onClick={() => stop.abort()}>
              Stop
            </Button>
          }
        />
      )}
      {problem === undefined ? null : <ErrorNote problem={problem} />}
      {made === undefined ? null : <DemoDesks made={made} />}
    </div>
  );
};
