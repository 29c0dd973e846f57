import { useCallback, useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { DuplicateSummary } from '../../../core/contract/duplicates.ts';
import { type DeskProblem, type JobProgress, problemCode, problemOf, runJob } from '../../client.ts';
import { searchResult } from './queries.ts';

export interface BookSearch {
  readonly running: boolean;
  readonly progress: JobProgress | undefined;
  readonly problem: DeskProblem | undefined;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Searches the whole book as a job at the desk; by itself where the book was never searched or much of it changed since. */
export const useBookSearch = (summary: DuplicateSummary | undefined): BookSearch => {
  const queries = useQueryClient();
  const stopper = useRef<AbortController>(undefined);
  const begun = useRef(false);
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const start = useCallback(() => {
    const stop = new AbortController();
    stopper.current = stop;
    begun.current = true;
    setRunning(true);
    setProgress(undefined);
    setProblem(undefined);
    void runJob('/api/duplicates/search', searchResult, { onProgress: setProgress, signal: stop.signal })
      .catch((error: unknown) => {
        const refused = problemOf(error);
        if (problemCode(refused) !== 'cancelled') setProblem(refused);
      })
      .finally(() => {
        setRunning(false);
        void queries.invalidateQueries({ queryKey: ['duplicates'] });
      });
  }, [queries]);
  const waits = summary !== undefined && (summary.behind > 0 || summary.job !== null);
  useEffect(() => {
    if (waits && !begun.current) start();
  }, [waits, start]);
  const stop = useCallback(() => stopper.current?.abort(), []);
  return { running, progress, problem, start, stop };
};
