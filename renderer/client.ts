import type { z } from 'zod';
import { job, type JobView } from '../core/contract/desk.ts';
import { problem as problemSchema, type Problem } from '../core/contract/problem.ts';
import { type FileAnswer, fileAnswer, type fileInput } from '../core/contract/scalars.ts';
import { sessionToken } from './session.ts';

/** Why the desk refused or failed, as it said itself (RFC 9457). `status` 0: no answer came at all. */
export type DeskProblem = Problem;

/** Carries a problem through TanStack Query, which knows failures as thrown errors only. */
export class DeskProblemError extends Error {
  readonly problem: DeskProblem;

  constructor(problem: DeskProblem) {
    super(problem.title);
    this.name = 'DeskProblemError';
    this.problem = problem;
  }
}

/** The problem inside anything a query failed with. */
export const problemOf = (error: unknown): DeskProblem =>
  error instanceof DeskProblemError
    ? error.problem
    : {
        type: 'urn:flip360:problem:window',
        title: 'This window made a mistake',
        status: 0,
        detail: 'A part of this page could not be shown.',
        kept: 'Nothing that the desk has acknowledged is lost.',
        next: 'Open the page again.',
      };

/** The short name of a problem: "urn:flip360:problem:signed-out" gives "signed-out". */
export const problemCode = (problem: DeskProblem): string => problem.type.replace(/^urn:flip360:problem:/u, '');

const silent: DeskProblem = {
  type: 'urn:flip360:problem:no-answer',
  title: 'The desk does not answer',
  status: 0,
  detail: 'This window is open, but the desk behind it is not running or is busy.',
  kept: 'Everything that was shown as saved is saved.',
  next: 'Try again. If it stays, close the window and start the desk again.',
};

const unreadable = (status: number): DeskProblem => ({
  type: 'urn:flip360:problem:unreadable-answer',
  title: 'The desk gave an answer this window cannot read',
  status,
  detail: 'Window and desk are of different versions, or the answer was cut off.',
  kept: 'Everything that was shown as saved is saved.',
  next: 'Load the window again with Ctrl R.',
});

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  /** Sent as JSON; a Blob or File is sent as its bytes. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const bodyOf = (body: unknown): { readonly body: BodyInit; readonly headers: Record<string, string> } =>
  body instanceof Blob
    ? { body, headers: { 'content-type': body.type === '' ? 'application/octet-stream' : body.type } }
    : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };

const readProblem = async (answer: Response): Promise<DeskProblem> => {
  const read = problemSchema.safeParse(await answer.json().catch(() => undefined));
  return read.success ? read.data : unreadable(answer.status);
};

const send = async (method: Method, path: string, { body, signal }: RequestOptions): Promise<Response> => {
  const sent = body === undefined ? { headers: {} } : bodyOf(body);
  const token = sessionToken();
  const headers = {
    accept: 'application/json',
    ...sent.headers,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    ...sent,
    headers,
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause;
    throw new DeskProblemError(silent);
  });
  if (!answer.ok) throw new DeskProblemError(await readProblem(answer));
  return answer;
};

/**
 * One call of the desk's API. The answer is read by `schema`; nothing unread reaches a page.
 * Throws DeskProblemError for every refusal, for silence and for an unreadable answer; AbortError when `signal` fired.
 */
export const request = async <T>(method: Method, path: string, schema: z.ZodType<T>, options: RequestOptions = {}): Promise<T> => {
  const answer = await send(method, path, options);
  const json: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  const read = schema.safeParse(json);
  if (!read.success) throw new DeskProblemError(unreadable(answer.status));
  return read.data;
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** A file that came as part of an answer. */
export const fileOf = ({ name, mediaType, base64 }: FileAnswer): File => new File([bytesOf(base64)], name, { type: mediaType });

/** As `request`, for files the desk makes: the bytes and the name it gave them. */
export const requestFile = async (method: 'GET' | 'POST', path: string, options: RequestOptions = {}): Promise<File> =>
  fileOf(await request(method, path, fileAnswer, options));

const base64Of = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
};

/** A file that a person hands in, as the desk takes it. */
export const fileInputOf = async (file: File): Promise<z.infer<typeof fileInput>> => ({
  name: file.name,
  base64: base64Of(new Uint8Array(await file.arrayBuffer())),
});

/** Hands a file to the person, by the browser's own download. */
export const saveFile = (file: File): void => {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** How far a job is. `of` null: not known. */
export type JobProgress = Pick<JobView, 'done' | 'of' | 'words'>;

export interface JobOptions extends RequestOptions {
  readonly onProgress?: (progress: JobProgress) => void;
  /** Milliseconds between two questions; 250 unless told. */
  readonly every?: number;
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

const cancelled: DeskProblem = {
  type: 'urn:flip360:problem:cancelled',
  title: 'Stopped',
  status: 0,
  detail: 'You stopped this before it was done.',
  kept: 'Nothing was changed.',
  next: 'Start it again when you want to.',
};

/**
 * Starts a job by POST, asks for its progress and gives its result, read by `schema`. When `signal` fires the job is
 * cancelled at the desk (DELETE); what the desk then says decides, since it may have been done already.
 * Throws DeskProblemError; code `cancelled` when it was stopped.
 */
export const runJob = async <T>(
  path: string,
  schema: z.ZodType<T>,
  { onProgress, every = 250, signal, body }: JobOptions = {},
): Promise<T> => {
  let state = await request('POST', path, job, { body: body ?? {} });
  const at = `/api/jobs/${encodeURIComponent(state.id)}`;
  let asked = false;
  for (;;) {
    if (state.state === 'failed') {
      const read = problemSchema.safeParse(state.problem);
      throw new DeskProblemError(read.success ? read.data : unreadable(200));
    }
    if (state.state === 'cancelled') throw new DeskProblemError(cancelled);
    if (state.state === 'done') {
      const read = schema.safeParse(state.result);
      if (!read.success) throw new DeskProblemError(unreadable(200));
      return read.data;
    }
    onProgress?.({ done: state.done, of: state.of, words: state.words });
    if (signal?.aborted === true && !asked) {
      asked = true;
      await send('DELETE', at, {});
    } else await pause(every, asked ? undefined : signal);
    state = await request('GET', at, job);
  }
};
