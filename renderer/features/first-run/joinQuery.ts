import { z } from 'zod';
import { queryOptions } from '@tanstack/react-query';
import { hash } from '../../../core/contract/scalars.ts';
import { fileInputOf, request, requestFile } from '../../client.ts';

/** The request for the network office: the same file each time it is asked for. */
export const keyRequestQuery = queryOptions({
  queryKey: ['key-request'],
  queryFn: ({ signal }) => requestFile('GET', '/api/setup/request', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

const joined = z.object({ network: z.string(), test: z.boolean(), net: hash, practices: z.int() });

/** Takes the office's answer: the exchange file counts only with the trust file that names its network. */
export const takeAnswer = async (answer: File, trust: File): Promise<z.infer<typeof joined>> => {
  const body = { answer: await fileInputOf(answer), trust: await fileInputOf(trust) };
  return request('POST', '/api/setup/register', joined, { body });
};
