import type { Problem } from '../contract/problem.ts';
import { err } from '../domain/result.ts';

/** An expected refusal of a service: what, where, what was kept, what to do next. Becomes problem details at the API. */
export type Refusal = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 423 | 503;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly where?: string;
  readonly kept?: string;
  readonly next?: string;
};

/** The failure of a service that signs: nothing was signed. */
export const refuseToSign = (
  code: string,
  status: Refusal['status'],
  title: string,
  detail: string,
  next: string,
): { readonly ok: false; readonly error: Refusal } => err({ status, code, title, detail, kept: 'Nothing was signed.', next });

/** RFC 9457 form of a refusal. */
export const problemOfRefusal = (refusal: Refusal): Problem => ({
  type: `urn:flip360:problem:${refusal.code}`,
  ...refusal,
});
