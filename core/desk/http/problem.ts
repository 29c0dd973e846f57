import type { Context, TypedResponse } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { JSONParsed } from 'hono/utils/types';

/** Where in the caller's material something is wrong; only the parts that are known are present. */
export type Where = {
  readonly file?: string;
  /** 1-based, as a spreadsheet shows it. */
  readonly row?: number;
  readonly column?: string;
  readonly field?: string;
  /** Event hash, hex. */
  readonly event?: string;
};

/** One rejected member of a request; `path` is dotted, as in `client.email`. */
export type Issue = { readonly path: string; readonly message: string };

/**
 * An error answer as RFC 9457 problem details, with four members of our own: where it is wrong, what was kept,
 * what to do next, and the single issues of a rejected form. `type` is `urn:flip360:problem:<code>`.
 */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly where?: Where;
  readonly next?: string;
  readonly kept?: string;
  readonly issues?: readonly Issue[];
  /** Set on unexpected failures only: the id under which the failure stands in the desk's log. */
  readonly instance?: string;
};

/** The `type` of a problem: a stable name that programs may compare. */
export const problemType = (code: string): string => `urn:flip360:problem:${code}`;

/** Thrown by `valid()` when a request does not fit its schema; answered as 400 with every issue. */
export class InvalidInput extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('the request does not fit its schema');
    this.name = 'InvalidInput';
    this.issues = issues;
  }
}

/** Makes the response of one problem. Never cached. */
export const problemResponse = (problem: Problem): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
  });

/** Answers a route with a problem, typed so that the window's client knows the status and the body. */
export const refuse = <S extends ContentfulStatusCode>(
  c: Context,
  problem: Problem & { readonly status: S },
): Response & TypedResponse<JSONParsed<Problem>, S, 'json'> => {
  const headers = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' };
  return c.json<Problem, S>(problem, problem.status, headers);
};

/** What may be written to a log about an unexpected failure: no message, since messages quote what was typed. */
export type FailureReport = { readonly id: string; readonly name: string; readonly frames: readonly string[] };

export type ErrorPorts = {
  /** Makes the id that connects the answer with the log. */
  readonly newId: () => string;
  readonly report: (failure: FailureReport) => void;
};

const titles: Readonly<Record<number, string>> = {
  400: 'The request could not be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Nothing is here',
  405: 'This cannot be done here',
  409: 'Something changed in between',
  413: 'The file or form is too large',
};

/**
 * Maps anything thrown in a route to a problem. Rejected input and HTTP errors keep their meaning; everything
 * else becomes a 500 that carries an id and nothing of the error's own text, which may quote personal data.
 */
export const toProblem = (error: unknown, ports: ErrorPorts): Problem => {
  if (error instanceof InvalidInput) {
    return {
      type: problemType('invalid-input'),
      title: 'Some entries need attention',
      status: 400,
      detail: `${error.issues.length} ${error.issues.length === 1 ? 'entry does' : 'entries do'} not fit.`,
      kept: 'Nothing was saved.',
      next: 'Correct the entries that are named and send again.',
      issues: error.issues,
    };
  }
  if (error instanceof HTTPException && error.status < 500) {
    return {
      type: problemType(`http-${error.status}`),
      title: titles[error.status] ?? 'The request was refused',
      status: error.status,
      detail: error.message === '' ? 'The desk refused this request.' : error.message,
      kept: 'Nothing was saved.',
    };
  }
  const id = ports.newId();
  ports.report(describeFailure(id, error));
  return {
    type: problemType('internal'),
    title: 'The desk made a mistake',
    status: 500,
    detail: 'An unexpected failure stopped this step.',
    kept: 'What was acknowledged before is safe; this step is not recorded unless it is shown as done.',
    next: `Try again. If it stays, report the number ${id}.`,
    instance: `urn:flip360:failure:${id}`,
  };
};

/** The part of a failure that may be logged: class name and code positions, never the message. */
export const describeFailure = (id: string, error: unknown): FailureReport => {
  if (!(error instanceof Error)) return { id, name: typeof error, frames: [] };
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  return { id, name: error.name, frames: frames.slice(0, 12) };
};

/** Hono `onError` handler over `toProblem`. */
export const answerErrors =
  (ports: ErrorPorts) =>
  (error: unknown): Response =>
    problemResponse(toProblem(error, ports));

/** Hono `notFound` handler. */
export const answerNotFound = (): Response =>
  problemResponse({
    type: problemType('not-found'),
    title: 'Nothing is here',
    status: 404,
    detail: 'The desk has no such address.',
  });
