import type { MiddlewareHandler } from 'hono';

/** Replaced in the served page by the nonce of that response. */
export const noncePlaceholder = '__CSP_NONCE__';

/** Hono variables that the mount sets for what lies inside it. */
export type MountVariables = { readonly nonce: string };

/**
 * The content security policy of every answer. Scripts come from the desk alone, styles from it or with this
 * response's nonce. Trusted Types are on: the page's one policy, `default`, lets plain text through and no markup.
 */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');

/** The fixed security headers, the same on every mount. */
export const securityHeaders = (nonce: string): Readonly<Record<string, string>> => ({
  'content-security-policy': contentSecurityPolicy(nonce),
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** Puts the security headers on every answer and hands the nonce to what lies inside. */
export const withSecurityHeaders =
  (nonce: () => string): MiddlewareHandler<{ Variables: MountVariables }> =>
  async (c, next) => {
    const value = nonce();
    c.set('nonce', value);
    await next();
    for (const [name, text] of Object.entries(securityHeaders(value))) c.header(name, text);
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  };
