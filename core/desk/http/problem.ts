import { HTTPException } from 'hono/http-exception';
import type { Problem } from '../../contract/problem.ts';

type Issue = { readonly path: string; readonly message: string };

/** Completes a problem from its code, the stable name that programs compare: `type` is `urn:flip360:problem:<code>`. */
export const problemOf = <const S extends number>(
  code: string,
  rest: Omit<Problem, 'type' | 'code' | 'status'> & { readonly status: S },
): Problem & { readonly status: S } => ({ type: `urn:flip360:problem:${code}`, code, ...rest });

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

/** What may be written to a log about an unexpected failure: no message, since messages quote what was typed. */
export type FailureReport = {
  readonly id: string;
  readonly name: string;
  readonly frames: readonly string[];
};

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
    return problemOf('invalid-input', {
      title: 'Some entries need attention',
      status: 400,
      detail: `${error.issues.length} ${error.issues.length === 1 ? 'entry does' : 'entries do'} not fit.`,
      kept: 'Nothing was saved.',
      next: 'Correct the entries that are named and send again.',
      issues: [...error.issues],
    });
  }
  if (error instanceof HTTPException && error.status < 500) {
    return problemOf(`http-${error.status}`, {
      title: titles[error.status] ?? 'The request was refused',
      status: error.status,
      detail: error.message === '' ? 'The desk refused this request.' : error.message,
      kept: 'Nothing was saved.',
    });
  }
  if (diskIsFull(error)) {
    return problemOf('disk-full', {
      title: 'The disk is full',
      status: 507,
      detail: 'The desk could not write to its data folder.',
      kept: 'Nothing of this step was recorded. What was acknowledged before is safe.',
      next: 'Free some space on the disk of the data folder, then do this step again.',
    });
  }
  const id = ports.newId();
  ports.report(describeFailure(id, error));
  return problemOf('internal', {
    title: 'The desk made a mistake',
    status: 500,
    detail: 'An unexpected failure stopped this step.',
    kept: 'What was acknowledged before is safe; this step is not recorded unless it is shown as done.',
    next: `Try again. If it stays, report the number ${id}.`,
  });
};

/** What SQLite and the system answer to a write for which there is no room: disk, quota, or a limit on the size of a file. */
const NO_ROOM: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', 'EFBIG']);

const diskIsFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && NO_ROOM.has(error.code);

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
  problemResponse(
    problemOf('not-found', {
      title: 'Nothing is here',
      status: 404,
      detail: 'The desk has no such address.',
    }),
  );
