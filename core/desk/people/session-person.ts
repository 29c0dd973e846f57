import { type Api, rolesOf } from '../api.ts';
import type { SignedInPerson } from '../context.ts';

/** The bearer token of a request. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{43})$/u.exec(authorization ?? '')?.[1];

/** Who is signed in with this request, while they have a role. */
export const sessionPerson = (api: Api, authorization: string | undefined): SignedInPerson | undefined => {
  const state = api.runtime.state();
  const token = bearerToken(authorization);
  if (state.phase !== 'open' || token === undefined) return undefined;
  const person = api.sessions.find(token, state.desk.clock.now());
  return person !== undefined && rolesOf(state.desk, person.person).length > 0 ? person : undefined;
};
