const MOST_WAITS = 5;

const waited = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** What the page asks of its own server; null for what is not there. Waits where the server asks it to; rejects where there is no answer. */
export const askServer = async (path: string, waits = 0): Promise<Uint8Array | null> => {
  const answer = await fetch(path, { cache: 'no-store', credentials: 'omit' });
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  if (answer.status === 404) return null;
  if (answer.status !== 429 || waits >= MOST_WAITS) throw new Error(`the server answered ${String(answer.status)}`);
  await waited(Number(answer.headers.get('retry-after') ?? '1'));
  return askServer(path, waits + 1);
};
