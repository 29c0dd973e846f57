import type { SendOutcome } from '../../ports/message-senders.ts';

const TIMEOUT_MS = 15_000;
const MOST_CHARACTERS = 10_000;

/** Where an API that takes messages stands, with its secret. `url` has no path. */
export type MessageApi = { readonly url: string; readonly user: string; readonly secret: string; readonly from: string };

type Posted = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Codes of connections that were never made: nothing left. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const failureOf = (error: unknown): SendOutcome => {
  const { cause, name } = error instanceof Error ? error : { cause: undefined, name: 'unknown' };
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : name;
  return { outcome: NEVER_LEFT.has(code) ? 'not-sent' : 'unknown', why: code };
};

/**
 * Posts a message to an API and judges its answer. `isRejected` tells from status and text whether the address itself is refused; `codeOf` finds the provider's own
 * code in the text, '' for none. 2xx is sent, other 4xx and 503 were not taken, and after any other answer or none nobody knows. Follows no redirect; never rejects.
 */
export const postMessage = async (
  { url, headers, body }: Posted,
  isRejected: (status: number, text: string) => boolean,
  codeOf: (text: string) => string = () => '',
): Promise<SendOutcome> => {
  try {
    const answer = await fetch(url, { method: 'POST', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS), headers, body });
    const { status } = answer;
    if (answer.ok) {
      await answer.body?.cancel();
      return { outcome: 'sent' };
    }
    const text = (await answer.text()).slice(0, MOST_CHARACTERS);
    const why = `status ${status} ${codeOf(text)}`.trim();
    if (isRejected(status, text)) return { outcome: 'rejected', why };
    return { outcome: (status >= 400 && status < 500 && status !== 408) || status === 503 ? 'not-sent' : 'unknown', why };
  } catch (error) {
    return failureOf(error);
  }
};
