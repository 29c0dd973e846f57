import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../client.ts';

const answer = z.object({ revision: z.int() });
/** After a refusal or silence: the frame's own queries say what is wrong. */
const AGAIN_MS = 5000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Reads every page again when the desk changed under it: another practice signed, the connection came or went. */
export const useLiveChanges = (signedIn: boolean): void => {
  const queries = useQueryClient();
  useEffect(() => {
    if (!signedIn) return;
    const ended = new AbortController();
    const follow = async (): Promise<void> => {
      let seen: number | null = null;
      while (!ended.signal.aborted) {
        try {
          const { revision }: z.infer<typeof answer> = await request('GET', `/api/changes?after=${seen ?? 0}`, answer, {
            signal: ended.signal,
          });
          if (seen !== null && revision !== seen) await queries.invalidateQueries();
          seen = revision;
        } catch {
          await pause(AGAIN_MS, ended.signal);
        }
      }
    };
    void follow();
    return () => ended.abort();
  }, [queries, signedIn]);
};
