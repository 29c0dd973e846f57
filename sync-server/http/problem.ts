import type { Problem } from '../../core/contract/problem.ts';
import { err, type Result } from '../../core/domain/result.ts';

/** A refusal in words, with the status it is answered with. */
export type Refused = Problem & { readonly code: string };

/** Makes the refusal of a service: `code` is what programs compare. */
export const refuse = (
  status: number,
  code: string,
  title: string,
  rest: Pick<Problem, 'detail' | 'next' | 'where' | 'issues'>,
): { readonly ok: false; readonly error: Refused } =>
  err({ type: `urn:flip360:problem:${code}`, code, title, status, kept: 'Nothing of this request was stored.', ...rest });

/** The response of one problem. Never cached. */
export const problemResponse = (problem: Problem, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });

/** The response of a service's answer: JSON, or its refusal. */
export const answer = (result: Result<object, Problem>): Response =>
  result.ok
    ? new Response(JSON.stringify(result.value), {
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      })
    : problemResponse(result.error);
