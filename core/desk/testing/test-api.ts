import { Hono } from 'hono';
import type { Role } from '../../protocol/event/catalogue.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { Api, DeskEnv } from '../api.ts';
import type { DeskContext } from '../context.ts';
import { answerErrors, answerNotFound, type FailureReport } from '../http/problem.ts';
import type { Runtime } from '../runtime.ts';
import { createSessions } from '../sessions.ts';
import { seededEntropy, type TestDesk } from './test-desk.ts';

/** Routes of a test desk with somebody signed in, and everything they would have written to the log. */
export type TestApi = {
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    token?: string | null,
  ) => Promise<{ readonly status: number; readonly json: unknown; readonly text: string }>;
  readonly reports: readonly FailureReport[];
};

/** A register in which one person of one practice holds these roles, and nothing else. */
export const registerWithRoles = (desk: DeskContext, person: string, roles: readonly Role[]): Register => ({
  net: '0'.repeat(64),
  network: 'Test network',
  test: true,
  office: '',
  roots: [],
  threshold: 1,
  replacements: new Map(),
  keys: new Map(),
  people: new Map([
    [
      person,
      {
        person,
        practice: desk.profile.practice,
        name: 'Priya Nair',
        roles: [{ from: -1, roles }],
        leftAt: null,
      },
    ],
  ]),
  practices: new Map(),
  rules: new Map(),
  membership: new Map(),
  communities: new Map(),
  verticals: new Map(),
  last: { index: 0, at: '2026-08-04T00:00:00.000Z' },
});

const missing = (): never => {
  throw new Error('not part of a test of routes');
};

/** Mounts routes as the desk does. With `roles`, the register grants them; without a register the first person is the principal. */
export const openTestApi = (test: TestDesk, routes: (api: Api) => Hono<DeskEnv>, roles: readonly Role[] | null = null): TestApi => {
  const register = roles === null ? null : registerWithRoles(test.desk, test.person.person, roles);
  const desk: DeskContext = register === null ? test.desk : { ...test.desk, ledger: { ...test.desk.ledger, register: () => register } };
  const sessions = createSessions(seededEntropy('sessions'));
  const token = sessions.open(test.person, test.desk.clock.now());
  // Routes under test look at the state only; the life of a desk has tests of its own.
  const runtime = { state: () => ({ phase: 'open', desk }), backups: () => null } as unknown as Runtime;
  const api: Api = {
    runtime,
    sessions,
    engine: { prepare: missing, sign: missing, discard: missing },
    jobs: { start: missing, get: missing, cancel: missing, settled: missing },
    network: {
      state: () => ({ state: 'off' }),
      kick: missing,
      kickIfShared: missing,
      round: missing,
      betweenRounds: missing,
      serverOf: missing,
      serverAt: missing,
      close: missing,
    },
    changes: { beyond: missing, count: missing },
  };
  const reports: FailureReport[] = [];
  const app = new Hono();
  app.onError(answerErrors({ newId: () => 'failure-1', report: (failure) => reports.push(failure) }));
  app.notFound(answerNotFound);
  app.route('/api', routes(api));
  return {
    reports,
    call: async (method, path, body, bearer = token) => {
      const headers = {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const answer = await app.request(`http://127.0.0.1/api${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const json: unknown = JSON.parse(text);
      return { status: answer.status, json, text };
    },
  };
};
