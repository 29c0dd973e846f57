import { z } from 'zod';

/** Why the desk refused or failed, as it said itself (RFC 9457). `status` 0: no answer came at all. */
export type DeskProblem = z.infer<typeof problemSchema>;

const placeSchema = z.object({
  file: z.string().optional(),
  row: z.number().int().optional(),
  column: z.string().optional(),
  field: z.string().optional(),
  event: z.string().optional(),
});

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  where: placeSchema.optional(),
  next: z.string().optional(),
  kept: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  instance: z.string().optional(),
});

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
  const answer = await fetch(path, { method, credentials: 'same-origin', ...sent, headers: { accept: 'application/json', ...sent.headers }, ...(signal === undefined ? {} : { signal }) }).catch((cause: unknown) => {
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

/** As `request`, for files the desk makes: the bytes and the name it gave them. */
export const requestFile = async (path: string, options: RequestOptions = {}): Promise<File> => {
  const answer = await send('GET', path, options);
  const name = /filename="([^"]+)"/u.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'download';
  return new File([await answer.blob()], name, { type: answer.headers.get('content-type') ?? '' });
};

/** Hands a file to the person, by the browser's own download. */
export const saveFile = (file: File): void => {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const startedSchema = z.object({ job: z.string().min(1) });

const jobSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('running'), done: z.number(), total: z.number().nullable(), step: z.string() }),
  z.object({ state: z.literal('done'), result: z.unknown() }),
  z.object({ state: z.literal('failed'), problem: problemSchema }),
  z.object({ state: z.literal('cancelled') }),
]);

/** How far a job is. `total` null: not known. */
export interface JobProgress {
  readonly done: number;
  readonly total: number | null;
  readonly step: string;
}

export interface JobOptions extends RequestOptions {
  readonly onProgress?: (progress: JobProgress) => void;
  /** Milliseconds between two questions; 250 unless told. */
  readonly every?: number;
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
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
export const runJob = async <T>(path: string, schema: z.ZodType<T>, { onProgress, every = 250, signal, body }: JobOptions = {}): Promise<T> => {
  const { job } = await request('POST', path, startedSchema, { body: body ?? {} });
  const at = `/api/jobs/${encodeURIComponent(job)}`;
  let asked = false;
  for (;;) {
    if (signal?.aborted === true && !asked) {
      asked = true;
      await send('DELETE', at, {});
    }
    const state = await request('GET', at, jobSchema);
    if (state.state === 'failed') throw new DeskProblemError(state.problem);
    if (state.state === 'cancelled') throw new DeskProblemError(cancelled);
    if (state.state === 'done') {
      const read = schema.safeParse(state.result);
      if (!read.success) throw new DeskProblemError(unreadable(200));
      return read.data;
    }
    onProgress?.({ done: state.done, total: state.total, step: state.step });
    await pause(every, asked ? undefined : signal);
  }
};
