import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { firstSteps, partJudged } from '../../../core/contract/training.ts';
import { request } from '../../client.ts';

/** What a new member reads and does to begin with, and how far this practice and this person are. */
export const firstStepsQuery = queryOptions({
  queryKey: ['first-steps'],
  queryFn: ({ signal }) => request('GET', '/api/first-steps', firstSteps, { signal }),
});

/** Whether the answers to one part are right, and why. */
export const checkPart = (body: { readonly part: number; readonly answers: readonly number[] }): Promise<z.infer<typeof partJudged>> =>
  request('POST', '/api/first-steps/check', partJudged, { body });
