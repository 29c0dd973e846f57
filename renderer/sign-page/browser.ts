/** Milliseconds since 1970 by this device's clock. */
export const deviceNow = (): number => Date.now();

/** Random bytes of the browser's own source. */
export const randomBytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

/** Asks the server that served this page; no cookie goes along. Rejects where there is no connection. */
export const ask = async (path: string, body?: object): Promise<Response> =>
  await fetch(path, {
    cache: 'no-store',
    credentials: 'omit',
    ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
