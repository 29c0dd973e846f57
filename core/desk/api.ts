import type { Context, MiddlewareHandler } from 'hono';
import { type Permission, permits } from '../domain/permission/permission.ts';
import type { Result } from '../domain/result.ts';
import { rolesAt } from '../protocol/register/state.ts';
import type { ActEngine } from './acts/engine.ts';
import type { DeskContext, SignedInPerson } from './context.ts';
import { problemResponse } from './http/problem.ts';
import type { Changes } from './changes.ts';
import type { Jobs } from './jobs.ts';
import type { NetworkRunner } from './network/runner.ts';
import { problemOfRefusal, type Refusal } from './refusal.ts';
import type { Runtime } from './runtime.ts';
import type { Sessions } from './sessions.ts';

/** What every route can reach. */
export type Api = {
  readonly runtime: Runtime;
  readonly sessions: Sessions;
  readonly engine: ActEngine;
  readonly jobs: Jobs;
  readonly network: NetworkRunner;
  readonly changes: Changes;
};

/** Variables that the guards below set for a route. */
export type DeskEnv = { Variables: { desk: DeskContext; person: SignedInPerson } };

const notOpen: Refusal = {
  status: 409,
  code: 'desk-not-open',
  title: 'This desk is not open yet',
  detail: 'It is not set up, or its key store is locked.',
  next: 'Open the window and follow what it asks.',
};
const signInFirst: Refusal = {
  status: 401,
  code: 'sign-in',
  title: 'Sign in first',
  detail: 'Nobody is signed in at this window.',
  next: 'Choose your name and enter your PIN.',
};
const noRegister: Refusal = {
  status: 409,
  code: 'no-register',
  title: 'The network office has not answered yet',
  detail: 'This desk has no register, so nothing can be signed or exchanged.',
  next: 'Send the request file to the network office and open its answer here.',
};

/** JSON of a success, problem details of a refusal. */
export const reply = <T>(c: Context, answer: Result<T, Refusal>): Response =>
  answer.ok ? c.json(answer.value as object) : problemResponse(problemOfRefusal(answer.error));

/** Problem details of a refusal. */
export const refusal = (problem: Refusal): Response => problemResponse(problemOfRefusal(problem));

/** Lets a request through when the desk is open; sets `desk`. */
export const needsDesk =
  (api: Api): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const state = api.runtime.state();
    if (state.phase !== 'open') return refusal(notOpen);
    c.set('desk', state.desk);
    return next();
  };

/** Lets a request through when the desk is open and has a register; sets `desk`. */
export const needsRegister =
  (api: Api): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const state = api.runtime.state();
    if (state.phase !== 'open') return refusal(notOpen);
    if (state.desk.ledger.register() === null) return refusal(noRegister);
    c.set('desk', state.desk);
    return next();
  };

/** Roles of a signed-in person as of now: before the register answers, the first person is the principal. */
export const rolesOf = (desk: DeskContext, person: string): ReturnType<typeof rolesAt> => {
  const register = desk.ledger.register();
  return register === null ? ['principal'] : rolesAt(register.people.get(person), desk.ledger.size());
};

/** Lets a request through for a signed-in person with the permission; sets `desk` and `person`. */
export const needs =
  (api: Api, permission: Permission | null): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const state = api.runtime.state();
    if (state.phase !== 'open') return refusal(notOpen);
    const token = /^Bearer ([A-Za-z0-9_-]{43})$/u.exec(c.req.header('authorization') ?? '')?.[1];
    const person = token === undefined ? undefined : api.sessions.find(token, state.desk.clock.now());
    if (person === undefined) return refusal(signInFirst);
    const roles = rolesOf(state.desk, person.person);
    if (roles.length === 0) return refusal(signInFirst);
    if (permission !== null && !permits(roles, permission))
      return refusal({
        status: 403,
        code: 'not-permitted',
        title: 'Your role does not allow this',
        detail: `It needs the permission "${permission}".`,
        kept: 'Nothing was changed.',
        next: 'Ask a principal of your practice.',
      });
    c.set('desk', state.desk);
    c.set('person', person);
    return next();
  };
