/**
 * True only for an address of the desk's own pages: the exact origin, compared parsed and never as text, without
 * user name or password (`https://desk@evil.example` reads like the desk and is not).
 */
export const isOwnUrl = (url: string, origin: string): boolean => {
  const parsed = parse(url);
  return parsed !== undefined && parsed.origin === origin && parsed.username === '' && parsed.password === '';
};

/** True if a request of a page may go on to the `https` handler; in-memory addresses stay inside the page. */
export const mayRequest = (url: string, origin: string): boolean => {
  const parsed = parse(url);
  if (parsed === undefined) return false;
  if (parsed.protocol === 'blob:') return parsed.origin === origin;
  return parsed.protocol === 'data:' || isOwnUrl(url, origin);
};

/**
 * The address to hand to the person's own browser or mail program, or undefined if it may not leave. The result is
 * the parsed form, so that what is shown is what is opened.
 */
export const externalAddress = (url: string, origin: string): string | undefined => {
  const parsed = parse(url);
  if (parsed === undefined || parsed.origin === origin) return undefined;
  if (parsed.protocol === 'mailto:') return parsed.href;
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  return parsed.href;
};

const parse = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);
