import { useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { fileBrought, type FileWhere } from '../../../core/contract/files.ts';
import { problemCode, problemOf, requestFile, runJob, saveFile, type DeskProblem, type JobProgress } from '../../client.ts';

export interface WantedFile {
  readonly id: string;
  readonly where: FileWhere;
}

export interface SavedFile {
  /** The file that is on its way to a file of the person's. */
  readonly pending: string | undefined;
  readonly progress: JobProgress | undefined;
  readonly problem: DeskProblem | undefined;
  readonly save: (file: WantedFile) => void;
  readonly stop: () => void;
}

/** Saves a file that the practice keeps. One that is not on this computer is brought first, with progress and a stop. */
export const useSavedFile = (of: 'files' | 'documents'): SavedFile => {
  const queries = useQueryClient();
  const stopper = useRef<AbortController>(undefined);
  const [pending, setPending] = useState<string>();
  const [progress, setProgress] = useState<JobProgress>();
  const [problem, setProblem] = useState<DeskProblem>();
  const run = async ({ id, where }: WantedFile, signal: AbortSignal): Promise<void> => {
    const path = `/api/${of}/${encodeURIComponent(id)}`;
    if (where !== 'here') {
      await runJob(`${path}/bring`, fileBrought, { onProgress: setProgress, signal });
      void queries.invalidateQueries();
    }
    saveFile(await requestFile('GET', path));
  };
  return {
    pending,
    progress,
    problem,
    save: (file) => {
      const stop = new AbortController();
      stopper.current = stop;
      setPending(file.id);
      setProgress(undefined);
      setProblem(undefined);
      void run(file, stop.signal)
        .catch((error: unknown) => {
          const refused = problemOf(error);
          if (problemCode(refused) !== 'cancelled') setProblem(refused);
        })
        .finally(() => {
          setPending(undefined);
          setProgress(undefined);
        });
    },
    stop: () => stopper.current?.abort(),
  };
};
