import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { claimServerAnswer, networkView, roundAnswer } from '../../../core/contract/network-view.ts';
import { fileInputOf, request, requestFile } from '../../client.ts';

export type NetworkState = z.infer<typeof networkView>;

/** The server of this desk, what waits, the log it follows, and what it found wrong. */
export const networkQuery = queryOptions({
  queryKey: ['network'],
  queryFn: ({ signal }) => request('GET', '/api/network', networkView, { signal }),
  refetchInterval: 30_000,
});

/** Links this desk to the server that a trust file names. */
export const joinServer = async (file: File): Promise<NetworkState> =>
  request('POST', '/api/network/join', networkView, { body: await fileInputOf(file) });

/** Takes a new server for the network, by the code it printed. */
export const claimServer = (input: { readonly url: string; readonly code: string }) =>
  request('POST', '/api/network/claim', claimServerAnswer, { body: input });

/** States server and witnesses in the trust file and connects the office's desk. */
export const stateNetwork = (input: {
  readonly url: string;
  readonly vkey: string;
  readonly witnesses: readonly string[];
}): Promise<NetworkState> => request('POST', '/api/network/state', networkView, { body: input });

/** The network's trust file, for the members. */
export const trustFile = (): Promise<File> => requestFile('GET', '/api/trust-file');

/** Ends the link; exchange files go on. */
export const leaveServer = (): Promise<NetworkState> => request('POST', '/api/network/leave', networkView);

/** One round with the server, now. */
export const runRound = () => request('POST', '/api/network/round', roundAnswer);

export const markRead = (id: string): Promise<NetworkState> => request('POST', `/api/network/alarms/${id}/read`, networkView);

/** What proves an alarm, as a file. */
export const alarmProof = (id: string): Promise<File> => requestFile('GET', `/api/network/alarms/${id}/proof`);
