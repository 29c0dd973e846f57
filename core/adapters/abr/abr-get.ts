import { err, ok, type Result } from '../../domain/result.ts';

const MOST_BYTES = 1_000_000;

/** What may be shown of a failure: its kind, never the address, which holds the GUID. */
const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no reason given';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : error.name;
};

/** Text of one answer of the Australian Business Register, at most 1 MB, within `timeoutMs`. Follows no redirect. Error: why there is none. */
export const abrGet = async (
  address: string,
  path: string,
  query: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Result<string, string>> => {
  try {
    const answer = await fetch(`${address.replace(/\/+$/u, '')}${path}?${new URLSearchParams(query).toString()}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      return err(`it answered with status ${String(answer.status)}`);
    }
    const chunks: Uint8Array[] = [];
    let held = 0;
    const body: AsyncIterable<Uint8Array> | null = answer.body;
    if (body === null) return ok('');
    for await (const chunk of body) {
      held += chunk.length;
      if (held > MOST_BYTES) return err('its answer is longer than 1 MB');
      chunks.push(chunk);
    }
    return ok(new TextDecoder().decode(Buffer.concat(chunks)));
  } catch (error) {
    return err(whyOf(error));
  }
};
