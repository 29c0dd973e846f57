import { useCallback, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { walkResult } from '../../../core/contract/desk.ts';
import { problemCode, problemOf, runJob, type DeskProblem, type JobProgress } from '../../client.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { JobLine } from '../../ui/JobLine.tsx';
import { Note } from '../../ui/Note.tsx';
import { lastWalkQuery } from './queries.ts';
import { walkWords, type WalkResult } from './walkWords.ts';

export interface Walk {
  readonly running: boolean;
  readonly progress: JobProgress | undefined;
  /** What was found, and how many entries the log had when the walk began. */
  readonly found: { readonly result: WalkResult; readonly size: number } | undefined;
  readonly problem: DeskProblem | undefined;
  readonly start: (size: number) => void;
  readonly stop: () => void;
}

/** Checks every entry again from its stored bytes, as a job at the desk. */
export const useChainWalk = (): Walk => {
  const queries = useQueryClient();
  const stopper = useRef<AbortController>(undefined);
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<JobProgress>();
  const [found, setFound] = useState<Walk['found']>();
  const [problem, setProblem] = useState<DeskProblem>();
  const start = useCallback(
    (size: number) => {
      const stop = new AbortController();
      stopper.current = stop;
      setRunning(true);
      setProgress(undefined);
      setFound(undefined);
      setProblem(undefined);
      void runJob('/api/ledger/walk', walkResult, { onProgress: setProgress, signal: stop.signal })
        .then(
          (result) => setFound({ result, size }),
          (error: unknown) => {
            const refused = problemOf(error);
            if (problemCode(refused) !== 'cancelled') setProblem(refused);
          },
        )
        .finally(() => {
          setRunning(false);
          void queries.invalidateQueries({ queryKey: ['ledger', 'walk', 'last'] });
          void queries.invalidateQueries({ queryKey: ['status'] });
        });
    },
    [queries],
  );
  const stop = useCallback(() => stopper.current?.abort(), []);
  return { running, progress, found, problem, start, stop };
};

const Found = ({ result, size, at }: { readonly result: WalkResult; readonly size: number; readonly at: string | null }) => {
  const { tone, lead, words } = walkWords(result, size);
  return (
    <Note tone={tone} live={tone === 'bad' ? 'assertive' : 'polite'}>
      <strong>{lead}</strong> {words}{' '}
      {at === null ? null : (
        <span className="second">
          <DateTime at={at} form="recent" />
        </span>
      )}
      {result.failure === null ? null : (
        <>
          {' '}
          {result.failure.hash === null || result.failure.index === null ? null : (
            <Link to="/ledger/$event" params={{ event: result.failure.hash }}>
              Show the entry
            </Link>
          )}{' '}
          Nothing was changed. Look at <Link to="/backups">Backups</Link> next.
        </>
      )}
    </Note>
  );
};

/** How far the walk is, with its stop; then what it found. Before one is started: the last one. */
export const ChainWalk = ({ walk }: { readonly walk: Walk }) => {
  const { data: last } = useQuery(lastWalkQuery);
  if (walk.running)
    return (
      <JobLine
        done={walk.progress?.done ?? 0}
        of={walk.progress?.of ?? null}
        words={walk.progress?.words ?? 'Starting to read'}
        act={
          <Button size="xs" onClick={walk.stop}>
            Stop
          </Button>
        }
      />
    );
  if (walk.problem !== undefined) return <ErrorNote problem={walk.problem} />;
  if (walk.found !== undefined) return <Found {...walk.found} at={null} />;
  if (last === undefined) return null;
  // What was added since the last walk was checked when it was written.
  return last === null ? (
    <Note tone="mute">The whole chain has not been checked at this desk yet. Every entry was checked when it was written.</Note>
  ) : (
    <Found result={last.result} size={last.result.events} at={last.at} />
  );
};
