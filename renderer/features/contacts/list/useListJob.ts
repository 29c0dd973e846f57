import { useCallback, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { problemCode, problemOf, runJob, type DeskProblem, type JobProgress } from '../../../client.ts';

export interface ListJob {
  /** How far it is; null while nothing runs. */
  readonly progress: JobProgress | null;
  readonly problem: DeskProblem | null;
  readonly start: <T>(path: string, body: unknown, schema: z.ZodType<T>, onDone: (done: T) => void) => void;
  readonly stop: () => void;
  readonly forget: () => void;
}

/** One long act on a list as a job at the desk, with progress and a stop. What it changed is read again when it ends, however it ends. */
export const useListJob = (): ListJob => {
  const queries = useQueryClient();
  const stopper = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [problem, setProblem] = useState<DeskProblem | null>(null);
  const start = useCallback(
    <T>(path: string, body: unknown, schema: z.ZodType<T>, onDone: (done: T) => void) => {
      const stop = new AbortController();
      stopper.current = stop;
      setProblem(null);
      setProgress({ done: 0, of: null, words: '' });
      void runJob(path, schema, { body, onProgress: setProgress, signal: stop.signal })
        .then(onDone, (error: unknown) => {
          const found = problemOf(error);
          if (problemCode(found) !== 'cancelled') setProblem(found);
        })
        .finally(() => {
          setProgress(null);
          void queries.invalidateQueries();
        });
    },
    [queries],
  );
  return {
    progress,
    problem,
    start,
    stop: useCallback(() => stopper.current?.abort(), []),
    forget: useCallback(() => setProblem(null), []),
  };
};
