import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import { job } from '../contract/desk.ts';
import { type Problem, problem } from '../contract/problem.ts';

/** Something that carries requests to one desk: an open desk in this process, or the loopback server of another. */
export type Connection = {
  readonly origin: string;
  readonly request: (
    path: string,
    init?: {
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    },
  ) => Promise<Response>;
};

/** Thrown when a desk refuses: carries what it said. The entry prints it and ends with 1. */
export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
  readonly problem: Problem;
  readonly request: string;

  constructor(request: string, said: Problem) {
    super(said.title);
    this.request = request;
    this.problem = said;
  }
}

/** A refusal of the command line itself: what the person named is not there. */
export const notHere = (what: string, next: string): DeskRefused =>
  new DeskRefused('the command line', {
    type: 'urn:flip360:problem:not-here',
    code: 'not-here',
    title: 'What you named is not there',
    status: 404,
    detail: what,
    kept: 'Nothing was changed.',
    next,
  });

/** The desk's API as one signed-in person or nobody sees it; every answer is checked against its contract. */
export type DeskClient = {
  readonly get: <T>(path: string, schema: z.ZodType<T>) => Promise<T>;
  readonly send: <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;
  /** Starts a job and waits for its result. */
  readonly job: <T>(path: string, body: unknown, schema: z.ZodType<T>, onProgress?: (words: string) => void) => Promise<T>;
};

const POLL_MS = 15;

const unreadable = (request: string, status: number): DeskRefused =>
  new DeskRefused(request, {
    type: 'urn:flip360:problem:answer',
    title: 'The desk gave an answer that cannot be read',
    status,
    detail: `${request} did not answer as the contract says.`,
  });

/** A client over a connection; `token` is asked before every request. */
export const deskClient = (connection: Connection, token: () => string | null): DeskClient => {
  const call = async <T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> => {
    const request = `${method} ${path.split('?')[0] ?? path}`;
    const held = token();
    const answer = await connection.request(`/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(held === null ? {} : { authorization: `Bearer ${held}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = parseJson(text);
    if (!answer.ok) {
      const said = problem.safeParse(json);
      throw said.success ? new DeskRefused(request, said.data) : unreadable(request, answer.status);
    }
    const parsed = schema.safeParse(json);
    if (!parsed.success)
      throw unreadable(
        `${request} (${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''})`,
        answer.status,
      );
    return parsed.data;
  };
  const client: DeskClient = {
    get: (path, schema) => call('GET', path, undefined, schema),
    send: (method, path, body, schema) => call(method, path, body, schema),
    job: async (path, body, schema, onProgress) => {
      let view = await call('POST', path, body, job);
      while (view.state === 'running') {
        await wait(POLL_MS);
        view = await call('GET', `/jobs/${view.id}`, undefined, job);
        onProgress?.(view.words);
      }
      if (view.state === 'done') {
        const parsed = schema.safeParse(view.result);
        if (parsed.success) return parsed.data;
        throw unreadable(`job ${view.kind}`, 200);
      }
      const said = problem.safeParse(view.problem);
      throw said.success ? new DeskRefused(`job ${view.kind}`, said.data) : unreadable(`job ${view.kind}`, 500);
    },
  };
  return client;
};

const parseJson = (text: string): unknown => {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
};
