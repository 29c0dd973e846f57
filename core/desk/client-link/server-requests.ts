import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { SigningRequestFailure, SigningRequests } from '../../ports/signing-requests.ts';

const failure = (error: ServerFailure): { readonly ok: false; readonly error: SigningRequestFailure } =>
  err({
    code: error.code === 'server.refused' ? (error.status === 404 ? 'request.unknown' : 'server.refused') : 'server.unreachable',
    why: error.why,
  });

const done = (answer: Result<unknown, ServerFailure>): Result<true, SigningRequestFailure> =>
  answer.ok ? ok(true) : failure(answer.error);

/** Signing requests at the server that this desk is connected to; the page stands at the same address. */
export const serverRequests = (server: NetworkServer, url: string): SigningRequests => {
  const { origin, hostname } = new URL(url);
  return {
    page: { origin, rpId: hostname },
    make: async (request) => done(await server.makeRequest(request)),
    state: async (id) => {
      const state = await server.requestState(id);
      return state.ok ? ok({ openedAt: state.value.openedAt, answers: state.value.answers }) : failure(state.error);
    },
    withdraw: async (id) => done(await server.withdrawRequest(id)),
  };
};
