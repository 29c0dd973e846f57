/** What the page asks of its own server. `null` for what is not there. */
export const askServer = async (path: string): Promise<Uint8Array | null> => {
  const answer = await fetch(path, { cache: 'no-store', credentials: 'omit' });
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
};
