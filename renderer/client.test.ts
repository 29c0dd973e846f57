import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DeskProblemError, problemCode, request, runJob, type DeskProblem } from './client.ts';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

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
  const thrown: unknown = await call.then(() => undefined, (error: unknown) => error);
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
    answers(json({ type: 'urn:flip360:problem:abn-checksum', title: 'This ABN does not add up', status: 400, detail: 'Row 3.', where: { file: 'a.csv', row: 3 }, next: 'Look at it.' }, 400));
    const problem = await problemFrom(request('POST', '/api/things', count, { body: {} }));
    expect(problemCode(problem)).toBe('abn-checksum');
    expect(problem.where).toEqual({ file: 'a.csv', row: 3 });
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

describe('a job', () => {
  const running = (done: number) => json({ state: 'running', done, total: 2, step: 'Reading' });

  it('tells progress and gives its result', async () => {
    const asked = answers(json({ job: 'j1' }), running(0), running(1), json({ state: 'done', result: { count: 2 } }));
    const seen: number[] = [];
    expect(await runJob('/api/import', count, { every: 1, onProgress: ({ done }) => seen.push(done) })).toEqual({ count: 2 });
    expect(seen).toEqual([0, 1]);
    expect(asked[0]).toBe('POST /api/import');
    expect(asked[1]).toBe('GET /api/jobs/j1');
  });

  it('asks the desk to stop, once, and says so', async () => {
    const stop = new AbortController();
    const asked = answers(json({ job: 'j1' }), running(0), json({}), running(1), json({ state: 'cancelled' }));
    const call = runJob('/api/import', count, { every: 1, signal: stop.signal, onProgress: () => stop.abort() });
    expect(problemCode(await problemFrom(call))).toBe('cancelled');
    expect(asked.filter((one) => one.startsWith('DELETE'))).toEqual(['DELETE /api/jobs/j1']);
  });

  it('gives the result when stopping came too late', async () => {
    const stop = new AbortController();
    answers(json({ job: 'j1' }), running(0), json({}), json({ state: 'done', result: { count: 2 } }));
    expect(await runJob('/api/import', count, { every: 1, signal: stop.signal, onProgress: () => stop.abort() })).toEqual({ count: 2 });
  });

  it('gives the problem of a failed job', async () => {
    answers(json({ job: 'j1' }), json({ state: 'failed', problem: { type: 'urn:flip360:problem:disk-full', title: 'The disk is full', status: 507, detail: '-' } }));
    expect(problemCode(await problemFrom(runJob('/api/import', count, { every: 1 })))).toBe('disk-full');
  });
});
