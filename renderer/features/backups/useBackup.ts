import { useCallback, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { backupRow } from '../../../core/contract/desk.ts';
import { problemCode, problemOf, runJob, type DeskProblem, type JobProgress } from '../../client.ts';

export interface Backup {
  readonly running: boolean;
  readonly progress: JobProgress | undefined;
  readonly problem: DeskProblem | undefined;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Makes one backup as a job at the desk; stopping it leaves nothing behind. */
export const useBackup = (onMade: () => void): Backup => {
  const queries = useQueryClient();
  const stopper = useRef<AbortController>(undefined);
  const [running, setRunning] = useState(false);
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const start = useCallback(() => {
    const stop = new AbortController();
    stopper.current = stop;
    setRunning(true);
    setProblem(undefined);
    setProgress(undefined);
    void runJob('/api/backups', backupRow, { onProgress: setProgress, signal: stop.signal })
      .then(onMade, (error: unknown) => {
        const found = problemOf(error);
        if (problemCode(found) !== 'cancelled') setProblem(found);
      })
      .finally(() => {
        setRunning(false);
        void queries.invalidateQueries({ queryKey: ['backups'] });
        void queries.invalidateQueries({ queryKey: ['status'] });
      });
  }, [onMade, queries]);
  const stop = useCallback(() => stopper.current?.abort(), []);
  return { running, progress, problem, start, stop };
};
