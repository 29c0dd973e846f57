/** Milliseconds since 1970 by this device's clock. */
export const deviceNow = (): number => Date.now();

/** Asks the server that served this page; its own cookies go along, and the token that the caller holds. Rejects where there is no connection. */
export const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, token: string | null, body?: object): Promise<Response> =>
  await fetch(path, {
    method,
    cache: 'no-store',
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Runs one at a time in all tabs of this page: a cookie that renews a session serves once. */
export const oneAtATime = async <T>(work: () => Promise<T>): Promise<T> => await navigator.locks.request('flip360-office', work);
