/** The facts of a request that decide whether the loopback mount answers it at all. */
export type RequestFacts = {
  readonly method: string;
  /** The request's absolute URL, as the server understood it. */
  readonly url: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Fetch metadata, sent by browsers only. */
  readonly site: string | undefined;
  readonly mode: string | undefined;
};

export type Refusal =
  | { readonly code: 'foreign-host' }
  | { readonly code: 'foreign-origin' }
  | { readonly code: 'cross-site' }
  | { readonly code: 'method' };

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Judges a request before anything else looks at it. The exact Host stops DNS rebinding (a hostile name that
 * resolves to 127.0.0.1 still sends its own Host); the exact Origin on everything that may change something stops
 * other pages and other local ports. There is no CORS: OPTIONS is refused. Undefined: the request may go on.
 */
export const judge = (facts: RequestFacts, origin: string): Refusal | undefined => {
  if (!methods.has(facts.method)) return { code: 'method' };
  const expected = new URL(origin);
  if (facts.host !== expected.host) return { code: 'foreign-host' };
  // An absolute-form request line may name another host than the Host header.
  if (!URL.canParse(facts.url) || new URL(facts.url).origin !== origin) return { code: 'foreign-host' };
  if (facts.origin !== undefined && facts.origin !== origin) return { code: 'foreign-origin' };
  const reads = facts.method === 'GET' || facts.method === 'HEAD';
  if (!reads && facts.origin === undefined) return { code: 'foreign-origin' };
  const foreignSite = facts.site !== undefined && facts.site !== 'same-origin' && facts.site !== 'none';
  // A launch link opened from another page is a navigation; everything else from another site is an attack.
  if (foreignSite && !(facts.mode === 'navigate' && facts.method === 'GET')) return { code: 'cross-site' };
  return undefined;
};
