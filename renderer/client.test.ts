import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DeskProblemError, fileInputOf, problemCode, request, requestFile, runJob, type DeskProblem } from './client.ts';
import { dropSession, keepSession } from './session.ts';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const answers = (...list: readonly (Response | Error)[]) => {
  const left = [...list];
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(`${init.method ?? 'GET'} ${path}`);
    const next = left.shift();
    if (next === undefined) throw new Error(`no answer left for ${path}`);
    if (next instanceof Error) throw next;
    return next;
  });
  return asked;
};

const problemFrom = async (call: Promise<unknown>): Promise<DeskProblem> => {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeskProblemError)) throw new Error('expected a problem');
  return thrown.problem;
};

const count = z.object({ count: z.number() });

afterEach(() => vi.unstubAllGlobals());

describe('one call', () => {
  it('gives what the schema reads', async () => {
    answers(json({ count: 3, other: 'dropped' }));
    expect(await request('GET', '/api/things', count)).toEqual({ count: 3 });
  });

  it('gives the refusal in the words of the desk', async () => {
    answers(
      json(
        {
          type: 'urn:flip360:problem:abn-checksum',
          title: 'This ABN does not add up',
          status: 400,
          detail: 'Row 3.',
          where: 'a.csv, row 3',
          next: 'Look at it.',
        },
        400,
      ),
    );
    const problem = await problemFrom(request('POST', '/api/things', count, { body: {} }));
    expect(problemCode(problem)).toBe('abn-checksum');
    expect(problem.where).toBe('a.csv, row 3');
  });

  it('names silence', async () => {
    answers(new TypeError('Failed to fetch'));
    expect(problemCode(await problemFrom(request('GET', '/api/things', count)))).toBe('no-answer');
  });

  it('refuses an answer of another shape', async () => {
    answers(json({ count: 'three' }));
    expect(problemCode(await problemFrom(request('GET', '/api/things', count)))).toBe('unreadable-answer');
  });

  it('refuses an error page that is no problem', async () => {
    answers(new Response('<h1>502</h1>', { status: 502 }));
    expect(problemCode(await problemFrom(request('GET', '/api/things', count)))).toBe('unreadable-answer');
  });
});

describe('a session', () => {
  it('goes with every call until it is dropped', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
    const sent: (string | undefined)[] = [];
    vi.stubGlobal('fetch', async (_path: string, init: { readonly headers: Readonly<Record<string, string>> }) => {
      sent.push(init.headers['authorization']);
      return json({ count: 1 });
    });
    keepSession('t'.repeat(43));
    await request('GET', '/api/things', count);
    dropSession();
    await request('GET', '/api/things', count);
    expect(sent).toEqual([`Bearer ${'t'.repeat(43)}`, undefined]);
    expect([...kept]).toEqual([]);
  });
});

describe('files', () => {
  it('come with their bytes and their name', async () => {
    answers(
      json({
        name: 'a.bin',
        mediaType: 'application/octet-stream',
        base64: 'AP+A',
        sha256: '0'.repeat(64),
        bytes: 3,
      }),
    );
    const file = await requestFile('GET', '/api/documents/1');
    expect([file.name, [...new Uint8Array(await file.arrayBuffer())]]).toEqual(['a.bin', [0, 255, 128]]);
  });

  it('go out as the same bytes', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256);
    const { name, base64 } = await fileInputOf(new File([bytes], 'b.bin'));
    expect(name).toBe('b.bin');
    expect(Buffer.from(base64, 'base64').equals(Buffer.from(bytes))).toBe(true);
  });
});

describe('a job', () => {
  const id = '01930000-0000-7000-8000-000000000001';
  const view = (rest: object) =>
    json({
      id,
      kind: 'import',
      state: 'running',
      done: 0,
      of: 2,
      words: 'Reading',
      result: null,
      problem: null,
      ...rest,
    });
  const running = (done: number) => view({ done });

  it('tells progress and gives its result', async () => {
    const asked = answers(running(0), running(1), view({ state: 'done', result: { count: 2 } }));
    const seen: number[] = [];
    expect(await runJob('/api/import', count, { every: 1, onProgress: ({ done }) => seen.push(done) })).toEqual({ count: 2 });
    expect(seen).toEqual([0, 1]);
    expect(asked[0]).toBe('POST /api/import');
    expect(asked[1]).toBe(`GET /api/jobs/${id}`);
  });

  it('asks the desk to stop, once, and says so', async () => {
    const stop = new AbortController();
    const asked = answers(running(0), json({}), running(1), view({ state: 'cancelled' }));
    const call = runJob('/api/import', count, {
      every: 1,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(problemCode(await problemFrom(call))).toBe('cancelled');
    expect(asked.filter((one) => one.startsWith('DELETE'))).toEqual([`DELETE /api/jobs/${id}`]);
  });

  it('gives the result when stopping came too late', async () => {
    const stop = new AbortController();
    answers(running(0), json({}), view({ state: 'done', result: { count: 2 } }));
    expect(await runJob('/api/import', count, { every: 1, signal: stop.signal, onProgress: () => stop.abort() })).toEqual({ count: 2 });
  });

  it('gives the problem of a failed job', async () => {
    answers(
      view({
        state: 'failed',
        problem: {
          type: 'urn:flip360:problem:disk-full',
          title: 'The disk is full',
          status: 507,
          detail: '-',
        },
      }),
    );
    expect(problemCode(await problemFrom(runJob('/api/import', count, { every: 1 })))).toBe('disk-full');
  });
});
