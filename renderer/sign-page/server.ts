import { z } from 'zod';
import { openedRequest, answerTaken, type OpenedRequest } from '../../core/contract/network/requests.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { ProblemWords } from '../ui/problem.ts';
import { ask } from './browser.ts';

const problemSchema = z.object({ title: z.string(), detail: z.string(), kept: z.string().optional(), next: z.string().optional() });

const offline: ProblemWords = {
  title: 'The page cannot be reached',
  detail: 'There is no connection, or the server does not answer.',
  kept: 'What you signed on this page stays on it while it is open.',
  next: 'Look for a connection, then try again.',
};

const refusal = async (response: Response): Promise<ProblemWords> => {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  return parsed.success ? parsed.data : { ...offline, title: 'The server gave an answer that cannot be read' };
};

/** Fetches the sealed request of a link. Errors: the problem in words; `closed` for a link that opens nothing. */
export const fetchRequest = async (id: string): Promise<Result<OpenedRequest, ProblemWords & { readonly closed?: boolean }>> => {
  try {
    const response = await ask(`/v1/requests/${id}`);
    if (!response.ok) return err({ ...(await refusal(response)), closed: response.status === 404 });
    const opened = openedRequest.safeParse(await response.json());
    return opened.success ? ok(opened.data) : err({ ...offline, title: 'The server gave an answer that cannot be read' });
  } catch {
    return err(offline);
  }
};

/** Hands an answer in. The same again is no harm. Errors: the problem in words. */
export const postAnswer = async (id: string, answer: string, copy: string): Promise<Result<true, ProblemWords>> => {
  try {
    const response = await ask(`/v1/requests/${id}/answer`, { answer, copy });
    if (!response.ok) return err(await refusal(response));
    return answerTaken.safeParse(await response.json()).success ? ok(true) : err(offline);
  } catch {
    return err(offline);
  }
};
