import { z } from 'zod';
import {
  enrolChallenge,
  type OfficeAuditPage,
  officeAuditPage,
  type OfficeLink,
  type OfficeSession,
  officeSession,
  type OfficeState,
  officeState,
  signInChallenge,
} from '../../core/contract/network/office-page.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { ProblemWords } from '../ui/problem.ts';
import { ask, oneAtATime } from './browser.ts';
import { type MadeKey, makePasskey, type PasskeyAnswer, usePasskey } from './passkey.ts';

const problemSchema = z.object({
  title: z.string(),
  detail: z.string(),
  next: z.string().optional(),
  code: z.string().optional(),
});

const offline: ProblemWords = {
  title: 'The server does not answer',
  detail: 'There is no connection, or the server is not running.',
  next: 'Look for a connection, then try again.',
};
const unreadable: ProblemWords = {
  title: 'The server gave an answer that cannot be read',
  detail: 'This page may be older than the server.',
  next: 'Load the page again.',
};

/** Why something was not done; `signedOut` where the session has ended. */
export type Failed = ProblemWords & { readonly signedOut?: boolean };

const call = async <T>(
  schema: z.ZodType<T>,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  token: string | null,
  body?: object,
): Promise<Result<T, Failed>> => {
  try {
    const response = await ask(method, `/office/api${path}`, token, body);
    const json: unknown = await response.json();
    if (!response.ok) {
      const problem = problemSchema.safeParse(json);
      const { code, ...words } = problem.success ? problem.data : { ...unreadable, code: undefined };
      return err({ ...words, signedOut: code === 'office.signed-out' });
    }
    const read = schema.safeParse(json);
    return read.success ? ok(read.data) : err(unreadable);
  } catch {
    return err(offline);
  }
};

const anything = z.unknown();

/** Signs in by whatever passkey of this page the person chooses. Errors: the passkey's or the server's, in words. */
export const signIn = async (): Promise<Result<OfficeSession, Failed>> => {
  const asked = await call(signInChallenge, 'POST', '/sign-in/challenge', null);
  if (!asked.ok) return asked;
  const answer: Result<PasskeyAnswer, ProblemWords> = await usePasskey(asked.value);
  return answer.ok ? await call(officeSession, 'POST', '/sign-in', null, answer.value) : answer;
};

/** Makes a passkey for who holds the link and signs them in. Errors: the link's, the passkey's or the server's, in words. */
export const enrol = async (link: OfficeLink, label: string): Promise<Result<OfficeSession, Failed>> => {
  const asked = await call(enrolChallenge, 'POST', '/enrol/challenge', null, { link });
  if (!asked.ok) return asked;
  const made: Result<MadeKey, ProblemWords> = await makePasskey(asked.value, label);
  return made.ok ? await call(officeSession, 'POST', '/enrol', null, { link, ...made.value }) : made;
};

/** Renews the session that this browser has; one tab after the other. */
export const renew = async (): Promise<Result<OfficeSession, Failed>> =>
  await oneAtATime(() => call(officeSession, 'POST', '/session/renew', null));

export const readState = (token: string): Promise<Result<OfficeState, Failed>> => call(officeState, 'GET', '/state', token);

/** Rows of the audit log before a number, or the newest. */
export const readAudit = (token: string, before: number | null): Promise<Result<OfficeAuditPage, Failed>> =>
  call(officeAuditPage, 'GET', before === null ? '/audit' : `/audit?before=${before}`, token);

export const signOut = (token: string): Promise<Result<unknown, Failed>> => call(anything, 'POST', '/session/end', token);
export const endSession = (token: string, id: string): Promise<Result<unknown, Failed>> =>
  call(anything, 'DELETE', `/sessions/${id}`, token);
export const removePasskey = (token: string, id: string): Promise<Result<unknown, Failed>> =>
  call(anything, 'DELETE', `/passkeys/${id}`, token);
