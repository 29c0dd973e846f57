import { useEffect, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { job } from '../../../core/contract/desk.ts';
import { problem as problemSchema } from '../../../core/contract/problem.ts';
import type { CampaignView } from '../../../core/contract/campaigns.ts';
import { type DeskProblem, problemOf, request } from '../../client.ts';
import { sendingQuery } from './queries.ts';

export interface Sending {
  readonly running: boolean;
  readonly starting: boolean;
  readonly stopping: boolean;
  readonly done: number;
  readonly of: number | null;
  readonly words: string;
  /** Why it did not start, or ended early. */
  readonly problem: DeskProblem | null;
  readonly start: () => void;
  readonly stop: () => void;
}

/** The sending of one campaign: started here or found running, watched, stopped. */
export const useSending = (campaign: CampaignView): Sending => {
  const queries = useQueryClient();
  const [started, setStarted] = useState<string | null>(null);
  const id = campaign.job ?? started;
  const { data } = useQuery(sendingQuery(id));
  const state = data?.state;
  useEffect(() => {
    if (state !== undefined && state !== 'running') void queries.invalidateQueries({ queryKey: ['campaigns'] });
  }, [queries, state]);
  const send = useMutation({
    mutationFn: () => request('POST', `/api/campaigns/${campaign.id}/send`, job, { body: {} }),
    onSuccess: async (view) => {
      setStarted(view.id);
      await queries.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
  const stop = useMutation({ mutationFn: () => request('DELETE', `/api/jobs/${id ?? ''}`, job) });
  const failed = data?.state === 'failed' ? problemSchema.safeParse(data.problem) : null;
  return {
    running: data?.state === 'running' || (id !== null && data === undefined),
    starting: send.isPending,
    stopping: stop.isPending || stop.isSuccess,
    done: data?.done ?? 0,
    of: data?.of ?? null,
    words: data?.words ?? '',
    problem: send.error !== null ? problemOf(send.error) : failed?.success === true ? failed.data : null,
    start: () => {
      stop.reset();
      send.mutate();
    },
    stop: () => stop.mutate(),
  };
};
